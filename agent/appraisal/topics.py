"""What a change can be about: topics, found by the words people use for them."""

from __future__ import annotations

import functools
import re
from dataclasses import dataclass
from typing import Any, Literal

from agent.appraisal.lists import rules
from agent.appraisal.needles import Screen


@dataclass(frozen=True)
class Topic:
    """One topic of `lexicon/topics.yaml`. `way` says whether change means more of it, or less."""

    key: str
    name: str
    stop: str
    way: Literal["more", "less"]
    serves: str
    words: re.Pattern[str]
    doing: re.Pattern[str]


@functools.cache
def all_topics() -> dict[str, Topic]:
    """Every topic there is, by its key."""
    content: dict[str, dict[str, Any]] = rules("topics")["topics"]
    return {
        key: Topic(
            key,
            entry["name"],
            entry.get("stop", ""),
            entry["way"],
            entry.get("serves", ""),
            re.compile(rf"(?<!\w)(?:{entry['words']})(?!\w)", re.I),
            re.compile(rf"(?<!\w)(?:{entry['doing']})(?!\w)", re.I),
        )
        for key, entry in content.items()
    }


def topic_names() -> tuple[str, ...]:
    """The keys of all topics."""
    return tuple(all_topics())


@functools.lru_cache(maxsize=4096)
def topics(text: str) -> tuple[str, ...]:
    """Topics a text touches on, by the words it uses, in the order they come."""
    every = tuple(all_topics().items())
    heard = (every[place] for place in _screen().places(text))
    found = [(match.start(), key) for key, topic in heard if (match := topic.words.search(text))]
    return tuple(key for _, key in sorted(found))


@functools.cache
def _screen() -> Screen:
    return Screen([topic.words for topic in all_topics().values()])


def related(one: str, other: str) -> bool:
    """Whether one topic is a way to the other: what is eaten, to what is weighed."""
    known = all_topics()
    if one not in known or other not in known:
        return False
    return other in (one, known[one].serves) or known[other].serves == one
