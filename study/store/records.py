"""What the index gives: frozen records of people, visits, steps and events, and who did something."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date
from typing import Literal

PersonStatus = Literal[
    "enrolled",
    "allocated",
    "paused",
    "finished",
    "dropped_out",
    "withdrawn",
    "stopped",
    "refused",
    "not_eligible",
]
ENDED = ("finished", "dropped_out", "withdrawn", "stopped", "refused", "not_eligible")
"""With these, a person's part has come to its end."""
StepStatus = Literal["begun", "done", "skipped", "refused", "stopped"]


@dataclass(frozen=True)
class Who:
    """Somebody who does something: a name or code, and the role in which it is done.

    Roles: operator, rater, analyst, keeper (of the sealed seed), participant, program.
    """

    name: str
    role: str


PROGRAM = Who("alongside", "program")


@dataclass(frozen=True)
class Person:
    """Somebody who takes part, by their code. `number`: their place in the allocation, 0 before it."""

    code: str
    site: str
    language: str
    factors: Mapping[str, str]
    day_one: date
    status: PersonStatus
    ended: date | None = None
    why: str = ""
    enrolled: float = 0.0
    number: int = 0
    allocation_code: str = ""


@dataclass(frozen=True)
class StepRecord:
    """A step of a visit that was begun."""

    name: str
    kind: str
    status: StepStatus
    begun: float
    ended: float | None
    by: str
    scores: Mapping[str, float] = field(default_factory=dict)
    risk: int = 0
    note: str = ""


@dataclass(frozen=True)
class VisitRecord:
    """A visit that was begun, with its steps in order of their beginning."""

    visit: str
    day: int
    on: date
    begun: float
    ended: float | None
    session: str
    steps: tuple[StepRecord, ...] = ()


@dataclass(frozen=True)
class Answer:
    """An answer to one item of a step, newest revision last."""

    item: str
    value: str
    at: float
    revision: int = 1
    channel: str = ""
    by: str = ""


@dataclass(frozen=True)
class Response:
    """The newest answer to an item, and where it was given. `revision` above 1: it was corrected."""

    code: str
    visit: str
    day: int
    step: str
    answer: Answer


@dataclass(frozen=True)
class Allocated:
    """A place in the list: who has it (empty where they were deleted), and the arm once it was revealed."""

    number: int
    participant: str
    stratum: Mapping[str, str]
    code: str
    at: float
    by: str
    arm: str = ""


@dataclass(frozen=True)
class StudyEvent:
    """Something that happened in a study."""

    n: int
    at: float
    kind: str
    by: str
    role: str
    participant: str
    data: Mapping[str, object]
    prev: str
    hash: str
