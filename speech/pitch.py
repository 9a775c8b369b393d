"""Pitch frame by frame, by the autocorrelation of Boersma (1993), and how strong it is."""

from __future__ import annotations

import functools
from dataclasses import dataclass

import numpy as np
import numpy.typing as npt

from speech.audio import RATE, Samples

WINDOW = 640  # samples: 40 ms, three periods of the lowest pitch
HOP = 256  # samples: 16 ms
HOP_SECONDS = HOP / RATE
LOWEST, HIGHEST = 65.0, 400.0  # Hz; the range of adult speaking voices (Baken and Orlikoff 2000)
VOICED = 0.5  # least height of the autocorrelation peak (0.45 in Boersma 1993)
VOICED_WHOLE = 0.25  # the same of the whole band, where noise has more of the power
BAND = 1000.0  # Hz; pitch is looked for below this, where a voice is strongest
POINTS = 2048  # of the Fourier transform
STRONGEST = 0.9999  # a height of 1 would be a voice without any noise: 40 dB is as far as we can tell

Floats = npt.NDArray[np.float64]


BLOCK = 128
"""Frames looked at together: two seconds, so that half a minute of speech does not fill the memory."""
SPECTRUM = 112
"""Points of the spectrum that are kept: up to twice the highest pitch."""
CEPSTRUM = int(RATE / LOWEST) + 1
"""Points of the cepstrum that are kept: up to the longest period."""


@dataclass(frozen=True, eq=False)
class Pitch:
    """What was found in each frame of 40 ms, every 16 ms.

    All have one row a frame: `hz` (0 where there is no voice), `level_db` (dBFS), `strength` (height of
    the autocorrelation peak, 0 to 1: the share of the power that repeats), `spectrum` (power up to twice
    the highest pitch, 7.8 Hz a point) and `cepstrum` (magnitude by sample of lag; zeros without a voice).
    """

    hz: Floats
    level_db: Floats
    strength: Floats
    spectrum: npt.NDArray[np.float32]
    cepstrum: npt.NDArray[np.float32]

    def __len__(self) -> int:
        return len(self.hz)

    @staticmethod
    def joined(first: Pitch, then: Pitch) -> Pitch:
        """The frames of one after those of the other."""
        return Pitch(*(np.concatenate([getattr(first, name), getattr(then, name)]) for name in _TRACKS))


_TRACKS = ("hz", "level_db", "strength", "spectrum", "cepstrum")


def frames_of(samples: Samples) -> Samples:
    """Overlapping frames, shape (n, 640); none of a sound shorter than one."""
    if len(samples) < WINDOW:
        return np.zeros((0, WINDOW), np.float32)
    frames: Samples = np.lib.stride_tricks.sliding_window_view(samples, WINDOW)[::HOP]
    return frames


def track(frames: Samples) -> Pitch:
    """The pitch of each frame."""
    found = [_track(frames[at : at + BLOCK]) for at in range(0, max(1, len(frames)), BLOCK)]
    return functools.reduce(Pitch.joined, found)


def _track(frames: Samples) -> Pitch:
    shortest, longest = int(RATE / HIGHEST), int(RATE / LOWEST)
    centred = frames - frames.mean(axis=1, keepdims=True)
    spectrum = np.square(np.abs(np.fft.rfft(centred * _HANN, POINTS, axis=1)))
    whole, found = _alike(spectrum), _alike(spectrum * _BAND)
    # Longer lags are slightly worse: without this, every second period would do as well as each.
    cost = 1.0 - 0.05 * np.log2(np.maximum(1, np.arange(longest + 2)) / shortest)
    weighed = found * cost
    inner = weighed[:, shortest : longest + 1]
    peaks = (inner >= weighed[:, shortest - 1 : longest]) & (inner >= weighed[:, shortest + 1 :])
    inner = np.where(peaks, inner, 0.0)
    best = inner.argmax(axis=1)
    rows, lag = np.arange(len(frames)), best + shortest
    before, at, after = found[rows, lag - 1], found[rows, lag], found[rows, lag + 1]
    shift, _ = parabola(before, at, after)
    _, height = parabola(whole[rows, lag - 1], whole[rows, lag], whole[rows, lag + 1])
    voiced = (inner[rows, best] > VOICED) & (height > VOICED_WHOLE)
    cepstrum = np.zeros((len(frames), CEPSTRUM), np.float32)
    cepstrum[voiced] = np.abs(np.fft.irfft(10.0 * np.log10(spectrum[voiced] + 1e-9), axis=1)[:, :CEPSTRUM])
    return Pitch(
        hz=np.where(voiced, RATE / (lag + shift), 0.0),
        level_db=10.0 * np.log10(np.mean(np.square(centred), axis=1, dtype=np.float64) + 1e-10),
        strength=np.clip(height, 0.0, STRONGEST),
        spectrum=spectrum[:, :SPECTRUM].astype(np.float32),
        cepstrum=cepstrum,
    )


def parabola(before: Floats, at: Floats, after: Floats) -> tuple[Floats, Floats]:
    """(where the top lies, -0.5 to 0.5 from the middle; how high it is) for three neighbours."""
    bend = before - 2.0 * at + after
    safe = np.where(np.abs(bend) < 1e-12, 1.0, bend)
    shift = np.where(np.abs(bend) < 1e-12, 0.0, 0.5 * (before - after) / safe)
    shift = np.clip(shift, -0.5, 0.5)
    return shift, at - 0.25 * (before - after) * shift


def without_octave_jumps(hz: Floats) -> npt.NDArray[np.bool_]:
    """Which of these pitches are within an octave of the rest: others are errors of the method."""
    if len(hz) == 0:
        return np.zeros(0, np.bool_)
    middle = float(np.median(hz))
    kept: npt.NDArray[np.bool_] = (hz > middle / 1.9) & (hz < middle * 1.9)
    return kept


def semitones(hz: npt.NDArray[np.floating]) -> Floats:
    """Over 27.5 Hz, the lowest A of a piano."""
    result: Floats = 12.0 * np.log2(np.asarray(hz, np.float64) / 27.5)
    return result


def _alike(spectrum: Floats) -> Floats:
    """How like itself a frame is at each lag, 1 at lag 0, with the window's own fall taken out."""
    found = np.fft.irfft(spectrum, axis=1)[:, : int(RATE / LOWEST) + 2]
    alike: Floats = found / (found[:, :1] + 1e-9) / _SHAPE[: found.shape[1]]
    return alike


_HANN = np.hanning(WINDOW)
_ALONE = np.fft.irfft(np.square(np.abs(np.fft.rfft(_HANN, POINTS))))
_SHAPE = _ALONE / _ALONE[0]
_BAND = np.clip(2.0 - np.fft.rfftfreq(POINTS, 1 / RATE) / BAND, 0.0, 1.0)
