"""How a session opens from where the last one ended: lightly, by one thing, and by how long ago that was."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from typing import Any, TypeVar

from agent.remembering.days import DAYS, Gap, day_name, days_between, gap, parse, time_said
from agent.remembering.keeping import Keeping
from agent.remembering.kept import Kept, KeptPlan, Memory, SessionNote, loose, put
from agent.remembering.sheet_plans import asked_about, is_deed, plan_words
from agent.words.candidate import Candidate
from agent.words.forms import gerund
from agent.words.lines import fill, read
from agent.worksheets.schema import Sheet

MOST_ASKED = 2
"""Times that a plan is asked about before it is let be."""
SAFE = 4
"""Severity from which the session before counts as one at raised risk, however it ended."""
THREAD_FADES = 60
"""Days after which a thread that was left open is not taken up again unasked."""
_NEAR: dict[Gap, str] = {"same_day": "same_day", "weeks": "weeks", "long": "long"}
K = TypeVar("K", bound=Kept)


@dataclass(frozen=True)
class Theme:
    """The one thing a session may open with."""

    kind: str
    item: Kept | None = None


def last_note(keeping: Keeping) -> SessionNote | None:
    """The session before this one."""
    notes = [note for note in keeping.memory.sessions if note.id != keeping.session]
    return notes[-1] if notes else None


def themes(keeping: Keeping) -> tuple[Theme, ...]:
    """What the session may open with, the first first; raised risk leaves nothing else."""
    last, memory, today = last_note(keeping), keeping.memory, keeping.date
    if last is None:
        return ()
    if last.level != "none" or last.risk >= SAFE:
        return (Theme("risk"),)
    found = [Theme(_plan_kind(plan, today), plan) for plan in open_plans(memory, today)[:1]]
    found += [Theme(kind, item) for kind, item in _pending(memory, today)[:1]]
    recent = [item for item in memory.names if item.session == last.id and item.status == "accepted"]
    found += [Theme("name", item) for item in _untold(recent)[:1]]
    found += [Theme("thread", item) for item in _threads(memory, last, today)[:1]]
    found += [
        Theme("sheet", item)
        for item in [sheet for sheet in memory.worksheets if sheet.became == "done"][-1:]
        if item.session == last.id and not item.told
    ]
    found += [Theme("goal", item) for item in _untold(memory.goals)[:1] if sayable(item)]
    return (*found, Theme("any"))


def open_plans(memory: Memory, today: str) -> list[KeptPlan]:
    """Plans whose outcome is not known, the newest first, those whose day has come before the rest."""
    waiting = [plan for plan in reversed(memory.plans) if plan.outcome == "open" and plan.asked < MOST_ASKED]
    return sorted(waiting, key=lambda plan: bool(plan.day) and plan.day > today)


def is_due(plan: KeptPlan, today: str) -> bool:
    """Whether it may have been done by now: its day has passed, or it had none."""
    return not plan.day or plan.day < today


def _plan_kind(plan: KeptPlan, today: str) -> str:
    if plan.sheet:
        return "plan_sheet" if is_due(plan, today) else "plan_sheet_ahead"
    if not plan.day:
        return "plan_undated"
    return "plan_past" if is_due(plan, today) else "plan_ahead"


def _untold(items: Sequence[K]) -> list[K]:
    """Those not brought up before, the newest first."""
    return [item for item in reversed(items) if not item.told]


def _pending(memory: Memory, today: str) -> list[tuple[str, Kept]]:
    """(waiting or later, thread) of what they waited for, or put off for another time."""
    return [
        (item.key.partition(":")[0], item)
        for item in _untold(memory.threads)
        if item.key.startswith(("waiting:", "later:")) and days_between(item.date, today) <= THREAD_FADES
    ]


def _threads(memory: Memory, last: SessionNote, today: str) -> list[Kept]:
    open_ones = [
        item for item in memory.threads
        if item.key.startswith("open:") and not item.told and days_between(item.date, today) <= THREAD_FADES
    ]  # fmt: skip
    return sorted(open_ones, key=lambda item: (item.session == last.id, item.confidence), reverse=True)


def sayable(goal: Kept) -> bool:
    """Whether a goal can be named later: a deed, with no day and nobody in it who is only "him"."""
    named = goal.key != "goal:it" and not goal.text.startswith(("the ", "getting", "moving", "staying"))
    return named and not loose(goal.text) and not time_said(goal.text)


def openings(keeping: Keeping, sheets: Mapping[str, Sheet] | None = None) -> Iterator[Candidate]:
    """First words of a later session, the first theme's the likeliest; nothing if there was none before.

    `sheets`: a plan made on one of these is asked about in the sheet's own words.
    """
    last = last_note(keeping)
    if last is None:
        return
    table = read("memory")
    since = gap(last.date, keeping.date)
    for rank, theme in enumerate(themes(keeping)):
        weight = 4.0 - 1.2 * rank
        if theme.kind == "risk":
            yield from fill(table["opening"]["risk"], "open.risk", {}, "risk", weight)
            return
        lines = table["opening"][theme.kind]
        pace = _NEAR.get(since, "near")
        key = pace if pace in lines else "near"
        uses = f"memory:{theme.item.key}" if theme.item is not None else ""
        for slots in _slots(keeping, theme, last, table):
            if theme.kind == "plan_sheet" and isinstance(theme.item, KeptPlan):
                own = [f"{slots['hello']}. {prompt}" for prompt in asked_about(theme.item, sheets or {})]
                yield from (
                    Candidate(text, f"open.plan_sheet.{number}", theme.kind, weight=weight, uses=uses)
                    for number, text in enumerate(own)
                )
                if own:
                    continue
            yield from fill(lines[key], f"open.{theme.kind}.{key}", slots, theme.kind, weight, uses)


def _slots(
    keeping: Keeping, theme: Theme, last: SessionNote, table: dict[str, Any]
) -> Iterator[dict[str, str]]:
    """What the lines are filled with, once for each greeting and each way to say how long ago."""
    since, today = gap(last.date, keeping.date), keeping.date
    me = next((item.text for item in keeping.memory.people if item.key == "self"), "")
    item = theme.item
    text = item.text if item is not None else ""
    if isinstance(item, KeptPlan) and item.sheet:
        text = plan_words(item)
    if theme.kind in ("waiting", "later") and item is not None:
        text = item.key.partition(":")[2]
    day = day_name(item.day, today) if isinstance(item, KeptPlan) else ""
    when_day = parse(last.date)
    weekday = DAYS[when_day.weekday()].capitalize() if when_day else ""
    hellos = table["hello"]["named"] if me else table["hello"]["plain"]
    for hello in hellos:
        for when in table["when"][since]:
            yield {
                "hello": hello.format(self=me),
                "when": when.format(weekday=weekday),
                "plan": text,
                "plan_ing": going(text) if not isinstance(item, KeptPlan) or is_deed(item) else "",
                "day": day,
                "thing": text,
                "goal_ing": going(text),
            }


def going(words: str) -> str:
    """ "ring your brother" -> "ringing your brother"."""
    first, _, rest = words.partition(" ")
    return f"{gerund(first)} {rest}".strip() if first else ""


def mark_told(memory: Memory, keys: Sequence[str], today: str) -> Memory:
    """The memory with the day on what was brought up; a plan also counts how often it was asked about."""
    for name, item in memory.items():
        if item.key not in keys:
            continue
        told = replace(item, told=today)
        if isinstance(told, KeptPlan) and is_due(told, today):
            told = replace(told, asked=told.asked + 1)
        memory = put(memory, name, told)
    return memory
