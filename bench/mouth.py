"""Do the lips move when the sound does? The mouth's timeline measured against the sound itself.

`python -m bench.mouth [--pace 0.65] [--engine piper]`: sentences full of p, b and m are synthesised. Where
lips part before a vowel, the sound above 300 Hz rises steeply: the moment of the steepest rise is set against
the timeline's own. Prints the median and the spread of the difference in milliseconds.
"""

from __future__ import annotations

import argparse
import asyncio

import numpy as np

from alongside.messages import VoiceClip
from speech.audio import Samples, to_float
from speech.clips import clip
from speech.engines import Wish, make
from speech.synthesis import Synthesiser
from speech.visemes import VOWELS

SENTENCES = (
    "My mother may meet me at a market by the bay.",
    "Bob began a bigger book about a boat and a bell.",
    "Maybe a bit more balance, my body remembers.",
    "Tomorrow morning I am meeting a man about a map.",
    "A baby robin above me, and a moment by myself.",
    "Remember a battle, a bitter bargain, a better bond.",
)
HOP = 0.002
AROUND = 0.08
"""Seconds on both sides of the timeline's moment in which the sound's own is looked for."""


def rises(sound: Samples, rate: int) -> Samples:
    """How steeply the sound above 300 Hz rises, in dB within 12 ms, every 2 ms."""
    spectrum = np.fft.rfft(sound)
    spectrum[: round(300 * len(sound) / rate)] = 0.0
    high = np.fft.irfft(spectrum, len(sound))
    hop, reach = round(HOP * rate), round(0.012 * rate)
    power = np.concatenate([[0.0], np.cumsum(np.square(high))])
    at = np.arange(reach, len(sound) - reach, hop)
    after, before = power[at + reach] - power[at], power[at] - power[at - reach]
    found = np.zeros(len(sound) // hop + 1, np.float32)
    found[at // hop] = 10 * np.log10((after + 1e-7) / (before + 1e-7))
    return found


def differences(made: VoiceClip) -> list[tuple[str, float]]:
    """("part" or "close", seconds that the sound is later than the timeline) at each p, b, m by a vowel."""
    rise = rises(to_float(made.samples), made.rate)
    hop = round(HOP * made.rate) / made.rate
    found = []
    for before, after in zip(made.visemes, made.visemes[1:], strict=False):
        parting = before.name == "PP" and after.name in VOWELS
        if not parting and not (after.name == "PP" and before.name in VOWELS):
            continue
        first = max(0, round((before.end - AROUND) / hop))
        window = rise[first : round((before.end + AROUND) / hop)]
        place = first + int(window.argmax() if parting else window.argmin())
        found.append(("part" if parting else "close", place * hop - before.end))
    return found


async def measured(maker: Synthesiser, pace: float) -> list[tuple[str, float]]:
    """The differences over all sentences by one engine."""
    await maker.start()
    found: list[tuple[str, float]] = []
    try:
        for sentence in SENTENCES:
            found += differences(clip("", sentence, await maker.synthesise(sentence, pace)))
    finally:
        await maker.close()
    return found


def main() -> None:
    """Measure one engine at one pace."""
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0] if __doc__ else "")
    parser.add_argument("--pace", type=float, default=0.65)
    parser.add_argument("--engine", default="piper")
    parser.add_argument("--voice", default="")
    asked = parser.parse_args()
    all_ = asyncio.run(measured(make(asked.engine, Wish(voice=asked.voice)), asked.pace))
    for what in ("part", "close"):
        late = 1000 * np.array([seconds for kind, seconds in all_ if kind == what])
        near = np.percentile(np.abs(late), [50, 90])
        print(
            f"{asked.engine} at pace {asked.pace}, lips {what} {len(late)} times: the sound comes "
            f"{np.median(late):+.0f} ms after the timeline (median); half within {near[0]:.0f} ms, nine in "
            f"ten within {near[1]:.0f} ms; {np.mean(np.abs(late) <= 20):.0%} within 20 ms"
        )


if __name__ == "__main__":
    main()
