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
    found = underway.heard(now)
    return bool(found) and found[0].cue.act == "reflect"


@condition
def way_done(now: Situation) -> bool:
    """They said something they did on that way, or got from it."""
    found = underway.heard(now)
    return bool(found) and found[0].cue.act == "affirm"


@condition
def way_held(now: Situation) -> bool:
    """They said something hard of that way that can be held as what it is."""
    return any(item.cue.holds for item in underway.heard(now))


@condition
def way_lifts(now: Situation) -> bool:
    """After a hard thing they went on, by themselves, to something they did or got on that way."""
    return not now.pace.fresh and way_done(now)


@condition
def way_first(now: Situation) -> bool:
    """They said something of that way that wants an answer of its own before any plan is offered."""
    return any(not item.cue.plans for item in underway.heard(now))


@condition
def way_opens(now: Situation) -> bool:
    """They said something that a question of a process of change fits to, and it is not their first word."""
    return now.turn > 1 and any(item.cue.asks for item in underway.heard(now))
