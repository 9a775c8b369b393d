"""The sentence encoder: MiniLM-L6 in int8, run by onnxruntime on the processor. It comes with Alongside.

all-MiniLM-L6-v2 (Wang et al. 2020, arXiv:2002.10957; sentence-transformers), trained on by
`agent.training.tuning` so that it tells better what people do with what they say.
"""

from __future__ import annotations

import functools
from collections import OrderedDict
from collections.abc import Sequence
from pathlib import Path
from typing import Any

import numpy as np
import numpy.typing as npt

from alongside.errors import AlongsideError
from alongside.weights import find

Vectors = npt.NDArray[np.float32]
NAME = "turn-encoder"
WIDTH = 384
MOST_TOKENS = 128
"""Word pieces read of one text, as the model was trained; what comes after is not seen."""
MOST_IN_BATCH = 384
"""Word pieces computed in one call, padding included. More is no faster on a processor, and pads more."""
KEPT = 256
"""Texts whose vectors `one` keeps: the turns of a conversation come back as context."""


class Encoder:
    """Turns texts into unit vectors. One at a time, results do not depend on what else is encoded."""

    def __init__(self, folder: Path, threads: int = 1) -> None:
        """`folder` holds `model.onnx` and `tokenizer.json`; `threads` are used for one batch."""
        import onnxruntime
        from tokenizers import Tokenizer

        options = onnxruntime.SessionOptions()
        options.intra_op_num_threads = threads
        options.inter_op_num_threads = 1
        options.log_severity_level = 3
        self.session: Any = onnxruntime.InferenceSession(
            str(folder / "model.onnx"), options, providers=["CPUExecutionProvider"]
        )
        self.tokenizer: Any = Tokenizer.from_file(str(folder / "tokenizer.json"))
        self.tokenizer.no_padding()
        self.tokenizer.enable_truncation(MOST_TOKENS)
        self._kept: OrderedDict[str, Vectors] = OrderedDict()

    def one(self, text: str) -> Vectors:
        """[384], the vector of one text. The last texts are kept, so context costs nothing again."""
        found = self._kept.pop(text, None)
        if found is None:
            found = self.embed([text])[0]
        self._kept[text] = found
        while len(self._kept) > KEPT:
            self._kept.popitem(last=False)
        return found

    def embed(self, texts: Sequence[str]) -> Vectors:
        """[n, 384], in the order given. Texts of like length go together, so little padding is computed.

        Equal to `one`'s but for rounding (the model keeps its weights in int8, not its activations).
        """
        pieces = [item.ids for item in self.tokenizer.encode_batch(list(texts))]
        order = sorted(range(len(pieces)), key=lambda index: len(pieces[index]))
        out = np.zeros((len(pieces), WIDTH), np.float32)
        start = 0
        while start < len(order):
            end = start + 1
            while end < len(order) and (end + 1 - start) * len(pieces[order[end]]) <= MOST_IN_BATCH:
                end += 1
            chosen = order[start:end]
            out[chosen] = self.run([pieces[index] for index in chosen])
            start = end
        return out

    def run(self, pieces: Sequence[Sequence[int]]) -> Vectors:
        """[n, 384] of texts already cut into word pieces: one call of the model, mean over the pieces."""
        longest = max(map(len, pieces))
        ids = np.zeros((len(pieces), longest), np.int64)
        mask = np.zeros((len(pieces), longest), np.int64)
        for row, item in enumerate(pieces):
            ids[row, : len(item)] = item
            mask[row, : len(item)] = 1
        [hidden] = self.session.run(
            None, {"input_ids": ids, "attention_mask": mask, "token_type_ids": np.zeros_like(ids)}
        )
        shown = mask[:, :, None].astype(np.float32)
        mean = (hidden * shown).sum(1) / shown.sum(1)
        unit: Vectors = mean / np.maximum(np.linalg.norm(mean, axis=1, keepdims=True), 1e-9)
        return unit.astype(np.float32)


class Remembering:
    """An encoder that encodes no text twice: for one batch, in which turns are each other's context.

    Keeps every vector (1.5 KiB each) as long as it lives.
    """

    def __init__(self, encoder: Encoder) -> None:
        self._encoder = encoder
        self._vectors: dict[str, Vectors] = {}

    def embed(self, texts: Sequence[str]) -> Vectors:
        """[n, 384]."""
        new = [text for text in dict.fromkeys(texts) if text not in self._vectors]
        if new:
            self._vectors.update(zip(new, self._encoder.embed(new), strict=True))
        if not texts:
            return np.zeros((0, WIDTH), np.float32)
        stacked: Vectors = np.stack([self._vectors[text] for text in texts])
        return stacked

    def one(self, text: str) -> Vectors:
        """[384]."""
        known = self._vectors.get(text)
        alone: Vectors = self.embed([text])[0] if known is None else known
        return alone


@functools.lru_cache(maxsize=4)
def _load(folder: Path, threads: int) -> Encoder:
    return Encoder(folder, threads)


def encoder(threads: int = 1, explicit: str = "") -> Encoder:
    """The encoder on this computer. Raises AlongsideError where its files were taken away."""
    return _load(find(NAME, explicit), threads)


def find_encoder(threads: int = 1) -> Encoder | None:
    """The encoder, or None where its files were taken away."""
    try:
        return encoder(threads)
    except AlongsideError:
        return None
