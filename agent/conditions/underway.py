"""Conditions about somebody who is on the way with a habit: what they just said, and what fits there."""

from __future__ import annotations

from agent.conditions.registry import condition
from agent.situation import Situation
from agent.words import underway


@condition
def on_the_way(now: Situation) -> bool:
    """The habit that is talked about is in preparation or later."""
    return underway.stage_on_the_way(now) != ""


@condition
def way_named(now: Situation) -> bool:
    """They said something of the way they are on that can be taken up as it is."""
    return any(cue.act == "reflect" for cue, _ in underway.heard(now))


@condition
def way_done(now: Situation) -> bool:
    """They said something they did on that way, or got from it."""
    return any(cue.act == "affirm" for cue, _ in underway.heard(now))


@condition
def way_held(now: Situation) -> bool:
    """They said something hard of that way that can be held as what it is."""
    return any(cue.holds for cue, _ in underway.heard(now))


@condition
def way_opens(now: Situation) -> bool:
    """They said something that a question of a process of change fits to."""
    return any(cue.asks for cue, _ in underway.heard(now))
