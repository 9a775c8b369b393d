"""What a voice sounds like, whatever it says: a vector of 256, by the GE2E speaker encoder.

Wan et al. 2018, "Generalized end-to-end loss for speaker verification"; weights and their preprocessing as in
Resemblyzer 0.1.4 (Apache-2.0). numpy alone, so that it needs nothing that is not there anyway.
"""

from __future__ import annotations

from pathlib import Path

import numpy as np
import numpy.typing as npt
from threadpoolctl import ThreadpoolController

from alongside.errors import AlongsideError
from speech.audio import RATE, Samples, level_db
from speech.torch_file import Tensor, read_tensors

HOP = RATE // 100
WINDOW = RATE // 40
BANDS = 40
HIDDEN = 256
LAYERS = 3
PART_FRAMES = 160
PART_STEP = 77
"""Frames of a part that the network hears at once, and from one part to the next (1.3 parts a second)."""
LEAST_PART = 0.75
"""Share of the last part that must be sound: what is missing is silence to the network."""
TARGET_DB = -30.0
LONGEST = 6.0
"""Seconds of speech that are listened to at most: more tells nothing new."""
QUIET_DB = 30.0
"""What is so much fainter than the loudest is taken for silence and left out."""
BLOCK = RATE // 20

Vector = npt.NDArray[np.float32]


