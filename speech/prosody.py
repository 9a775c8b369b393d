"""How speech sounds: pitch, level, rate and pauses, by numpy alone."""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np
import numpy.typing as npt

from alongside.records import Prosody
from speech.audio import RATE, Samples
from speech.heard import Sound

WINDOW = 640  # samples: 40 ms, three periods of the lowest pitch
HOP = 256  # samples: 16 ms
LOWEST, HIGHEST = 65.0, 400.0  # Hz; the range of adult speaking voices (Baken and Orlikoff 2000)
VOICED = 0.5  # least height of the autocorrelation peak (0.45 in Boersma 1993)
QUIET_DB = 25.0  # below the loudest frames by this much, a frame is taken for silence


def measure(samples: Samples) -> Sound:
    """Pitch and level of one stretch of speech at 16 kHz, shape (n,)."""
    if len(samples) < WINDOW:
        return Sound.none()
    frames = np.lib.stride_tricks.sliding_window_view(samples, WINDOW)[::HOP]
    levels = 10.0 * np.log10(np.mean(np.square(frames), axis=1) + 1e-10)
    loud = levels > np.percentile(levels, 95) - QUIET_DB
    pitches = _pitch(frames)
    voiced = loud & (pitches > 0)
    pitches = _without_octave_jumps(pitches[voiced])
    where = np.flatnonzero(loud)
    length = (where[-1] - where[0] + 1) * HOP / RATE if len(where) else 0.0
    return Sound(
        pitch_hz=pitches.astype(np.float32),
        level_db=levels[voiced].astype(np.float32),
        voiced=float(np.count_nonzero(voiced)) * HOP / RATE,
        paused=_pauses(loud),
        length=float(length),
    )


def summarise(sounds: Sequence[Sound], words: int) -> Prosody:
    """The prosody of a turn made of several stretches, in which `words` words were said."""
    length = sum(sound.length for sound in sounds)
    pitches = np.concatenate([sound.pitch_hz for sound in sounds]) if sounds else np.zeros(0)
    levels = np.concatenate([sound.level_db for sound in sounds]) if sounds else np.zeros(0)
    return Prosody(
        pitch_hz=float(np.median(pitches)) if len(pitches) else 0.0,
        pitch_range_st=pitch_range_st(pitches),
        level_db=float(np.mean(levels)) if len(levels) else 0.0,
        words_per_second=words / length if length > 0 else 0.0,
        pause_share=sum(sound.paused for sound in sounds) / length if length > 0 else 0.0,
    )


def pitch_range_st(pitches: npt.NDArray[np.floating]) -> float:
    """Semitones between the 10th and the 90th percentile."""
    if len(pitches) < 2:
        return 0.0
    low, high = np.percentile(pitches, [10, 90])
    return float(12.0 * np.log2(high / low))


def _pitch(frames: Samples) -> npt.NDArray[np.float64]:
    """Pitch of each frame in Hz, 0 where there is none: the highest peak of the autocorrelation
    divided by that of the window (Boersma 1993)."""
    window = np.hanning(WINDOW)
    shape = _autocorrelation(window[np.newaxis])[0]
    centred = (frames - frames.mean(axis=1, keepdims=True)) * window
    shortest, longest = int(RATE / HIGHEST), int(RATE / LOWEST)
    found = _autocorrelation(centred)[:, : longest + 2]
    found = found / (found[:, :1] + 1e-9) / (shape[: longest + 2] / shape[0])
    # Longer lags are slightly worse: without this, every second period would do as well as each.
    cost = 1.0 - 0.05 * np.log2(np.maximum(1, np.arange(longest + 2)) / shortest)
    inner = found[:, shortest : longest + 1] * cost[shortest : longest + 1]
    peaks = (inner >= found[:, shortest - 1 : longest] * cost[shortest - 1 : longest]) & (
        inner >= found[:, shortest + 1 : longest + 2] * cost[shortest + 1 : longest + 2]
    )
    inner = np.where(peaks, inner, 0.0)
    best = inner.argmax(axis=1)
    rows = np.arange(len(frames))
    lag = best + shortest
    before, at, after = found[rows, lag - 1], found[rows, lag], found[rows, lag + 1]
    bend = before - 2.0 * at + after
    shift = np.where(np.abs(bend) > 1e-9, 0.5 * (before - after) / np.where(bend == 0, 1.0, bend), 0.0)
    pitch = RATE / (lag + np.clip(shift, -0.5, 0.5))
    return np.where(inner[rows, best] > VOICED, pitch, 0.0)


def _autocorrelation(frames: npt.NDArray[np.float64]) -> npt.NDArray[np.float64]:
    spectrum = np.fft.rfft(frames, 2048, axis=1)
    return np.fft.irfft(np.square(np.abs(spectrum)), axis=1)[:, :WINDOW]


def _without_octave_jumps(pitches: npt.NDArray[np.float64]) -> npt.NDArray[np.float64]:
    """Without the few values that lie an octave or more from the rest: errors of the method."""
    if len(pitches) == 0:
        return pitches
    middle = float(np.median(pitches))
    return pitches[(pitches > middle / 1.9) & (pitches < middle * 1.9)]


def _pauses(loud: npt.NDArray[np.bool_]) -> float:
    """Seconds of silences of 150 ms or more between the first and the last loud frame."""
    where = np.flatnonzero(loud)
    gaps = np.diff(where) * HOP / RATE
    return float(gaps[gaps >= 0.15].sum()) if len(gaps) else 0.0
