"""What a protocol is made of. Plain frozen data; the notes are the descriptions in the JSON Schema.

Whatever narrows a value (`minimum`, `pattern`, …) is written once, beside it, and holds for the loader and
the schema alike.
"""

# ruff: noqa: RUF009 - `told` is `dataclasses.field`
from __future__ import annotations

import dataclasses
import math
from dataclasses import dataclass
from pathlib import Path
from typing import Any, Literal

Medium = Literal["robot", "screen", "text", "sheet_on_screen", "sheet_on_paper"]
StepKind = Literal["consent", "instrument", "allocate", "session", "exercise", "debrief"]
Method = Literal["simple", "blocks", "stratified", "minimisation"]
Role = Literal["operator", "rater", "analyst"]

KEY = r"^[a-z][a-z0-9_]*$"
"""A name by which things refer to each other."""
CLOCK = r"^([01][0-9]|2[0-3]):[0-5][0-9]$"
DAYS = r"^[0-9]+(-[0-9]+)?$"
LONGEST = 3650
"""Days a study may last."""


def told(about: str, default: Any = dataclasses.MISSING, **narrower: Any) -> Any:
    """A dataclass attribute with its description and what narrows its value, in JSON Schema's words."""
    return dataclasses.field(default=default, metadata={"about": about, "narrower": narrower})


@dataclass(frozen=True, kw_only=True)
class Arm:
    """One arm (between people) or condition (within a person)."""

    key: str = told("The arm's own name.", pattern=KEY)
    title: str = told("What it is, for readers of the protocol and the report.")
    medium: Medium = told("By what the companion or the worksheet reaches the person.")
    profile: str = told("The profile that `alongside up` starts for it.", "")
    settings: tuple[str, ...] = told(
        "Settings of the profile that this arm changes, each `node.key=value`.", ()
    )
    model: str = told(
        "A language model for wordings in this arm alone; with `differ_in: medium` there is none.", ""
    )
    share: int = told("How many are allocated here for each one of a share of 1.", 1, minimum=1, maximum=20)


@dataclass(frozen=True, kw_only=True)
class Policy:
    """What the companion thinks and says with in every arm."""

    settings: tuple[str, ...] = told("Settings of every arm's profile, each `node.key=value`.", ())
    model: str = told("The address of a language model for wordings; none: words by templates alone.", "")


@dataclass(frozen=True, kw_only=True)
class Gate:
    """Whom an instrument's score lets into the study."""

    score: str = told("The score that is looked at, as the instrument names it.")
    at_least: float = told("It must be this or more.", -math.inf)
    at_most: float = told("It must be this or less.", math.inf)


@dataclass(frozen=True, kw_only=True)
class Step:
    """One thing that is done at a visit."""

    kind: StepKind = told("What it is.")
    key: str = told("Its own name within the visit; left out, it is made of kind and `use`.", "", pattern=KEY)
    use: str = told(
        "The consent text, instrument, worksheet, programme or debriefing text, by its name or file.", ""
    )
    version: str = told("The version of the consent or debriefing text.", "")
    days: tuple[int, ...] = told("On these of the visit's days alone; none: on all.", ())
    arms: tuple[str, ...] = told("In these arms alone; none: in all.", ())
    minutes: int = told(
        "Minutes after which a session is brought to its end; 0: when they are done.", 0, minimum=0
    )
    optional: bool = told("Whether it may be skipped without the visit being incomplete.", False)
    admits: Gate | None = told("Who may go on, by a score of this instrument.", None)

    @property
    def name(self) -> str:
        """The step's own name: its key, or what it is made of."""
        return self.key or "_".join(filter(None, (self.kind, Path(self.use).stem)))


@dataclass(frozen=True, kw_only=True)
class Visit:
    """One kind of day of the study, and on which days it falls."""

    key: str = told("The visit's own name.", pattern=KEY)
    title: str = told("What it is called on calendars.")
    days: tuple[int, ...] = told(
        "Its days: `3`, `1-15`, or a list of these. Day 1 is the first; 0 the day before.", minItems=1
    )
    steps: tuple[Step, ...] = told("What is done, in order.", minItems=1)
    early: int = told("Days before its day on which it may be held.", 0, minimum=0, maximum=60)
    late: int = told("Days after its day on which it still counts as held in time.", 0, minimum=0, maximum=60)
    opens: str = told("The time of day from which it may be begun.", "00:00", pattern=CLOCK)
    closes: str = told("The time of day until which it may be begun.", "23:59", pattern=CLOCK)
    remind: str = told("When the reminder rings; none: when it opens.", "", pattern=CLOCK)
    minutes: int = told("About how long it takes.", 30, minimum=1, maximum=480)
    made_up: bool = told("Whether it may be made up for when it was missed.", True)
    period: int = told(
        "Within persons: which condition of a person's order it belongs to, from 1; 0: none.", 0, minimum=0
    )