class SpeakerEncoder:
    """Loads the weights. Raises AlongsideError if the file is not what it should be."""

    def __init__(self, path: Path) -> None:
        tensors = read_tensors(path, "model_state")
        try:
            self._layers = [_layer(tensors, number) for number in range(LAYERS)]
            self._linear = _shaped(tensors["linear.weight"], HIDDEN, HIDDEN), tensors["linear.bias"]
        except (KeyError, ValueError):
            raise AlongsideError(
                f"{path} holds another network than the speaker encoder",
                "Get it again with: alongside weights speaker-encoder",
            ) from None
        self._bands = mel_bands()
        self._blas = ThreadpoolController()

    def vector(self, speech: Samples) -> Vector:
        """The voice of this speech (16 kHz, -1..1) as a vector of length 1, shape (256,)."""
        if len(speech) == 0:
            return np.zeros(HIDDEN, np.float32)
        gain = 10 ** (max(0.0, TARGET_DB - level_db(speech)) / 20)
        parts = self._parts(self.spectrum(speech * np.float32(gain)), len(speech))
        vector: Vector = _unit(np.mean(_unit(self._network(parts)), axis=0))
        return vector

    def spectrum(self, speech: Samples) -> Tensor:
        """Power in 40 mel bands, every 10 ms; shape (frames, 40)."""
        padded = np.pad(speech, (WINDOW // 2, WINDOW))
        frames = np.lib.stride_tricks.sliding_window_view(padded, WINDOW)[::HOP]
        hann = np.hanning(WINDOW + 1)[:-1]  # periodic
        power = np.abs(np.fft.rfft(frames * hann, axis=1)) ** 2
        banded: Tensor = (power @ self._bands.T).astype(np.float32)
        return banded

    def _parts(self, spectrum: Tensor, length: int) -> Tensor:
        steps = max(1, len(spectrum) - PART_FRAMES + PART_STEP + 1)
        starts = list(range(0, steps, PART_STEP))
        if len(starts) > 1 and (length / HOP - starts[-1]) / PART_FRAMES < LEAST_PART:
            starts.pop()
        padded = np.pad(spectrum, ((0, PART_FRAMES), (0, 0)))
        return np.stack([padded[start : start + PART_FRAMES] for start in starts])

    def _network(self, parts: Tensor) -> Tensor:
        weight, bias = self._linear
        carried = parts
        # Small products, 480 in a row: threads that wait for each other made them five times as dear.
        with self._blas.limit(limits=1, user_api="blas"):
            for inner, recurrent, added in self._layers:
                carried = _lstm(carried @ inner + added, recurrent)
            found: Tensor = np.maximum(carried[:, -1] @ weight.T + bias, 0.0)
        return found


def only_speech(samples: Samples, longest: float = LONGEST) -> Samples:
    """The samples without their silences, the last seconds of what is left."""
    blocks = samples[: len(samples) // BLOCK * BLOCK].reshape(-1, BLOCK)
    if not len(blocks):
        return samples[:0]
    levels = 10 * np.log10(np.mean(np.square(blocks), axis=1) + 1e-12)
    loud = levels > np.percentile(levels, 95) - QUIET_DB
    near = np.convolve(loud, np.ones(3), "same") > 0  # its edges as well
    spoken: Samples = blocks[near].reshape(-1)[-round(longest * RATE) :]
    return spoken


def mel_bands() -> npt.NDArray[np.float64]:
    """Triangles on Slaney's mel scale, each of area 1 (Auditory Toolbox 1998); shape (40, 201)."""
    centres = _hertz(np.linspace(0.0, _mel(RATE / 2), BANDS + 2))
    bins = np.linspace(0, RATE / 2, WINDOW // 2 + 1)
    rising = (bins - centres[:-2, None]) / np.diff(centres)[:-1, None]
    falling = (centres[2:, None] - bins) / np.diff(centres)[1:, None]
    triangles = np.maximum(0.0, np.minimum(rising, falling))
    bands: npt.NDArray[np.float64] = triangles * (2.0 / (centres[2:] - centres[:-2]))[:, None]
    return bands


_LINEAR_HZ, _LINEAR_MEL = 1000.0, 15.0
_STEP = np.log(6.4) / 27.0


def _mel(hertz: float) -> float:
    if hertz < _LINEAR_HZ:
        return hertz * _LINEAR_MEL / _LINEAR_HZ
    return float(_LINEAR_MEL + np.log(hertz / _LINEAR_HZ) / _STEP)


def _hertz(mels: npt.NDArray[np.float64]) -> npt.NDArray[np.float64]:
    above = _LINEAR_HZ * np.exp(_STEP * (mels - _LINEAR_MEL))
    return np.where(mels < _LINEAR_MEL, mels * _LINEAR_HZ / _LINEAR_MEL, above)


def _lstm(driven: Tensor, recurrent: Tensor) -> Tensor:
    """`driven` is what the input adds, (parts, frames, 4 hidden), gates as torch has them.

    The states after each frame, (parts, frames, hidden).
    """
    parts, frames, _ = driven.shape
    hidden = np.zeros((parts, HIDDEN), np.float32)
    cell = np.zeros_like(hidden)
    out = np.empty((parts, frames, HIDDEN), np.float32)
    for at in range(frames):
        gates = driven[:, at] + hidden @ recurrent
        enter, keep, leave = (_sigmoid(gates[:, HIDDEN * n : HIDDEN * (n + 1)]) for n in (0, 1, 3))
        cell = keep * cell + enter * np.tanh(gates[:, 2 * HIDDEN : 3 * HIDDEN])
        hidden = leave * np.tanh(cell)
        out[:, at] = hidden
    return out


def _sigmoid(values: Tensor) -> Tensor:
    # By tanh: it does not overflow.
    half = np.float32(0.5)
    out: Tensor = half * np.tanh(half * values) + half
    return out


def _layer(tensors: dict[str, Tensor], number: int) -> tuple[Tensor, Tensor, Tensor]:
    width = BANDS if number == 0 else HIDDEN
    inner = _shaped(tensors[f"lstm.weight_ih_l{number}"], 4 * HIDDEN, width)
    recurrent = _shaped(tensors[f"lstm.weight_hh_l{number}"], 4 * HIDDEN, HIDDEN)
    bias = tensors[f"lstm.bias_ih_l{number}"] + tensors[f"lstm.bias_hh_l{number}"]
    return inner.T.copy(), recurrent.T.copy(), bias


def _shaped(tensor: Tensor, rows: int, columns: int) -> Tensor:
    if tensor.shape != (rows, columns):
        raise ValueError("another shape")
    return tensor


def _unit(vectors: Tensor) -> Tensor:
    lengths = np.linalg.norm(vectors, axis=-1, keepdims=True)
    units: Tensor = vectors / np.maximum(lengths, np.float32(1e-9))
    return units
