"""Does noise suppression or level control help? Measured: `python -m bench.noise`.

Readers in noise, near and across a room, with the front end's choices: word errors of the recogniser, how
much of the voice is found, and how often noise alone passes for a voice. Faster than real time; some minutes.
"""

from __future__ import annotations

import argparse
from collections.abc import Iterator

import numpy as np

from alongside.weights import find
from speech.audio import FRAME, FRAME_SECONDS, RATE, Samples
from speech.front_end import FrontEnd, Noise
from speech.recogniser import Recogniser
from speech.turn_taking import TurnTaking
from speech.voice_activity import VoiceActivity
from tests.recordings import Recording, recordings
from tests.speech.acoustics import at_level, noise, room, through
from tests.speech.wording import word_error_rate

NEAR_DB, FAR_DB = -26.0, -50.0
"""Level of a talker at half a metre, and of a quiet one at 3 m."""


def babble(length: int, db: float, voices: list[Samples], seed: int) -> Samples:
    """Several readers at once, far off."""
    rng = np.random.default_rng(seed)
    total = np.zeros(length, np.float32)
    for voice in voices:
        total += np.roll(np.resize(voice, length), int(rng.integers(length)))
    return at_level(through(total, room(seed, 0.5, -3.0)), db)


def cleaned(sound: Samples, suppression: Noise, level: bool) -> tuple[Samples, Samples]:
    """(for the recogniser, for voice activity)."""
    end = FrontEnd("off", suppression, level, print)
    frames = [end.frame(sound[at : at + FRAME], at / RATE) for at in range(0, len(sound) - FRAME + 1, FRAME)]
    return np.concatenate([one.words for one in frames]), np.concatenate([one.voice for one in frames])


def found(activity: VoiceActivity, sound: Samples) -> tuple[int, int]:
    """(frames in which the listener takes the person to be speaking, onsets)."""
    activity.reset()
    taking, speaking, onsets = TurnTaking(), 0, 0
    for at in range(0, len(sound) - FRAME + 1, FRAME):
        before = taking.speaking
        taking.frame(activity.probability(sound[at : at + FRAME]))
        onsets += taking.speaking and not before
        speaking += taking.speaking
    return speaking, onsets


def scenes(readers: list[Recording]) -> Iterator[tuple[str, list[Samples], Samples]]:
    """(what it is, each reader in it, its noise alone for a minute)."""
    voices = [item.samples.astype(np.float32) / 32768 for item in readers]
    padded = [np.pad(at_level(voice, NEAR_DB), (2 * RATE, RATE)) for voice in voices]
    minute = 60 * RATE
    for kind in ("fan", "babble"):
        for ratio in (10, 5, 0):
            db = NEAR_DB - ratio

            def heard(length: int, seed: int, kind: str = kind, db: float = db) -> Samples:
                return noise(length, db, seed) if kind == "fan" else babble(length, db, voices, seed)

            mixed = [voice + heard(len(voice), seed) for seed, voice in enumerate(padded)]
            yield f"{kind}, {ratio} dB", mixed, heard(minute, 99)
    far = [through(voice, room(7, 0.5, -3.0)) for voice in padded]
    quiet = [at_level(voice, FAR_DB) + noise(len(voice), -68.0, seed) for seed, voice in enumerate(far)]
    yield "quiet, 3 m", quiet, noise(minute, -68.0, 99)
    yield "near", padded, noise(minute, -68.0, 99)


def main() -> None:
    """Print the table."""
    argparse.ArgumentParser(description=__doc__).parse_args()
    activity, recogniser = VoiceActivity(find("silero-vad")), Recogniser(find("whisper-base"))
    readers = recordings("librivox")
    print("| scene | noise | level | word errors, % | voice found, s | onsets a minute of noise alone |")
    print("|---|---|---|---|---|---|")
    ways: tuple[tuple[Noise, bool], ...] = (("off", False), ("voice", False), ("all", False), ("off", True))
    for name, mixed, empty in scenes(readers):
        plain: list[str] = []
        for suppression, level in ways:
            texts, speaking = [], 0
            for number, sound in enumerate(mixed):
                words, voice = cleaned(sound.astype(np.float32), suppression, level)
                same = suppression == "voice"  # its words are those of the sound as it is
                texts.append(plain[number] if same else recogniser.final(words).text)
                speaking += found(activity, voice)[0]
            plain = plain or texts
            onsets = found(activity, cleaned(empty, suppression, level)[1])[1]
            errors = 100 * word_error_rate([item.words for item in readers], texts)
            seconds = speaking * FRAME_SECONDS
            way = f"{name} | {suppression} | {level}"
            print(f"| {way} | {errors:.0f} | {seconds:.1f} | {onsets} |", flush=True)


if __name__ == "__main__":
    main()
