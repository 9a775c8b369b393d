"""What the companion's own words come out as: question, reflection, input, other (by rules)."""

from __future__ import annotations

import re
from typing import Literal

from agent.appraisal.lists import matching, rules

Behaviour = Literal["question", "reflection", "input", "other"]
_SENTENCE = re.compile(r"[^.?!]+[.?!]*")
_SECOND = re.compile(r"\b(?:you|your|yours|yourself|you're|you've|you'd|you'll)\b", re.I)


def sentences_of(text: str) -> list[str]:
    """The sentences of an act's text."""
    return [part.strip() for part in _SENTENCE.findall(text) if part.strip()]


def questions_in(text: str) -> int:
    """How many questions are asked. A question without its mark counts as one too."""
    count = 0
    opening = re.compile(rf"^(?:and |so |but |then )?{rules('conduct')['questions_start']}\b", re.I)
    for part in sentences_of(text):
        inverted = re.match(
            r"^(?:and |so )?(?:do|does|did|would|could|can|will|have|has|shall|are|is) (?:you|that|it|"
            r"there|they|he|she|we)\b",
            part,
            re.I,
        )
        if part.endswith("?") or (opening.match(part) and inverted):
            count += 1
    return count


def gives_input(text: str) -> bool:
    """Whether any of it advises, solves or teaches."""
    return bool(matching("conduct", "input", text.lower().replace("’", "'")))


def behaviour(text: str) -> Behaviour:
    """The main behaviour: input if any of it is, else a question, else a reflection."""
    if gives_input(text):
        return "input"
    if questions_in(text):
        return "question"
    if text.strip() and (_SECOND.search(text) or len(text.split()) <= 14):
        return "reflection"
    return "other"
