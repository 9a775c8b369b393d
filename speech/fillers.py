"""Fillers that the recogniser passed over, found by their sound: a steady voice in a pause.

An "um" is a vowel held at one place of the mouth, with quiet before and after it. Where no word was read
and there is such a sound, it was one. Words held long sound alike, hence the quiet on both sides.
The thresholds were set on recordings of one man's free talk; `bench.words` measures what they find.
"""

from __future__ import annotations

import itertools
from collections.abc import Sequence

import numpy as np
import numpy.typing as npt

from alongside.disfluency import is_filler
from alongside.records import Word
from speech.audio import RATE, Samples

HOP, WINDOW = RATE // 100, RATE // 25
GAP = 0.2
"""Seconds between words at least, for a filler to be in."""
SHORTEST = 0.18
"""Seconds of steady voice."""
VOICED = 0.45
"""Correlation of the sound with itself one period on (Boersma 1993 calls 0.45 voiced)."""
STEADY_DB = 6.0
"""Change of the spectrum's shape in 50 ms, root mean square over the bands."""
QUIET_DB = 15.0
"""How far below loud speech a pause is, and a filler is not."""
QUIET_FRAMES = 3
AROUND = 0.1
"""Seconds before and after the gap in which the quiet may lie."""
CONFIDENCE = 0.5
"""That of a word found so."""


def unread(words: Sequence[Word], samples: Samples) -> tuple[Word, ...]:
    """The words with an "um" wherever one was passed over. `samples` at 16 kHz, times from their start."""
    length = len(samples) / RATE
    ends = [0.0, *(word.end for word in words)]
    starts = [*(word.start for word in words), length]
    texts = ["", *(word.text for word in words), ""]
    gaps = [
        (start, end)
        for start, end, (before, after) in zip(ends, starts, itertools.pairwise(texts), strict=True)
        if end - start >= GAP and not is_filler(before) and not is_filler(after)  # it would be the same one
    ]
    if not gaps:
        return tuple(words)
    loud = float(np.percentile(_levels(samples), 90)) if len(samples) >= WINDOW else 0.0
    found = [word for gap in gaps for word in _in_gap(samples, *gap, loud)]
    return tuple(sorted([*words, *found], key=lambda word: (word.start, word.end)))


def _in_gap(samples: Samples, start: float, end: float, loud: float) -> list[Word]:
    first = max(0, int((start - AROUND) * RATE))
    span = samples[first : int((end + AROUND) * RATE)]
    if len(span) < 2 * WINDOW:
        return []
    offset = first / RATE
    level, voiced, shape = _frames(span)
    inside = np.arange(len(level)) * HOP / RATE + offset
    held = (voiced > VOICED) & (_change(shape) < STEADY_DB) & (level > loud - QUIET_DB)
    held &= (inside >= start) & (inside < end)
    held = np.convolve(held, np.ones(5), "same") >= 3  # one odd frame does not end it
    begin, size = _longest(held)
    quiet = level < loud - QUIET_DB
    alone = quiet[:begin].sum() >= QUIET_FRAMES and quiet[begin + size :].sum() >= QUIET_FRAMES
    if size * HOP / RATE < SHORTEST or not alone:
        return []
    at = max(start, offset + begin * HOP / RATE)
    until = min(end, offset + (begin + size) * HOP / RATE)
    return [Word(text="um", start=at, end=until, confidence=CONFIDENCE)]


def _cut(samples: Samples) -> npt.NDArray[np.float64]:
    count = (len(samples) - WINDOW) // HOP + 1
    frames = np.stack([samples[n * HOP : n * HOP + WINDOW] for n in range(count)]).astype(np.float64)
    return np.asarray(frames * np.hanning(WINDOW))


def _levels(samples: Samples) -> npt.NDArray[np.float64]:
    return np.asarray(10 * np.log10(np.mean(_cut(samples) ** 2, axis=1) + 1e-12))


def _frames(samples: Samples) -> tuple[npt.NDArray[np.float64], ...]:
    """(level in dB, how voiced, shape of the spectrum in dB by band) of each 10 ms."""
    frames = _cut(samples)
    power = np.abs(np.fft.rfft(frames, 2048, axis=1)) ** 2
    window = np.fft.irfft(np.abs(np.fft.rfft(np.hanning(WINDOW), 2048)) ** 2)
    lags = slice(RATE // 350, RATE // 70)  # a voice has between 70 and 350 periods a second
    own = np.fft.irfft(power, axis=1)
    voiced = (own[:, lags] / np.maximum(own[:, :1], 1e-9) / (window[lags] / window[0])).max(axis=1)
    hertz, edges = np.fft.rfftfreq(2048, 1 / RATE), np.geomspace(200, 5000, 21)
    bands = [power[:, (hertz >= low) & (hertz < high)].mean(1) for low, high in itertools.pairwise(edges)]
    shape = 10 * np.log10(np.stack(bands, axis=1) + 1e-9)
    level = 10 * np.log10(np.mean(frames**2, axis=1) + 1e-12)
    return level, voiced, shape - shape.mean(axis=1, keepdims=True)


def _change(shape: npt.NDArray[np.float64]) -> npt.NDArray[np.float64]:
    """How much the spectrum changes in the 50 ms before or after a frame, whichever is less."""
    step, never = 5, np.full(5, np.inf)
    moved = np.sqrt(np.mean((shape[step:] - shape[:-step]) ** 2, axis=1))
    return np.asarray(np.minimum(np.concatenate([never, moved]), np.concatenate([moved, never])))


def _longest(held: npt.NDArray[np.bool_]) -> tuple[int, int]:
    """(first frame, number of frames) of the longest stretch."""
    edges = np.flatnonzero(np.diff(np.concatenate([[0], held.astype(int), [0]])))
    runs = [(int(last - first), int(first)) for first, last in zip(edges[::2], edges[1::2], strict=True)]
    size, first = max(runs, default=(0, 0))
    return first, size
