"""Teach-back, measured: is what came back judged as a careful reader would, and pleased not as understood?

`python -m rehearsal.teach_back` prints the share judged alike (tuned on, and held out), the confusion, and
how often an answer of mere pleasure was taken for understanding.
"""

from __future__ import annotations

from collections import Counter
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from agent.appraisal.lists import load
from agent.appraise import appraise
from agent.remembering.days import day_meant
from agent.remembering.kept import KeptPlan
from agent.teachback.agreed import Agreed, from_plan, from_thought, from_words
from agent.teachback.judge import judge

SET = Path(__file__).with_name("teach_back.yaml")
MONDAY = "2026-03-02"


@dataclass(frozen=True)
class Judged:
    """One answer: what it was about, how it is to be taken, and how it was."""

    of: str
    text: str
    meant: str
    verdict: str


def agreed(name: str, entry: dict[str, Any]) -> Agreed:
    """What was agreed, as the companion would hold it."""
    if "plan" in entry:
        text, when, who = entry["plan"]
        day = day_meant(when, MONDAY)
        found = from_plan(KeptPlan(key=name, text=text, when=when, who=who, day=day, date=MONDAY), 1)
    elif "thought" in entry:
        found = from_thought(entry["thought"], name, 1)
    else:
        found = from_words(entry["information"], 1)
    if found is None:
        raise ValueError(f"{name} has no parts")
    return found


def run(part: str) -> list[Judged]:
    """Every answer of one part of the set, judged."""
    content = load(SET)
    held = {name: agreed(name, entry) for name, entry in content["agreed"].items()}
    found = []
    for row in content[part]:
        verdict = judge(held[row["of"]], appraise(row["text"]), MONDAY).verdict
        found.append(Judged(row["of"], row["text"], row["verdict"], verdict))
    return found


def accuracy(found: list[Judged]) -> float:
    """Share judged as meant."""
    return sum(item.meant == item.verdict for item in found) / len(found)


def taken_for_understood(found: list[Judged]) -> list[Judged]:
    """Answers with nothing in them that were taken for understanding, in part or whole."""
    return [item for item in found if item.meant == "evaded" and item.verdict in ("complete", "partial")]


def main() -> None:
    """Print what was measured."""
    for part in ("tuned", "held_out"):
        found = run(part)
        print(f"{part}: {accuracy(found):.3f} of {len(found)} as meant")
        print(f"  {len(taken_for_understood(found))} evasive or pleased taken for understood")
        confused = Counter((item.meant, item.verdict) for item in found if item.meant != item.verdict)
        for (meant, verdict), count in confused.most_common():
            print(f"  {meant} taken for {verdict}: {count}")
        for item in found:
            if item.meant != item.verdict:
                print(f"    {item.of}: {item.text} ({item.verdict})")


if __name__ == "__main__":
    main()
