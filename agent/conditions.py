"""The conditions of the act table: one small question each about a situation."""

from __future__ import annotations

import re
from collections.abc import Callable

from agent.situation import Situation
from agent.words import questions
from agent.words.deeper import needs, values
from agent.words.questions import premise_families
from agent.words.sets import word_set
from agent.words.strengths import deeds, goes_on

Condition = Callable[[Situation], bool]
CONDITIONS: dict[str, Condition] = {}
FEW_WORDS = 4
OFFER_AGAIN = 8
"""Turns before the same thing is offered again."""
RECAP_EVERY = 7


def condition(function: Condition) -> Condition:
    """Enter a condition under its own name."""
    CONDITIONS[function.__name__] = function
    return function


def _asks(*names: str) -> Condition:
    return lambda now: now.appraisal.asks(*names)


def _premise(kind: str) -> Condition:
    return lambda now: now.premise is not None and now.premise.kind == kind


CONDITIONS.update(
    {
        "repeat": lambda now: (
            now.appraisal.asks("repeat") and now.state.last_act is not None and bool(now.state.last_act.text)
        ),
        "waits": _asks("wait"),
        "tears": lambda now: now.appraisal.asks("tears") and now.appraisal.words <= 6,
        "goodbye": _asks("goodbye"),
        "listen": _asks("listen"),
        "meaning": _asks("meaning"),
        "human": _asks("human"),
        "record": _asks("record"),
        "injection": _asks("injection"),
        "remember": _asks("remember"),
        "thanks": _asks("thanks"),
        "asks_advice": _asks("advice", "plan"),
        "asks_opinion": _asks("opinion"),
        "premise_harm": _premise("harm"),
        "premise_delusion": _premise("delusion"),
        "premise_mania": _premise("mania"),
        "premise_compulsion": _premise("compulsion"),
        "premise_false": _premise("false"),
        "gate_open": lambda now: now.pace.gate_open,
        "lacks_only_leave": lambda now: now.pace.lacks_only_leave,
        "hold": lambda now: now.pace.hold_left > 0,
        "first_hold": lambda now: now.pace.fresh and now.state.pace.held == 0,
        "risk_high": lambda now: now.safety.level == "high",
        "risk_moderate": lambda now: now.safety.level == "moderate",
        "new_high": lambda now: (
            now.state.safety.level != "high" or now.safety.severity > now.state.safety.severity
        ),
        "contrast": lambda now: now.material.contrast is not None,
        "foreign": lambda now: now.appraisal.language == "foreign",
        "gibberish": lambda now: now.appraisal.language == "gibberish",
        "empty": lambda now: now.appraisal.language == "empty",
        "sheet_moved": lambda now: (
            _sheet(now) == "open" and now.heard is not None and now.heard.kind != "aside"
        ),
        "sheet_done": lambda now: (
            _sheet(now) == "done" and now.heard is not None and now.heard.kind != "aside"
        ),
        "sheet_stopped": lambda now: (
            _sheet(now) in ("stopped", "paused") and now.heard is not None and now.heard.kind == "moved"
        ),
        "sheet_waits": lambda now: _sheet(now) == "paused",
        "sheet_unused": lambda now: now.state.sheet is None or now.state.sheet.status in ("offered",),
        "change_talk": lambda now: now.appraisal.reading.talk == "change" or now.appraisal.words > 3,
        "straight_words": lambda now: (
            now.state.last is not None
            and now.state.last.question
            and "sentence" in now.state.last.answered
            and now.appraisal.words > 5
        ),
    }
)


def _sheet(now: Situation) -> str:
    run = now.heard.run if now.heard is not None else now.state.sheet
    return run.status if run is not None else ""


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
    """The question was whether they are safe from somebody."""
    return "safe where you are" in (now.state.last.answered if now.state.last else "")


CONDITIONS["answered_yes"] = lambda now: now.appraisal.short_answer == "yes"
CONDITIONS["answered_no"] = lambda now: now.appraisal.short_answer == "no"
CONDITIONS["answered_unsure"] = lambda now: now.appraisal.short_answer == "unsure"


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


@condition
def rejects_reading(now: Situation) -> bool:
    """The last words of the companion's were a reading, and they say no to it."""
    last = now.state.last
    if last is None or last.question or last.kind not in ("reflect", "recap", "hand_over", "normalise"):
        return last is not None and last.kind == "recap" and now.appraisal.asks("rejects")
    return (now.appraisal.asks("rejects") and now.appraisal.words <= 12) or now.appraisal.short_answer == "no"


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
    return now.appraisal.asks("thanks") and now.appraisal.words <= 6 and now.pace.hold_left == 0


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
def no_questions(now: Situation) -> bool:
    """They asked to be listened to."""
    return now.turn <= now.state.offers.listen_until


