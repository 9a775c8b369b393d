"""Secrets that are kept apart from a study's data: a private file of JSON each, one value in it, in hex."""

from __future__ import annotations

import json
import os
from pathlib import Path

from alongside.errors import AlongsideError


def apart(kind: str) -> Path:
    """The folder of a kind: for "keys", ALONGSIDE_KEYS, else `alongside/keys` in the user's configuration."""
    if given := os.environ.get(f"ALONGSIDE_{kind.upper()}"):
        return Path(given)
    return Path(os.environ.get("XDG_CONFIG_HOME") or Path.home() / ".config") / "alongside" / kind


def read_secret(path: Path, value: str, size: int, name: str, *, absent: str, damaged: str) -> bytes:
    """The `size` bytes of `value` in a file. `name`: what they are, as in "the key of P01".

    AlongsideError where the file is not there (what to do then is `absent`) or cannot be read (`damaged`).
    """
    try:
        secret = bytes.fromhex(json.loads(path.read_bytes())[value])
    except FileNotFoundError:
        raise AlongsideError(f"{name} is not at {path}", absent) from None
    except (ValueError, KeyError, TypeError, OSError):
        secret = b""
    if len(secret) != size:
        raise AlongsideError(f"{name} at {path} cannot be read", damaged)
    return secret
