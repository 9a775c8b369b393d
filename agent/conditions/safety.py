"""Conditions about safety and about positions that were taken."""

from __future__ import annotations

import re

from agent.appraisal.direct import direct_answer
from agent.appraisal.thinking import premise_families
from agent.conditions.registry import CONDITIONS, Condition, condition
from agent.situation import Situation
from agent.words.sets import word_set


@condition
def asked_lately(now: Situation) -> bool:
    """The direct question was put within the last few turns, and nothing graver has come since."""
    recent = now.safety.turn - now.safety.asked_turn <= 6
    return recent and now.safety.severity <= now.state.safety.severity


@condition
def asked_safe(now: Situation) -> bool:
    """The direct question was the last thing said to them."""
    return (
        now.state.safety.asked_turn == now.state.safety.turn
        and now.state.last is not None
        and (now.state.last.kind == "safety" or now.state.last.focus == "harm")
    )


@condition
def stayed_before(now: Situation) -> bool:
    """The last answer was words for safety."""
    return now.state.last is not None and now.state.last.kind == "safety"


@condition
def asked_violence(now: Situation) -> bool:
    """The question was whether somebody is safe from somebody."""
    return now.state.safety.asked_about == "safe"


@condition
def asked_twice(now: Situation) -> bool:
    """They were already asked whether it is a thought or more than that."""
    return now.state.last is not None and now.state.last.focus == "thoughts"


def _answers(answer: str) -> Condition:
    return lambda now: direct_answer(now.appraisal.text) == answer


CONDITIONS["answered_yes"] = _answers("yes")
CONDITIONS["answered_some"] = _answers("some")
CONDITIONS["answered_no"] = _answers("no")
CONDITIONS["answered_unsure"] = _answers("unsure")


@condition
def presses_premise(now: Situation) -> bool:
    """They push back on a position that was just taken, or go on within what it could not share."""
    key = now.state.offers.premise
    if not key or now.turn - now.state.offers.premise_turn > 2 or now.safety.level == "high":
        return False
    lows = set(re.findall(r"[a-z']+", now.appraisal.text.lower()))
    goes_on = any(key in premise_families()[family] for family in ("delusion", "mania", "compulsion"))
    if goes_on and lows & _WITHIN:
        return True
    pushes = now.appraisal.asks("rejects", "discord", "opinion") or now.appraisal.short_answer == "no"
    plain = now.appraisal.text.lower()
    return pushes or any(
        words in plain for words in ("agree with me", "admit it", "just say", "you're wrong")
    )


_WITHIN = word_set("they they're them sign signs prove proof watching listening voice voices")
