"""Conditions about what stands between the person and the companion."""

from __future__ import annotations

import re

from agent.conditions.registry import condition
from agent.situation import Situation


@condition
def corrects(now: Situation) -> bool:
    """Something held was put right."""
    return bool(now.corrected)


@condition
def knows_little(now: Situation) -> bool:
    """ "You don't know me." """
    lowered = now.appraisal.text.lower()
    return (
        now.appraisal.asks("discord")
        and "know" in lowered
        and "you don't" in lowered.replace("do not", "don't")
    )


@condition
def discord(now: Situation) -> bool:
    """They are put off by the companion, and it is about the companion."""
    return now.appraisal.asks("discord")


_WAVES_AWAY = re.compile(
    r"\s*(?:no\b(?!,? (?:i|we|he|she|they)\b(?! (?:meant|mean|didn.t (?:say|mean))|'m not))"
    r"|not (?!really|quite|exactly)|(?:not (?:really|quite|exactly)[.,! ]*$)|that.s not"
    r"|it.s not (?:that|it)\b|you)",
    re.I,
)
"""A no to what was just said, and none inside a story ("no, I didn't record it")."""


@condition
def rejects_reading(now: Situation) -> bool:
    """The last words of the companion's were a reading, and they say no to it."""
    last = now.state.last
    if last is None or last.question or last.kind not in ("reflect", "recap", "hand_over", "normalise"):
        return last is not None and last.kind == "recap" and now.appraisal.asks("rejects")
    if now.appraisal.asks("rejects") and now.appraisal.words <= 12:
        return bool(_WAVES_AWAY.match(now.appraisal.text))
    return now.appraisal.short_answer == "no" and now.appraisal.words <= 2


@condition
def how_are_you(now: Situation) -> bool:
    """A courtesy."""
    return now.appraisal.asks("how_are_you")


@condition
def hello(now: Situation) -> bool:
    """A greeting and nothing else."""
    return now.appraisal.asks("hello")


@condition
def thanks_only(now: Situation) -> bool:
    """Thanks and little else, outside a hold."""
    return (
        now.appraisal.asks("thanks")
        and now.appraisal.words <= 6
        and (now.pace.hold_left == 0 or now.appraisal.words <= 4)
    )


@condition
def has_ground(now: Situation) -> bool:
    """Something is held that can be told."""
    return any(
        entry.kind in ("fact", "goal") and entry.status in ("proposed", "accepted") for entry in now.ground
    )


@condition
def normalised(now: Situation) -> bool:
    """It was said lately that this is how it goes for people."""
    return now.turn - now.state.offers.normalise_turn <= 9


_WRONG = re.compile(
    r"\b(?:is|do (?:you|u) think) (?:it|its|it's|that|i'm|im|being (?:gay|trans|bi)).{0,14}\b"
    r"(?:wrong|bad|a sin|sinful|disgusting|normal|weird|unnatural)\b",
    re.I,
)
_WHOM = re.compile(
    r"\b(?:gay|lesbian|bi|bisexual|trans|queer|fancy (?:boys|girls)|like (?:boys|girls))\b", re.I
)


@condition
def asks_if_wrong_to_be(now: Situation) -> bool:
    """ "Do you think it's wrong", after telling whom they love or who they are."""
    said = " ".join((*(item.said for item in now.state.recent[-10:]), now.appraisal.text))
    return bool(_WRONG.search(now.appraisal.text) and _WHOM.search(said))
