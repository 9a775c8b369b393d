"""Words for a premise the companion cannot share: warm first, then its own position, then a way on."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace
from itertools import zip_longest
from typing import Any

from agent.appraisal.thinking import premise_families
from agent.situation import Situation
from agent.words.candidate import Candidate
from agent.words.lines import fill, read


def positions(focus: str, now: Situation) -> Iterator[Candidate]:
    """Candidates for `correct_premise`: the position on this premise, or the last one, held."""
    if focus == "holding":
        yield from _held(now, now.state.offers.premise)
        return
    premise = next((item for item in now.appraisal.reading.premises if item.kind == focus), None)
    if premise is None or premise.key not in read("positions"):
        return
    said = f"premise.{premise.key}"
    again = any(frame.startswith(said) for frame, _ in now.state.frames)
    for number, (warm, position, way) in enumerate(_wordings(read("positions")[premise.key])):
        whole = " ".join(part for part in (warm, position, way) if part)
        yield Candidate(whole, f"{said}.whole.{number}", focus, weight=0.2 if again else 1.5)
        yield Candidate(f"{position} {way}", f"{said}.short.{number}", focus, weight=-0.2)
    for held in _held(now, premise.key):
        if again or "?" in held.text:
            yield held if again else replace(held, weight=-0.5)


def _wordings(entry: dict[str, Any]) -> Iterator[tuple[str, str, str]]:
    """(warm, position, way) for every variation an entry has; a part with fewer wordings repeats its last."""
    parts = [
        [value] if isinstance(value, str) else value
        for value in (entry["warm"], entry["position"], entry["way"])
    ]
    for warm, position, way in zip_longest(*parts):
        yield warm if warm is not None else parts[0][-1], position or parts[1][-1], way or parts[2][-1]


def _held(now: Situation, key: str) -> Iterator[Candidate]:
    """The same position once more, not louder."""
    lines = read("positions")
    family = next((name for name, keys in premise_families().items() if key in keys), "false")
    back = {"back": lines["holding_on"][family]}
    if "know" in now.appraisal.text.lower() and now.appraisal.asks("discord"):
        yield from fill(lines["holding_knows"], "holding.knows", back, "holding", 2.0)
    yield from fill(lines["holding"], "holding", back, "holding")
    bare = [line.replace(" {back}", "") for line in lines["holding"]]
    yield from fill(bare, "holding.bare", {}, "holding", 0.8)
