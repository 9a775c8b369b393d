"""Conditions about what can be heard in this turn."""

from __future__ import annotations

from agent.appraisal.topics import topic_names, topics
from agent.conditions.registry import CONDITIONS, condition
from agent.situation import Situation
from agent.words import questions
from agent.words.deeper import events, needs, values
from agent.words.moves.tentative import might, will
from agent.words.strengths import deeds, goes_on


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
def ready_goal(now: Situation) -> bool:
    """The goal at hand is in preparation or later."""
    return now.goal is not None and now.goal.ready


@condition
def goal_open(now: Situation) -> bool:
    """A goal is being talked about, this turn or a little before."""
    return now.goal is not None and now.goal.turn >= now.turn - 3 and now.turn >= 2


@condition
def habit_open(now: Situation) -> bool:
    """What is talked about is a habit, with stages of its own, and not a single deed."""
    lately = now.goal is not None and now.goal.turn >= now.turn - 6 and now.turn >= 2
    if not (lately and now.pace.goal.removeprefix("goal:") in topic_names()):
        return False
    about = now.appraisal.reading.talk != "neutral" or bool(now.appraisal.reading.stage)
    told = any(clause.verb is not None and clause.verb.low in _STORY for clause in now.material.clauses)
    about = about or (bool(_MEANT & set(now.appraisal.text.lower().split())) and not told)
    return about or now.pace.goal.removeprefix("goal:") in topics(now.appraisal.text)


_STORY = frozenset(("was", "were", "went", "came", "said", "told"))
"""Verbs of a story: "it" in one is what happened there, not the habit."""
_MEANT = frozenset(("it", "it's", "that", "that's", "them", "one", "stop", "quit"))


@condition
def goal_settled(now: Situation) -> bool:
    """The goal at hand was there before this turn."""
    return now.goal is not None and now.state.goal(now.goal.key) is not None


@condition
def leans_to_change(now: Situation) -> bool:
    """This turn spoke for change."""
    return now.appraisal.reading.talk == "change"


@condition
def goal_theirs(now: Situation) -> bool:
    """The goal at hand was named or taken up by them, and not only read into what they said."""
    return now.goal is not None and any(
        entry.key == now.goal.key and (entry.proposer == "participant" or entry.status == "accepted")
        for entry in now.ground
        if entry.status in ("proposed", "accepted")
    )


@condition
def evokes(now: Situation) -> bool:
    """Change talk about a goal, said just now: the moment to ask for more of it."""
    return goal_open(now) and now.appraisal.reading.talk == "change"


@condition
def felt_something(now: Situation) -> bool:
    """A feeling was named lately."""
    return bool(now.appraisal.reading.feelings) or now.pace.held > 0 or now.state.pace.held > 0


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
def shows_meaning(now: Situation) -> bool:
    """Something in this turn means more than its words, and that was not said of late."""
    used = {
        frame.rsplit(".", 1)[0].removeprefix("pair.")
        for frame, turn in now.state.frames
        if now.turn - turn <= 9
    }
    return any(item.frame.rsplit(".", 1)[0] not in used for item in events(now.material))


@condition
def speaks_to_change(now: Situation) -> bool:
    """This turn spoke for or against changing something."""
    return now.appraisal.reading.talk != "neutral" or bool(now.appraisal.reading.stage)


@condition
def self_blame(now: Situation) -> bool:
    """They called themselves a name this turn."""
    return now.material.contempt


@condition
def thinks_of_doing(now: Situation) -> bool:
    """They thought aloud of something they might do."""
    return any(True for clause in now.material.clauses for _ in might(clause, now.material))


@condition
def commits_now(now: Situation) -> bool:
    """They said what they will do."""
    return any(True for clause in now.material.clauses for _ in will(clause, now.material))