@condition
def calm(now: Situation) -> bool:
    """Nothing hard is fresh."""
    return now.pace.hold_left == 0 and now.safety.level == "none" and now.pace.discord < 0.5


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
    """The sheet was offered and declined: it is not offered again unasked."""
    return now.state.offers.sheet_declined > 0


@condition
def declined_now(now: Situation) -> bool:
    """An offer was just turned down."""
    return now.state.offers.pending in ("leave", "sheet", "resume") and now.appraisal.short_answer == "no"


@condition
def leave_just_given(now: Situation) -> bool:
    """An offer of input was just taken up."""
    return now.state.offers.pending == "leave" and now.appraisal.short_answer == "yes"


@condition
def ready_goal(now: Situation) -> bool:
    """The goal at hand is in preparation or later."""
    return now.goal is not None and now.goal.ready


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
def ambivalent_ground(now: Situation) -> bool:
    """They have spoken for both sides of late."""
    return now.sides()[0] != ""


@condition
def deed(now: Situation) -> bool:
    """They did something worth naming."""
    return any(True for _ in deeds(now.material)) or any(True for _ in goes_on(now.material))


@condition
def unsure_answer(now: Situation) -> bool:
    """They do not know."""
    return now.appraisal.short_answer == "unsure"


@condition
def said_no(now: Situation) -> bool:
    """A bare no."""
    return now.appraisal.short_answer == "no"


CONDITIONS["just_answered_no"] = CONDITIONS["said_no"]


@condition
def goal_open(now: Situation) -> bool:
    """A goal is being talked about this turn."""
    return now.goal is not None and now.goal.turn >= now.turn - 1 and now.turn >= 2


@condition
def goal_settled(now: Situation) -> bool:
    """The goal at hand was there before this turn."""
    return now.goal is not None and now.state.goal(now.goal.key) is not None


@condition
def leans_to_change(now: Situation) -> bool:
    """This turn spoke for change."""
    return now.appraisal.reading.talk == "change"


@condition
def evokes(now: Situation) -> bool:
    """Change talk about a goal, said just now: the moment to ask for more of it."""
    return goal_open(now) and now.appraisal.reading.talk == "change"


@condition
def talked_a_while(now: Situation) -> bool:
    """At least four turns in."""
    return now.turn >= 4


@condition
def felt_something(now: Situation) -> bool:
    """A feeling was named lately."""
    return bool(now.appraisal.reading.feelings) or now.pace.held > 0 or now.state.pace.held > 0


@condition
def after_tip(now: Situation) -> bool:
    """Input was given just now, and this is what they make of it."""
    return now.state.last is not None and now.state.last.kind == "inform"


@condition
def felt_now(now: Situation) -> bool:
    """A feeling of their own was named this turn."""
    return any(
        feeling.own and not feeling.negated and abs(feeling.valence) > 0.3
        for feeling in now.appraisal.reading.feelings
    )


@condition
def shows_need(now: Situation) -> bool:
    """A need can be heard in this turn that was not named before."""
    return any(item.proposal not in _held(now) for item in needs(now.material))


@condition
def shows_value(now: Situation) -> bool:
    """Something they care about can be heard in this turn, not named before."""
    return any(item.proposal not in _held(now) for item in values(now.material))


def _held(now: Situation) -> set[tuple[str, str]]:
    return {(entry.kind, entry.value) for entry in now.ground if entry.proposer == "companion"}


@condition
def good_news(now: Situation) -> bool:
    """This turn was a glad one."""
    glad = any(
        item.own and item.valence > 0.4 and not item.negated for item in now.appraisal.reading.feelings
    )
    return glad and now.appraisal.reading.valence > 0.25


@condition
def time_of_theirs(now: Situation) -> bool:
    """They gave a span of time that was theirs: "lasted a week"."""
    return bool(questions.slots(now)["time"])


@condition
def thread_waiting(now: Situation) -> bool:
    """Something weighty was passed over."""
    piece = now.waiting
    last = now.state.last
    return piece is not None and piece.weight > 0.6 and (last is None or last.kind != "hand_over")


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
    return since >= RECAP_EVERY and len(fresh) >= 3 and quiet and now.appraisal.words <= FEW_WORDS
