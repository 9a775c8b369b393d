"""Do the lips move when the sound does? The mouth's timeline measured against the sound itself.

`python -m bench.mouth [--pace 0.65] [--engine piper]`: sentences full of p, b and m are synthesised, those
that the timeline was made with and others. Where lips part before a vowel, the sound above 300 Hz rises
steeply, and where they close it falls: the moment of the steepest change is set against the timeline's own.

`python -m bench.mouth --marked`: eight clips of the voice that are kept in bench/marked, in which 36 such
moments were marked by eye in the spectrogram, without sight of the timeline. Says how far from them the
timeline is, before and after the sound was looked at, and how far the moments of the steepest change are.
The first four clips were looked at when the timeline was made, the others only to judge it.
"""

from __future__ import annotations

import argparse
import asyncio
import json
import time
from collections.abc import Iterable
from dataclasses import dataclass
from pathlib import Path

import numpy as np

from alongside.messages import VoiceClip
from speech.audio import RATE, Samples, read_audio, to_float
from speech.clips import clip
from speech.engines import Wish, make
from speech.lips import Phoneme, settled
from speech.synthesis import Synthesiser
from speech.visemes import VOWELS, visemes

SENTENCES = (
    "My mother may meet me at a market by the bay.",
    "Bob began a bigger book about a boat and a bell.",
    "Maybe a bit more balance, my body remembers.",
    "Tomorrow morning I am meeting a man about a map.",
    "A baby robin above me, and a moment by myself.",
    "Remember a battle, a bitter bargain, a better bond.",
)
OTHERS = (
    "Pick up the paper map and bring a pencil, maybe a rubber.",
    "Nobody begins by being brave, but people do become braver.",
    "The boy may have put a bowl of peas upon a big table.",
    "Is it more peaceful to walk by the pond, or up a mountain path?",
    "Perhaps ask Amy about the baking powder and the apple pie.",
    "A simple hobby, a warm bath, a cup of mint tea by the lamp.",
)
"""Sentences that nothing was made with."""
MARKED = Path(__file__).parent / "marked"
HOP = 0.002
AROUND = 0.08
"""Seconds on both sides of the timeline's moment in which the sound's own is looked for."""
FLOOR_DB = -30.0
"""Below the loud parts of a clip: what falls further is the end of a sound behind lips that are closed."""
MADE_WITH = 4
"""Of the marked clips, so many were looked at when the timeline was made."""


