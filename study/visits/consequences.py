"""What follows from a step's outcome, or from days missed: by the protocol's gates and stop rules. Pure."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from typing import Literal

from study.protocol.parts import Protocol, Step, StopRule

Kind = Literal["refused", "not_eligible", "tell", "pause", "stop", "pause_study"]
Status = Literal["done", "skipped", "refused", "stopped"]


@dataclass(frozen=True)
class Outcome:
    """How a step went. `scores`: of an instrument, by name. `risk`: the highest severity noticed (0-6).

    `note`: for whoever runs the study; never a person's words.
    """

    status: Status = "done"
    scores: Mapping[str, float] = field(default_factory=dict)
    risk: int = 0
    note: str = ""


@dataclass(frozen=True)
class Consequence:
    """What follows for the person (or, `pause_study`, for everybody), and why."""

    kind: Kind
    why: str


def after_step(protocol: Protocol, step: Step, outcome: Outcome) -> tuple[Consequence, ...]:
    """What follows from an outcome."""
    return (*_gates(step, outcome), *_rules(protocol, step, outcome))


def after_missing(protocol: Protocol, in_a_row: int, in_all: int) -> tuple[tuple[int, Consequence], ...]:
    """What follows from missed days: the rule's place in the protocol, and its consequence."""
    counts = {"missed_in_a_row": in_a_row, "missed_in_all": in_all}
    return tuple(
        (place, Consequence(rule.then, rule.why))
        for place, rule in enumerate(protocol.stops)
        if rule.when in counts and counts[rule.when] >= rule.at_least
    )


def _gates(step: Step, outcome: Outcome) -> Iterator[Consequence]:
    if step.kind == "consent" and outcome.status != "done":
        yield Consequence("refused", "No consent was given.")
    if step.admits and outcome.status != "stopped":
        score = outcome.scores.get(step.admits.score)
        if score is None or not step.admits.at_least <= score <= step.admits.at_most:
            yield Consequence("not_eligible", f"{step.use} {step.admits.score} does not admit them.")


def _rules(protocol: Protocol, step: Step, outcome: Outcome) -> Iterator[Consequence]:
    for rule in protocol.stops:
        if _applies(rule, step, outcome):
            yield Consequence(rule.then, rule.why)


def _applies(rule: StopRule, step: Step, outcome: Outcome) -> bool:
    if rule.when == "risk":
        return outcome.risk >= rule.at_least
    if rule.when == "score" and rule.use == step.use:
        return outcome.scores.get(rule.score, float("-inf")) >= rule.at_least
    return False
