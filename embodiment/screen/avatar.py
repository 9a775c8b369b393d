"""A lab's own model for the page, in place of the drawn face: a VRM file, looked at before it is served."""

from __future__ import annotations

import json
import struct
from pathlib import Path
from typing import Any

from alongside.errors import AlongsideError

ADDRESS = "/avatar.vrm"
MOST_BYTES = 100 * 1024 * 1024
_MOST_HEAD = 16 * 1024 * 1024
_HEAD = struct.Struct("<4sIIII")  # "glTF", version, length, length of the JSON, its kind
_JSON = 0x4E4F534A
_EXTENSIONS = ("VRM", "VRMC_vrm")  # of VRM 0.x and 1.0


def find_avatar(path: str) -> Path | None:
    """The model's file; None for "". Raises AlongsideError if it is not a VRM model of up to 100 MB."""
    if not path:
        return None
    file = Path(path).expanduser()
    try:
        size = file.stat().st_size
        with file.open("rb") as opened:
            start = opened.read(_HEAD.size)
            length = _HEAD.unpack(start)[3] if len(start) == _HEAD.size else 0
            head = opened.read(min(length, _MOST_HEAD))
    except OSError as error:
        raise AlongsideError(
            f"The avatar {path} cannot be read ({error.strerror})",
            "Set screen.avatar to a .vrm file, or to ''.",
        ) from None
    if size > MOST_BYTES:
        raise AlongsideError(
            f"The avatar {path} has {size / 1024**2:.0f} MB, more than {MOST_BYTES // 1024**2}",
            "Export it with smaller textures.",
        )
    if not _is_vrm(start, head, size):
        raise AlongsideError(
            f"The avatar {path} is not a VRM model", "Export it as VRM 1.0 or 0.x (a .vrm file)."
        )
    return file


def _is_vrm(start: bytes, head: bytes, size: int) -> bool:
    if len(start) < _HEAD.size:
        return False
    magic, version, whole, length, kind = _HEAD.unpack(start)
    if (magic, version, kind) != (b"glTF", 2, _JSON) or whole > size or len(head) != length:
        return False
    try:
        plain: Any = json.loads(head)
    except (ValueError, RecursionError):
        return False
    extensions = plain.get("extensions") if isinstance(plain, dict) else None
    return isinstance(extensions, dict) and any(name in extensions for name in _EXTENSIONS)
