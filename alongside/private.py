"""Files that their owner alone can read, from before anything is in them."""

from __future__ import annotations

import os
from pathlib import Path
from typing import BinaryIO

_BYTES_AS_THEY_ARE = getattr(os, "O_BINARY", 0)  # Windows would write other line ends


def private_file(path: Path, *, over: bool = False) -> BinaryIO:
    """A file to be written that its owner alone can read (mode 0600).

    `over`: write over one that is there (a part that a crash left) instead of raising FileExistsError.
    """
    how = os.O_TRUNC if over else os.O_EXCL
    handle = os.open(path, os.O_WRONLY | os.O_CREAT | how | _BYTES_AS_THEY_ARE, 0o600)
    if over:
        path.chmod(0o600)  # one that was there keeps its own mode otherwise
    return os.fdopen(handle, "wb")
