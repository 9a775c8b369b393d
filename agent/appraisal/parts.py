"""Meaning by its parts: a rule fires where all its concepts are heard close together, in any order.

A lexicon in YAML names `concepts` (lists of patterns, whole words, small letters), `rules` (family -> key ->
recipes "a + b + c") and `unless` (family -> patterns that, heard beside it, keep the family's rules still).
It may name the concepts that are `common`: without any of the others nothing is looked for.
"""

from __future__ import annotations

import functools
import re
from collections.abc import Iterator
from dataclasses import dataclass

from agent.appraisal.lists import rules
from agent.appraisal.needles import Screen

NEAR = 1
"""How many sentences apart the parts of one meaning may stand, or it and what keeps it still."""
_END = re.compile(r"[.!?;\n]+")


@dataclass(frozen=True)
class Found:
    """A rule that fired: its family and key as in the lexicon, and the first words that show it."""

    family: str
    key: str
    words: str


@dataclass(frozen=True)
class _Recipe:
    family: str
    key: str
    concepts: tuple[re.Pattern[str], ...]
    places: frozenset[int]  # of its concepts, in the lexicon
    unless: re.Pattern[str] | None


class Turn:
    """A turn cut into sentences, with the sentences in which each concept is heard.

    `most` is how many characters are looked at: the first and the last halves of it.
    """

    def __init__(self, text: str, most: int) -> None:
        half = most // 2
        self.text = text if len(text) <= most else f"{text[:half]} . {text[-half:]}"
        self._ends = [match.end() for match in _END.finditer(self.text)]
        self._known: dict[re.Pattern[str], dict[int, str]] = {}

    def sentence(self, place: int) -> int:
        """The number of the sentence that a character stands in."""
        return sum(end <= place for end in self._ends)

    def where(self, pattern: re.Pattern[str]) -> dict[int, str]:
        """Sentence -> the first words in it that match."""
        if pattern not in self._known:
            found: dict[int, str] = {}
            for match in pattern.finditer(self.text):
                found.setdefault(self.sentence(match.start()), match.group())
            self._known[pattern] = found
        return self._known[pattern]

    def near(self, pattern: re.Pattern[str], place: int, reach: int = NEAR) -> bool:
        """Whether a pattern is heard in that sentence or up to `reach` beside it."""
        return any(abs(place - sentence) <= reach for sentence in self.where(pattern))


def found(
    lexicon: str, turn: Turn, *, whole: frozenset[str] = frozenset(), reach: int = NEAR
) -> Iterator[Found]:
    """The rules of `lexicon` that fire, in its order, one of each key.

    The parts of a family in `whole` may stand anywhere in the turn. What keeps a family still does so
    from up to `reach` sentences away.
    """
    heard = _heard(lexicon, turn.text)
    seen: set[str] = set()
    for recipe in _recipes(lexicon) if heard else ():
        if recipe.key in seen or not recipe.places <= heard:
            continue
        if words := _fires(turn, recipe, recipe.family in whole, reach):
            seen.add(recipe.key)
            yield Found(recipe.family, recipe.key, words)


@functools.cache
def families(lexicon: str) -> dict[str, frozenset[str]]:
    """Family -> its keys."""
    return {str(family): frozenset(keys) for family, keys in rules(lexicon)["rules"].items()}


@functools.cache
def unless(lexicon: str, family: str) -> re.Pattern[str] | None:
    """What keeps a family still, None where nothing does."""
    content = rules(lexicon)["unless"]
    entries = (*content.get("any", ()), *content.get(family, ()))
    return _joined(entries) if entries else None


def _heard(lexicon: str, text: str) -> frozenset[int]:
    """The places of the concepts that may be heard in a text; none where all of them are common ones."""
    _, screen, common = _concepts(lexicon)
    places = frozenset(screen.places(text))
    return frozenset() if places <= common else places


@functools.cache
def _concepts(lexicon: str) -> tuple[tuple[re.Pattern[str], ...], Screen, frozenset[int]]:
    """The concepts, what tells which of them may be heard, and the places of the common ones."""
    content = rules(lexicon)
    common = set(content.get("common", ()))
    for keys in content["rules"].values():
        for recipe in (recipe for recipes in keys.values() for recipe in recipes):
            if common.issuperset(recipe.split(" + ")):
                raise ValueError(f"{lexicon}: the rule {recipe!r} is made of common concepts only")
    concepts = tuple(_joined(tuple(entries)) for entries in content["concepts"].values())
    places = frozenset(place for place, name in enumerate(content["concepts"]) if name in common)
    return concepts, Screen(concepts), places


@functools.cache
def _recipes(lexicon: str) -> tuple[_Recipe, ...]:
    content = rules(lexicon)
    concepts, place_of = _concepts(lexicon)[0], {name: at for at, name in enumerate(content["concepts"])}
    return tuple(
        _Recipe(
            str(family),
            key,
            tuple(concepts[place_of[name]] for name in recipe.split(" + ")),
            frozenset(place_of[name] for name in recipe.split(" + ")),
            unless(lexicon, family),
        )
        for family, keys in content["rules"].items()
        for key, recipes in keys.items()
        for recipe in recipes
    )


def _joined(entries: tuple[str, ...]) -> re.Pattern[str]:
    return re.compile(rf"(?<!\w)(?:{'|'.join(entries)})(?!\w)")


def _fires(turn: Turn, recipe: _Recipe, anywhere: bool, reach: int) -> str:
    places = []
    for concept in recipe.concepts:
        where = turn.where(concept)
        if not where:
            return ""
        places.append(where)
    for sentence, words in places[0].items():
        together = anywhere or any(
            all(any(start <= place <= start + NEAR for place in where) for where in places)
            for start in (sentence - NEAR, sentence)
        )
        reached = len(turn.text) if anywhere else reach
        if together and not (recipe.unless is not None and turn.near(recipe.unless, sentence, reached)):
            return words
    return ""
