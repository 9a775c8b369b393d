"""Conditions about the flow of the conversation."""

from __future__ import annotations

import re

from agent.conditions.registry import FEW_WORDS, RECAP_EVERY, condition
from agent.situation import Situation


@condition
def short_turn(now: Situation) -> bool:
    """Little was said."""
    return now.appraisal.words <= FEW_WORDS


@condition
def silent_before(now: Situation) -> bool:
    """The last answer was a nod or silence."""
    return now.state.last is not None and now.state.last.kind in ("silence", "backchannel")


@condition
def held_long(now: Situation) -> bool:
    """Three turns of holding, with more said each time."""
    return now.pace.hold_left > 0 and now.state.pace.held >= 3


@condition
def asked_before(now: Situation) -> bool:
    """The last answer was a question, or the one before it: two statements to one question."""
    recent = now.state.recent[-2:]
    last_asked = bool(recent) and recent[-1].question
    return last_asked or (
        len(recent) == 2 and recent[0].question and recent[1].kind not in ("silence", "backchannel")
    )


@condition
def statements_lately(now: Situation) -> bool:
    """The last two answers were none of them a question, and the last was more than a nod."""
    recent = now.state.recent[-2:]
    return (
        len(recent) == 2
        and not any(exchange.question for exchange in recent)
        and recent[-1].kind not in ("silence", "backchannel", "repair")
    )


@condition
def no_questions(now: Situation) -> bool:
    """They asked to be listened to."""
    return now.turn <= now.state.offers.listen_until


@condition
def calm(now: Situation) -> bool:
    """Nothing hard is fresh."""
    return now.pace.hold_left == 0 and now.safety.level == "none" and now.pace.discord < 0.5


@condition
def talked_a_while(now: Situation) -> bool:
    """At least four turns in."""
    return now.turn >= 4


@condition
def thread_waiting(now: Situation) -> bool:
    """Something weighty was passed over."""
    piece = now.waiting
    last = now.state.last
    weighs = piece is not None and piece.weight > (1.3 if piece.kind == "clause" else 0.9)
    return weighs and (last is None or last.kind != "hand_over")


@condition
def negative_now(now: Situation) -> bool:
    """This turn was heavy."""
    return now.pace.valence < -0.3


@condition
def recap_due(now: Situation) -> bool:
    """Enough is on the ground that it was not checked together yet."""
    since = now.turn - max(0, now.state.offers.recap_turn)
    fresh = [
        entry
        for entry in now.ground
        if entry.kind in ("fact", "goal") and entry.status == "accepted" and entry.key != "goal:it"
    ]
    quiet = (
        now.pace.hold_left == 0
        and now.appraisal.short_answer in ("", "yes")
        and now.appraisal.reading.talk == "neutral"
    )
    resting = now.appraisal.words <= 2 or now.appraisal.short_answer == "yes"
    return since >= RECAP_EVERY and len(fresh) >= 3 and quiet and resting and not now.appraisal.requests


@condition
def handed_lately(now: Situation) -> bool:
    """Something from earlier was brought back a few turns ago."""
    return any(exchange.kind == "hand_over" for exchange in now.state.recent[-8:])


_DRAFT = re.compile(
    r"^(?:(?:yeah|yes|ok|okay|well|um|right|so|i don't know)[,. ]+)*"
    r"(?:(?:maybe|perhaps|just|something like|like|i'd say|i could (?:just )?say|it'd be|say)[,: ]+)+"
    r"['\"]?(?:hi|hello|hey|dear|dad|mum|mam|mom|love|sorry|look|listen|can we|please|"
    r"i(?:'m| am| miss| love| slipped| failed| messed| did | made | wanted|"
    r"'d like to tell| need (?:you|to tell)))",
    re.I,
)
_HOW_TO_SAY = re.compile(
    r"\b(?:what|how) (?:would|do|should|could|can) (?:i|you) (?:even |actually )?"
    r"(?:say|write|tell|put|start)\b|i don't know how to (?:start|begin|say|tell|put)\b",
    re.I,
)


@condition
def drafts_words(now: Situation) -> bool:
    """They try out a sentence they might say to somebody."""
    text = now.appraisal.text.replace("’", "'")
    last = now.state.last
    if (
        last is not None
        and last.kind == "ask"
        and last.focus in ("words", "perspectives")
        and ("nobody minded" in last.answered or "clumsy" in last.answered or "heard?" in last.answered)
    ):
        unsure = now.appraisal.short_answer or re.search(r"n't (?:know|have)|no idea|\?$", text, re.I)
        return len(text.split()) > 3 and not unsure
    greets = now.turn > 3 and re.match(
        r"(?:hi|hello|dear \w+|hey \w+),? (?:i|it|this|can|could)\b", text, re.I
    )
    return len(text.split()) > 4 and bool(greets or _DRAFT.match(text))


@condition
def seeks_words(now: Situation) -> bool:
    """They ask how to say it."""
    return bool(_HOW_TO_SAY.search(now.appraisal.text)) and now.appraisal.words <= 12


_IN_VAIN = re.compile(r"\bwhat(?:'s|’s| is)(?: even)? the (?:point|use)\b")
"""A sigh, put as a question."""


@condition
def asks_something(now: Situation) -> bool:
    """Their turn ends in a question that is no tag and no what-if."""
    text = now.appraisal.text.strip().lower()
    if _IN_VAIN.search(text):
        return False
    last = now.material.clauses[-1] if now.material.clauses else None
    if (
        last is not None
        and last.question
        and not text.endswith((".", "!", "?"))
        and now.appraisal.words <= 12
    ):
        return "what if" not in text  # typed or recognised without its mark
    return text.endswith("?") and not re.search(
        r"(?:isn't it|innit|you know|right|eh|what if [^?]*)\?+$", text
    )


@condition
def tells(now: Situation) -> bool:
    """More than a word or two was said, or little with a verb in it."""
    return now.appraisal.words > FEW_WORDS or any(clause.sure >= 0.75 for clause in now.material.clauses)
