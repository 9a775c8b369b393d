"""What is said to each side, in order: items with their truth, in a file both can read."""

from __future__ import annotations

import json
from dataclasses import asdict, dataclass
from pathlib import Path
from typing import Literal

Kind = Literal[
    "warm-up", "clean", "pause 0.3", "pause 0.6", "pause 1.2", "filler", "noise", "backchannel", "barge-in"
]


@dataclass(frozen=True)
class Said:
    """One recording: a file of 16-bit mono at 16 kHz, begin and end of speech in it (s), and its words."""

    path: str
    begin: float
    end: float
    words: str


@dataclass(frozen=True)
class Item:
    """Something said, and for the overlapping kinds what is said over the answer."""

    name: str
    kind: Kind
    said: Said
    over: Said | None = None


def write(path: Path, items: list[Item]) -> None:
    """Write a plan."""
    path.write_text(json.dumps([asdict(item) for item in items], indent=1) + "\n", "utf-8")


def read(path: Path) -> list[Item]:
    """Read one."""
    return [_item(found) for found in json.loads(path.read_text("utf-8"))]


def _item(found: dict) -> Item:  # type: ignore[type-arg]
    over = Said(**found["over"]) if found["over"] else None
    return Item(found["name"], found["kind"], Said(**found["said"]), over)
