"""Words for somebody who is on the way with a habit: what they just said, and what fits just there.

The table is `underway.yaml`: kinds of thing said in preparation, action and maintenance, each with the
process of change it belongs to. Nothing is said or asked of a process unless this very turn gave cause.
"""

from __future__ import annotations

import functools
import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, replace
from typing import Any, Literal

from agent.appraisal.lists import pattern
from agent.appraisal.topics import all_topics
from agent.processes import frame_of, least_served
from agent.situation import Situation
from agent.state import STAGES
from agent.words.candidate import Candidate
from agent.words.flip import said_back
from agent.words.lines import fill, read
from agent.words.material import Material
from agent.words.phrases import names_person, phrase
from agent.words.tokens import join

Depth = Literal["simple", "complex"]
LATE = STAGES[2:]
RECENT = 4
"""Turns for which a habit stays what is being talked about."""
SURE, CLEAR = 0.6, 0.4
"""How likely preparation or later, and the stage itself, must be for what fits only there."""
LAST = 0.4
"""What a cue gains for being what the sentence ends on."""
STEP = 0.25
"""What a line loses for each process of the stage that is served less than its own."""
_SENTENCE = re.compile(r"[^.?!\n]+[.?!]*")
_NOT_SAID = re.compile(r"\b(?:if i|would have|could have|wish i'd|was going to)\b")


@dataclass(frozen=True)
class Cue:
    """One kind of thing said. `serves` is the process by stage, "" where it belongs to none."""

    key: str
    serves: Mapping[str, str]
    act: str
    holds: bool
    plans: bool
    signs: re.Pattern[str]
    unless: re.Pattern[str] | None
    evidence: frozenset[str]
    says: tuple[Any, ...]
    asks: tuple[Any, ...]


@dataclass(frozen=True)
class Where:
    """The sentence a cue was heard in, what it names there, and how far into the sentence it ends, 0 to 1."""

    sentence: str = ""
    thing: str = ""
    place: float = 0.0


@dataclass(frozen=True)
class Heard:
    """A cue in a turn, the process it belongs to at this stage, and how much speaks for answering it."""

    cue: Cue
    process: str
    where: Where
    weight: float


@functools.cache
def cues() -> tuple[Cue, ...]:
    """Every cue there is, the more telling first."""
    content = read("underway")
    parts = content["parts"]
    return tuple(
        Cue(
            key,
            entry["serves"],
            entry.get("act", "reflect"),
            entry.get("holds", False),
            entry.get("plans", False),
            pattern(entry["signs"], parts),
            pattern(entry["unless"], parts) if "unless" in entry else None,
            frozenset(entry.get("evidence", ())),
            tuple(entry["says"]),
            tuple(entry["asks"]),
        )
        for key, entry in content["cues"].items()
    )


@functools.lru_cache(maxsize=64)
def _signs(text: str) -> tuple[tuple[str, Where], ...]:
    """(key of a cue, where it was heard), in the table's order."""
    found: dict[str, Where] = {}
    told = [part.strip() for part in _SENTENCE.findall(text.lower()) if not part.strip().endswith("?")]
    for cue in cues():
        for sentence in told:
            if (cue.unless and cue.unless.search(sentence)) or _NOT_SAID.search(sentence):
                continue
            if match := cue.signs.search(sentence):
                named = (match.groupdict().get(name) for name in ("thing", "thing_b"))
                thing = next((words.strip() for words in named if words), "")
                found[cue.key] = Where(sentence, thing, match.end() / len(sentence))
                break
    return tuple(found.items())


def stage_on_the_way(now: Situation) -> str:
    """The stage of the habit that is talked about, where that is preparation or later and likely; else ""."""
    goal = now.goal
    if (
        goal is None
        or not goal.ready
        or goal.stage not in LATE
        or sum(goal.belief[2:]) < SURE
        or max(goal.belief) < CLEAR
    ):
        return ""
    if now.turn - goal.turn > RECENT or now.pace.goal.removeprefix("goal:") not in all_topics():
        return ""
    return goal.stage


