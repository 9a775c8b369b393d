"""Deleting a record at a person's wish: everything in the folder goes, a receipt stays.

The files are unlinked. What a disk keeps of unlinked files, and copies made elsewhere, are beyond this.
"""

from __future__ import annotations

import json
import shutil
import time
from pathlib import Path

from study.manifest import write_atomically

RECEIPT = "receipt.json"


def was_deleted(session: Path) -> bool:
    """Whether the record in this folder was deleted."""
    return (session / RECEIPT).is_file()


def destroy(session: Path, by: str = "participant") -> Path:
    """Remove everything in the folder `session` and leave the receipt; gives its path.

    Called again, it removes what came since (a log still being written) and keeps the receipt.
    """
    receipt = session / RECEIPT
    found = [path for path in session.iterdir() if path != receipt]
    files = [path for top in found for path in (top.rglob("*") if top.is_dir() else [top]) if path.is_file()]
    size = sum(path.stat().st_size for path in files)
    if not receipt.exists():
        content = {
            "what": "The record of one session was deleted: its words, sound, pictures and worksheet.",
            "asked_by": by,
            "when": time.strftime("%Y-%m-%dT%H:%M:%SZ", time.gmtime()),
            "files": len(files),
            "bytes": size,
        }
        write_atomically(receipt, content)
    for path in found:
        if path.is_dir() and not path.is_symlink():
            shutil.rmtree(path, ignore_errors=True)
        else:
            path.unlink(missing_ok=True)
    return receipt


def read_receipt(session: Path) -> dict[str, object]:
    """The receipt's content."""
    content: dict[str, object] = json.loads((session / RECEIPT).read_bytes())
    return content
