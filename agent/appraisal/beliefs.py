"""Premises known by their parts: who, does what, to whom, and what makes it impossible to go along with.

`lexicon/beliefs.yaml` names concepts and says which of them, heard close together and in any order, make a
premise. So another wording of the same belief is heard as the same belief.
"""

from __future__ import annotations

import functools
import re
from dataclasses import dataclass

from agent.appraisal.lists import rules

MOST_HEARD = 2400
"""Characters of a turn that are looked at: the first and the last halves of this."""
NEAR = 1
"""How many sentences apart the parts of one belief may stand."""
WHOLE_TURN = ("stigma",)
"""Families whose parts may stand anywhere in the turn: a description, and then a question about it."""
_END = re.compile(r"[.!?;\n]+")


@dataclass(frozen=True)
class Belief:
    """What was recognised: family and key as in the lexicon, and the first words that show it."""

    family: str
    key: str
    words: str


@functools.cache
def _concept(name: str) -> re.Pattern[str]:
    return _joined(tuple(rules("beliefs")["concepts"][name]))


@functools.cache
def _unless(family: str) -> re.Pattern[str] | None:
    entries = tuple(rules("beliefs")["unless"].get(family, ()))
    return _joined(entries) if entries else None


def _joined(entries: tuple[str, ...]) -> re.Pattern[str]:
    return re.compile(rf"(?<!\w)(?:{'|'.join(entries)})(?!\w)")


@functools.cache
def _recipes() -> tuple[tuple[str, str, tuple[str, ...]], ...]:
    found = []
    for family, keys in rules("beliefs")["rules"].items():
        for key, recipes in keys.items():
            found.extend((family, key, tuple(recipe.split(" + "))) for recipe in recipes)
    return tuple(found)


@functools.cache
def belief_families() -> dict[str, frozenset[str]]:
    """Family -> its keys."""
    return {family: frozenset(keys) for family, keys in rules("beliefs")["rules"].items()}


class _Heard:
    """A turn cut into sentences, with the sentences in which each concept is heard."""

    def __init__(self, text: str) -> None:
        half = MOST_HEARD // 2
        self.text = text if len(text) <= MOST_HEARD else f"{text[:half]} . {text[-half:]}"
        self.ends = [match.end() for match in _END.finditer(self.text)]
        self._known: dict[re.Pattern[str], dict[int, str]] = {}

    def where(self, pattern: re.Pattern[str]) -> dict[int, str]:
        """Sentence -> the first words in it that match."""
        if pattern not in self._known:
            found: dict[int, str] = {}
            for match in pattern.finditer(self.text):
                found.setdefault(sum(end <= match.start() for end in self.ends), match.group())
            self._known[pattern] = found
        return self._known[pattern]


def kept_still(family: str, text: str, words: str) -> bool:
    """Whether something beside `words` in `text` says that it is not theirs: a dream, a film."""
    pattern = _unless(family)
    if pattern is None:
        return False
    heard = _Heard(text)
    place = sum(end <= heard.text.find(words) for end in heard.ends)
    return any(abs(place - sentence) <= NEAR for sentence in heard.where(pattern))


def beliefs(text: str) -> tuple[Belief, ...]:
    """The beliefs of a turn, one of each key, in the lexicon's order. `text` is in small letters."""
    heard = _Heard(text)
    found: dict[str, Belief] = {}
    for family, key, recipe in _recipes():
        if key not in found and (words := _fires(heard, family, recipe)):
            found[key] = Belief(family, key, words)
    return tuple(found.values())


def _fires(heard: _Heard, family: str, recipe: tuple[str, ...]) -> str:
    places = []
    for name in recipe:
        where = heard.where(_concept(name))
        if not where:
            return ""
        places.append(where)
    if family in WHOLE_TURN:
        return next(iter(places[0].values()))
    kept_still = _unless(family)
    for sentence, words in places[0].items():
        span = range(sentence - NEAR, sentence + NEAR + 1)
        for start in (sentence - NEAR, sentence):
            pair = range(start, start + NEAR + 1)
            if all(any(place in pair for place in where) for where in places):
                still = kept_still is not None and any(place in span for place in heard.where(kept_still))
                if not still:
                    return words
    return ""
