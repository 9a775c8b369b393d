"""Change talk, sustain talk or neither, with its DARN-CAT kind and strength."""

from __future__ import annotations

from collections.abc import Sequence

from agent.appraisal.lists import matching
from agent.appraisal.reading import Kind, Talk
from agent.words.clauses import Clause

WEIGHT: dict[str, float] = {
    "desire": 0.6, "ability": 0.5, "reason": 0.55, "need": 0.65,
    "commitment": 0.9, "activation": 0.7, "taking_steps": 0.9,
}  # fmt: skip
"""DARN is preparatory, CAT mobilising: later steps towards change count for more (MISC 2.5)."""


def talk(text: str, clauses: Sequence[Clause]) -> tuple[Talk, Kind, float, tuple[Kind, ...]]:
    """(change|sustain|neutral, kind, strength 0 to 1, kinds of the other side if both were voiced).

    After "but", what is said later weighs more: people put what they mean last.
    """
    lowered = text.lower().replace("’", "'")
    change = matching("talk", "change", lowered)
    sustain = matching("talk", "sustain", lowered)
    if not change and not sustain:
        return "neutral", "", 0.0, ()
    for_change = sum(_weight(kind, words, lowered) for kind, words in change)
    against = sum(_weight(kind, words, lowered) for kind, words in sustain)
    if _only_negated(change, lowered):
        for_change *= 0.3
    winner = change if for_change > against else sustain
    other = sustain if winner is change else change
    side: Talk = "change" if winner is change else "sustain"
    best = max(winner, key=lambda item: _weight(item[0], item[1], lowered), default=("", ""))
    strength = min(1.0, max(for_change, against) / 1.2)
    if any(clause.hedged for clause in clauses):
        strength *= 0.8
    return side, _kind(best[0]), strength, tuple(_kind(kind) for kind, _ in other)


def _kind(name: str) -> Kind:
    kinds: dict[str, Kind] = {kind: kind for kind in _KINDS}
    return kinds.get(name, "")


_KINDS: tuple[Kind, ...] = ("desire", "ability", "reason", "need", "commitment", "activation", "taking_steps")


def _weight(kind: str, words: str, text: str) -> float:
    late = text.rfind(" but ")
    after_but = late >= 0 and text.find(words) > late
    return WEIGHT.get(kind, 0.5) * (1.3 if after_but else 1.0)


def _only_negated(found: list[tuple[str, str]], text: str) -> bool:
    """Whether every match stands right behind a negation: "I don't think I could stop"."""
    if not found:
        return False
    return all(
        any(
            word in text[max(0, text.find(words) - 14) : text.find(words)]
            for word in ("n't ", " not ", "never ")
        )
        for _, words in found
    )
