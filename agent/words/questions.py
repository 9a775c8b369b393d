"""Questions: which fit the stage, the story and what was just said; and the slots lines are filled with."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import replace

from agent.appraisal.stage import topic_names as _topics
from agent.appraisal.stage import topics
from agent.situation import Situation
from agent.words import underway
from agent.words.by_process import by_process, stage_of
from agent.words.candidate import Candidate
from agent.words.clauses import Clause
from agent.words.flip import said_back
from agent.words.forms import gerund
from agent.words.lines import fill, read
from agent.words.material import Material
from agent.words.phrases import PEOPLE, STATIVE, names_person, phrase, time_phrase
from agent.words.reflections import plain
from agent.words.sets import word_set
from agent.words.tokens import Token
from agent.words.underway import LATE

_TIP_SIGNS = (
    ("panic", r"panic|heart racing|can't breathe|hyperventilat"),
    ("sleep", r"sleep|insomnia|awake|nights"),
    ("exams", r"exams?|revis\w+|study|studying|essay|deadline|tutor|extension"),
    ("telling", r"tell (?:him|her|them|my)|how to say|break it to"),
    ("worry", r"worr\w+|anxi\w+|overthink\w*|what if"),
    ("anger", r"my temper|lose my temper|lost it with|shout(?:ed|ing)? at|rows? with"),
    ("lonely", r"lonely|alone|no friends|isolated"),
    ("low", r"depress\w+|low|down|no energy|motivation|pointless|empty|flat"),
    ("work", r"my job|the job|new job|at work|my boss|my manager|colleagues?"),
)
_STORY = re.compile(
    r"\b(?:yesterday|last (?:night|week|month|year|time)|this morning|went|told|"
    r"said|happened|came|rang|called)\b",
    re.I,
)
_TRIED = re.compile(
    r"\b(?:i(?:'ve| have)? (?:finally )?tried|interview|i told|i asked|rang|called|phoned|meeting|"
    r"appointment|spoke|talked|exam|test|date)\b",
    re.I,
)
_SINCE_WHEN = {"When did that start?", "How long has it been like that?", "What happens just before?"}
_ONGOING = _SINCE_WHEN | {
    "What's an ordinary evening like, in the middle of that?",
    "What part of it takes the most out of you?",
    "Which days are lighter, and what's in them?",
    "What have you found yourself doing, when it's like that?",
}
"""Questions about a state that goes on, and weighs; out of place after a story."""


def slots(now: Situation) -> dict[str, str]:
    """What the written lines may be filled with, "" where it is not known."""
    material = now.material
    np = next(
        (
            said_back(tokens)
            for tokens in reversed(material.nps)
            if tokens[0].low in ("my", "our") and len(tokens) <= 3 and _spoken_of(tokens, material)
        ),
        "",
    )
    person = phrase(material.person, 3) if material.person else ""
    time = _own_time(material)
    thing = next(
        (
            piece.text
            for piece in reversed(now.state.pieces)
            if piece.kind == "np" and piece.head not in PEOPLE and now.turn - piece.turn <= 6
        ),
        "",
    )
    goal = now.goal.name if now.goal is not None else ""
    first = goal.split(" ")[0] if goal else ""
    going = (
        " ".join([gerund(first), *goal.split(" ")[1:]])
        if goal and not goal.startswith(("the ", "moving", "getting", "staying"))
        else goal
    )
    if goal.startswith("the "):
        going = ""  # what is talked about, and nothing that could be done: "the first bit of the smoking"
    return {
        "np": "" if person and np == person else np,
        "person": person,
        "time": time,
        "thing": thing if not np or material.person else np,
        "goal": goal,
        "goal_ing": going,
        "plan": plan_words(now),
        "back": plan_words(now),
        "name": now.name,
    }


def plan_words(now: Situation) -> str:
    """The plan made last, with its time; else what was last said of one; else ""."""
    if now.state.made:
        plan = now.state.made[-1]
        return " ".join(
            part for part in (plan.text, plan.when, f"with {plan.who}" if plan.who else "") if part
        )
    return now.state.plan[-1] if now.state.plan else ""


def _spoken_of(tokens: tuple[Token, ...], material: Material) -> bool:
    """Whether a phrase is who or what a clause is about, not where it happened."""
    return any(
        clause.subject == tokens or clause.rest[: len(tokens)] == tokens for clause in material.clauses
    )


def _own_time(material: Material) -> str:
    """A span of time that was theirs to live through, at most three words: "a week", "eight months"."""
    for clause in reversed(material.clauses):
        time = time_phrase(clause.tokens)
        lived = (
            clause.person in ("i", "it", "") and not clause.negated and clause.lead not in ("if", "unless")
        )
        if (
            time
            and f"in {time}" not in " ".join(clause.lows)
            and lived
            and len(time.split()) <= 3
            and not re.search(r"\b(?:every|all|third|second|fourth|one|times?)\b", time)
            and re.search(r"\b(?:weeks?|months?|years?|days|nights|hours)$", time)
        ):
            return f"a {time}" if len(time.split()) == 1 else time
    return ""


def candidates(focus: str, now: Situation) -> Iterator[Candidate]:
    """Questions of one focus; at most one slot in each, and none that was answered already."""
    if focus == "underway":
        yield from underway.questions(now)
        return
    lines = read("lines")["ask"]
    filled = slots(now)
    if focus == "stage" and now.goal is not None:
        kind = _stage_lines(now)
        if any(evidence.kind == "pushed" for evidence in now.appraisal.reading.stage):
            kind = "pushed"
        if kind == "contemplation" and now.appraisal.reading.talk == "change":
            kind = "contemplation_change"
        lapsed = any(evidence.kind in ("lapsed", "slipped") for evidence in now.appraisal.reading.stage)
        if lapsed:
            yield from fill(lines["experiences_lapse"], "ask.lapse", filled, "experiences", 1.6)
        if kind in LATE:
            return  # what fits there is only known from what was just said: agent/words/underway.py
        if _does_not_know(now):
            for item in _for_stage(kind, filled, now, 1.7):
                yield replace(item, text=f"That can stay open. {item.text}", frame=f"{item.frame}?")
        asked = list(_for_stage(kind, filled, now, 1.3))
        if _NAMED_DAY.search(now.appraisal.text):
            asked = [item for item in asked if not item.text.startswith("When would")]
        if now.appraisal.reading.talk == "change":
            yield from _said_back_first(asked, now)
        yield from asked
        return
    if focus == "open":
        hard = now.pace.valence < -0.15
        light = now.pace.valence > 0.1 and now.appraisal.reading.talk != "sustain"
        light = light or (now.register.kind == "playful" and now.pace.valence > -0.35)
        hard = hard and not light
        kind = "open_hard" if hard else "open_light" if light else "open"
        yield from fill(lines[kind], f"ask.{kind}", filled, "experiences", 0.9)
        return
    light = now.register.kind == "playful" or now.appraisal.reading.valence > 0.1
    if focus not in lines or (focus == "emotions" and light):
        return
    about_time = bool(now.material.times)
    story = bool(_STORY.search(now.appraisal.text))
    glad = any(
        item.own and item.valence > 0.3 and not item.negated for item in now.appraisal.reading.feelings
    ) and not re.search(r"laugh|happy for|brilliant at|good at", now.appraisal.text, re.I)
    reported = re.search(r"\b(?:text(?:s|ed|ing)|said|says|told|wrote|writes)\b", now.appraisal.text, re.I)
    if focus == "experiences" and glad and not reported:
        yield from fill(lines["experiences_good"], "ask.experiences_good", filled, focus, 1.3)
        return
    hard = now.pace.valence < -0.2
    brief = now.appraisal.words <= 4 or now.turn < 3
    past = any(clause.verb is not None and clause.verb.low == "was" for clause in now.material.clauses)
    past = past or any(
        clause.verb is not None and clause.verb.form == "past" for clause in now.material.clauses
    )
    if focus == "experiences":
        yield from _by_clause(now)
    for item in fill(lines[focus], f"ask.{focus}", filled, focus, 0.9):
        if item.text == "What happened then?" and now.appraisal.reading.talk == "change":
            continue
        told = item.text in ("What happened then?", "How did that go?", "What was that like?")
        if item.text == "How did that go?" and not _TRIED.search(now.appraisal.text):
            continue
        if item.text in _ONGOING and (past or not hard or brief):
            continue
        if focus == "perspectives" and brief:
            continue
        if item.text == "Who else knows about it?" and now.appraisal.reading.disclosure < 0.45:
            continue
        if (told and not story) or (about_time and item.text in _SINCE_WHEN):
            continue
        if focus in ("experiences", "perspectives") and not told and not hard:
            continue
        yield item
    near = now.material.person and now.material.person[-1].low in _NEAR and now.turn >= 3
    gone = re.search(r"\b(?:died|passed|lost|dead|gone|left me|funeral)\b", now.appraisal.text, re.I)
    for kind in ("np", "person", "time"):
        if f"{focus}_{kind}" in lines and (kind != "person" or (near and not gone)):
            size = 0.6 if kind == "np" else 1.0
            yield from fill(lines[f"{focus}_{kind}"], f"ask.{focus}_{kind}", filled, focus, size)


def _by_clause(now: Situation) -> Iterator[Candidate]:
    """A question the last clause itself leaves open: what they answered, when they do it."""
    clause = next((item for item in reversed(now.material.clauses) if item.sure >= 0.75), None)
    if clause is None or clause.verb is None or clause.negated:
        return
    lemma, form = clause.verb.lemma, clause.verb.form
    other = clause.person in ("he", "she", "they") or (clause.person == "np" and names_person(clause.subject))
    lows = {token.low for token in clause.rest}
    if other and form == "past" and lemma in ("say", "ask", "tell", "text", "call", "shout"):
        if not lows & {"me", "us"}:
            return
        yield Candidate("What did you say?", "ask.clause.answered", "experiences", weight=1.15)
        yield Candidate("And what did you say to that?", "ask.clause.to_that", "experiences", weight=1.05)
    elif (
        other
        and form == "past"
        and lows & {"me", "us"}
        and lemma not in ("be", "die", "have", "pass", "leave")
    ):
        yield Candidate("And you?", "ask.clause.you", "experiences", weight=1.05)
        yield Candidate("What did you do?", "ask.clause.do", "experiences", weight=0.95)
    elif clause.person == "there" and _PLACES.intersection(clause.lows):
        yield Candidate("What do you know about it?", "ask.clause.about", "experiences", weight=1.1)
    elif clause.person == "i" and form == "base" and len(clause.tokens) <= 6 and _habit(clause):
        yield Candidate("When do you, mostly?", "ask.clause.when", "experiences", weight=1.0)


def _habit(clause: Clause) -> bool:
    """ "I listen to it": something they do, not a state they are in."""
    lemma = clause.verb.lemma if clause.verb is not None else ""
    return not clause.auxiliaries and lemma not in _STATES and clause.lead not in ("if", "when", "because")


_PLACES = word_set("group course class club clinic scheme job meeting workshop choir centre")
_STATES = STATIVE | word_set(
    "notice be have get hate keep use suppose guess hope wish mind care worry miss go come do put"
)
_NEAR = PEOPLE - word_set(
    "doctor therapist boss manager landlord nurse teacher tutor professor counsellor coach ex cat"
)
_NAMED_DAY = re.compile(r"\b(?:tonight|tomorrow|after|before|on \w+day|\w+day|this \w+|next \w+)\b", re.I)
_SAYING = word_set("tell say ask talk speak call ring write apologise apologize explain")


def _for_stage(kind: str, filled: dict[str, str], now: Situation, weight: float) -> Iterator[Candidate]:
    """Questions by process where a habit is at a stage of change, else the lines of that kind."""
    if stage := stage_of(kind):
        yield from by_process(stage, filled, now, weight)
    else:
        yield from fill(read("lines")["ask"][kind], f"ask.{kind}", filled, "perspectives", weight - 0.2)


def _stage_lines(now: Situation) -> str:
    """Habits go by stage of change; a single deed by whether it is near, and done with words."""
    goal = now.goal
    if goal is None:
        return "perspectives"
    if goal.key.removeprefix("goal:") in _topics():
        return goal.stage if max(goal.belief) >= 0.45 else "contemplation"
    if not goal.ready:
        return "one_off_early"
    return "one_off_words" if goal.name.split(" ")[0] in _SAYING else "one_off_ready"


def _does_not_know(now: Situation) -> bool:
    return now.appraisal.short_answer == "unsure" or any(
        clause.person == "i"
        and clause.negated
        and clause.verb is not None
        and clause.verb.lemma == "know"
        and len(clause.rest) <= 1
        for clause in now.material.clauses
    )


_WHOLE = ("might.thought", "might.picture", "will.", "not_that", "what_if", "know.", "wry")
"""Wordings that end a turn, and take no question behind them."""


def _said_back_first(asked: list[Candidate], now: Situation) -> Iterator[Candidate]:
    """ "You want to tell her. How might you open, if nobody minded how it came out?" """
    small = [item for item in plain(now.material) if len(item.text.split()) <= 9 and not item.register]
    small = [item for item in small if not item.frame.startswith(_WHOLE)]
    small.sort(key=lambda item: -item.weight)
    for first in small[:2]:
        for item in asked:
            yield replace(
                item, text=f"{first.text} {item.text}", frame=f"{item.frame}+", weight=item.weight + 0.5
            )


def tip_topic(now: Situation) -> str:
    """What a piece of input would be about: what they just asked, else the goal at hand, else in general."""
    asked = now.appraisal.text.lower()
    earlier = [exchange.said.lower() for exchange in reversed(now.state.recent[-10:])]
    known = read("tips")
    for text in (asked, *earlier):
        for topic in topics(text):
            if topic in known:
                return topic
        for topic, signs in _TIP_SIGNS:
            if re.search(rf"\b(?:{signs})\b", text):
                return topic
    return "general"
