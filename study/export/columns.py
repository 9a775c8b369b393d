"""The tables of an export: every column with its meaning and unit. The data dictionary is made from this."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Literal

Kind = Literal["string", "integer", "number", "boolean"]
Cell = str | int | float | bool | None
Row = dict[str, Cell]


@dataclass(frozen=True)
class Column:
    """One column. `levels`: what its values mean, where they are few. None is empty (BIDS: n/a)."""

    name: str
    kind: Kind
    meaning: str
    unit: str = ""
    levels: tuple[tuple[str, str], ...] = ()


@dataclass(frozen=True)
class Table:
    """A table's name, what a row of it is, and its columns."""

    name: str
    row: str
    columns: tuple[Column, ...]

    @property
    def names(self) -> tuple[str, ...]:
        """The names of its columns, in order."""
        return tuple(column.name for column in self.columns)


_WHO = Column("participant_id", "string", "The participant, as sub-CODE.")
_VISIT = Column("visit", "string", "The visit, as the protocol names it.")
_DAY = Column("day", "integer", "The day it was planned for; day 1 is the first, 0 the day before.", "day")
_AT_DAY = Column("at_day", "integer", "The day on which it was held, counted alike.", "day")
_SESSION = Column("session_id", "string", "The visit on its day, as ses-LABEL.")
_STEP = Column("step", "string", "The step of the visit.")

PARTICIPANTS = Table(
    "participants",
    "a person who was enrolled, and has not withdrawn with all of theirs",
    (
        _WHO,
        Column("site", "string", "The site where they take part; empty where the study has one only."),
        Column("language", "string", "Their language, as a BCP 47 tag."),
        Column(
            "group",
            "string",
            "Their arm (within persons: their order), or its letter until the list is opened. Empty before "
            "allocation, and for those who are blinded.",
        ),
        Column(
            "status",
            "string",
            "How far they are.",
            "",
            (
                ("enrolled", "entered, not allocated yet"),
                ("allocated", "under way"),
                ("paused", "standing still"),
                ("finished", "did their last visit"),
                ("dropped_out", "left"),
                ("stopped", "was stopped by a rule"),
                ("withdrawn", "took their consent back and left what was collected"),
                ("refused", "gave no consent"),
                ("not_eligible", "turned away by a score"),
            ),
        ),
        Column("ended_day", "integer", "The day on which their part ended.", "day"),
        Column("factors", "string", "What the allocation balances, as KEY=LEVEL, parted by semicolons."),
    ),
)
VISITS = Table(
    "visits",
    "a visit that was begun",
    (
        _WHO,
        _SESSION,
        _VISIT,
        _DAY,
        _AT_DAY,
        Column("minutes", "number", "From its beginning to its end; empty if it was not ended.", "min"),
        Column("recorded", "boolean", "Whether it has a session's record in this export."),
    ),
)
STEPS = Table(
    "steps",
    "a step that was begun",
    (
        _WHO,
        _SESSION,
        _VISIT,
        _DAY,
        _STEP,
        Column("kind", "string", "consent, instrument, allocate, session, exercise or debrief."),
        Column(
            "status",
            "string",
            "Its outcome.",
            "",
            (
                ("begun", "broke off"),
                ("done", "done"),
                ("skipped", "left out"),
                ("refused", "refused"),
                ("stopped", "stopped before its end"),
            ),
        ),
        Column("onset", "number", "When it began, from the beginning of the visit.", "s"),
        Column("duration", "number", "How long it took; empty if it has no end.", "s"),
        Column("risk", "integer", "The highest severity that was noticed.", "0 to 6"),
    ),
)
SCORES = Table(
    "scores",
    "a score of a step",
    (
        _WHO,
        _SESSION,
        _VISIT,
        _DAY,
        _STEP,
        Column("scale", "string", "The scale of the instrument or worksheet."),
        Column("value", "number", "The score, in the scale's own unit (instruments: see their own terms)."),
    ),
)
ANSWERS = Table(
    "answers",
    "an answer to an item, corrections as rows of their own",
    (
        _WHO,
        _SESSION,
        _VISIT,
        _DAY,
        _STEP,
        Column("item", "string", "The item."),
        Column("revision", "integer", "1 for the first answer; the highest holds.", ""),
        Column("value", "number", "The answer, where it is a number."),
        Column("words", "string", "The answer, where it is words; masked."),
        Column("onset", "number", "When it was given, from the beginning of the visit.", "s"),
        Column("channel", "string", "voice, typed or touch, where it is known."),
    ),
)
EVENTS = Table(
    "events",
    "an event of a session's record, in the order in which it was recorded",
    (
        Column(
            "onset",
            "number",
            "When it happened, from the first event of the record; when it was recorded, where its own time "
            "is an hour or more off that.",
            "s",
        ),
        Column(
            "duration",
            "number",
            "How long it took, where it has a beginning and an end (a spoken turn).",
            "s",
        ),
        _WHO,
        _SESSION,
        Column("run", "integer", "1, unless the session was begun again in a record of its own."),
        Column("n", "integer", "Its number in the record, from 1."),
        Column(
            "trial_type",
            "string",
            "The kind of message: Turn, Act, State, Affect and so on (alongside/messages.py).",
        ),
        Column("sender", "string", "The person, or the part of the companion that said it."),
        Column("turn_id", "string", "The turn it is about."),
        Column("kind", "string", "What is done (Act), happened (Event) or was switched (Control)."),
        Column("words", "string", "What was said or written; masked."),
        Column("valence", "number", "How pleasant.", "-1 to 1"),
        Column("arousal", "number", "How aroused.", "-1 to 1"),
        Column("risk", "integer", "Severity of danger.", "0 to 6"),
        Column("data", "string", "All fields of the message as JSON, masked; times as in `onset`."),
    ),
)
TABLES = (PARTICIPANTS, VISITS, STEPS, SCORES, ANSWERS, EVENTS)
