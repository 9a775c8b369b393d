"""What is kept of a person from one session to the next: plain frozen records, each with its source.

Every record says where it came from (session, turn, date, who proposed it), how sure it is and how it
stands. Dates are ISO days ("2026-03-14"); an empty string is "not known".
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, fields, replace
from typing import Any, Literal

from alongside.records import Speaker

FORMAT = 1
"""Version of the file's shape; a newer one is refused, an older one is read with defaults."""
Outcome = Literal["open", "done", "partly", "not", "changed", "let_be"]
"""How a plan went. `let_be`: asked about twice and not taken up; it is not asked about again."""
MOST = {
    "facts": 60,
    "people": 30,
    "names": 12,
    "goals": 8,
    "plans": 24,
    "worksheets": 40,
    "threads": 12,
    "worked": 12,
    "understood": 30,
    "sessions": 200,
}
"""Bounds of each list: a person's memory stays a page or two, whatever happens."""


@dataclass(frozen=True, kw_only=True)
class Kept:
    """One thing kept. `told` is the day it was last brought up unasked."""

    key: str
    text: str
    session: str = ""
    turn: str = ""
    date: str = ""
    proposer: Speaker = "participant"
    confidence: float = 1.0
    status: Literal["proposed", "accepted"] = "accepted"
    told: str = ""


@dataclass(frozen=True, kw_only=True)
class KeptGoal(Kept):
    """A goal with the belief over the five stages of change on `date`, and its ambivalence then."""

    belief: tuple[float, ...] = ()
    ambivalence: float = 0.0


@dataclass(frozen=True, kw_only=True)
class KeptPlan(Kept):
    """What they would do. `when` is as said, `day` the date it meant where that is known."""

    when: str = ""
    day: str = ""
    who: str = ""
    said_how: str = ""  # in their own words, asked for once more
    outcome: Outcome = "open"
    went: str = ""  # what they said of it
    went_on: str = ""  # the day they said so
    asked: int = 0  # how often it was asked about
    sheet: str = ""  # the worksheet it was made on, with its words there in said_how


@dataclass(frozen=True, kw_only=True)
class KeptSheet(Kept):
    """A worksheet finished, refused or left open: its name, distress before and after (-1: not given).

    `carried` are the answers that the sheet wants kept for another day: (field, JSON). `run` is a sheet that
    was left open, as JSON, so that it can be gone on with.
    """

    sheet: str
    before: float = -1.0
    after: float = -1.0
    became: Literal["done", "refused", "begun"] = "done"
    carried: tuple[tuple[str, str], ...] = ()
    run: str = ""


@dataclass(frozen=True, kw_only=True)
class Understood(Kept):
    """What came back when they were asked to say something agreed in their own words."""

    verdict: Literal["complete", "partial", "wrong", "evaded"]
    agreed: tuple[str, ...] = ()
    matched: tuple[str, ...] = ()
    score: float = 0.0


@dataclass(frozen=True, kw_only=True)
class SessionNote:
    """One session: when, how much was said, how it stood with safety at its end, how often pleased."""

    id: str
    date: str
    turns: int = 0
    ended: bool = False
    risk: int = 0  # the highest severity, 0 to 6
    level: Literal["none", "moderate", "high"] = "none"  # at the end
    pleased: int = 0
    alliance: tuple[float, ...] = ()  # means of bond, task and goal by their words; () where not measured


@dataclass(frozen=True, kw_only=True)
class Memory:
    """All that is kept of one person."""

    format: int = FORMAT
    person: str = ""
    facts: tuple[Kept, ...] = ()
    people: tuple[Kept, ...] = ()
    names: tuple[Kept, ...] = ()
    goals: tuple[KeptGoal, ...] = ()
    plans: tuple[KeptPlan, ...] = ()
    worksheets: tuple[KeptSheet, ...] = ()
    threads: tuple[Kept, ...] = ()
    worked: tuple[Kept, ...] = ()
    understood: tuple[Understood, ...] = ()
    sessions: tuple[SessionNote, ...] = ()

    def items(self) -> tuple[tuple[str, Kept], ...]:
        """(list it is in, item) of everything kept about the person, sessions left out."""
        return tuple((name, item) for name in LISTS for item in getattr(self, name))

    def keys(self) -> frozenset[str]:
        """The keys of everything kept."""
        return frozenset(item.key for _, item in self.items())

    def find(self, key: str) -> Kept | None:
        """The item with that key."""
        return next((item for _, item in self.items() if item.key == key), None)


LISTS = tuple(item.name for item in fields(Memory) if item.name not in ("format", "person", "sessions"))
"""The lists of a memory that hold kept items."""


_LOOSE = frozenset(
    ("it", "that", "this", "these", "those", "him", "her", "them", "he", "she", "they", "there", "one", "so")
)


def loose(text: str) -> bool:
    """Whether a text leans on words around it ("you miss him"): nobody could tell later what it means."""
    return any(word in _LOOSE for word in text.lower().replace("'", " ").split())


def put(memory: Memory, name: str, item: Any) -> Memory:
    """The memory with `item` in the list `name`: in place of the one with its key, or at the end."""
    held = getattr(memory, name)
    key = "id" if name == "sessions" else "key"
    mark = getattr(item, key)
    if any(getattr(old, key) == mark for old in held):
        new = tuple(item if getattr(old, key) == mark else old for old in held)
    else:
        new = bounded(name, (*held, item))
    changed: dict[str, Any] = {name: new}
    return memory if new == held else replace(memory, **changed)


def bounded(name: str, items: tuple[Any, ...]) -> tuple[Any, ...]:
    """At most MOST of a list: guesses go first, then the oldest."""
    over = len(items) - MOST[name]
    if over <= 0:
        return items
    order = sorted(range(len(items)), key=lambda at: (getattr(items[at], "status", "") != "proposed", at))
    gone = set(order[:over])
    return tuple(item for at, item in enumerate(items) if at not in gone)


def without(memory: Memory, keys: Iterable[str]) -> Memory:
    """The memory without the items of these keys."""
    gone = frozenset(keys)
    if not gone:
        return memory
    left: dict[str, Any] = {
        name: tuple(item for item in getattr(memory, name) if item.key not in gone) for name in LISTS
    }
    changed = replace(memory, **left)
    return memory if changed == memory else changed
