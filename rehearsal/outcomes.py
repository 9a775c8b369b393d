"""How plans went, measured: is what people say of a plan they were asked about heard as meant?

`python -m rehearsal.outcomes` prints the share heard as meant (tuned on, and held out) and each miss.
"""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path

from agent.appraisal.lists import load
from agent.appraise import appraise
from agent.remembering.plans import outcome

SET = Path(__file__).with_name("outcomes.yaml")


@dataclass(frozen=True)
class Told:
    """One thing said of a plan: how it went, and how it was heard ("none": nothing about it)."""

    plan: str
    text: str
    went: str
    heard: str


def listen(part: str) -> list[Told]:
    """Every saying of one part of the set, as heard."""
    return [
        Told(plan, text, went, outcome(appraise(text), plan, asked=True) or "none")
        for plan, rows in load(SET)[part].items()
        for went, texts in rows.items()
        for text in texts
    ]


def accuracy(found: list[Told]) -> float:
    """Share heard as meant."""
    return sum(item.went == item.heard for item in found) / len(found)


def main() -> None:
    """Print what was heard."""
    for part in ("tuned", "held_out"):
        found = listen(part)
        print(f"{part}: {accuracy(found):.3f} of {len(found)} as meant")
        for item in found:
            if item.went != item.heard:
                print(f"  {item.went} heard as {item.heard}: {item.text} ({item.plan})")


if __name__ == "__main__":
    main()
