"""What is told back of the common ground, and what a turn has just put right in it."""

from __future__ import annotations

import re
from collections.abc import Sequence

from agent.grounding.corrections import puts_right
from agent.grounding.ledger import HOLDS
from alongside.records import GroundEntry

MOST_FACTS = 3
MOST_CORRECTION = 5
"""Words: a longer difference is a new telling, not a word put right."""
_VAGUE = ("everything", "nothing", "everyone", "it ", "someone", "something", "they ", "he ", "she ", "there")
_WORD = re.compile(r"[\w'-]+")


def asked_summary(ledger: Sequence[GroundEntry]) -> str:
    """All that is worth telling to somebody who asks what is known of them, as one clause; "" if nothing."""
    held = [entry for entry in ledger if entry.status == "accepted" and entry.proposer == "participant"]
    facts = [
        entry.value
        for entry in held
        if entry.kind == "fact" and len(entry.value.split()) <= 10 and not entry.value.startswith(_VAGUE)
    ]
    own = [value for value in facts if value.startswith("you")]
    chosen = [value for value in facts if value in own[-MOST_FACTS:] or value in facts[-MOST_FACTS:]]
    parts = chosen[-MOST_FACTS:]
    goals = [entry.value for entry in held if entry.kind == "goal" and entry.key != "goal:it"]
    if goals:
        parts.append(f"you'd like to {goals[-1]}")
    if not parts:
        names = [entry.value for entry in held if entry.kind == "name" and entry.key.startswith("person:")]
        parts = [f"there's {name.split(', ')[0]}" for name in names[-2:]]
    parts = list(dict.fromkeys(parts))
    return f"{', '.join(parts[:-1])}, and {parts[-1]}" if len(parts) > 1 else "".join(parts)


def put_right(text: str, before: Sequence[GroundEntry], after: Sequence[GroundEntry]) -> str:
    """The words by which an entry was put right in this turn: "Tuesday"; "" where none was."""
    if len(text.split()) > 14 or not puts_right(text):
        return ""
    stood = {(entry.key, entry.value) for entry in before if entry.status in HOLDS}
    gone = [entry for entry in after if entry.status == "revised" and (entry.key, entry.value) in stood]
    new = [entry for entry in after if entry.status in HOLDS and (entry.key, entry.value) not in stood]
    for entry in new:
        for old in gone:
            if entry.key != old.key or entry.kind == "goal":
                continue
            had = set(_WORD.findall(old.value.lower()))
            words = [word for word in _WORD.findall(entry.value) if word.lower() not in had]
            if words and len(words) <= MOST_CORRECTION and _beside(old.value, entry.value):
                return " ".join(words)
    return ""


def _beside(old: str, new: str) -> bool:
    """Whether two values are the same but for a few words."""
    first, second = _WORD.findall(old.lower()), _WORD.findall(new.lower())
    return len(set(first) & set(second)) >= max(1, min(len(first), len(second)) - 3)
