"""Tensors out of a checkpoint of torch as it was before its zip form, without torch; nothing in it is run.

Such a file is five pickles (a magic number, a version, notes on the machine, the objects, the names of the
storages), then each storage: its length as int64, and its floats. A pickle may call anything it can name;
this reader lets it name three things, of which none does more than hold numbers together.
"""

from __future__ import annotations

import io
import pickle
from collections import OrderedDict
from dataclasses import dataclass
from pathlib import Path
from typing import Any, BinaryIO

import numpy as np
import numpy.typing as npt

from alongside.errors import AlongsideError

MAGIC = 0x1950A86A20F9469CFC6C
VERSION = 1001
MOST_BYTES = 256 << 20

Tensor = npt.NDArray[np.float32]


class _FloatStorage:
    """Stands for torch.FloatStorage: only its name is needed."""


@dataclass(frozen=True)
class _View:
    """A tensor as a part of a storage."""

    key: str
    offset: int
    shape: tuple[int, ...]


def _view(storage: Any, offset: int, shape: tuple[int, ...], stride: tuple[int, ...], *_: Any) -> _View:
    dense = tuple(int(np.prod(shape[at + 1 :])) for at in range(len(shape)))
    if not isinstance(storage, str) or stride != dense or offset < 0 or min(shape, default=1) < 0:
        raise pickle.UnpicklingError("a tensor of another layout")
    return _View(storage, offset, shape)


_NAMES: dict[tuple[str, str], Any] = {
    ("collections", "OrderedDict"): OrderedDict,
    ("torch", "FloatStorage"): _FloatStorage,
    ("torch._utils", "_rebuild_tensor_v2"): _view,
}


class _Reader(pickle.Unpickler):
    def find_class(self, module: str, name: str) -> Any:
        if (module, name) not in _NAMES:
            raise pickle.UnpicklingError(f"it asks for {module}.{name}")
        return _NAMES[module, name]

    def persistent_load(self, pid: Any) -> str:
        kind, storage, key = pid[:3]
        if kind != "storage" or storage is not _FloatStorage or not isinstance(key, str):
            raise pickle.UnpicklingError("a storage of another kind")
        return key


def read_tensors(path: Path, under: str) -> dict[str, Tensor]:
    """The float32 tensors of the dictionary that the file has under this name.

    Raises AlongsideError if it is no such file, is cut off, or asks for anything but tensors.
    """
    try:
        if path.stat().st_size > MOST_BYTES:
            raise ValueError("too large")
        return _read(io.BytesIO(path.read_bytes()), under)
    except Exception:  # a pickle that is damaged may raise anything
        raise AlongsideError(
            f"{path} is not a file of tensors that can be read safely",
            "Get it again with: alongside weights speaker-encoder",
        ) from None


def _read(file: BinaryIO, under: str) -> dict[str, Tensor]:
    if (_Reader(file).load(), _Reader(file).load()) != (MAGIC, VERSION):
        raise ValueError("another format")
    _Reader(file).load()
    views = _Reader(file).load()[under]
    storages: dict[str, Tensor] = {}
    for key in _Reader(file).load():
        (count,) = np.frombuffer(file.read(8), "<i8")
        data = file.read(4 * int(count))
        storages[key] = np.frombuffer(data, "<f4", count=int(count))
    found = {}
    for name, view in views.items():
        if not isinstance(view, _View):
            raise ValueError("no tensor")
        size = int(np.prod(view.shape))
        flat = storages[view.key][view.offset : view.offset + size]
        found[name] = flat.reshape(view.shape)
    return found
