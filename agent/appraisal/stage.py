"""Evidence about readiness for change, and what goal it is about."""

from __future__ import annotations

import functools
import re

from agent.appraisal.lists import matching, rules
from agent.appraisal.reading import StageEvidence

MOST = 6


@functools.cache
def _topics() -> tuple[tuple[str, re.Pattern[str]], ...]:
    topics: dict[str, str] = rules("stage")["topics"]
    return tuple((name, re.compile(rf"\b(?:{words})\b", re.I)) for name, words in topics.items())


def topic_names() -> tuple[str, ...]:
    """Every topic there is."""
    return tuple(name for name, _ in _topics())


def topics(text: str) -> tuple[str, ...]:
    """Goals a text touches on, by the words it uses, in the order they come."""
    found = [(match.start(), name) for name, rule in _topics() if (match := rule.search(text))]
    return tuple(name for _, name in sorted(found))


def stage_evidence(text: str) -> tuple[StageEvidence, ...]:
    """What a turn says about readiness. `goal` is a topic, or "" when the turn names none."""
    lowered = text.lower().replace("’", "'")
    named = topics(lowered)
    goal = named[0] if named else ""
    found: dict[str, StageEvidence] = {}
    for kind, words in matching("stage", "evidence", lowered):
        found.setdefault(kind, StageEvidence(kind, goal, words))
    if "maintaining" in found and "lapsed" not in found:
        found.pop("acting", None)
    if "lapsed" in found:
        found.pop("maintaining", None)
    return tuple(found.values())[:MOST]
