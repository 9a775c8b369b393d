"""The word vectors of `agent.synchrony`, made from the sentence encoder's own table of word pieces.

    python -m agent.training.word_vectors [--encoder FOLDER] [--out FILE]

Needs `pip install 'alongside[tune]'` (onnx). The table is the one that all-MiniLM-L6-v2 was published with
(Apache-2.0): the training of `agent.training.tuning` leaves it as it is, so no transcript has touched it.
Whole words are kept; the mean and the first components, which tell how common a word is and little of what
it means, are taken away (Mu & Viswanath 2018, "All-but-the-Top"); the next WIDTH components are kept, of
unit length.
"""

from __future__ import annotations

import argparse
import json
import re
from pathlib import Path

import numpy as np
import numpy.typing as npt

from agent.synchrony.vectors import FILE, WIDTH
from agent.synchrony.words import EMPTY
from alongside.weights import find

COMMON = 3
"""Components taken away: how common a word is, and what kind of text it is from."""
_WORD = re.compile(r"[a-z]{2,}")


def pieces(folder: Path) -> tuple[list[str], npt.NDArray[np.float32]]:
    """The encoder's whole words, and [n, 384] their rows of its table."""
    import onnx
    from onnx import numpy_helper

    stored = {
        item.name.rsplit("_", 1)[-1]: numpy_helper.to_array(item)
        for item in onnx.load(str(folder / "model.onnx")).graph.initializer
        if ".word_embeddings." in item.name
    }  # ends of the names: weight_quantized, weight_scale, weight_zero_point
    table = (stored["quantized"].astype(np.float32) - np.float32(stored["point"])) * stored["scale"]
    places: dict[str, int] = json.loads((folder / "tokenizer.json").read_text("utf-8"))["model"]["vocab"]
    words = sorted(word for word in places if _WORD.fullmatch(word) and word not in EMPTY)
    return words, table[[places[word] for word in words]]


def reduced(table: npt.NDArray[np.float32]) -> npt.NDArray[np.int8]:
    """[n, WIDTH] directions, 127 being 1."""
    middle = table - table.mean(0)
    _, _, axes = np.linalg.svd(middle, full_matrices=False)
    kept = middle @ axes[COMMON : COMMON + WIDTH].T
    unit = kept / np.linalg.norm(kept, axis=1, keepdims=True)
    found: npt.NDArray[np.int8] = np.round(127 * unit).astype(np.int8)
    return found


def main() -> None:
    """Make the file."""
    asked = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    asked.add_argument("--encoder", type=Path)
    asked.add_argument("--out", type=Path, default=FILE)
    given = asked.parse_args()
    words, table = pieces(given.encoder or find("turn-encoder"))
    joined = np.frombuffer("\n".join(words).encode(), np.uint8)
    with given.out.open("wb") as file:
        np.savez_compressed(file, words=joined, vectors=reduced(table))
    print(f"{len(words)} words, {given.out.stat().st_size / 1e6:.1f} MB: {given.out}")


if __name__ == "__main__":
    main()
