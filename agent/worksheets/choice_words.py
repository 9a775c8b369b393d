"""Where a choice is named: word for word, by the words it is made of, or by one that only it has."""

from __future__ import annotations

import functools
import re
from collections.abc import Sequence
from dataclasses import dataclass

import snowballstemmer
from rapidfuzz import fuzz

from agent.worksheets.phrases import groups, words
from agent.worksheets.schema import Field

ALIKE = 90.0
"""From this likeness on (of 100), letters run together count as the choice misheard."""
MAYBE = 84.0
_WORD = re.compile(r"[^\W_]+(?:'[^\W_]+)*|[,.;:!?…–—]")


@dataclass(frozen=True)
class Word:
    """A word or a mark, in the order said."""

    text: str
    stem: str
    mark: bool = False


@dataclass(frozen=True)
class Mention:
    """Words from `start` to `end` that name a choice (or, by number, several)."""

    start: int
    end: int
    choice: str = ""
    numbers: tuple[int, ...] = ()
    literal: bool = False
    strong: bool = True  # nothing beside it makes it less likely
    sure: bool = True

    @property
    def words(self) -> int:
        return self.end - self.start

    def of(self, field: Field) -> list[str]:
        """The choices named."""
        return [self.choice] if self.choice else [field.choices[number] for number in self.numbers]


def spoken(said: str) -> list[Word]:
    """`said` as words with their stems; "can't" and "cannot" are one."""
    text = said.casefold().replace("’", "'").replace("can't", "cannot").replace("can not", "cannot")
    return [Word(found, _stem(found), not found[0].isalnum()) for found in _WORD.findall(text)]


def mentions(heard: Sequence[Word], field: Field) -> list[Mention]:
    """Every choice named, at most once each; literal names first, and no word counts twice."""
    found: list[Mention] = []
    ways = [(choice, way) for choice in field.choices for way in (choice, *_other_names(field, choice))]
    for choice, way in sorted(ways, key=lambda one: -len(one[1])):
        found += _literal(heard, choice, way, _taken(found))
    surely, likely = functools.partial(_misheard, least=ALIKE), functools.partial(_part, strongly=True)
    for finder in (_whole, surely, likely, _misheard, _part):
        for choice in field.choices:
            if choice not in {one.choice for one in found}:
                found += finder(heard, choice, field, _taken(found))
    return sorted(found, key=lambda one: one.start)


def _other_names(field: Field, choice: str) -> tuple[str, ...]:
    """What else the sheet says this choice may be called."""
    return dict(field.synonyms).get(choice, ())


def _literal(heard: Sequence[Word], choice: str, way: str, taken: set[int]) -> list[Mention]:
    wanted = [word.text for word in spoken(way) if not word.mark]
    places = [place for place, word in enumerate(heard) if not word.mark]
    texts = [heard[place].text for place in places]
    for first in range(len(texts) - len(wanted) + 1):
        span = places[first : first + len(wanted)]
        if wanted and texts[first : first + len(wanted)] == wanted and not taken & set(span):
            return [Mention(span[0], span[-1] + 1, choice, literal=True)]
    return []


def _whole(heard: Sequence[Word], choice: str, field: Field, taken: set[int]) -> list[Mention]:
    """All its words of content, in any form and order and near each other: "reading their minds"."""
    wanted = _content(choice)
    if not wanted or (len(wanted) == 1 and not _own(choice, field)):
        return []
    for size in range(len(wanted), len(wanted) + MAX_BETWEEN + 1):
        for start in range(len(heard) - size + 1):
            span = range(start, start + size)
            if wanted <= {heard[place].stem for place in span} and not taken & set(span):
                return [Mention(start, start + size, choice)]
    return []


MAX_BETWEEN = 3
"""Words that may stand between the words of a choice."""


def _part(
    heard: Sequence[Word], choice: str, field: Field, taken: set[int], strongly: bool = False
) -> list[Mention]:
    """Words that only this choice has: "the temper". Of "work and study" either part will do."""
    own = _own(choice, field)
    found = [
        place
        for place, word in enumerate(heard)
        if place not in taken
        and not word.mark
        and word.text not in words("choice_small")
        and any(word.stem == stem or _begins(word.stem, stem) for stem in own)
    ]
    if len(found) < 2 and all(heard[place].text in words("choice_weak") for place in found):
        return []
    most = len(found) > 1 and 2 * len({heard[place].stem for place in found}) >= len(own)
    strong = most or len(own) == 1 or " and " in choice.casefold()
    if strongly and not strong:
        return []
    return [Mention(found[0], found[-1] + 1 if most else found[0] + 1, choice, strong=strong)]


def _misheard(
    heard: Sequence[Word], choice: str, field: Field, taken: set[int], least: float = MAYBE
) -> list[Mention]:
    """Nearly its letters: "for tune telling"."""
    wanted = "".join(word.text for word in spoken(choice) if not word.mark)
    best, at = 0.0, (0, 0)
    count = len(choice.split())
    for start in range(len(heard)):
        for end in range(start + max(1, count - 1), min(len(heard), start + count + 2) + 1):
            span = heard[start:end]
            if len(wanted) < SHORTEST or taken & set(range(start, end)) or any(word.mark for word in span):
                continue
            score = fuzz.ratio("".join(word.text for word in span), wanted)
            if score > best:
                best, at = score, (start, end)
    return [Mention(*at, choice, sure=best >= ALIKE)] if best >= least else []


SHORTEST = 6
"""Letters of a choice below which likeness says too little."""


def _taken(found: Sequence[Mention]) -> set[int]:
    return {place for one in found for place in range(one.start, one.end)}


@functools.lru_cache(maxsize=512)
def _content(choice: str) -> frozenset[str]:
    """The stems of a choice's words of content, or of all its words where it has no other."""
    found = [word for word in spoken(choice) if not word.mark]
    content = frozenset(word.stem for word in found if word.text not in words("choice_small"))
    return content or frozenset(word.stem for word in found)


def _own(choice: str, field: Field) -> frozenset[str]:
    """Stems of content that no other choice has."""
    others = frozenset().union(*(_content(other) for other in field.choices if other != choice))
    return _content(choice) - others


def _begins(one: str, other: str) -> bool:
    """Whether one stem begins the other: "friend" and "friendship"."""
    short, long = sorted((one, other), key=len)
    return len(short) >= 5 and long.startswith(short)


@functools.lru_cache(maxsize=4096)
def _stem(word: str) -> str:
    """A word's stem, by way of the everyday word it may stand for."""
    alike = groups("alike")
    stem = str(_ENGLISH.stemWord(alike.get(word, word)))
    return str(_ENGLISH.stemWord(alike[stem])) if word not in alike and stem in alike else stem


_ENGLISH = snowballstemmer.stemmer("english")
