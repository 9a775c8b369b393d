"""What the companion's own words come out as: question, reflection, input, other (by rules)."""

from __future__ import annotations

import functools
import re
from typing import Literal

from agent.appraisal.advice import advises
from agent.appraisal.lists import matching, rules

Behaviour = Literal["question", "reflection", "input", "other"]
_SENTENCE = re.compile(r"[^.?!]+[.?!]*")
_INVERTED = re.compile(
    r"^(?:and |so |but |then )?(?:(?:what|who|where|when|why|how|which|whose)(?: \w+)? )?(?:do|does|did|"
    r"would|could|can|will|have|has|shall|are|is|was|were|am|had) "
    r"(?:you|that|it|there|they|he|she|we|this|your)\b",
    re.I,
)
_SECOND = re.compile(r"\b(?:you|your|yours|yourself|you're|you've|you'd|you'll)\b", re.I)


def sentences_of(text: str) -> list[str]:
    """The sentences of an act's text."""
    return [part.strip() for part in _SENTENCE.findall(text) if part.strip()]


def questions_in(text: str) -> int:
    """How many questions are asked. One without its mark counts, and so does a second one tacked on."""
    count = 0
    for part in sentences_of(text):
        plain = part.replace("’", "'")
        if part.endswith("?") or (_opening().match(plain) and _INVERTED.match(plain)):
            count += 1 + bool(_second().search(plain))
    return count


def prompts(text: str) -> bool:
    """Whether it asks to be told something without asking a question: "tell me about it"."""
    return bool(matching("conduct", "prompts", text.lower().replace("’", "'")))


@functools.cache
def _opening() -> re.Pattern[str]:
    return re.compile(rf"^(?:and |so |but |then )?{rules('conduct')['questions_start']}\b", re.I)


@functools.cache
def _second() -> re.Pattern[str]:
    return re.compile(rules("conduct")["second_question"], re.I)


def gives_input(text: str) -> bool:
    """Whether any of it advises, solves or teaches."""
    return bool(matching("conduct", "input", text.lower().replace("’", "'"))) or advises(text)


def behaviour(text: str) -> Behaviour:
    """The main behaviour: input if any of it is, else a question, else a reflection."""
    if gives_input(text):
        return "input"
    if questions_in(text):
        return "question"
    if text.strip() and (_SECOND.search(text) or len(text.split()) <= 14):
        return "reflection"
    return "other"
