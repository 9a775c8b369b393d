"""The messages of whoever runs and watches a session beside it (see `alongside.messages`)."""

from __future__ import annotations

from dataclasses import dataclass
from typing import ClassVar, Literal

from alongside.message import Message
from alongside.records import ActKind, Delivery, Measure

__all__ = ["Decision", "Note", "Proposed", "Relationship"]


@dataclass(frozen=True, kw_only=True)
class Proposed(Message):
    """A line that the companion would say, and what has become of it. Said again at each change."""

    topic: ClassVar[str] = "act/proposed"
    delivery: ClassVar[Delivery] = "state"

    act_id: str
    turn_id: str
    revision: int = 0
    kind: ActKind
    focus: str = ""
    text: str
    reasons: tuple[str, ...] = ()
    seconds: float = 0.0  # after which it is said as it stands; 0: it waits
    # waiting, held: for a person. said: as it stood, changed: in other words, dropped: not at all.
    # late: nobody decided in time, so it was said as it stood. void: something else came first.
    status: Literal["waiting", "held", "said", "changed", "dropped", "late", "void"] = "waiting"


@dataclass(frozen=True, kw_only=True)
class Decision(Message):
    """What an operator made of a proposed line; or words of their own (`speak`), for no line."""

    topic: ClassVar[str] = "act/decision"
    delivery: ClassVar[Delivery] = "record"

    verdict: Literal["approve", "edit", "replace", "hold", "drop", "speak"]
    act_id: str = ""  # of the proposed line
    text: str = ""  # the words, for edit, replace and speak
    name: str = ""  # who decided, as they are known to the study
    role: str = ""  # operator, wizard ...


@dataclass(frozen=True, kw_only=True)
class Note(Message):
    """Something that a person beside the session wrote down, or a mark on its time."""

    topic: ClassVar[str] = "note"
    delivery: ClassVar[Delivery] = "record"

    kind: Literal["note", "marker"] = "note"
    text: str = ""
    name: str = ""
    role: str = ""


@dataclass(frozen=True, kw_only=True)
class Relationship(Message):
    """How the relationship has moved, measure by measure. There is no sum of them."""

    topic: ClassVar[str] = "relationship"
    delivery: ClassVar[Delivery] = "state"

    turn_id: str
    measures: tuple[Measure, ...] = ()
