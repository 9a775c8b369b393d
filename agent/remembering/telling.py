"""What is told when they ask what is remembered: the top few, in words."""

from __future__ import annotations

import itertools
import re
from collections.abc import Iterator
from dataclasses import replace
from typing import Any

from agent.remembering.days import days_between
from agent.remembering.keeping import Keeping
from agent.remembering.kept import LISTS, Kept, KeptPlan, Memory
from agent.remembering.opening import sayable
from agent.remembering.sheet_plans import is_deed
from agent.teachback.compare import concepts
from agent.words.candidate import Candidate
from agent.words.lines import fill, read

MOST_TOLD = 3
"""Things told at once: what can be taken in by ear."""
MOST_WORDS = 10
_PASSING = re.compile(
    r"\b(?:today|tonight|tomorrow|yesterday|now|this|just|last|next|monday|tuesday|wednesday|thursday|friday|"
    r"saturday|sunday|morning|evening|ago)\b",
    re.I,
)


def tellings(keeping: Keeping) -> Iterator[Candidate]:
    """Ways to tell it, three things or fewer; each says that it may be wrong, and that it can go."""
    lines = read("memory")["told"]
    pairs = list(sayings(keeping))
    for count in range(min(MOST_TOLD, len(pairs)), 0, -1):
        for shift in range(2 if len(pairs) > count else 1):
            chosen = pairs[shift : shift + count]
            words = [text for _, text in chosen]
            summary = f"{', '.join(words[:-1])}, and {words[-1]}" if count > 1 else words[0]
            rest = f" {lines['more'][0]}" if 1 < count < len(pairs) - 1 else ""
            uses = f"memory:{chosen[0][0]}" if count == 1 else ""
            for item in fill(
                lines["several" if count > 1 else "one"], f"told.{count}.{shift}", {"summary": summary},
                "remembered", weight=1.0 + count - 0.3 * shift, uses=uses,
            ):  # fmt: skip
                yield Candidate(f"{item.text}{rest}", item.frame, item.focus, weight=item.weight, uses=uses)


def sayings(keeping: Keeping) -> Iterator[tuple[str, str]]:
    """(key, clause) of what can be told: one plan, goal, person, fact first, then the next of each."""
    memory, today = _earlier_last(keeping), keeping.date
    plans = [
        (item.key, f"you meant to {item.text} {'' if _stale(item, today) else item.when}".strip())
        for item in reversed(memory.plans) if item.outcome == "open" and is_deed(item)
    ]  # fmt: skip
    done = [
        (item.key, f"you wanted to {item.text}, and did")
        for item in reversed(memory.plans) if item.outcome == "done" and is_deed(item)
    ]  # fmt: skip
    goals = [
        (item.key, f"a part of you wants to {item.text}")
        for item in reversed(memory.goals) if _plain(item) and sayable(item) and not _planned(item, memory)
    ]  # fmt: skip
    names = [
        (item.key, f"we called something {item.text}") for item in reversed(memory.names) if _plain(item)
    ]
    people = [(item.key, _person(item)) for item in reversed(memory.people) if _plain(item)]
    facts = [
        (item.key, item.text) for item in reversed(memory.facts)
        if _plain(item) and len(item.text.split()) <= MOST_WORDS and not _PASSING.search(item.text)
        and item.text.startswith(("you ", "your ", "you'"))
    ]  # fmt: skip
    worked = [(item.key, f"{item.text} helped") for item in reversed(memory.worked)]
    seen: set[str] = set()
    for row in itertools.zip_longest(plans, goals, people, facts, names, worked, done):
        for pair in row:
            if (
                pair is not None
                and pair[1]
                and pair[1] not in seen
                and "," not in pair[1].replace(", and did", "")
            ):
                seen.add(pair[1])
                yield pair


def _earlier_last(keeping: Keeping) -> Memory:
    """The memory with what earlier sessions gave at the end of each list: from there it is told."""
    changed: dict[str, Any] = {
        name: tuple(sorted(getattr(keeping.memory, name), key=lambda item: item.session != keeping.session))
        for name in LISTS
    }
    return replace(keeping.memory, **changed)


def _plain(item: Kept) -> bool:
    return item.status == "accepted" and item.key != "goal:it"


def _person(item: Kept) -> str:
    """ "Ana, your sister" -> "your sister is called Ana"."""
    if item.key == "self":
        return f"you're called {item.text}"
    name, _, whose = item.text.partition(", ")
    if whose:
        return f"{whose} is called {name[:1].upper()}{name[1:]}"
    return ""


def _planned(goal: Kept, memory: Memory) -> bool:
    """Whether the goal became a plan that is told anyway."""
    deed = concepts(goal.text)
    return any(2 * len(deed & concepts(plan.text)) >= len(deed) for plan in memory.plans)


def _stale(plan: KeptPlan, today: str) -> bool:
    """Whether "on Thursday" would be another Thursday by now."""
    return days_between(plan.date, today) > 6