@dataclass(frozen=True, kw_only=True)
class MakeUp:
    """What may be done about a missed visit."""

    within: int = told(
        "Days after its window in which a missed visit may be made up for; 0: it may not.", 0, minimum=0
    )
    most: int = told("How many visits one person may make up for in all.", 0, minimum=0)
    a_day: int = told("How many on one day.", 1, minimum=1)


@dataclass(frozen=True, kw_only=True)
class Factor:
    """Something known of a person before allocation, by which arms are kept alike."""

    key: str = told("Its name; `site` is the site where the person is.", pattern=KEY)
    levels: tuple[str, ...] = told("The values it can have.", minItems=2)
    weight: float = told("How much it counts in minimisation.", 1.0, exclusiveMinimum=0)


@dataclass(frozen=True, kw_only=True)
class Allocation:
    """How people come into arms."""

    method: Method = told("How it is drawn.", "blocks")
    blocks: tuple[int, ...] = told(
        "Sizes of the blocks, drawn at random where there are several; each a multiple of the arms' shares.",
        (),
    )
    factors: tuple[Factor, ...] = told("What strata are made of, or what minimisation balances.", ())
    probability: float = told(
        "Minimisation: the chance of the arm that balances best.", 0.8, exclusiveMinimum=0, maximum=1
    )
    order: Literal["latin", "williams"] = told(
        "Within persons: how the orders are balanced: each condition once in each place, or after each other "
        "condition equally often, too.",
        "williams",
    )
    blinded: tuple[Role, ...] = told("Who sees a code instead of the arm.", ("rater", "analyst"))


@dataclass(frozen=True, kw_only=True)
class StopRule:
    """When something in a person's course is told, or ends it."""

    when: Literal["risk", "score", "missed_in_a_row", "missed_in_all"] = told(
        "What is looked at: the severity of danger (0 to 6), a score, or missed visits."
    )
    at_least: float = told("The rule applies from here on.")
    use: str = told("The instrument of the score.", "")
    score: str = told("The score, as the instrument names it.", "")
    then: Literal["tell", "pause", "stop", "pause_study"] = told(
        "Whoever runs the study is told; beyond that the person's part waits or ends, or the study waits."
    )
    why: str = told("What is written beside it.")


@dataclass(frozen=True, kw_only=True)
class Retention:
    """How long what is kept."""

    recordings_days: int = told("Days after a person's end for which sound and pictures are kept.", minimum=0)
    personal_days: int = told("Days after a person's end for which words and names are kept.", minimum=0)
    about: str = told("What is kept beyond that, and why.", "")


@dataclass(frozen=True, kw_only=True)
class Protocol:
    """A study, as its file describes it."""

    key: str = told("The study's own name.", pattern=KEY)
    title: str = told("Its title.")
    version: str = told("The version of this protocol. Every amendment has a new one.")
    about: str = told("What is asked, in a sentence or two.", "")
    languages: tuple[str, ...] = told("Languages it is held in, as `en`.", minItems=1)
    people: int = told("How many are to be allocated.", minimum=1, maximum=100_000)
    sites: tuple[str, ...] = told("Where it is held; none: at one place.", ())
    contacts: tuple[str, ...] = told(
        "Who helps in a crisis, each `who | how to reach them | when`. No study starts without."
    )
    design: Literal["between", "within"] = told(
        "Whether a person is in one arm or, in turn, in all.", "between"
    )
    differ_in: Literal["medium", "anything"] = told(
        "`medium`: the arms share policy, words and model, and differ in the medium alone.", "anything"
    )
    companion: Policy = told("What the companion thinks and says with in every arm.", Policy())
    arms: tuple[Arm, ...] = told("The arms.", minItems=1)
    allocation: Allocation = told("How people come into arms.", Allocation())
    visits: tuple[Visit, ...] = told("The visits.", minItems=1)
    make_up: MakeUp = told("What may be done about missed visits.", MakeUp())
    stops: tuple[StopRule, ...] = told("When somebody is told, or a person's part ends.", ())
    retention: Retention = told("How long what is kept.")

    def arm(self, key: str) -> Arm:
        """The arm of that name."""
        return next(arm for arm in self.arms if arm.key == key)

    def visit(self, key: str) -> Visit:
        """The visit of that name."""
        return next(visit for visit in self.visits if visit.key == key)
