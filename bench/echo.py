"""Does the companion hear itself? Measured on its own voice in simulated rooms: `python -m bench.echo`.

Piper's voice comes back through a compressing loudspeaker and a room, at several levels and delays, into
nothing, the gate or the canceller, and on into voice activity and the barge-in machine. Then a reader speaks
over it, who is to be noticed and understood. Sound is faster than real time; it takes some minutes.
"""

from __future__ import annotations

import argparse
import itertools
from dataclasses import dataclass, field
from typing import Literal

import numpy as np

from alongside.weights import find
from speech.audio import FRAME, FRAME_SECONDS, RATE, Samples, level_db, to_bytes
from speech.barge_in import BargeIn
from speech.echo import EchoGate
from speech.front_end import FrontEnd
from speech.recogniser import Recogniser
from speech.turn_taking import TurnTaking
from speech.voice_activity import VoiceActivity
from tests.recordings import Recording, recordings
from tests.speech.acoustics import at_level
from tests.speech.own_voice import ACTS, act, echo
from tests.speech.wording import word_error_rate

Way = Literal["off", "gate", "cancel"]
WAYS: tuple[Way, ...] = ("off", "gate", "cancel")
BLOCK = 320
MARGIN_DB = 12.0
"""The gate's margin, as the listener has it by default."""


@dataclass
class Found:
    """What came of some sound."""

    seconds: float = 0.0
    onsets: int = 0
    holds: int = 0
    stops: list[float] = field(default_factory=list)  # seconds from the beginning
    sound: list[Samples] = field(default_factory=list)


def listen(way: Way, near: Samples, far: Samples, activity: VoiceActivity) -> Found:
    """Play `far`, hear `near`, and note what the listener's machines make of it."""
    end = FrontEnd("cancel" if way == "cancel" else "off", "off", False, print)
    gate = EchoGate(MARGIN_DB) if way == "gate" else None
    taking, barge, found, held = TurnTaking(), BargeIn(), Found(), ""
    activity.reset()
    for at in range(0, len(near) - FRAME + 1, FRAME):
        for block in range(-(-at // BLOCK) * BLOCK, at + FRAME, BLOCK):
            end.played(to_bytes(far[block : block + BLOCK]), RATE, 1000.0 + block / RATE)
        cleaned = end.frame(near[at : at + FRAME], 1000.0 + at / RATE)
        probability = activity.probability(cleaned.voice)
        if cleaned.echo or (gate and not gate.passes(level_db(cleaned.voice), sounding=True)):
            probability = 0.0
        before = taking.speaking
        taking.frame(probability)
        found.onsets += taking.speaking and not before
        barge.sounding("act")
        if barge.frame(probability >= taking.timing.speech) == "interrupt":
            found.stops.append(at / RATE)
            barge.hush()
        found.holds += bool(barge.held) and not held
        held = barge.held
        found.sound.append(cleaned.words)
        found.seconds += FRAME_SECONDS
    return found


def alone(activity: VoiceActivity, full: bool) -> None:
    """Our own voice and nobody there: nothing is to be heard."""
    delays = (0.02, 0.06, 0.12, 0.25, 0.4) if full else (0.06, 0.25)
    rooms = (0.2, 0.4, 0.6) if full else (0.4,)
    print("## Nobody speaks\n")
    print("| echo, dB of what is played | way | taken out, dB | onsets a minute | holds | interruptions |")
    print("|---|---|---|---|---|---|")
    played = np.concatenate([act(number) for number in range(len(ACTS))])
    for db, way in itertools.product((-30, -20, -10, 0), WAYS):
        total, taken = Found(), []
        for delay, ring in itertools.product(delays, rooms):
            near = echo(played, db, delay, ring=ring)
            found = listen(way, near, played, activity)
            out = np.concatenate(found.sound)
            taken.append(level_db(near[4 * RATE : len(out)]) - level_db(out[4 * RATE :]))
            total.seconds += found.seconds
            total.onsets += found.onsets
            total.holds += found.holds
            total.stops += found.stops
        minutes = total.seconds / 60
        rates = [n / minutes for n in (total.onsets, total.holds, len(total.stops))]
        print(f"| {db} | {way} | {np.mean(taken):.0f} | {rates[0]:.1f} | {rates[1]:.1f} | {rates[2]:.1f} |")


def over(activity: VoiceActivity, recogniser: Recogniser, readers: list[Recording]) -> None:
    """A person speaks over it: they are to be noticed soon, and understood."""
    print("\n## A person speaks over it (after the act before has taught the canceller the room)\n")
    print("| echo, dB of the person | way | interrupted | seconds to it, p50 | word errors, % |")
    print("|---|---|---|---|---|")
    ways: tuple[tuple[int, Way], ...] = tuple(itertools.product((-24, -12, -6, 0), ("gate", "cancel")))
    for db, way in ((-99, "off"), *ways):  # the first: as if there were no echo
        waits, said, texts = [], [], []
        for number, item in enumerate(readers):
            person = at_level(item.samples.astype(np.float32) / 32768, -24.0)
            far = np.concatenate([act(number % 4), act((number + 1) % 4), act((number + 2) % 4)])
            begun = len(act(number % 4)) + RATE
            far = np.pad(far, (0, max(0, begun + len(person) + RATE - len(far))))
            near = echo(far, db, 0.1)
            near[begun : begun + len(person)] += person
            found = listen(way, near, far, activity)
            stops = [at - begun / RATE for at in found.stops if at >= begun / RATE]
            waits += stops[:1]
            sound = np.concatenate(found.sound)[begun - RATE // 4 : begun + len(person) + RATE // 4]
            said.append(item.words)
            texts.append(recogniser.final(sound).text)
        wait = f"{np.median(waits):.2f}" if waits else ""
        errors = 100 * word_error_rate(said, texts)
        print(f"| {db} | {way} | {len(waits)} of {len(readers)} | {wait} | {errors:.0f} |")


def main() -> None:
    """Print both tables."""
    options = argparse.ArgumentParser(description=__doc__)
    options.add_argument("--full", action="store_true", help="fifteen rooms and delays a level, not two")
    given = options.parse_args()
    activity = VoiceActivity(find("silero-vad"))
    alone(activity, given.full)
    over(activity, Recogniser(find("whisper-base")), [*recordings("librivox"), *recordings("cards")])


if __name__ == "__main__":
    main()
