"""What a listening companion shows, and how soon: recorded speech through the real listener and planner.

    python -m bench.reaction [--minutes 5] [--seed 1]

Feeds recorded utterances (Debian package pocketsphinx-testdata) with pauses of 2.5 to 6 s in a humming room
to the listener (Silero, smart-turn, Whisper tiny), frame by frame in the recording's own time, and plans from
what it says. Prints: the time from the end of each utterance, found in the recording itself, to the first
gesture or change of gaze (below zero while its last sound fades); and how often it nods, raises its brows and
murmurs. What a screen adds until it shows is not in it.
"""

from __future__ import annotations

import argparse
import asyncio
import random
import statistics
import tempfile
import time
from collections import Counter, deque
from dataclasses import dataclass
from pathlib import Path

from alongside.component import Component, Context
from alongside.local import LocalTransport
from alongside.messages import Act, Message, SpeechActivity, Spoken, Turn
from bench.hours.listening import Source, at_speed
from bench.hours.talk import Place
from embodiment.behaviour.listening import VOICED
from embodiment.behaviour.murmurs import Murmur
from embodiment.behaviour.planner import Cue, Planner
from embodiment.behaviour.presence import Pose
from embodiment.body import Body
from speech.audio import RATE
from speech.listener import Listener

WITHIN_S = 2.0
"""Seconds after which what is shown answers something else."""
NOTICED_S = 0.4
"""Seconds after the end of an utterance by which the listener has told silence."""
SETTINGS = {"recogniser": "whisper-tiny", "threads": 1, "partial_every": 1.0}


class Onlooker(Component):
    """Hands what the listener says to a planner, in the recording's own time (seconds from its beginning)."""

    hears = tuple(kind for kind in Listener.says if kind in Body.hears)

    def __init__(self, context: Context, source: Source, seed: int) -> None:
        super().__init__("onlooker", {}, context)
        self._source = source
        self._planner = Planner(str(seed), 0.0)
        self._answers: deque[tuple[float, Message]] = deque()
        self.cues: list[Cue] = []
        self.speech = 0.0
        self.silences: list[float] = []  # when a silence was told
        self._last, self._voiced = (0.0, False), False

    @property
    def now(self) -> float:
        """Seconds of sound so far."""
        return self._source.now - self._source.begun

    async def _hear(self, message: Message) -> None:
        self._answer()
        self.cues += self._planner.hear(message, self.now)

    on_partial_speech = on_provisional_turn = on_affect = on_hold = _hear

    async def on_turn(self, turn: Turn) -> None:
        """Answer it as a companion would, a little later and briefly."""
        await self._hear(turn)
        act = Act(act_id=turn.turn_id, turn_id=turn.turn_id, kind="reflect", text="And so it went.")
        for after, message in (
            (0.2, act),
            (0.3, Spoken(act_id=act.act_id, status="started")),
            (1.5, Spoken(act_id=act.act_id, status="finished")),
        ):
            self._answers.append((self.now + after, message))

    def _answer(self) -> None:
        while self._answers and self._answers[0][0] <= self.now:
            at, message = self._answers.popleft()
            self.cues += self._planner.hear(message, at)

    async def on_speech_activity(self, message: SpeechActivity) -> None:
        """Count how long they speak."""
        at, speaking = self._last
        self.speech += self.now - at if speaking else 0.0
        voiced = message.speaking and message.probability >= VOICED
        if self._voiced and not voiced:
            self.silences.append(self.now)
        self._last, self._voiced = (self.now, message.speaking), voiced
        await self._hear(message)

    def finish(self) -> None:
        """What is due to the end."""
        self.cues += self._planner.until(self.now)


@dataclass(frozen=True)
class Seen:
    """What came of it: seconds from the end of each utterance to the first thing to see, None for nothing."""

    waits: tuple[float | None, ...]
    gestures: Counter[str]
    murmurs: int
    over: int  # murmurs while the person's voice was loud, by the recording
    speech: float  # seconds

    @property
    def median(self) -> float:
        """Seconds; an utterance at whose end nothing was shown counts as slower than any."""
        return statistics.median(wait if wait is not None else WITHIN_S for wait in self.waits)

    @property
    def within(self) -> float:
        """Share of the ends after which something was seen within a quarter of a second."""
        return sum(wait is not None and wait <= 0.25 for wait in self.waits) / max(1, len(self.waits))


async def look_on(seconds: float, seed: int, folder: Path) -> Seen:
    """Run it on so much talk."""
    context = Context(folder)
    source = Source(context, 0.0)
    onlooker = Onlooker(context, source, seed)
    transport = LocalTransport([Listener("listener", SETTINGS, context), onlooker, source])
    await transport.start()
    source.begun = time.time()
    try:
        await at_speed(source, transport, source.begun + seconds)
    finally:
        await transport.stop()
    onlooker.finish()
    places = [place for place in source.talk.places if place.end / RATE < seconds - WITHIN_S]
    return account(onlooker, places)


def account(onlooker: Onlooker, places: list[Place]) -> Seen:
    """How soon something was seen, and how often."""
    shown, before = [], Pose()
    for cue in onlooker.cues:
        if isinstance(cue.does, Pose):
            pose = cue.does
            moved = pose.gesture or (pose.gaze_x, pose.gaze_y) != (before.gaze_x, before.gaze_y)
            shown += [cue.at] if moved else []
            before = pose
    said = [cue.at for cue in onlooker.cues if isinstance(cue.does, Murmur) and cue.does.text]
    gestures = Counter(
        cue.does.gesture for cue in onlooker.cues if isinstance(cue.does, Pose) and cue.does.gesture
    )
    ends = [place.end / RATE for place in places]
    waits = [first_after(end, onlooker.silences, shown) for end in ends]
    over = sum(any(place.onset / RATE < at < place.end / RATE for place in places) for at in said)
    return Seen(tuple(waits), gestures, len(said), over, onlooker.speech)


def first_after(end: float, silences: list[float], shown: list[float]) -> float | None:
    """Seconds from the end to the first thing seen once the silence that follows it was told.

    Below zero if that was while the last sound faded.
    """
    told = max((at for at in silences if at <= end + NOTICED_S), default=end)
    return next((at - end for at in shown if min(told, end + NOTICED_S) <= at <= end + WITHIN_S), None)


def main() -> None:
    """Run it and print the table."""
    parser = argparse.ArgumentParser(
        description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter
    )
    parser.add_argument("--minutes", type=float, default=5.0)
    parser.add_argument("--seed", type=int, default=1)
    options = parser.parse_args()
    random.seed(options.seed)
    with tempfile.TemporaryDirectory() as folder:
        seen = asyncio.run(look_on(60 * options.minutes, options.seed, Path(folder)))
    waits = sorted(wait for wait in seen.waits if wait is not None)
    print(f"utterances: {len(seen.waits)}, after {len(waits)} something was seen within {WITHIN_S:.0f} s")
    print(f"end of speech to the first thing seen: median {seen.median * 1000:.0f} ms, "
          f"95th percentile {waits[int(0.95 * (len(waits) - 1))] * 1000:.0f} ms, "
          f"within 250 ms {seen.within:.0%}")  # fmt: skip
    minutes = seen.speech / 60
    print(f"speech: {minutes:.1f} minutes; a minute of it:")
    for name, count in sorted(seen.gestures.items()):
        print(f"  {name:12} {count / minutes:5.1f}")
    print(
        f"  {'murmurs':12} {seen.murmurs / minutes:5.1f} ({seen.over} of {seen.murmurs} inside an utterance)"
    )


if __name__ == "__main__":
    main()
