"""What a pattern cannot do without: strings of which every match holds at least one.

To look for a thousand plain strings at once (Aho and Corasick 1975) costs less than one pattern of many
words, and most turns hold few of them. So a rule is tried only where one of its needles is there.
"""

from __future__ import annotations

import functools
import re
import sys
from collections.abc import Iterator, Sequence
from typing import Any

import ahocorasick

if sys.version_info >= (3, 11):
    from re import _parser  # type: ignore[attr-defined]
else:
    import sre_parse as _parser

LEAST = 2
"""Letters of a needle that is worth looking for; shorter ones are in every text."""
MOST = 400
"""Needles of one pattern; with more, the pattern itself is as quick."""


def folded(text: str) -> str:
    """Text as needles are looked for in it: small letters, also those that only patterns take for one."""
    return text.casefold().replace("ı", "i")


@functools.lru_cache(maxsize=4096)
def needles(pattern: re.Pattern[str]) -> frozenset[str] | None:
    """Folded strings one of which is in every folded text that matches; None where there are no good ones."""
    found = _of_sequence(_parser.parse(pattern.pattern, pattern.flags))
    return found if found is not None and len(found) <= MOST else None


class Screen:
    """Patterns in order, of which only those are tried whose needles are in a text."""

    def __init__(self, patterns: Sequence[re.Pattern[str]]) -> None:
        self._always: frozenset[int] = frozenset()
        places: dict[str, set[int]] = {}
        for place, pattern in enumerate(patterns):
            found = needles(pattern)
            if found is None:
                self._always |= {place}
            for needle in found or ():
                places.setdefault(needle, set()).add(place)
        self._needles: Any = ahocorasick.Automaton()
        for needle, of in places.items():
            self._needles.add_word(needle, frozenset(of))
        self._needles.make_automaton()

    def places(self, text: str) -> list[int]:
        """The places, in order, of the patterns that may match `text`."""
        found = self._always
        if len(self._needles):
            found = found.union(*(places for _, places in self._needles.iter(folded(text))))
        return sorted(found)


def _of_sequence(tree: Any) -> frozenset[str] | None:
    return max(_candidates(tree), key=_worth, default=None)


def _worth(found: frozenset[str]) -> tuple[int, int]:
    """Longer needles are rarer; fewer are quicker."""
    return min(min(map(len, found)), 5), -len(found)


def _candidates(tree: Any) -> Iterator[frozenset[str]]:
    """Sets of needles, each good for the whole sequence."""
    run = ""
    for operation, argument in [*tree, (None, None)]:
        name = str(operation)
        if name == "LITERAL":
            run += folded(chr(argument))
            continue
        if len(run) >= LEAST:
            yield frozenset((run,))
        run = ""
        if name == "BRANCH":
            parts = [_of_sequence(part) for part in argument[1]]
            known = [part for part in parts if part is not None]
            if len(known) == len(parts):
                yield frozenset[str]().union(*known)
        elif name in ("SUBPATTERN", "ATOMIC_GROUP"):
            inner = _of_sequence(argument[-1] if name == "SUBPATTERN" else argument)
            if inner is not None:
                yield inner
        elif name in ("MAX_REPEAT", "MIN_REPEAT", "POSSESSIVE_REPEAT") and argument[0] > 0:
            inner = _of_sequence(argument[2])
            if inner is not None:
                yield inner
