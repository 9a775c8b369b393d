"""Somebody answers an instrument: pure functions from one frozen state to the next."""

from __future__ import annotations

import json
from collections.abc import Mapping
from dataclasses import dataclass, replace

from agent.worksheets.moves import find_move
from agent.worksheets.run import SheetRun, apply, begin, hear, suspend, view
from alongside.messages import Answer, SheetView, Turn
from study.instruments.model import Instrument
from study.instruments.sheet import as_sheet, choices_told, key_of, number_of
from study.instruments.spoken import picked

READ_OUT = 2
"""Questions with which the answers are read out; then they are known, and stay on the screen."""


@dataclass(frozen=True)
class Sitting:
    """One go at an instrument. `misheard`: the last words were no answer."""

    instrument: Instrument
    run: SheetRun
    misheard: bool = False

    @property
    def open(self) -> bool:
        """Whether a question is being asked."""
        return self.run.status == "open"

    @property
    def over(self) -> bool:
        """Whether it was answered to the end, or put away."""
        return self.run.status in ("done", "stopped")

    @property
    def number(self) -> int:
        """The item being asked, 0 if none is."""
        return self.run.position + 1 if self.open and self.run.current is not None else 0

    @property
    def answers(self) -> dict[int, float | None]:
        """The answers of the items in play, by number; None where one was skipped or not reached."""
        pairs = zip(self.run.sheet.fields, self.run.entries, self.run.plays, strict=True)
        return {
            number_of(field.key): self._value(number_of(field.key), entry.value)
            for field, entry, plays in pairs
            if plays
        }

    def _value(self, number: int, value: str) -> float | None:
        if not value:
            return None
        plain = json.loads(value)
        options = self.instrument.answers_of(number).options
        return (
            next((option.value for option in options if option.text == plain), None)
            if options
            else float(plain)
        )


def sit(instrument: Instrument, given: Mapping[int, float | None] | None = None) -> Sitting:
    """A sitting that is open at its first question; `given` are answers that are there already."""
    run = begin(as_sheet(instrument))
    run = apply(run, Answer(sheet=run.sheet.key, move="start"))
    sitting = Sitting(instrument, run)
    for number, value in (given or {}).items():
        sitting = answered(sitting, _again(sitting, number, value))
    return sitting


def answered(sitting: Sitting, answer: Answer) -> Sitting:
    """After something touched or typed."""
    return replace(sitting, run=apply(sitting.run, answer), misheard=False)


def heard(sitting: Sitting, turn: Turn) -> Sitting:
    """After something said. What is no answer leaves the question where it is: nothing is said of it."""
    run, number = sitting.run, sitting.number
    options = sitting.instrument.answers_of(number).options if number else ()
    if not options:
        return _rated(sitting, turn)
    given = Answer(sheet=run.sheet.key, field=key_of(number), channel=turn.channel, turn_id=turn.turn_id)
    move = find_move(turn.text)
    if move in ("skip", "back", "pause", "stop"):
        return answered(sitting, replace(given, move=move))
    option = picked(turn.text, sitting.instrument.answers_of(number))
    if option is None:
        return replace(sitting, misheard=True)
    return answered(sitting, replace(given, value=option.text))


def _rated(sitting: Sitting, turn: Turn) -> Sitting:
    """A place on a scale, told in numbers; an aside does not lay the questionnaire aside."""
    found = hear(sitting.run, turn.text, turn.turn_id, turn.channel, turn.stamp)
    run = found.run
    if found.kind == "aside" and run.status == "paused" and sitting.open:
        run = replace(run, status="open", rule=-1)
    return replace(sitting, run=run, misheard=found.kind in ("aside", "unclear"))


def laid_aside(sitting: Sitting) -> Sitting:
    """The sitting paused, while something else comes first."""
    return replace(sitting, run=suspend(sitting.run))


def shown(sitting: Sitting) -> SheetView:
    """The sitting for the page; nothing once it is over."""
    return SheetView(sheet="") if sitting.over else view(sitting.run)


def words(sitting: Sitting, first: int = 1) -> str:
    """What is read out now: the question; the first times and after a mishearing, also the answers.

    `first` is the item that the sitting began with here; with it the frame is read.
    """
    number = sitting.number
    if not number:
        return ""
    instrument = sitting.instrument
    entry = sitting.run.entry(key_of(number))
    choices = choices_told(instrument.answers_of(number))
    text = instrument.items[number - 1].text
    ended = text if text.endswith(("?", ".", "!")) else f"{text}."
    if entry.problem in ("confirm", "scale") and entry.doubt:
        return f"I heard {_plain(entry.doubt)}. Is that right?"
    if sitting.misheard or entry.problem:
        return f"{ended} {choices}."
    if number == first:
        return " ".join(filter(None, [instrument.frame, ended, f"{choices}."]))
    own = instrument.items[number - 1].answers is not None
    return f"{ended} {choices}." if own or number < first + READ_OUT else ended


def _again(sitting: Sitting, number: int, value: float | None) -> Answer:
    """An answer given before, as the move that gave it."""
    sheet, field = sitting.run.sheet.key, key_of(number)
    if value is None:
        return Answer(sheet=sheet, field=field, move="skip")
    options = sitting.instrument.answers_of(number).options
    text = next((option.text for option in options if option.value == value), f"{value:g}")
    return Answer(sheet=sheet, field=field, value=text)


def _plain(value: str) -> str:
    try:
        found = json.loads(value)
    except ValueError:
        return value
    return f"{found:g}" if isinstance(found, (int, float)) else str(found)
