"""A sheet asked for by name or purpose: "can we do the breathing thing", "something for worrying"."""

from __future__ import annotations

import functools
import re

from agent.appraisal.lists import rules
from agent.offering.library import Library

LONGEST = 400
"""Characters of a turn in which a sheet is looked for; a longer one is no request."""
_CLAUSES = re.compile(r"[.!?;]+ ?|, (?=(?:can|could|shall|let's|i'd|how about)\b)")


def asked_for(text: str, library: Library, *, busy: bool = False) -> str:
    """The key of the sheet that a turn asks for; "" if it asks for none.

    `busy`: another sheet is open, so only a plain request by name counts, lest an answer be taken for one.
    """
    plain = " ".join(text.replace("’", "'").lower().split())
    if not plain or len(plain) > LONGEST:
        return ""
    found = (_in_clause(clause.strip(" ,"), library, busy) for clause in _CLAUSES.split(plain) if clause)
    return next((key for key in found if key), "")


def _in_clause(clause: str, library: Library, busy: bool) -> str:
    if not clause or re.search(_words()["refuses"], clause):
        return ""
    for key, plainly, loosely in _frames(_called(library)):
        if plainly.fullmatch(clause) or (not busy and loosely.fullmatch(clause)):
            return key
    found = None if busy else _purpose().match(clause)
    if found is None:
        return ""
    fitting = (need for need, rule in _purposes() if rule.fullmatch(found["what"].strip(" ,")))
    return next((_most_for(need, library) for need in fitting), "")


def _most_for(need: str, library: Library) -> str:
    """The sheet that is most for a need; "" if none is."""
    acute = library.table.acute
    fitting = [
        ([*map(str, sheet.suits.needs)].index(need), acute.index(key) if key in acute else len(acute), key)
        for key, sheet in library.sheets.items()
        if need in sheet.suits.needs
    ]
    return min(fitting)[2] if fitting else ""


def _called(library: Library) -> tuple[tuple[str, str], ...]:
    """(sheet, pattern of a name), those of the table first, then titles and keys, the longer first."""
    wanted = [library.fixed] if library.fixed else [*library.sheets]
    table = [(key, rule.pattern) for key in wanted for rule in library.table.called.get(key, ())]
    own = [(key, re.escape(library.sheets[key].title.lower())) for key in wanted]
    own += [(key, re.escape(key.replace("_", " "))) for key in wanted]
    return (*table, *sorted(own, key=lambda item: -len(item[1])))


def _words() -> dict[str, str]:
    found: dict[str, str] = rules("needs")["asking"]
    return found


@functools.lru_cache(maxsize=8)
def _frames(
    called: tuple[tuple[str, str], ...],
) -> tuple[tuple[str, re.Pattern[str], re.Pattern[str]], ...]:
    """(sheet, what plainly asks for it, what may), for every name."""
    say = _words()
    found = []
    for key, name in called:
        ends = f"{say['the']}(?:{name}){say['after']}"
        plainly = re.compile(f"{say['lead']}{say['asks']} {say['soft']}{say['do']}{ends}")
        found.append((key, plainly, re.compile(f"{say['lead']}{say['do']}{ends}")))
    return tuple(found)


@functools.cache
def _purpose() -> re.Pattern[str]:
    """ "Have you got something for …?", "an exercise to …"."""
    say = _words()
    before = f"{say['lead']}(?:{say['asks']} {say['soft']}{say['do']}|{say['do']}){say['the']}{say['thing']}"
    return re.compile(f"{before} (?:for|against|about|to|with|when|on) (?P<what>.+?){say['after']}$")


@functools.cache
def _purposes() -> tuple[tuple[str, re.Pattern[str]], ...]:
    found: dict[str, str] = rules("needs")["purposes"]
    return tuple((need, re.compile(words)) for need, words in found.items())
