"""What `alongside doctor` finds: one thing looked at, in one line."""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True)
class Finding:
    """One thing looked at. `needed`: the companion does not run without it."""

    part: str
    ok: bool
    found: str
    do: str = ""
    needed: bool = True
