"""What a worksheet is made of: sheets, fields, columns, conditions, stop rules. Plain frozen data.

The notes beside the attributes are the descriptions in the published JSON Schema.
"""

# ruff: noqa: RUF009 - `note` is `dataclasses.field`
from __future__ import annotations

import dataclasses
import re
from dataclasses import dataclass
from typing import Any, Literal

FieldKind = Literal["text", "rating", "choice", "several", "time", "person", "table", "timer", "breathing"]
ColumnKind = Literal["text", "rating", "choice", "time", "person"]
Test = Literal["is", "at_least", "at_most", "has", "filled"]
Stage = Literal["precontemplation", "contemplation", "preparation", "action", "maintenance"]
Need = Literal[
    "acute_distress",
    "rumination",
    "harsh_thought",
    "low_mood",
    "worry",
    "problem",
    "direction",
    "ambivalence",
    "importance",
    "plan",
    "lapse",
    "self_criticism",
    "good_things",
    "coping",
]

WORDINGS = 3
"""The fewest ways of saying something that a sheet must offer."""
PLACE = re.compile(r"\{(\w+)\}")
"""A place in a wording that an earlier answer fills."""


def note(about: str, default: Any = dataclasses.MISSING) -> Any:
    """A dataclass attribute with its description."""
    return dataclasses.field(default=default, metadata={"about": about})


@dataclass(frozen=True, kw_only=True)
class Condition:
    """A test of an earlier answer."""

    field: str = note("The field whose answer is looked at.")
    test: Test = note("How it is looked at.")
    value: str | float | bool = note("What it is held against.")


@dataclass(frozen=True, kw_only=True)
class Column:
    """One column of a table; its cells are answered one after the other."""

    key: str = note("The column's own name: letters, digits and underscores.")
    label: str = note("What stands over the column.")
    kind: ColumnKind = note("What kind of answer a cell holds.")
    ask: tuple[str, ...] = note("How a cell is asked for. `{row}` stands for the row's first answer.", ())
    minimum: float = note("The lowest rating.", 0.0)
    maximum: float = note("The highest rating.", 0.0)
    low: str = note("What the lowest rating means.", "")
    high: str = note("What the highest rating means.", "")
    choices: tuple[str, ...] = note("The choices there are.", ())
    synonyms: tuple[tuple[str, tuple[str, ...]], ...] = note(
        "For a choice, other words for it that people say: `Mind reading: [knowing what they think]`.", ()
    )

    def as_field(self) -> Field:
        """The column as a field of its own, for what understands and checks fields."""
        return Field(
            key=self.key,
            label=self.label,
            kind=self.kind,
            prompts=self.ask,
            help="",
            repair=self.ask,
            minimum=self.minimum,
            maximum=self.maximum,
            low=self.low,
            high=self.high,
            choices=self.choices,
            synonyms=self.synonyms,
        )


@dataclass(frozen=True, kw_only=True)
class Field:
    """One question of a sheet."""

    key: str = note("The field's own name: letters, digits and underscores.")
    label: str = note("What stands beside the answer, on the screen and on paper.")
    kind: FieldKind = note("What kind of answer it takes.")
    prompts: tuple[str, ...] = note(
        "Ways of asking, at least three. `{key}` stands for an earlier answer; such a wording is used only "
        "where that answer is there and short enough to say, and three must do without."
    )
    help: str = note("What is said when they ask what is meant.")
    repair: tuple[str, ...] = note("Ways of asking again, at least three.")
    names: tuple[str, ...] = note("What else the field is called when spoken of.", ())
    minimum: float = note("The lowest rating.", 0.0)
    maximum: float = note("The highest rating.", 0.0)
    low: str = note("What the lowest rating means.", "")
    high: str = note("What the highest rating means.", "")
    choices: tuple[str, ...] = note("The choices there are.", ())
    synonyms: tuple[tuple[str, tuple[str, ...]], ...] = note(
        "For a choice, other words for it that people say: `Mind reading: [knowing what they think]`.", ()
    )
    inner: bool = note("The answer is a thought or a feeling, so hard words may well be the answer.", False)
    rates: str = note("The text field whose strength this rating gives.", "")
    when: tuple[Condition, ...] = note("Asked only if all of these hold of earlier answers.", ())
    least: int = note('How many choices or rows are wished for; fewer are taken on "that\'s all".', 0)
    most: int = note("How many choices or rows there may be; 0: any number.", 0)
    columns: tuple[Column, ...] = note("The columns of a table.", ())
    row_prompts: tuple[str, ...] = note("Ways of asking for one more row, at least three.", ())
    seconds: float = note("How long the timer runs.", 0.0)
    pattern: tuple[float, ...] = note("Seconds to breathe in, hold, breathe out, hold.", ())
    rounds: int = note("How many rounds of breathing.", 0)
    opt_out: tuple[str, ...] = note(
        "What is said when holding the breath is uncomfortable, at least three; the pattern then runs "
        "without holds.",
        (),
    )

    def column(self, key: str) -> Column | None:
        """The column `key`, or None."""
        return next((column for column in self.columns if column.key == key), None)


@dataclass(frozen=True, kw_only=True)
class Suits:
    """When a sheet may be offered."""

    stages: tuple[Stage, ...] = note("The stages of change it needs; none: any.", ())
    needs: tuple[Need, ...] = note("What it is good for.", ())


@dataclass(frozen=True, kw_only=True)
class StopRule:
    """When the sheet is laid aside by itself. Checked after each answer."""

    when: tuple[Condition, ...] = note("The rule applies if all of these hold.")
    say: tuple[str, ...] = note("What is said then, at least three wordings.")
    then: Literal["pause", "stop"] = note("Whether the sheet waits or is put away.", "pause")
    instead: str = note("Another sheet that is offered then.", "")


@dataclass(frozen=True, kw_only=True)
class FollowUp:
    """How a plan made on the sheet is asked about next time."""

    about: str = note("The field that holds the plan.")
    prompts: tuple[str, ...] = note("Ways of asking, at least three; `{about}` stands for the plan.")
    lapse: str = note("The sheet offered if it did not go well.", "")


@dataclass(frozen=True, kw_only=True)
class Sheet:
    """A worksheet: what it is, whom it suits, how it is offered, taken up again and closed."""

    key: str = note("The sheet's own name, that of its file.")
    title: str = note("Its title.")
    about: str = note("What it is, in a sentence.")
    minutes: int = note("How long it takes.")
    fields: tuple[Field, ...] = note("Its questions, in order.")
    offers: tuple[str, ...] = note("Ways of offering it, at least three.")
    returns: tuple[str, ...] = note("Ways of coming back to it after a pause, at least three.")
    closings: tuple[str, ...] = note("What is said at its end, at least three wordings.")
    suits: Suits = note("When it may be offered.", Suits())
    caution: str = note("What whoever runs the session should know before offering it.", "")
    stops: tuple[StopRule, ...] = note("When it is laid aside by itself.", ())
    carries: tuple[str, ...] = note(
        "Fields whose answers are kept for the next day and offered as the answer then.", ()
    )
    follow_up: FollowUp | None = note("How a plan made here is asked about next time.", None)

    def index(self, key: str) -> int:
        """Where the field `key` stands, or -1."""
        return next((place for place, field in enumerate(self.fields) if field.key == key), -1)