def heard(now: Situation) -> tuple[Heard, ...]:
    """The cues of this turn that say something at this stage, the one to answer first."""
    stage = stage_on_the_way(now)
    if not stage:
        return ()
    text = now.material.text
    signs = dict(_signs(text))
    kinds = {evidence.kind for evidence in now.appraisal.reading.stage}
    order = least_served(stage, now.state)
    found: list[Heard] = []
    for cue in cues():
        read_so = bool(cue.evidence & kinds) and not (cue.unless and cue.unless.search(text.lower()))
        if stage in cue.serves and (cue.key in signs or read_so):
            process, where = cue.serves[stage], signs.get(cue.key, Where())
            late = STEP * order.index(process) if process in order else 0.0
            found.append(Heard(cue, process, where, 1.2 - 0.1 * len(found) - late + LAST * where.place))
    return tuple(sorted(found, key=lambda item: -item.weight))


def statements(now: Situation, act: str, *, holding: bool = False) -> Iterator[Candidate]:
    """What can be said to this turn, as the `act` it comes out as (`holding`: a hard thing is fresh)."""
    for item in heard(now):
        if (item.cue.holds or not holding) and (item.cue.act == act or holding):
            yield from _worded(item, "says", now)


def questions(now: Situation) -> Iterator[Candidate]:
    """What can be asked after this turn."""
    for item in heard(now):
        yield from _worded(item, "asks", now)


def _worded(item: Heard, kind: str, now: Situation) -> Iterator[Candidate]:
    cue, process = item.cue, item.process
    frame = f"{frame_of(process)}.{cue.key}.{kind}" if process else f"underway.{cue.key}.{kind}"
    topic = all_topics()[now.pace.goal.removeprefix("goal:")]
    slots = _slots(now.material, item.where.sentence, item.where.thing)
    for number, entry in enumerate(cue.says if kind == "says" else cue.asks):
        line = {"say": entry} if isinstance(entry, str) else entry
        if line.get("way", topic.way) != topic.way or line.get("for_process", process) != process:
            continue
        focus = "perspectives" if kind == "asks" else "strengths" if cue.act == "affirm" else "meaning"
        for words in fill([line["say"]], frame, slots, focus, item.weight):
            depth: Depth = "complex" if kind == "says" else "simple"
            yield replace(words, frame=f"{frame}.{number}", depth=depth)


def _slots(material: Material, sentence: str, thing: str) -> dict[str, str]:
    """What the lines may be filled with, "" where the sentence does not give it."""
    content = read("underway")
    text = sentence or material.text.lower()
    before = _OLD.split(text)[0]
    when = pattern(content["when"], content["parts"]).search(text)
    span = pattern(content["span"], content["parts"]).search(text)
    things = [
        tokens
        for tokens in material.nps
        if not names_person(tokens) and len(tokens) <= 4 and join(tokens).lower() in before
    ]
    person = phrase(material.person, 3) if material.person else ""
    return {
        "deed": _deed(material),
        "thing": _THE.sub("the ", thing or (said_back(things[-1]) if things else "")),
        "who": person if person and person.split()[-1] in text else "",
        "when": _named(when[0]) if when else "",
        "time": span[0] if span else "",
    }


_OLD = re.compile(r" (?:instead of|rather than|in place of|where the) ")
"""What stands behind these is the old thing."""
_THE = re.compile(r"^(?:a|an|some) ")
_NAMES = re.compile(r"\b(?:mon|tues|wednes|thurs|fri|satur|sun)day|\b(?:christmas|new year|easter)\b")


def _named(when: str) -> str:
    return _NAMES.sub(lambda match: match[0].title(), when)


def _deed(material: Material) -> str:
    """What they say they did, said back: "you've bought boots"; "" where it is not plain."""
    for clause, _ in material.ranked():
        if clause.person != "i" or clause.verb is None or clause.negated or clause.sure < 0.75:
            continue
        done = clause.verb.form == "past" or any(token.tag == "H" for token in clause.auxiliaries)
        text = phrase(clause.tokens, 8) if done and clause.lead not in ("if", "when", "because") else ""
        if text and len(clause.tokens) <= 9 and len(text.split()) >= 3:
            return text
    return ""
