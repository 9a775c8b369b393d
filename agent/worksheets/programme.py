"""A programme of worksheets, one a day: `load_programme` reads it, `Programme.today` says what is due."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, timedelta
from pathlib import Path
from typing import Literal

import yaml

from agent.worksheets.reader import Reader, names_in, read_named
from agent.worksheets.sheet import load_sheet

FOLDER = Path(__file__).parent / "programmes"
Missed = Literal["go_on", "wait"]


@dataclass(frozen=True, kw_only=True)
class Exercise:
    """One of the exercises that a programme is made of.

    `key`: as the days call it; `title`: as the person hears it. `sheet`: the worksheet it is done on, by name
    or by path. `carries`: answers of its last time that are shown again, among those the sheet keeps.
    """

    key: str
    title: str
    sheet: str
    carries: tuple[str, ...] = ()


@dataclass(frozen=True, kw_only=True)
class Today:
    """What is due: day `number`, from 1. `since`: the day on which the same exercise was last done, or 0.

    `missed`: the days just gone by without a sheet. `say`: wordings to choose from before the sheet is
    offered. `tell`: so many were missed that whoever runs the study should know.
    """

    number: int
    exercise: Exercise
    since: int = 0
    missed: int = 0
    say: tuple[str, ...] = ()
    tell: bool = False


@dataclass(frozen=True, kw_only=True)
class Programme:
    """Which sheet on which day, what is carried over, and what a missed day does.

    `days`: the exercise of each day. `missed`: "go_on" if the days go by the calendar, "wait" if they wait
    for the person. `back` is said after missed days, `last` on the last day. `tell_after`: so many missed
    days in a row are told to whoever runs the study.
    """

    key: str
    title: str
    about: str
    exercises: tuple[Exercise, ...]
    days: tuple[str, ...]
    back: tuple[str, ...]
    last: tuple[str, ...]
    missed: Missed = "go_on"
    tell_after: int = 2

    def on(self, number: int) -> Exercise:
        """The exercise of day `number`, from 1."""
        return next(one for one in self.exercises if one.key == self.days[number - 1])

    def today(self, began: date, now: date, done: Mapping[int, date]) -> Today | None:
        """What is due `now`, or None: before it began, after its end, or done for today.

        `done`: the date on which each day was done, by its number. An unfinished sheet is no day done;
        it can be taken up again for as long as its day is due.
        """
        number = (now - began).days + 1 if self.missed == "go_on" else self._next(done)
        if now < began or number > len(self.days) or number in done or now in done.values():
            return None
        before = [when for when in done.values() if when < now]
        gone = (now - max([began - timedelta(days=1), *before])).days - 1
        same = [day for day in done if day < number and self.days[day - 1] == self.days[number - 1]]
        return Today(
            number=number,
            exercise=self.on(number),
            since=max(same, default=0),
            missed=gone,
            say=self.last if number == len(self.days) else self.back if gone and before else (),
            tell=gone >= self.tell_after,
        )

    def _next(self, done: Mapping[int, date]) -> int:
        """The first day that was not done."""
        return next((day for day in range(1, len(self.days) + 1) if day not in done), len(self.days) + 1)


def load_programme(name_or_path: str | Path) -> Programme:
    """The programme of that name (among those that come along) or at that path.

    Raises AlongsideError, with the line, if there is none or it, or a sheet of it, is not in order.
    """
    root, path = read_named("programme", name_or_path, FOLDER)
    read = Reader(root, path.name, Programme)
    exercises = tuple(_exercise(node, path) for node in read.items("exercises", "the exercises"))
    names = [exercise.key for exercise in exercises]
    if len(set(names)) < max(1, len(names)):
        raise read.wrong("exercises", "each exercise needs a key of its own", "List at least one.")
    days = read.some_of("days", names)
    tell_after: int = read.value("tell_after", int, 2)
    if not days:
        raise read.wrong("days", "a programme needs days", "List an exercise for each day.")
    if tell_after < 1:
        raise read.wrong("tell_after", "'tell_after' must be 1 or more", "1 tells of every missed day.")
    return Programme(
        key=read.value("key", str),
        title=read.value("title", str),
        about=read.value("about", str),
        exercises=exercises,
        days=days,
        back=read.wordings("back", ()),
        last=read.wordings("last", ()),
        missed=read.one_of("missed", ("go_on", "wait"), "go_on"),  # type: ignore[arg-type]
        tell_after=tell_after,
    )


def programme_names() -> tuple[str, ...]:
    """The programmes that come with the package."""
    return names_in(FOLDER)


def _exercise(node: yaml.Node, file: Path) -> Exercise:
    read = Reader(node, file.name, Exercise)
    named = read.value("sheet", str)
    sheet = str(file.parent / named) if Path(named).suffix in (".yaml", ".yml") else named
    return Exercise(
        key=read.value("key", str),
        title=read.value("title", str),
        sheet=sheet,
        # Only what the sheet itself keeps for another day: its author knows what may be shown again.
        carries=read.some_of("carries", load_sheet(sheet).carries),
    )
