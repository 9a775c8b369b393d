"""How a voice sounds apart from its melody: steady or rough, clear or breathy, modal or creaky.

Jitter and shimmer are "local" as in Praat (Boersma and Weenink): the mean difference between one
period and the next, as a share of the mean period and in decibels. Periods are found by waveform
matching: the next begins where the sound is most like what it was (Boersma 2009). The
harmonics-to-noise ratio is that of Boersma (1993), the cepstral peak prominence that of
Hillenbrand et al. (1994), smoothed over time as by Hillenbrand and Houde (1996). The first
harmonic over the second rises with breath and falls with creak (Klatt and Klatt 1990); pitch far
below the person's middle is creak's mark (Keating, Garellek and Kreiman 2015).
"""

from __future__ import annotations

import itertools
from collections.abc import Iterable, Sequence

import numpy as np
import numpy.typing as npt

from speech.audio import RATE, Samples
from speech.pitch import CEPSTRUM, HIGHEST, HOP, HOP_SECONDS, POINTS, WINDOW, Floats, Pitch, parabola
from speech.rhythm import Mask
from speech.sound import Quality

BAND = 1500.0
"""Hz: periods are looked for below this, where a voice is strong and noise has little of its power."""
ENOUGH = 0.08
"""Seconds of unbroken voice: less has too few periods to compare."""
MOST = 2.5
"""Seconds of voice looked at in one stretch, the longest runs first: more would tell little more."""
WIDEST = 1.3
"""Two neighbouring periods that differ by more are a jump, not jitter (Praat's maximum period factor)."""
TALLEST = 1.6
"""The same for amplitudes (Praat's maximum amplitude factor)."""
ALIKE = 0.5
"""Least correlation of a period with the next."""
PIECE = 0.6
"""Share of a period that is matched, its pulse in it: the rest is mostly the ringing of pulses before."""
CREAK = 0.65
"""Share of the median pitch below which a voice creaks."""


def quality(samples: Samples, pitch: Pitch, voiced: Mask) -> Quality:
    """The voice in a stretch of speech; `voiced` tells which frames hold it."""
    if not voiced.any():
        return Quality.none()
    strength = pitch.strength[voiced]
    ratio = 10.0 * np.log10(np.maximum(strength, 0.01) / (1.0 - strength))
    hz = pitch.hz[voiced]
    jitter, shimmer = _roughness(samples, pitch, voiced)
    return Quality(
        seconds=float(len(hz)) * HOP_SECONDS,
        jitter=jitter,
        shimmer_db=shimmer,
        hnr_db=float(np.median(ratio)),
        cpp_db=_cepstral_peak(pitch.cepstrum[voiced]),
        h1_h2_db=_first_over_second(pitch.spectrum[voiced], hz),
        creak=float(np.mean(hz < CREAK * np.median(hz))),
    )


def together(found: Iterable[Quality]) -> Quality:
    """Of several stretches as of one: means by the seconds of voice in each."""
    known = [item for item in found if item.seconds > 0]
    total = sum(item.seconds for item in known)

    def mean(of: Sequence[float], without_zero: bool = False) -> float:
        pairs = [(item.seconds, value) for item, value in zip(known, of, strict=True)]
        pairs = [pair for pair in pairs if pair[1] or not without_zero]
        weight = sum(seconds for seconds, _ in pairs)
        return sum(seconds * value for seconds, value in pairs) / weight if weight else 0.0

    return Quality(
        seconds=total,
        jitter=mean([item.jitter for item in known], without_zero=True),
        shimmer_db=mean([item.shimmer_db for item in known], without_zero=True),
        hnr_db=mean([item.hnr_db for item in known]),
        cpp_db=mean([item.cpp_db for item in known]),
        h1_h2_db=mean([item.h1_h2_db for item in known]),
        creak=mean([item.creak for item in known]),
    )


