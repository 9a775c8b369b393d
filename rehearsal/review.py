"""Candidate replies, both ways for each rule of review: `python -m rehearsal.review [--show]`."""

from __future__ import annotations

import argparse
from collections import defaultdict
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, replace
from pathlib import Path

import yaml

from agent.appraise import appraise
from agent.companion import Companion
from agent.decide import Choice, read_table
from agent.review import review
from agent.situation import Situation
from alongside.messages import Turn

OWN = Path(__file__).with_name("review.yaml")


@dataclass(frozen=True)
class Judged:
    """One candidate for one rule: whether it should be refused by it, and whether it is."""

    rule: str
    part: str  # tuned or held
    text: str
    should: bool
    refused: bool


def situation(theirs: str, earlier: str = "") -> Situation:
    """A conversation at the point where `theirs` was said, after the companion had said `earlier`."""
    companion = Companion()
    state = companion.begin().with_(said=(earlier,) if earlier else ())
    now = companion._situation(state, Turn(turn_id="t", text=theirs), appraise(theirs))
    return replace(now, pace=replace(now.pace, gate_open=False))


def judged(path: Path = OWN) -> Iterator[Judged]:
    """Every candidate of the set."""
    rows = {row.act: row for row in reversed(read_table().rows)}
    for rule, entry in yaml.safe_load(path.read_text(encoding="utf-8")).items():
        now = situation(entry["theirs"], entry.get("earlier", ""))
        choice = Choice(rows[entry["act"]], ())
        for should, side in ((True, "refuse"), (False, "allow")):
            for part, texts in entry[side].items():
                for text in texts:
                    yield Judged(rule, part, text, should, rule in review(text, choice, now))


def rates(items: Iterable[Judged]) -> dict[tuple[str, str], tuple[int, int, int, int]]:
    """(part, rule) -> (refused, to be refused, refused wrongly, to be let pass)."""
    counts: dict[tuple[str, str], list[int]] = defaultdict(lambda: [0, 0, 0, 0])
    for item in items:
        for key in ((item.part, item.rule), (item.part, "all")):
            place = 0 if item.should else 2
            counts[key][place] += item.refused
            counts[key][place + 1] += 1
    return {key: (a, b, c, d) for key, (a, b, c, d) in counts.items()}


def main(arguments: Sequence[str] | None = None) -> None:
    """Print recall and false refusals per rule."""
    parser = argparse.ArgumentParser(prog="python -m rehearsal.review", description=__doc__)
    parser.add_argument("--show", action="store_true", help="print every candidate judged wrongly")
    given = parser.parse_args(arguments)
    items = list(judged())
    for (part, rule), (hit, every, wrong, fine) in sorted(rates(items).items()):
        print(f"{part:6} {rule:32} refused {hit:3}/{every:<3} wrongly refused {wrong:2}/{fine}")
    if given.show:
        for item in items:
            if item.refused != item.should:
                print(f"[{item.part}] {item.rule}: {'let pass' if item.should else 'refused'}: {item.text}")


if __name__ == "__main__":
    main()
