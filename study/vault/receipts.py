"""What is written of a withdrawal: begun before anything is destroyed, finished after; nothing personal."""

from __future__ import annotations

import hashlib
import json
from dataclasses import asdict, dataclass, field, replace
from pathlib import Path
from typing import Literal

from alongside.errors import AlongsideError
from alongside.eventlog import canonical
from study.manifest import write_atomically
from study.vault.traces import RECEIPTS


@dataclass(frozen=True)
class Receipt:
    """What was destroyed for somebody who withdrew. Times are seconds since the epoch.

    `destroyed`: how many of each kind. `again`: what was made from everybody's data and must be made again.
    `left`: files that name the code and are somebody's own. `elsewhere`: where exports went that hold them.
    """

    study: str
    code: str
    by: str
    role: str
    asked: float
    state: Literal["under_way", "done"] = "under_way"
    done: float = 0.0
    destroyed: dict[str, int] = field(default_factory=dict)
    again: tuple[str, ...] = ()
    left: tuple[str, ...] = ()
    elsewhere: tuple[str, ...] = ()

    @property
    def sha256(self) -> str:
        """What the chain of events holds of it."""
        return hashlib.sha256(canonical(json.loads(json.dumps(asdict(self))))).hexdigest()


def receipt_path(folder: Path, code: str) -> Path:
    """Where the receipt of somebody is."""
    return folder / RECEIPTS / f"{code}.json"


def read_receipt(folder: Path, code: str) -> Receipt | None:
    """The receipt of somebody; None if there is none. AlongsideError if it cannot be read."""
    path = receipt_path(folder, code)
    try:
        plain = json.loads(path.read_bytes())
        return Receipt(
            **{
                **plain,
                **{name: tuple(plain[name]) for name in ("again", "left", "elsewhere")},
            }
        )
    except FileNotFoundError:
        return None
    except (OSError, ValueError, KeyError, TypeError):
        raise AlongsideError(f"{path} cannot be read", "Bring a copy back.") from None


def write_receipt(folder: Path, receipt: Receipt) -> Receipt:
    """Write a receipt, whole or not at all; gives it."""
    path = receipt_path(folder, receipt.code)
    path.parent.mkdir(exist_ok=True, mode=0o700)
    write_atomically(path, asdict(receipt))
    return receipt


def finished(receipt: Receipt, at: float) -> Receipt:
    """The receipt once all is destroyed."""
    return replace(receipt, state="done", done=at)


def unfinished(folder: Path) -> tuple[str, ...]:
    """Whose withdrawal was broken off."""
    found = (read_receipt(folder, path.stem) for path in sorted((folder / RECEIPTS).glob("*.json")))
    return tuple(one.code for one in found if one is not None and one.state != "done")
