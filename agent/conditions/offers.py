"""Conditions about what may be offered, and what became of offers and plans."""

from __future__ import annotations

from agent.conditions.registry import OFFER_AGAIN, condition
from agent.situation import Situation
from agent.words.sets import word_set


@condition
def offered_lately(now: Situation) -> bool:
    """Something was offered a few turns ago."""
    latest = max(now.state.offers.leave_turn, now.state.offers.sheet_turn)
    return now.turn - latest < OFFER_AGAIN


@condition
def settled(now: Situation) -> bool:
    """They have talked for a while, nothing hard is fresh, and they are not in the middle of a story."""
    since_hold = now.state.pace.hold_left == 0 and now.pace.hold_left == 0
    telling = now.appraisal.words > 25 or now.appraisal.reading.disclosure >= 0.5
    return now.turn >= 7 and since_hold and not telling and not now.appraisal.short_answer


@condition
def negative_ground(now: Situation) -> bool:
    """A hard thought or feeling is on the ground."""
    return any(
        (entry.kind == "thread" and entry.key.startswith("thought:"))
        or (entry.kind == "feeling" and entry.key.split(":")[-1] in _HARD)
        for entry in now.ground
        if entry.status in ("proposed", "accepted")
    )


_HARD = word_set(
    "fear nervousness sadness grief disappointment anger annoyance embarrassment remorse disgust"
)


@condition
def sheet_declined(now: Situation) -> bool:
    """A sheet was offered and declined."""
    return bool(now.state.offers.refused)


@condition
def declined_now(now: Situation) -> bool:
    """An offer was just turned down."""
    return now.state.offers.pending in ("leave", "sheet", "resume") and now.appraisal.short_answer == "no"


@condition
def leave_just_given(now: Situation) -> bool:
    """An offer of input was just taken up."""
    return now.state.offers.pending == "leave" and now.appraisal.short_answer == "yes"


@condition
def planning(now: Situation) -> bool:
    """The last answer was part of making a plan."""
    return now.state.last is not None and now.state.last.kind == "plan"


@condition
def planned_lately(now: Situation) -> bool:
    """A first step was asked for a short while ago."""
    return any(exchange.kind == "plan" for exchange in now.state.recent[-5:])


@condition
def has_plan(now: Situation) -> bool:
    """They said what and when, and said something just now."""
    return len(now.state.plan) >= 2 and planning(now)


@condition
def teach_back_done(now: Situation) -> bool:
    """The plan was said once more in their own words."""
    return any(exchange.kind == "plan" and exchange.focus == "said" for exchange in now.state.recent)


@condition
def after_tip(now: Situation) -> bool:
    """Input was given just now, and this is what they make of it."""
    return now.state.last is not None and now.state.last.kind == "inform"
