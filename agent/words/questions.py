"""Questions: which fit the stage, the story and what was just said; and the slots lines are filled with."""

from __future__ import annotations

import functools
import re
from collections.abc import Iterator

from agent.appraisal.lists import rules
from agent.appraisal.stage import topics
from agent.situation import Situation
from agent.words.candidate import Candidate
from agent.words.flip import said_back
from agent.words.forms import gerund
from agent.words.lines import fill, read
from agent.words.phrases import phrase

_TIP_SIGNS = (
    ("panic", r"panic|heart racing|can't breathe|hyperventilat"), ("sleep", r"sleep|insomnia|awake|nights"),
    ("exams", r"exams?|revis\w+|study|studying|essay|deadline"), ("telling", r"tell (?:him|her|them|my)|how to say|break it to"),
    ("worry", r"worr\w+|anxi\w+|overthink\w*|what if"), ("anger", r"angry|anger|temper|furious|shout(?:ed|ing)?|lose it"),
    ("lonely", r"lonely|alone|no friends|isolated"), ("low", r"depress\w+|low|down|no energy|motivation|pointless|empty|flat"),
)  # fmt: skip
_STORY = re.compile(r"\b(?:yesterday|last (?:night|week|month|year|time)|today|this morning|once|then|went|told|said|happened|came|rang|called)\b", re.I)
_WITHOUT_SUBJECT_SENSE = {"When did that start?", "How long has it been like that?", "What happens just before?"}


@functools.cache
def premise_families() -> dict[str, frozenset[str]]:
    """Family of premises -> its keys."""
    return {family: frozenset(keys) for family, keys in rules("thinking")["premises"].items()}


def slots(now: Situation) -> dict[str, str]:
    """What the written lines may be filled with, "" where it is not known."""
    material = now.material
    np = next((said_back(tokens) for tokens in reversed(material.nps) if tokens[0].low in ("my", "the", "our") and len(tokens) <= 3), "")
    person = phrase(material.person, 3) if material.person else ""
    time = material.times[-1] if material.times else ""
    goal = now.goal.name if now.goal is not None else ""
    first = goal.split(" ")[0] if goal else ""
    going = " ".join([gerund(first), *goal.split(" ")[1:]]) if goal and not goal.startswith(("the ", "moving", "getting", "staying")) else goal
    return {
        "np": "" if person and np == person else np,
        "person": person,
        "time": time if len(time.split()) <= 3 and not time.startswith(("every", "all")) else "",
        "goal": goal,
        "goal_ing": going,
        "plan": now.state.plan[-1] if now.state.plan else "",
        "back": now.state.plan[-1] if now.state.plan else "",
        "name": now.name,
    }


def candidates(focus: str, now: Situation) -> Iterator[Candidate]:
    """Questions of one focus; at most one slot in each, and none that was answered already."""
    lines = read("lines")["ask"]
    filled = slots(now)
    if focus == "stage" and now.goal is not None:
        lapsed = any(evidence.kind == "lapsed" for evidence in now.appraisal.reading.stage)
        if lapsed:
            yield from fill(lines["experiences_lapse"], "ask.lapse", filled, "experiences", 1.6)
        yield from fill(lines[now.goal.stage], f"ask.{now.goal.stage}", filled, "perspectives", 1.1)
        return
    if focus not in lines:
        return
    about_time = bool(now.material.times)
    story = bool(_STORY.search(now.appraisal.text))
    for item in fill(lines[focus], f"ask.{focus}", filled, focus):
        if about_time and item.text in _WITHOUT_SUBJECT_SENSE:
            continue
        if item.text in ("What happened then?", "How did that go?", "What was that like?") and not story:
            continue
        yield item
    for kind in ("np", "person", "time"):
        if f"{focus}_{kind}" in lines:
            yield from fill(lines[f"{focus}_{kind}"], f"ask.{focus}_{kind}", filled, focus, 1.1)


def tip_topic(now: Situation) -> str:
    """What a piece of input would be about: what they just asked, else the goal at hand, else in general."""
    asked = now.appraisal.text.lower()
    earlier = " ".join(exchange.said for exchange in now.state.recent[-4:]).lower()
    known = read("tips")
    for text in (asked, earlier):
        for topic in topics(text):
            if topic in known:
                return topic
        for topic, signs in _TIP_SIGNS:
            if re.search(rf"\b(?:{signs})\b", text):
                return topic
    return "general"
