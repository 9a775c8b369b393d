"""When a new fact overturns an old one: the other polarity, another value, the end of a state."""

from __future__ import annotations

import functools
import re
from pathlib import Path
from typing import Any

import yaml

from agent.appraisal.topics import topics
from agent.grounding.facts import Fact
from agent.grounding.people import GROUPS
from agent.grounding.values import Value, same, values
from agent.words.clauses import parse
from agent.words.sets import word_set
from alongside.records import GroundEntry

_NOT = re.compile(r"n't\b|\b(?:not|never|no longer|nobody|no one|nothing|hardly)\b", re.I)
_ANYONE = word_set("anyone anybody nobody anything nothing any")
_PLACED = word_set("work live stay study")
_OVER = re.compile(r"\b(?:there|any ?more|no longer|any longer|at all)\b")
_PRONOUNS = word_set("him her them it one me us")
_SAME_AS = {
    "find out": "know", "phone": "ring", "call": "ring", "speak": "talk", "begin": "start", "go back": "go",
    "mum": "mother", "mom": "mother", "dad": "father", "nan": "grandmother", "gran": "grandmother",
}  # fmt: skip
_QUITTING = word_set("quit stop give pack cut kick ditch drop leave")
_STANCES = word_set("hate love like want miss enjoy need know think be hear see")
_FIXED = word_set(
    "live work cost weigh start finish open close earn smoke drink owe spend sleep run have get "
    "take pay wake do"
)


def overturns(new: Fact, old: GroundEntry, *, marked: bool = False) -> bool:
    """Whether `new` and `old` cannot both be so. `marked`: it was said as a correction ("no, ...")."""
    if old.kind not in ("fact", "thread") or old.key.count("|") == 0:
        return False
    if old.value.lower() == new.value.lower():
        return False
    who, did, about = _parts(new.key)
    who_old, did_old, about_old = _parts(old.key)
    over = not about and new.negated and _OVER.search(new.value)
    if who == who_old and did == did_old and (over or _alike(about, about_old)):
        if bool(_NOT.search(new.value)) != bool(_NOT.search(old.value)):
            return True
        if _other_value(new, old, did):
            return True
    done = did_old == f"going {did}" and not new.negated
    if done and who == who_old and _alike(about, about_old):
        return True
    if (
        marked
        and who == who_old
        and did == did_old
        and (_kinds(new.value) & _kinds(old.value) or did in _PLACED)
    ):
        return True
    return _quits(new, old) or _resumes(new, old) or any(_ends(rule, new, old) for rule in _said_by(new))


def _parts(key: str) -> tuple[str, str, str]:
    who, did, *about = [*key.split("|"), "", ""][:3]
    return _SAME_AS.get(who, who), _SAME_AS.get(did, did), _SAME_AS.get(about[0], about[0]) if about else ""


def _alike(about: str, old: str) -> bool:
    """The same object, or a pronoun that can mean it, or one of several: mum of parents."""
    if about == old or old in _ANYONE:
        return True
    if (about in _PRONOUNS and old) or (old in _PRONOUNS and about):
        return True
    return about in GROUPS.get(old, ()) or old in GROUPS.get(about, ())


def _kinds(text: str) -> set[str]:
    return {item.kind for item in values(text)}


def _other_value(new: Fact, old: GroundEntry, did: str) -> bool:
    """Another date, time or amount in a place that holds one; another home, another place to be."""
    if _NOT.search(new.value) or _NOT.search(old.value):
        return False
    first, second = values(new.value), values(old.value)
    if new.key.endswith(("be|when", "be|number")):
        return bool(first and second) and not same(first[0], second[0])
    if not (_present(new.value) and _present(old.value)):
        return False
    if new.key.endswith(("|live", "live|where", "be|where")):
        return True
    if did in _FIXED:
        return any(_rivals(one, other) for one in first for other in second)
    return did == "work" and new.key == old.key


def _rivals(one: Value, other: Value) -> bool:
    return one.kind == other.kind and one.unit == other.unit and not same(one, other)


@functools.lru_cache(maxsize=512)
def _present(value: str) -> bool:
    """Whether it is said as how things are, not as what happened."""
    for clause in parse(value):
        if clause.verb is None:
            continue
        if any(token.low in ("was", "were", "had", "did", "'d") for token in clause.auxiliaries):
            return False
        return not (clause.verb.form == "past" or clause.verb.low in ("was", "were", "had", "did"))
    return True


def _quits(new: Fact, old: GroundEntry) -> bool:
    """ "I packed in the fags on Monday" ends "I smoke fifteen a day"; nothing ends by being half given up."""
    if new.key.split("|")[0] != old.key.split("|")[0] or new.negated:
        return False
    about, about_old = new.key.split("|")[-1], old.key.split("|")[-1]
    did, did_old = new.key.split("|")[1].split(" ")[0], old.key.split("|")[1].split(" ")[0]
    if did not in _QUITTING or did_old in _QUITTING | {"start", "go"} or _NOT.search(old.value):
        return False
    if "cut down" in new.key or "give up on" in new.key or re.search(r"giv\w+ up on", new.value):
        return False
    if did_old in _STANCES:
        return False
    shared = bool(set(topics(new.value)) & set(topics(old.value))) or about in (did_old, about_old)
    return shared and _present(old.value) and not re.search(r"\bput(?:ting)? off\b", old.value)


def _resumes(new: Fact, old: GroundEntry) -> bool:
    """ "I've started vaping again" ends "I quit vaping"."""
    if not re.search(r"\bagain\b|\bback (?:on|to)\b|\brelapsed\b", new.value) or not old.key.startswith("i|"):
        return False
    if not new.key.startswith("i|") or old.key.split("|")[1].split(" ")[0] not in _QUITTING:
        return False
    return (
        bool(set(topics(new.value)) & set(topics(old.value)))
        or new.key.split("|")[-1] == old.key.split("|")[-1]
    )


@functools.cache
def _rules() -> tuple[dict[str, Any], ...]:
    path = Path(__file__).with_name("endings.yaml")
    rules = yaml.safe_load(path.read_text(encoding="utf-8"))
    return tuple({**rule, "new": re.compile(rule["new"]), "ends": re.compile(rule["ends"])} for rule in rules)


@functools.lru_cache(maxsize=256)
def _said_by(new: Fact) -> tuple[dict[str, Any], ...]:
    """The endings that a fact brings with it: looked for once, not once for each thing held."""
    return () if new.negated else tuple(rule for rule in _rules() if rule["new"].search(new.value))


def _ends(rule: dict[str, Any], new: Fact, old: GroundEntry) -> bool:
    if not rule["ends"].search(old.value):
        return False
    if _NOT.search(old.value) or not (rule.get("over") or _present(old.value)):
        return False
    who, who_old = new.key.split("|")[0], old.key.split("|")[0]
    if rule["of"] == "same":
        return who == who_old
    others = who_old not in ("i", "he", "she", "they") and _in(who_old, new.value)
    return who != who_old and ((who not in ("i", "he", "she", "they") and _in(who, old.value)) or others)


def _in(who: str, value: str) -> bool:
    return re.search(rf"\b{re.escape(who.split(':')[0])}\b", value, re.I) is not None