def rises(sound: Samples, rate: int, floor_db: float = -np.inf) -> Samples:
    """How steeply the sound above 300 Hz rises, in dB within 12 ms, every 2 ms.

    What is `floor_db` below the loud parts counts as no softer than that.
    """
    spectrum = np.fft.rfft(sound)
    spectrum[: round(300 * len(sound) / rate)] = 0.0
    high = np.fft.irfft(spectrum, len(sound))
    hop, reach = round(HOP * rate), round(0.012 * rate)
    power = np.concatenate([[0.0], np.cumsum(np.square(high))])
    at = np.arange(reach, len(sound) - reach, hop)
    after, before = power[at + reach] - power[at], power[at] - power[at - reach]
    least = max(1e-7, float(np.percentile(after, 95)) * 10 ** (floor_db / 10))
    found = np.zeros(len(sound) // hop + 1, np.float32)
    found[at // hop] = 10 * np.log10((after + least) / (before + least))
    return found


@dataclass(frozen=True)
class Border:
    """Lips that part before a vowel, or close after one: by the timeline, and by the sound (seconds)."""

    kind: str  # "part" or "close"
    told: float
    heard: float


def borders(made: VoiceClip) -> list[Border]:
    """Each p, b or m by a vowel."""
    sound = to_float(made.samples)
    opening, closing = rises(sound, made.rate), -rises(sound, made.rate, FLOOR_DB)
    hop = round(HOP * made.rate) / made.rate
    found = []
    for before, after in zip(made.visemes, made.visemes[1:], strict=False):
        parting = before.name == "PP" and after.name in VOWELS
        if not parting and not (after.name == "PP" and before.name in VOWELS):
            continue
        first = max(0, round((before.end - AROUND) / hop))
        window = (opening if parting else closing)[first : round((before.end + AROUND) / hop)]
        moment = (first + int(window.argmax())) * hop
        found.append(Border("part" if parting else "close", before.end, moment))
    return found


async def measured(maker: Synthesiser, pace: float, sentences: Iterable[str] = SENTENCES) -> list[Border]:
    """The borders in all sentences by one engine."""
    await maker.start()
    found: list[Border] = []
    try:
        for sentence in sentences:
            found += borders(clip("", sentence, await maker.synthesise(sentence, pace)))
    finally:
        await maker.close()
    return found


@dataclass(frozen=True)
class Mark:
    """A border that somebody saw in the spectrogram (seconds), and what others say of it."""

    kind: str
    seen: float
    engine: float  # the timeline as the engine told it
    told: float  # the timeline after the sound was looked at
    heard: float  # the steepest change
    judges: bool  # nothing was made with this clip


def kept() -> list[tuple[bytes, list[Phoneme], list[tuple[float, str]]]]:
    """Of each clip that was marked: its sound, its phonemes as the engine told them, and its marks."""
    clips = json.loads((MARKED / "marks.json").read_text("utf-8"))
    return [
        (
            read_audio(MARKED / one["file"]),
            [(name, samples) for name, samples in one["phonemes"]],
            one["marks"],
        )
        for one in clips
    ]


def marked() -> list[Mark]:
    """All borders that were marked."""
    found = []
    for number, (pcm, phonemes, marks) in enumerate(kept()):
        refined = settled(phonemes, to_float(pcm), RATE)
        first, then = (borders(_clip(pcm, each)) for each in (phonemes, refined))
        for seen, kind in marks:
            index = min(
                (index for index, border in enumerate(first) if border.kind == kind),
                key=lambda index: abs(first[index].told - seen),
            )
            at = first[index]
            found.append(Mark(kind, seen, at.told, then[index].told, at.heard, judges=number >= MADE_WITH))
    return found


def _clip(pcm: bytes, phonemes: list[Phoneme]) -> VoiceClip:
    shapes = visemes(phonemes, RATE)
    return VoiceClip(act_id="", index=0, last=True, text="", samples=pcm, rate=RATE, visemes=shapes)


def told(late: Iterable[float]) -> str:
    """Differences (s) in a few words."""
    ms = 1000 * np.array(list(late))
    half, most = np.percentile(np.abs(ms), [50, 90])
    return (
        f"{len(ms)} times, median {np.median(ms):+.0f} ms; half within {half:.0f} ms, nine in ten within "
        f"{most:.0f} ms, {np.mean(np.abs(ms) <= 20):.0%} within 20 ms"
    )


def tell_marked() -> None:
    """Print how far from the marks the timeline is."""
    marks = marked()
    for of, those in (("all", marks), ("not made with these", [mark for mark in marks if mark.judges])):
        for kind in ("part", "close"):
            mine = [mark for mark in those if mark.kind == kind]
            print(f"lips {kind}, {of}: the engine's timeline {told(m.engine - m.seen for m in mine)}")
            print(f"    looked up in the sound: {told(m.told - m.seen for m in mine)}")
            print(f"    steepest change: {told(m.heard - m.seen for m in mine)}")
    sounds = [(phonemes, to_float(pcm)) for pcm, phonemes, _ in kept()]
    began = time.process_time()
    for phonemes, sound in sounds:
        settled(phonemes, sound, RATE)
    seconds = sum(len(sound) for _, sound in sounds) / RATE
    print(f"processor: {1000 * (time.process_time() - began) / seconds:.1f} ms for a second of sound")


def main() -> None:
    """Measure one engine at one pace."""
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0] if __doc__ else "")
    parser.add_argument("--pace", type=float, default=0.65)
    parser.add_argument("--engine", default="piper")
    parser.add_argument("--voice", default="")
    parser.add_argument("--marked", action="store_true")
    asked = parser.parse_args()
    if asked.marked:
        tell_marked()
        return
    for of, sentences in (("sentences it was made with", SENTENCES), ("others", OTHERS)):
        found = asyncio.run(measured(make(asked.engine, Wish(voice=asked.voice)), asked.pace, sentences))
        for kind in ("part", "close"):
            late = told(each.told - each.heard for each in found if each.kind == kind)
            print(f"{asked.engine} at pace {asked.pace}, {of}, lips {kind} after the sound: {late}")


if __name__ == "__main__":
    main()
