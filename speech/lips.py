"""Where lips close and part, found in the sound itself: the borders of p, b and m are moved there.

A voice's own borders of its phonemes are guesses, good enough to learn to speak by and up to a tenth of a
second away from what is heard; on no sound is that seen so well as on closed lips. Behind shut lips little
is left of a voice above 700 Hz: it falls there as they close, and rises as they part.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace
from typing import Literal

import numpy as np
import numpy.typing as npt

from speech.visemes import PAUSE, SHAPE_OF, SILENT, VOWELS

HOP, WINDOW = 0.002, 0.01
"""Seconds from look to look, and that each takes in."""
LOW, HIGH = 700.0, 4500.0
"""Hz: above the hum of m and of a voiced b, and within any voice."""
FURTHEST, AROUND = 0.1, 0.12
"""Seconds by which a border is moved at most, and that are looked at on both sides of it."""
LIKELY = 0.08
"""Seconds: a border further away than this is believed only where it is much plainer than a nearer one."""
EDGE = 0.25
"""The share at the far end of a neighbour in which its border is not looked for."""
LOUDNESS = 0.3
"""Exponent by which power becomes loudness."""
SILENCE_DB = -45.0
"""Below the loudest nearby: as good as silence."""
BURST = 0.5
"""Of the steepest rise: the first so steep is the burst, and not the voice after the breath of a p."""
STEEP = 0.01
"""Seconds of sound before and after a moment of which the difference is its steepness."""

Floats = npt.NDArray[np.float64]
Looks = npt.NDArray[np.int_]
Phoneme = tuple[str, int]
"""(phoneme, samples that it lasts)."""
_OPEN = frozenset(sound for sound, shape in SHAPE_OF.items() if shape in VOWELS or shape == "RR")


@dataclass(frozen=True)
class _Sound:
    """Phonemes that one movement makes: its kind, those that sound, the place of the first, samples."""

    kind: Literal["shut", "open", "gap", "other"]
    names: str
    first: int
    samples: int


def settled(
    phonemes: Sequence[Phoneme], sound: npt.NDArray[np.float32], rate: int, closing: str = ""
) -> list[Phoneme]:
    """The same phonemes, with the borders between closed lips and open sounds where `sound` has them.

    `sound` in -1..1 at `rate` Hz; the phonemes' samples add up to it, before and after. `closing`
    names those of p, b and m of which the engine knows when lips close.
    """
    starts = np.cumsum([0, *(samples for _, samples in phonemes)])
    loudness = _power(sound, rate)
    sounds = [*_sounds(phonemes, rate), _Sound("gap", "", len(phonemes), 0)]
    for before, after, then in zip(sounds, sounds[1:], sounds[2:], strict=False):
        kinds = (before.kind, after.kind)
        if kinds not in (("open", "shut"), ("shut", "open")):
            continue
        span = [float(starts[each.first]) / rate for each in (before, after, then)]
        rising = kinds[0] == "shut"
        lips = before.names[-1] if rising else after.names[0]
        if not rising and lips in closing:
            continue
        moment = _moment(loudness, *span, rising=rising, plosive=rising and lips != "m")
        at, border = round(moment * rate), after.first
        starts[:border] = np.minimum(starts[:border], at)
        starts[border] = at
        starts[border:] = np.maximum(starts[border:], at)
    return [(name, int(lasts)) for (name, _), lasts in zip(phonemes, np.diff(starts), strict=True)]


def _sounds(phonemes: Sequence[Phoneme], rate: int) -> list[_Sound]:
    """What the mouth does in turn. A short gap is part of the one before, or of lips that close."""
    found: list[_Sound] = []
    ahead = 0  # phonemes that count to the next: a stress mark, a gap
    for index, (name, samples) in enumerate([*phonemes, ("$", round(PAUSE * rate))]):
        kind = _kind(name)
        if kind is None:  # a stress mark stands before its sound, a length mark after it
            ahead = ahead + 1 if name in "ˈˌ" else 0
            continue
        new = _Sound(kind, name, index - ahead, samples)
        ahead = 0
        if found and found[-1].kind == "gap" and kind != "gap" and found[-1].samples < PAUSE * rate:
            gap = found.pop()
            new = replace(new, first=gap.first) if kind == "shut" else new
        if found and found[-1].kind == kind and kind in ("shut", "gap"):
            last = found.pop()
            new = _Sound(kind, last.names + name, last.first, last.samples + samples)
        found.append(new)
    return found


def _kind(name: str) -> Literal["shut", "open", "gap", "other"] | None:
    if name in SILENT:
        return "gap"
    if name not in SHAPE_OF:
        return None
    return "shut" if name in "pbm" else "open" if name in _OPEN else "other"


def _power(sound: npt.NDArray[np.float32], rate: int) -> Floats:
    """The power between LOW and HIGH around each look."""
    size = round(WINDOW * rate)
    first = np.round(np.arange(0.0, len(sound) / rate, HOP) * rate).astype(int)
    frames = np.pad(sound, (size // 2, size))[first[:, None] + np.arange(size)]
    hertz = np.fft.rfftfreq(size, 1 / rate)
    spectrum = np.abs(np.fft.rfft(frames * np.hanning(size).astype(np.float32)))
    power: Floats = np.square(spectrum[:, (hertz >= LOW) & (hertz < HIGH)]).sum(axis=1)
    return power


def _moment(power: Floats, start: float, border: float, end: float, *, rising: bool, plosive: bool) -> float:
    """The second at which the sound from `start` becomes the one up to `end`, near the `border`."""
    low = max(border - FURTHEST, start + EDGE * (border - start))
    high = min(border + FURTHEST, end - EDGE * (end - border))
    first = round(max(start, border - AROUND) / HOP)
    last = min(round(min(end, border + AROUND) / HOP), len(power))
    looks = np.arange(max(round(low / HOP), first + 3), min(round(high / HOP), last - 2))
    if len(looks) < 3:
        return border
    level = power / max(float(power[first:last].max()), 1e-9)
    if plosive:
        return _burst(level, looks) * HOP
    loud = level**LOUDNESS if rising else -(level**LOUDNESS)
    return _step(loud, looks, first, last, border / HOP) * HOP


def _burst(level: Floats, looks: Looks) -> float:
    """The look at the end of a silence."""
    rise = _steepness(np.maximum(10 * np.log10(level + 1e-9), SILENCE_DB), looks)
    at = int(np.argmax(rise >= BURST * rise.max()))
    while at + 1 < len(rise) and rise[at + 1] > rise[at]:
        at += 1
    return float(looks[at])


def _step(loud: Floats, looks: Looks, first: int, last: int, border: float) -> float:
    """The look at which a soft stretch from `first` becomes a loud one up to `last`, and is steepest."""
    total = np.concatenate([[0.0], np.cumsum(loud)])
    before, after = looks - first, last - looks
    step = (total[last] - total[looks]) / after - (total[looks] - total[first]) / before
    plain = step * np.sqrt(before * after) * np.exp(-np.square((looks - border) * HOP / LIKELY) / 2)
    reach = round(STEEP / HOP)
    near = np.clip(np.arange(-reach, reach + 1) + looks[int(plain.argmax())], looks[0], looks[-1])
    return float(near[int(_steepness(loud, near).argmax())])


def _steepness(level: Floats, at: Looks) -> Floats:
    """How far the level rises from just before each look to just after."""
    total, reach = np.concatenate([[0.0], np.cumsum(level)]), round(STEEP / HOP)
    low, high = np.maximum(at - reach, 0), np.minimum(at + reach, len(level))
    before, after = (total[at] - total[low]) / (at - low), (total[high] - total[at]) / (high - at)
    rise: Floats = after - before
    return rise
