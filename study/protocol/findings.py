"""Something wrong with a protocol: where, what, and what to do."""

from __future__ import annotations

from dataclasses import dataclass

from study.protocol.decode import Path


@dataclass(frozen=True)
class Finding:
    """One thing that is wrong. `place`: its path in the file."""

    place: Path
    what: str
    do: str
