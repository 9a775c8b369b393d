"""What an appraiser gives: the judgments about one turn. Ranges as in `alongside.messages`."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, fields
from typing import Any, Literal, Protocol

from agent.words.clauses import Clause

Talk = Literal["change", "sustain", "neutral"]
Kind = Literal["desire", "ability", "reason", "need", "commitment", "activation", "taking_steps", ""]
ClientAct = Literal[
    "Changing Unhealthy Behavior",
    "Sustaining Unhealthy Behavior",
    "Sharing Negative Emotions",
    "Sharing Positive Emotions",
    "Gained Insights",
    "Sharing Experiences",
]
"""The six client acts of BOLT (Chiu et al. 2024, arXiv:2401.00820)."""


@dataclass(frozen=True)
class Feeling:
    """A feeling word as said. `own` is false where it is somebody else's."""

    word: str
    label: str  # a GoEmotions label
    valence: float
    arousal: float
    noun: str = ""
    quality: str = ""
    negated: bool = False
    strong: bool = False
    own: bool = True


@dataclass(frozen=True)
class Distortion:
    """A pattern of thinking and the words that show it."""

    kind: str
    words: str


@dataclass(frozen=True)
class Premise:
    """Something said as if it were so, that the companion cannot go along with.

    `kind` is false (it does not hold), harm (it makes harm sound right), delusion (it cannot be
    shared), mania (a leap made on no sleep) or compulsion (a rule that feeds on being obeyed).
    """

    key: str
    kind: Literal["false", "harm", "delusion", "mania", "compulsion", "stigma"]
    words: str
    seeks_agreement: bool = False


@dataclass(frozen=True)
class StageEvidence:
    """One piece of evidence about readiness, and what it is about ("" where that is not said).

    `near` is the topic of the turns just before, for when nothing else says what it is about.
    """

    kind: str
    goal: str
    words: str
    near: str = ""


@dataclass(frozen=True)
class RiskReading:
    """Severity 0 to 6 (a C-SSRS-like ladder), how probable, and the rules that saw it."""

    severity: int = 0
    probability: float = 0.0
    reasons: tuple[str, ...] = ()


@dataclass(frozen=True)
class Reading:
    """All judgments about one turn that a trained head may replace."""

    talk: Talk = "neutral"
    talk_kind: Kind = ""
    talk_strength: float = 0.0  # 0 to 1
    client_acts: tuple[ClientAct, ...] = ()
    valence: float = 0.0
    arousal: float = 0.0
    emotions: tuple[str, ...] = ()
    feelings: tuple[Feeling, ...] = ()
    disclosure: float = 0.0
    distortions: tuple[Distortion, ...] = ()
    premises: tuple[Premise, ...] = ()
    stage: tuple[StageEvidence, ...] = ()
    stage_share: tuple[
        float, ...
    ] = ()  # how likely the wording is at each stage; () where nothing was judged
    about_change: float = 0.0  # how likely the turn speaks of a change at all, 0 to 1
    stage_judged: bool = False  # whether a trained head had its say in stage_share
    risk: RiskReading = RiskReading()


_FIELDS = frozenset(field.name for field in fields(Reading))


def altered(reading: Reading, **judgments: Any) -> Reading:
    """A reading with some of it changed, a fifth as dear as `dataclasses.replace`: each head does it."""
    if not _FIELDS.issuperset(judgments):
        raise TypeError(f"a reading has no {', '.join(sorted(set(judgments) - _FIELDS))}")
    made = object.__new__(Reading)
    made.__dict__.update(reading.__dict__, **judgments)
    return made


class Appraiser(Protocol):
    """Reads one turn. `before` are the turns just before it, oldest first, as (speaker, text)."""

    def read(self, text: str, clauses: Sequence[Clause], before: Sequence[tuple[str, str]]) -> Reading:
        """The judgments about `text`. Pure: the same words, the same reading."""


@dataclass(frozen=True)
class Appraisal:
    """What the first step gives: a reading, and what the later steps parse from the words themselves."""

    text: str
    reading: Reading
    clauses: tuple[Clause, ...] = ()
    language: Literal["english", "empty", "foreign", "gibberish"] = "english"
    requests: frozenset[str] = frozenset()
    short_answer: Literal["yes", "no", "unsure", ""] = ""
    words: int = 0

    def asks(self, *names: str) -> bool:
        """Whether any of these was asked for."""
        return any(name in self.requests for name in names)
