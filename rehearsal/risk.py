"""Risk in single sentences, both ways: `python -m rehearsal.risk [--means] [--show]`.

The level the guardian's memory reaches from one sentence alone, against the level written beside it.
"""

from __future__ import annotations

import argparse
from collections import defaultdict
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path

import yaml

from agent.safety import Level, SafetyMemory, watch

OWN = Path(__file__).with_name("risk_sentences.yaml")
MEANS = Path(__file__).with_name("risk_means.yaml")


@dataclass(frozen=True)
class Heard:
    """One sentence, the level it should reach, and the level it reaches."""

    expected: Level
    part: str  # tuned or held, or another that the set's file explains
    text: str
    level: Level


def heard(path: Path = OWN) -> Iterator[Heard]:
    """Every sentence of the set, weighed alone."""
    for expected, parts in yaml.safe_load(path.read_text(encoding="utf-8")).items():
        for part, sentences in parts.items():
            for text in sentences:
                yield Heard(expected, part, text, watch(SafetyMemory(), text).level)


def table(items: Iterable[Heard]) -> dict[str, dict[str, tuple[int, int]]]:
    """part -> measure -> (how many, of how many).

    `high noticed`: severe ones at any level; `high as high`; `moderate noticed`; `false alarms`: harmless
    ones that rise at all.
    """
    counts: dict[str, dict[str, list[int]]] = defaultdict(lambda: defaultdict(lambda: [0, 0]))
    for item in items:
        measures = {
            "high": {"high noticed": item.level != "none", "high as high": item.level == "high"},
            "moderate": {
                "moderate noticed": item.level != "none",
                "moderate as moderate": item.level == "moderate",
            },
            "none": {"false alarms": item.level != "none"},
        }[item.expected]
        for name, holds in measures.items():
            counts[item.part][name][0] += holds
            counts[item.part][name][1] += 1
    return {part: {name: (a, b) for name, (a, b) in found.items()} for part, found in counts.items()}


def main(arguments: Sequence[str] | None = None) -> None:
    """Print recall on severe and moderate sentences, and false alarms on harmless ones."""
    parser = argparse.ArgumentParser(prog="python -m rehearsal.risk", description=__doc__)
    parser.add_argument("--means", action="store_true", help="means at hand, told without the usual words")
    parser.add_argument("--show", action="store_true", help="print every sentence that misses its level")
    given = parser.parse_args(arguments)
    items = list(heard(MEANS if given.means else OWN))
    for part, measures in sorted(table(items).items()):
        for name, (count, every) in measures.items():
            print(f"{part:11} {name:22} {count:3}/{every:<3} {100 * count / every:5.1f} %")
    if given.show:
        for item in items:
            if item.level != item.expected:
                print(f"[{item.part}] {item.expected} heard as {item.level}: {item.text}")


if __name__ == "__main__":
    main()
