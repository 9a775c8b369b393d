"""Wishes about the memory, measured: is "forget that" heard, and is nothing taken for it that is none?

`python -m rehearsal.wishes` prints how many are heard as meant (tuned on, and held out), how many were
taken for a wish that are none, and each miss.
"""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path
from typing import Any

from agent.appraisal.lists import load
from agent.appraise import appraise
from agent.remembering.wishes import wish
from agent.state import CompanionState

SET = Path(__file__).with_name("wishes.yaml")


@dataclass(frozen=True)
class Heard:
    """One saying, what is meant, and what was heard."""

    text: str
    kind: str
    heard: str
    right: bool


def listen(part: str) -> list[Heard]:
    """Every saying of one part of the set (tuned, held_out) as the rules hear it."""
    rows: list[dict[str, Any]] = load(SET)[part]
    found = []
    for row in rows:
        appraisal = appraise(row["text"])
        asked = wish(CompanionState(), appraisal, (), "t1")
        heard = asked.kind or ("remember" if appraisal.asks("remember") else "none")
        right = heard == row["kind"] and row.get("about", "") in asked.about
        found.append(Heard(row["text"], row["kind"], heard, right))
    return found


def accuracy(found: list[Heard]) -> float:
    """Share heard as meant."""
    return sum(item.right for item in found) / len(found)


def imagined(found: list[Heard]) -> list[Heard]:
    """What was taken for a wish and is none: something would be deleted that nobody asked for."""
    return [
        item for item in found if item.kind in ("none", "remember") and item.heard not in ("none", "remember")
    ]


def main() -> None:
    """Print what was heard."""
    for part in ("tuned", "held_out"):
        found = listen(part)
        print(f"{part}: {accuracy(found):.3f} of {len(found)} as meant, {len(imagined(found))} imagined")
        for item in found:
            if not item.right:
                print(f"  {item.kind} heard as {item.heard}: {item.text}")


if __name__ == "__main__":
    main()
