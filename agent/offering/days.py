"""A programme's sheet for today, worked out from the days that the memory holds."""

from __future__ import annotations

from dataclasses import replace
from datetime import date

from agent.offering.library import Library
from agent.offering.suited import Suited
from agent.remembering.days import parse
from agent.remembering.keeping import Keeping
from agent.worksheets.programme import Programme, Today
from agent.worksheets.sheet import load_sheet


def due(programme: Programme, keeping: Keeping) -> Today | None:
    """What is due on the session's day; None where it is done for today, or the programme is over.

    Day one is the day of the person's first session. Where nobody is remembered, every day is the first.
    """
    now = parse(keeping.date)
    if not keeping.on or now is None:
        return programme.today(date(2000, 1, 1), date(2000, 1, 1), {})
    notes = [parse(note.date) for note in keeping.memory.sessions]
    began = min([day for day in notes if day is not None], default=now)
    keys = {sheet_of(exercise.sheet) for exercise in programme.exercises}
    days = sorted(
        {
            day
            for item in keeping.memory.worksheets
            if item.became == "done" and item.sheet in keys and (day := parse(item.date)) is not None
        }
    )
    by_calendar = {(day - began).days + 1: day for day in days}
    return programme.today(
        began, now, by_calendar if programme.missed == "go_on" else dict(enumerate(days, 1))
    )


def for_today(library: Library, programme: Programme, today: Today | None) -> Library:
    """The library with today's sheet as the only one; once that is done, it is there for the asking only."""
    if today is None:
        return replace(library, fixed=library.fixed or sheet_of(programme.exercises[0].sheet), closed=True)
    key = sheet_of(today.exercise.sheet)
    return replace(library, fixed=key, due=_offer(programme, today, key), carries=today.exercise.carries)


def _offer(programme: Programme, today: Today, key: str) -> Suited:
    reasons = [
        f"programme {programme.key}: day {today.number} of {len(programme.days)}, {today.exercise.title}"
    ]
    if today.tell:
        reasons.append(f"{today.missed} days in a row went by without a sheet: look in on them")
    return Suited(key, "programme", 9.0, tuple(reasons), today.say)


def sheet_of(name: str) -> str:
    """The key of the sheet that an exercise is done on."""
    return load_sheet(name).key
