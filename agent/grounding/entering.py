"""How each sort of entry goes into the ledger, and what it does to those that are there."""

from __future__ import annotations

import re
from dataclasses import replace

from agent.grounding.conflicts import overturns
from agent.grounding.facts import Fact
from agent.grounding.feelings import Felt
from agent.grounding.goals import STOP_NAMES, TOPIC_NAMES, Goal, names_goal
from agent.grounding.ledger import HOLDS, Ledger
from agent.grounding.people import Person
from agent.grounding.values import swap, values
from alongside.records import GroundEntry


def enter_person(ledger: Ledger, new: Person) -> None:
    """Somebody named: a name joins the place it belongs to, and nobody is held twice."""
    if new.key.startswith("name:") and new.name.lower().split()[-1] in ledger.circle.by_name:
        return
    old = ledger.find(lambda entry: entry.key == new.key or entry.key.startswith(f"{new.key}:"), "name")
    alone = ledger.find(lambda entry: bool(new.name) and entry.key == f"name:{new.name.lower()}", "name")
    made = ledger.made("name", new.key, new.value, 0.85)
    if old is None:
        if alone is not None:
            ledger.put(alone, replace(alone, key=made.key, value=made.value))
        else:
            ledger.add(made)
        return
    named = old.value.split(", ")[0] if ", " in old.value else ""
    if alone is not None and alone is not old:
        ledger.revise(alone)
    if not new.name or named == new.name:
        longer = len(new.value.split(", ")[-1].split()) > len(old.value.split(", ")[-1].split())
        place = new.value.split(", ")[-1] if longer else old.value.split(", ")[-1]
        kept = replace(old, value=f"{named}, {place}" if named else place)
        ledger.put(old, kept)
        ledger.again(kept)
    elif named and old.key != "self":
        if ledger.find(lambda entry: entry.value == new.value, "name") is None:
            ledger.add(replace(made, key=f"{new.key}:{new.name.lower()}"))
    elif old.key == "self":
        ledger.mend(old, new.value)
    else:
        place = max(old.value, new.value.split(", ")[-1], key=lambda text: len(text.split()))
        ledger.put(old, replace(old, value=f"{new.name}, {place}", source_turn=ledger.turn_id))


def guess_goal(ledger: Ledger, topic: str) -> None:
    """A goal nobody has named yet, guessed from talk of change; a waiting "stop" gets its name."""
    key = f"goal:{topic}"
    waiting = ledger.find(lambda item: item.key == "goal:it", "goal")
    name = STOP_NAMES.get(topic, TOPIC_NAMES[topic]) if waiting else TOPIC_NAMES[topic]
    if waiting is not None:
        ledger.revise(waiting)
    ledger.add(ledger.made("goal", key, name, 0.6 if waiting else 0.5, proposed=True, by="companion"))


_GETTING_READY = ("i|train", "i|prepare", "i|save", "i|plan", "i|practise", "i|go")
"""Facts of being on the way to something: given up with it."""


def drop_goal(ledger: Ledger, words: str) -> None:
    if words == "it":
        last = ledger.find(lambda item: item.proposer == "participant", "goal")
        if last is not None:
            ledger.withdraw(last)
        return
    for entry in ledger.held("goal"):
        if names_goal(words, entry.key, entry.value):
            ledger.withdraw(entry)
    for entry in ledger.held("fact"):
        if entry.key.startswith(_GETTING_READY) and names_goal(words, "", entry.value):
            ledger.revise(entry)


def enter_goal(ledger: Ledger, goal: Goal, sort: str) -> None:
    key = f"{sort}:{goal.key}"
    if goal.instead:
        last = next((item for item in reversed(ledger.entries) if item.kind == "goal"), None)
        if last is not None and last.status in HOLDS and last.value != goal.name:
            ledger.revise(last)
    for entry in ledger.held("fact"):
        denied = entry.key.startswith("i|want") and re.search(r"n't|not|no longer", entry.value)
        if denied and names_goal(entry.value, key, goal.name):
            ledger.revise(entry)
    enter(ledger, ledger.made("goal", key, goal.name, goal.sure))


def enter_fact(ledger: Ledger, fact: Fact, is_marked: bool) -> None:
    """A fact entered; what it overturns is revised. Said again, it is only surer."""
    same = ledger.find(lambda item: item.value.lower() == fact.value.lower(), "fact")
    if same is not None:
        ledger.again(same)
        return
    if fact.key.endswith("|be|number") and (mended := _older(ledger, fact)):
        ledger.mend(*mended)
        return
    gone = [item for item in ledger.held("fact", "thread") if overturns(fact, item, marked=is_marked)]
    if len(gone) == 1 and (restated := _restated(gone[0], fact)):
        ledger.mend(gone[0], restated)
        return
    for old in gone:
        ledger.revise(old)
    ledger.add(ledger.made("fact", fact.key, fact.value, fact.sure, proposed=fact.hedged))


def _restated(old: GroundEntry, fact: Fact) -> str:
    """`old` with the new fact's values, where the new fact says no more than that; else ""."""
    value = old.value
    for item in values(fact.value):
        value = swap(value, item) or value
    own = {word for word in re.findall(r"[\w']+", fact.value.lower()) if word not in _LIGHT}
    return value if value != old.value and own <= set(re.findall(r"[\w']+", value.lower())) else ""


_LIGHT = frozenset(("now", "only", "the", "a", "an", "your", "my", "on", "at", "in", "of", "just", "really"))


def _older(ledger: Ledger, fact: Fact) -> tuple[GroundEntry, str] | None:
    """An age or a count held of the same one, and how it reads with the new number."""
    old = ledger.find(lambda item: item.key == fact.key, "fact")
    found = values(fact.value)
    value = swap(old.value, found[0]) if old is not None and found else ""
    return (old, value) if old is not None and value else None


def enter_feeling(ledger: Ledger, feeling: Felt) -> None:
    """A feeling entered; one that is over is withdrawn; one that gains an object is named more closely."""
    held = [item for item in ledger.held("feeling") if item.key.split(":")[-1] == feeling.label]
    if feeling.over:
        for old in held:
            ledger.withdraw(old)
        return
    alike = next((item for item in held if item.value == feeling.value), None)
    general = next((item for item in held if item.value == feeling.noun), None)
    if alike is not None:
        ledger.again(alike)
    elif general is not None and feeling.about:
        ledger.put(general, replace(general, key=feeling.key, value=feeling.value))
    elif not (held and not feeling.about):
        ledger.add(ledger.made("feeling", feeling.key, feeling.value, 0.8))


def enter(ledger: Ledger, new: GroundEntry) -> None:
    """Put an entry in; one of the same key that says otherwise gives way."""
    old = ledger.find(lambda item: item.key == new.key)
    if old is not None:
        if old.value == new.value:
            ledger.again(old)
            return
        if old.kind == "thread":
            return
        ledger.revise(old)
    ledger.add(new)


def close_threads(ledger: Ledger) -> None:
    """A thing that was only named is no thread of its own once something is held about it."""
    said = " ".join(entry.value.lower() for entry in ledger.held("fact", "goal", "name", "feeling"))
    for entry in ledger.held("thread"):
        head = entry.key.removeprefix("thread:")
        if entry.key.startswith("thread:") and re.search(rf"\b{re.escape(head)}\b", said):
            ledger.entries.remove(entry)
