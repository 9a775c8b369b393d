"""Where conditions are entered: a name, and one small question about a situation."""

from __future__ import annotations

from collections.abc import Callable

from agent.situation import Situation

Condition = Callable[[Situation], bool]
CONDITIONS: dict[str, Condition] = {}
FEW_WORDS = 4
OFFER_AGAIN = 8
"""Turns before the same thing is offered again."""
RECAP_EVERY = 7
"""Turns from one recap to the next, at least."""


def condition(function: Condition) -> Condition:
    """Enter a condition under its own name."""
    CONDITIONS[function.__name__] = function
    return function


def asks(*names: str) -> Condition:
    """Whether any of these was asked for."""
    return lambda now: now.appraisal.asks(*names)


def premise_of(kind: str) -> Condition:
    """Whether the gravest premise is of this kind."""
    return lambda now: now.premise is not None and now.premise.kind == kind


def sheet_status(now: Situation) -> str:
    """How the worksheet stands, "" if there is none."""
    run = now.heard.run if now.heard is not None else now.state.sheet
    return run.status if run is not None else ""
