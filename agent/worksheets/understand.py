"""What a person said while a field was asked: a value, a move, unclear, or an aside.

An aside is something that is not for the sheet and comes before it, such as a loss told in answer
to "zero to ten?". To take an aside for an answer is the worse mistake, so for a rating, whatever has
substance but no rating in it is an aside. For a text field nearly everything said is the answer.
"""

from __future__ import annotations

import json
from dataclasses import dataclass
from datetime import date
from typing import Literal

from agent.worksheets.moves import Move, find_move
from agent.worksheets.phrases import holds, is_all, listed, pattern, plain, starts, words
from agent.worksheets.ratings import rating
from agent.worksheets.schema import Field
from agent.worksheets.state import Problem
from agent.worksheets.values import check, clean

SUBSTANCE = 2
"""Words of content in an answer to a rating that make it something told rather than a number sought.
One is enough where they speak of themselves ("I'm exhausted")."""


Signal = Literal["", "ready", "done", "stop", "opt_out"]
"""Said while a timer or the breathing runs: begin; it is finished; end it here (the exercise, not the
sheet); holding the breath is uncomfortable."""


@dataclass(frozen=True)
class Understood:
    """What was meant. `value` is JSON, and fits the field.

    Of a table, `value` holds the new rows only, with their first column, and `ends` says that they have no
    more. `doubt` is what may have been meant: with problem "confirm" a value (JSON) that wants a yes, with
    "scale" the bare number whose scale is in doubt. It is handed back with what they say next. `heavy`: a
    value, with something in it or beside it that comes before the sheet.
    """

    kind: Literal["value", "move", "unclear", "aside", "signal"]
    value: str = ""
    move: Move | None = None
    problem: Problem = ""
    doubt: str = ""
    heavy: bool = False
    ends: bool = False
    signal: Signal = ""


def understand(
    said: str, field: Field, doubt: str = "", *, before: str = "", today: date | None = None
) -> Understood:
    """What `said` means while `field` is asked.

    `doubt`: what was in doubt after the words before. `before`: an earlier answer (JSON) that "a bit worse than
    before" is held against. `today`: the day that "tomorrow" is counted from; otherwise the computer's.
    """
    move = find_move(said)
    if move in ("help", "resume"):
        return Understood("unclear", problem="help")
    if move == "unsure":
        return Understood("unclear", problem="unsure")
    if move is not None:
        return Understood("move", move=move)
    if field.kind == "rating":
        return _rating(said, field, doubt)
    if field.kind in ("choice", "several"):
        return _choices(said, field)
    return _text(said, field)


def _text(said: str, field: Field) -> Understood:
    text = plain(said)
    if not pattern(r"\b<fillers>(?:\s|$)").sub("", text).strip():
        return Understood("unclear", problem="empty")
    dark = holds("self_harm", text)
    overwhelmed = _overwhelmed(text) or (not field.inner and pattern("<cannot>(?: <still>)*").fullmatch(text))
    to_companion = starts("to_companion", text) and (not field.inner or "?" in said)
    if (dark and not field.inner) or overwhelmed or to_companion:
        return Understood("aside")
    value, problem = check(field, clean(said))
    return Understood("unclear", problem=problem) if problem else Understood("value", value, heavy=dark)


def _rating(said: str, field: Field, doubt: str) -> Understood:
    text = plain(said)
    found = rating(said, field, doubt)
    heavy = holds("heavy", text)
    if found.value:
        return Understood("value", found.value, heavy=heavy and found.content > 0)
    told = found.content >= (1 if holds("of_themselves", text) else SUBSTANCE)
    if heavy or told or _overwhelmed(text) or starts("to_companion", text):
        return Understood("aside")
    return Understood("unclear", problem=found.problem, doubt=found.doubt)


def _choices(said: str, field: Field) -> Understood:
    """The choices named in what was said; "the second one" counts too."""
    text = plain(said)
    named = _named(text, field)
    heavy = holds("heavy", text)
    none = pattern("none(?: of (?:them|those|these))?|nothing").fullmatch(text)
    if field.kind == "several" and (named or none):
        return Understood("value", json.dumps(named), heavy=heavy)
    if len(named) == 1 and field.kind == "choice":
        return Understood("value", json.dumps(named[0]), heavy=heavy)
    told = not named and len([word for word in text.split() if word not in words("rating_words")]) > SUBSTANCE
    if heavy or told or _overwhelmed(text) or starts("to_companion", text):
        return Understood("aside")
    return Understood("unclear", problem="choice")


def _named(text: str, field: Field) -> list[str]:
    """The choices a plain text names; the longer one where one is part of another."""
    padded = f" {text} "
    named = [choice for choice in field.choices if f" {plain(choice)} " in padded]
    whole = [one for one in named if not any(one != other and plain(one) in plain(other) for other in named)]
    if whole:
        return whole
    order = zip(field.choices, listed("ordinals"), strict=False)
    return [choice for choice, word in order if f" {word} " in padded]


def _overwhelmed(text: str) -> bool:
    return is_all("too_much", pattern(r"\s+<still>$").sub("", text)) or is_all("too_much", text)
