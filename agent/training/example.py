"""A labelled turn."""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path

from agent.appraisal.heads.features import Item
from alongside.errors import AlongsideError

Label = str | frozenset[str] | tuple[float, ...]
"""A class (heads of kind `one`), classes (`several`), or measures."""


@dataclass(frozen=True)
class Example:
    """A turn with its label. Turns of one `group` (a transcript, a post) stay on one side of a split."""

    item: Item
    group: str
    label: Label
    weight: float = 1.0
    judged: bool = True  # False: fitted on in every fold, never part of the figures


class MissingSetError(AlongsideError):
    """A data set is not where it was looked for."""


def wanted(folder: Path, name: str) -> Path:
    """`folder/name`, which must be there."""
    path = folder / name
    if not path.exists():
        raise MissingSetError(f"{path} is not there", "docs/training.md says where it is published.")
    return path
