"""What measuring prosody costs, and how near it comes to what is known.

    python -m bench.prosody [--rounds 20]

Cost: processor seconds per second of speech for every measure of a turn, on one core, over recorded
utterances (Debian package pocketsphinx-testdata), and the cost of comparing a turn with the person's
usual. Accuracy: made voices whose pitch, jitter, shimmer, noise and pauses are known, clean and with
white noise 10 dB below them. Recorded people: medians, clean and in that noise.
"""

from __future__ import annotations

import argparse
import statistics
import time
from collections.abc import Sequence

import numpy as np

from alongside.records import Prosody
from speech.audio import RATE, Samples
from speech.prosody import Measurer, measure, summarise
from speech.usual import Usual
from tests.recordings import recordings
from tests.speech.voices import in_noise, quiet, voice

NOISE_DB = 10.0
PITCHES = (90.0, 130.0, 200.0)


def heard(sound: Samples, words: int = 1) -> Prosody:
    """The prosody of one sound."""
    return summarise([(0.0, measure(sound))], words)


def cost(rounds: int) -> tuple[float, float]:
    """(processor seconds per second of speech: median of the rounds; milliseconds to compare a turn)."""
    said = [item.samples.astype(np.float32) / 32768 for item in recordings("librivox") + recordings("cards")]
    seconds = sum(len(sound) for sound in said) / RATE
    shares, turns = [], [heard(sound, 8) for sound in said]
    for _ in range(rounds):
        began = time.process_time()
        for sound in said:
            heard(sound, 8)
        shares.append((time.process_time() - began) / seconds)
    usual = Usual()
    for _ in range(10):
        for turn in turns:
            usual.learn(turn, 3.0)
    began = time.process_time()
    for turn in turns:
        usual.compare(turn, 3.0)
    return statistics.median(shares), 1000 * (time.process_time() - began) / len(turns)


def cost_growing(every: float = 1.0, longest: float = 12.0) -> float:
    """The worst case: somebody who pauses every second, for as long as a stretch is continued after a
    pause, so that it is measured again each time. Processor seconds per second."""
    said = np.concatenate([item.samples.astype(np.float32) / 32768 for item in recordings("librivox")])
    said, measurer = said[: int(longest * RATE)], Measurer()
    began = time.process_time()
    for end in range(int(every * RATE), len(said) + 1, int(every * RATE)):
        summarise([(0.0, measurer.measure(said[:end]))], 8)
    return (time.process_time() - began) / (len(said) / RATE)


def accuracy() -> list[tuple[str, str, str, str]]:
    """Rows of (measure, truth, found clean, found in noise)."""
    rows = []
    for name, values, unit in (
        ("jitter", (0.005, 0.01, 0.02), "%"),
        ("shimmer_db", (0.3, 0.6, 1.0), "dB"),
        ("hnr_db", (5.0, 10.0, 20.0), "dB"),
    ):
        for value in values:
            made = [
                voice(pitch, 2, seed=seed, **{name: value})  # type: ignore[arg-type]
                for pitch in PITCHES
                for seed in range(3)
            ]
            rows.append(_row(name, value, unit, made))
    made = [voice(pitch, 1.5, jitter=0.01, shimmer_db=0.5, hnr_db=15) for pitch in PITCHES]
    for noise in (False, True):
        found = [heard(in_noise(sound, NOISE_DB) if noise else sound).pitch_hz for sound in made]
        worst = max(abs(hz / pitch - 1) for hz, pitch in zip(found, PITCHES, strict=True))
        rows.append(
            (f"pitch{', in noise' if noise else ''}", "90 to 200 Hz", f"worst {100 * worst:.2f} % off", "")
        )
    paused = np.concatenate(
        [quiet(0.3), voice(120), quiet(0.5), voice(120), quiet(1.0), voice(120), quiet(0.4)]
    )
    clean, noisy = heard(paused), heard(in_noise(paused, NOISE_DB))
    rows.append(("pauses", "2", str(clean.pauses), str(noisy.pauses)))
    rows.append(("longest pause", "1.00 s", f"{clean.longest_pause:.2f} s", f"{noisy.longest_pause:.2f} s"))
    return rows


def _row(name: str, value: float, unit: str, made: Sequence[Samples]) -> tuple[str, str, str, str]:
    scale = 100 if unit == "%" else 1

    def found(sounds: Sequence[Samples]) -> str:
        return f"{scale * statistics.fmean(getattr(heard(sound), name) for sound in sounds):.2f} {unit}"

    noisy = found([in_noise(sound, NOISE_DB) for sound in made])
    return name, f"{scale * value:g} {unit}", found(made), "" if name == "hnr_db" else noisy


def people() -> list[tuple[str, str, str]]:
    """Rows of (measure, median over the recordings, the same in noise)."""
    said = recordings("librivox") + recordings("cards")
    sounds = [item.samples.astype(np.float32) / 32768 for item in said]
    clean = [heard(sound, len(item.words.split())) for sound, item in zip(sounds, said, strict=True)]
    noisy = [
        heard(in_noise(sound, NOISE_DB), len(item.words.split()))
        for sound, item in zip(sounds, said, strict=True)
    ]
    names = ("pitch_hz", "pitch_range_st", "articulation_rate", "jitter", "shimmer_db", "hnr_db", "cpp_db")

    def middle(turns: Sequence[Prosody], name: str) -> str:
        return f"{statistics.median(getattr(turn, name) for turn in turns):.3g}"

    return [(name, middle(clean, name), middle(noisy, name)) for name in names]


def main() -> None:
    """Run it and print."""
    parser = argparse.ArgumentParser(
        description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter
    )
    parser.add_argument("--rounds", type=int, default=20)
    options = parser.parse_args()
    share, each = cost(options.rounds)
    print(f"cost: {100 * share:.2f} % of a core while somebody speaks; {each:.2f} ms to compare a turn")
    worst = statistics.median(cost_growing() for _ in range(5))
    print(f"cost with a pause every second: {100 * worst:.2f} %")
    print(f"\n{'made voices':18}{'truth':>14}{'found':>20}{'10 dB noise':>16}")
    for name, truth, clean, noisy in accuracy():
        print(f"{name:18}{truth:>14}{clean:>20}{noisy:>16}")
    print(f"\n{'recorded people':18}{'median':>14}{'10 dB noise':>20}")
    for name, one, other in people():
        print(f"{name:18}{one:>14}{other:>20}")


if __name__ == "__main__":
    main()