def _roughness(samples: Samples, pitch: Pitch, voiced: Mask) -> tuple[float, float]:
    """(jitter, shimmer in dB) over the longest runs of voice; zeros where there are none."""
    runs = sorted(_runs(voiced), key=lambda run: run[0] - run[1])
    changes, means, steps, left = [], [], [], MOST
    for first, last in runs:
        if (last - first) * HOP_SECONDS < ENOUGH or left <= 0:
            break
        left -= (last - first) * HOP_SECONDS
        sound = _low(samples[first * HOP : (last - 1) * HOP + WINDOW])
        periods, heights = _periods(sound, pitch.hz[first:last])
        for one, two in itertools.pairwise(periods):
            if one and two and max(one, two) < WIDEST * min(one, two):
                changes.append(abs(one - two))
                means.append((one + two) / 2)
        for low, high in itertools.pairwise(heights):
            if low > 0 and high > 0 and max(low, high) < TALLEST * min(low, high):
                steps.append(abs(20.0 * np.log10(high / low)))
    jitter = float(np.mean(changes) / np.mean(means)) if changes else 0.0
    return jitter, float(np.mean(steps)) if steps else 0.0


def _periods(sound: Floats, hz: Floats) -> tuple[list[float], list[float]]:
    """(length in samples, height) of one period after the other; 0 where the sound is not like itself."""
    energy = np.concatenate([[0.0], np.cumsum(np.square(sound))])
    first, end = int(1.5 * RATE / hz[0]), len(sound)
    # Each period is cut just before its pulse, so that what is compared is one pulse with the next.
    at = float(np.abs(sound[:first]).argmax() + first // 6)
    lengths: list[float] = []
    heights: list[float] = []
    while True:
        guess = RATE / hz[min(len(hz) - 1, max(0, int((at - WINDOW / 2) / HOP + 0.5)))]
        size = max(24, round(PIECE * guess))
        low, high = int(guess * 0.75), int(guess * 1.3) + 1
        start = round(at)
        if start + high + size + 1 >= end:
            return lengths, heights
        piece = sound[start : start + size]
        matched = np.correlate(sound[start + low : start + high + size], piece, "valid")
        there = np.arange(start + low, start + low + len(matched))
        power = (energy[there + size] - energy[there]) * (energy[start + size] - energy[start])
        alike = matched / np.sqrt(power + 1e-20)
        best = int(alike[1:-1].argmax()) + 1
        shift, height = parabola(*alike[best - 1 : best + 2])
        length = low + best + float(shift)
        lengths.append(length if height > ALIKE else 0.0)
        heights.append(float(np.ptp(piece)) if height > ALIKE else 0.0)
        at = start + length


def _low(samples: Samples) -> Floats:
    """Without what lies above `BAND`, and without its mean."""
    spectrum = np.fft.rfft(samples)
    hz = np.fft.rfftfreq(len(samples), 1 / RATE)
    spectrum[0] = 0
    spectrum *= np.clip((1.2 * BAND - hz) / (0.2 * BAND), 0.0, 1.0)
    low: Floats = np.fft.irfft(spectrum, len(samples))
    return low


def _runs(voiced: Mask) -> list[tuple[int, int]]:
    """(first, last + 1) of each unbroken run of voice."""
    edges = np.flatnonzero(np.diff(np.concatenate([[False], voiced, [False]]).astype(np.int8)))
    return [(int(first), int(last)) for first, last in edges.reshape(-1, 2)]


def _cepstral_peak(found: npt.NDArray[np.float32]) -> float:
    """dB by which the cepstrum's peak at the pitch stands over its trend."""
    if len(found) >= 5:
        sums = np.cumsum(np.pad(found, ((3, 2), (0, 0)), mode="edge"), axis=0, dtype=np.float64)
        found = ((sums[5:] - sums[:-5]) / 5).astype(np.float32)
    levels = 20.0 * np.log10(np.maximum(found[:, _LAGS], 1e-9))
    over = levels - levels @ _TREND
    return float(np.median(over[:, int(RATE / HIGHEST) - _LAGS[0] :].max(axis=1)))


_LAGS = np.arange(RATE // 1000, CEPSTRUM)
_LINES = np.stack([np.ones(len(_LAGS)), _LAGS], axis=1)
_TREND = (_LINES @ np.linalg.pinv(_LINES)).T
"""Gives the straight line through values at all lags from 1 ms."""


def _first_over_second(spectrum: npt.NDArray[np.float32], hz: Floats) -> float:
    """dB of the first harmonic over the second, the median over frames."""
    rows, width = np.arange(len(hz))[:, np.newaxis], np.arange(-2, 3)

    def strength(times: int) -> Floats:
        at = np.round(times * hz * POINTS / RATE).astype(int)
        power: Floats = spectrum[rows, at[:, np.newaxis] + width].max(axis=1).astype(np.float64)
        return power

    return float(np.median(10.0 * np.log10((strength(1) + 1e-9) / (strength(2) + 1e-9))))
