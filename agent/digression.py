"""Whether a turn belongs to the work at hand. One that does not is heard first: the gate is shut for it.

Hard things are often told as plain events, without one word for a feeling ("she left on Friday"), and not
all of them can be recognised. But while a plan is being made, a turn that has nothing to do with the plan
can be; whatever it is, the next planning question is the wrong answer to it.
"""

from __future__ import annotations

import re

from agent.appraisal.reading import Appraisal
from agent.state import CompanionState, GoalBelief
from agent.words.closed import CLOSED
from agent.words.sets import word_set

GLAD = 0.15
"""Valence above which a turn is no hard thing, whatever it is about."""
SHORT = 10
"""Words of an answer that may stand without a verb: "Tuesday, after work"."""
_AHEAD = re.compile(
    r"\b(?:thanks|thank you|got it|understood|i'll|i will|i'd|i would|i could|i can|i might|i "
    r"may|i'm going to|i am going to|we'll|we could|"
    r"let's|maybe|perhaps|(?<!not )usually|always|most (?:days|mornings|evenings|nights)|every|"
    r"whenever|if|when i|"
    r"on (?:mon|tues|wednes|thurs|fri|satur|sun)day|(?<!year )tomorrow|next week|in the "
    r"(?:morning|evening|afternoon)|"
    r"before|after (?:work|dinner|lunch|breakfast|that)|could help|would help|want to|need to|"
    r"ready|plan to)\b",
    re.I,
)
_JUDGES = re.compile(
    r"\b(?:that|this|it)(?:'s| is| sounds?| might| could| would|'d)? ?(?:\w+ ){0,2}(?:work|help|"
    r"helps|helpful|useful|clear|good|fair|"
    r"fine|nice|sense|doable|true|idea|right|easy|easier|hard|harder|possible|difficult|well|me)\b",
    re.I,
)
_DULL = word_set(
    "again bit still ever even much lot all today thing things really just like know think "
    "going time day days week make made want need good bad feel"
)


def leaves_the_work(state: CompanionState, appraisal: Appraisal, goal: GoalBelief | None) -> bool:
    """Whether they turned to something that is no part of what is being worked on."""
    last = state.last
    reading = appraisal.reading
    if last is None or appraisal.short_answer or not appraisal.words or reading.valence > GLAD:
        return False
    if appraisal.asks("advice", "plan", "worksheet", "accepts", "thanks", "opinion"):
        return False
    if _AHEAD.search(appraisal.text) or _JUDGES.search(appraisal.text) or "?" in appraisal.text:
        return False
    earlier = " ".join((goal.name if goal else "", last.said, last.answered, *state.plan))
    if _stems(appraisal.text) & _stems(earlier):
        return False
    spoken_for = reading.talk_kind in ("commitment", "activation", "desire", "ability")
    if reading.talk == "change" and spoken_for and reading.valence > -0.2:
        return False
    fragment = all(clause.verb is None or not clause.subject for clause in appraisal.clauses)
    return not (fragment and appraisal.words <= SHORT and reading.valence > -0.2)


def _stems(text: str) -> frozenset[str]:
    words = re.findall(r"[a-z']+", text.lower().replace("’", "'"))
    return frozenset(w[:5] for w in words if len(w) > 2 and w not in CLOSED and w not in _DULL)
