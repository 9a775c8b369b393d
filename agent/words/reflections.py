"""Candidates for a reflection of one focus, from every move that fires."""

from __future__ import annotations

import functools
from collections.abc import Iterator
from dataclasses import replace

from agent.words.candidate import Candidate
from agent.words.deeper import both_sides, events, gladness, named_feelings, needs, values
from agent.words.material import Material
from agent.words.moves import PLAIN
from agent.words.moves.tentative import what_if
from agent.words.moves.things import fragments, not_but
from agent.words.strengths import deeds, goes_on
from agent.words.tokens import join

PAIR_WORDS = 13
"""Most words of two short reflections said together."""


def reflections(material: Material, focus: str, sides: tuple[str, str] = ("", "")) -> list[Candidate]:
    """Wordings that reflect `focus` (simple, emotions, values, needs, consequences, conflicts, strengths)."""
    if focus == "simple":
        return [*plain(material), *not_but(material), *fragments(material)]
    if focus == "conflicts":
        return list(both_sides(material, sides))
    if focus == "needs":
        return list(needs(material))
    if focus == "values":
        return [*values(material), *(item for item in plain(material) if item.focus == "values")]
    if focus == "strengths":
        return [*deeds(material), *goes_on(material)]
    if focus == "consequences":
        return [item for item in plain(material) if item.focus == "consequences"]
    if focus == "emotions":
        return list(_emotions(material))
    return []


@functools.lru_cache(maxsize=8)
def plain(material: Material) -> tuple[Candidate, ...]:
    """Every plain move on every clause, weighted by the clause."""
    found: list[Candidate] = []
    for clause, weight in material.ranked():
        for move in (what_if,) if clause.question else PLAIN:
            found.extend(
                replace(item, weight=item.weight * (0.5 + 0.5 * weight)) for item in move(clause, material)
            )
    return tuple(found)


def _emotions(material: Material) -> Iterator[Candidate]:
    said = plain(material)
    deep = [item for item in said if item.focus == "emotions"]
    yield from (replace(item, weight=item.weight - 0.45 * item.text.startswith("And ")) for item in deep)
    yield from (item for item in not_but(material) if item.depth == "complex")
    felt = [*named_feelings(material), *gladness(material)]
    happened = list(events(material))
    yield from felt
    yield from (replace(item, weight=item.weight - 0.45 * item.text.startswith("And ")) for item in happened)
    yield from _pairs(material, happened, [item for item in deep if item.text.startswith("And ")])


def _pairs(material: Material, happened: list[Candidate], deep: list[Candidate]) -> Iterator[Candidate]:
    """What was said, small, and what lies in it, where both come from the same clause."""
    for clause, weight in material.ranked()[:3]:
        if clause.question:
            continue
        alone = replace(material, clauses=(clause,), weights=(weight,), text=join(clause.tokens))
        keys = {item.uses for item in events(alone)}
        seconds = [*(item for item in happened if item.uses in keys), *deep][:4] if keys else deep[:2]
        small = [
            item
            for move in PLAIN
            for item in move(clause, material)
            if item.focus != "emotions" and item.depth == "simple" and len(item.text.split()) <= 7
        ]
        small = [item for item in small if not item.frame.startswith("nps.") and not item.register]
        for first in sorted(small, key=lambda item: -item.weight)[:2]:
            for second in seconds:
                if text := _together(first.text, second.text):
                    total = 0.7 * first.weight + 0.7 * second.weight
                    yield replace(
                        second, text=text, frame=f"pair.{second.frame}", depth="complex", weight=total
                    )


def _together(first: str, second: str) -> str:
    """Two short reflections as one; "And ..." is joined on with a comma."""
    if len(first.split()) + len(second.split()) > PAIR_WORDS or _shares(first, second):
        return ""
    if second.startswith("And "):
        joins = "," not in first and ". " not in first
        return f"{first.rstrip('.')}, and{second[3:]}" if joins else f"{first} {second}"
    return f"{first} {second}"


def _shares(first: str, second: str) -> bool:
    """Whether both say the same noun: then together they repeat."""
    words = [set(text.lower().strip(".").replace(",", "").split()) for text in (first, second)]
    return bool({word for word in words[0] & words[1] if len(word) > 4})
