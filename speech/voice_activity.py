"""Is this sound a voice? Silero VAD v6, one frame of 32 ms at a time."""

from __future__ import annotations

from pathlib import Path

import numpy as np
import onnxruntime

from speech.audio import FRAME, Samples

CONTEXT = 64
"""Samples of the frame before, which the network reads ahead of each frame (Silero VAD v5 and v6)."""


def single_threaded(path: Path) -> onnxruntime.InferenceSession:
    """An ONNX network that keeps to one thread, so that small networks never starve the large one."""
    options = onnxruntime.SessionOptions()
    options.intra_op_num_threads = 1
    options.inter_op_num_threads = 1
    options.log_severity_level = 3
    return onnxruntime.InferenceSession(str(path), options, providers=["CPUExecutionProvider"])


class VoiceActivity:
    """Probability of speech per frame. It remembers the frames before, so feed it one stream in order."""

    def __init__(self, weights: Path) -> None:
        self._network = single_threaded(weights)
        self.reset()

    def reset(self) -> None:
        """Forget everything heard: a new stream begins."""
        self._h = np.zeros((1, 1, 128), np.float32)
        self._c = np.zeros((1, 1, 128), np.float32)
        self._context = np.zeros(CONTEXT, np.float32)

    def probability(self, frame: Samples) -> float:
        """How likely it is that `frame` (512 samples at 16 kHz) holds speech, 0 to 1."""
        if frame.shape != (FRAME,):
            raise ValueError(f"a frame has {FRAME} samples, not {frame.shape}")
        window = np.concatenate([self._context, frame])[np.newaxis]
        found, self._h, self._c = self._network.run(None, {"input": window, "h": self._h, "c": self._c})
        self._context = frame[-CONTEXT:].copy()
        return float(found[0])
