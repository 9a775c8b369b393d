"""What is answered to the direct question: people rarely say a plain yes or no to it."""

from __future__ import annotations

from typing import Literal

from agent.appraisal.lists import matching
from agent.appraisal.requests import short_answer
from agent.appraisal.spelling import spelt

Direct = Literal["yes", "some", "unsure", "no", ""]
MOST_HEARD = 160
"""Characters: a longer turn is more than an answer, and is read for what it says."""
_QUOTES = str.maketrans({"’": "'", "‘": "'", "…": "...", ",": " "})


def direct_answer(text: str) -> Direct:
    """Yes, sometimes, not a clear no, no; "" where it is no answer to the question at all.

    Silence counts as unsure: it is not a no.
    """
    plain = spelt(" ".join(text[: MOST_HEARD * 2].translate(_QUOTES).lower().split()))
    if not any(char.isalnum() for char in plain):
        return "unsure"
    if len(plain) > MOST_HEARD:
        return ""
    order: tuple[Direct, ...] = ("some", "unsure", "no", "yes")
    for answer in order:
        if matching("direct", answer, plain):
            return answer
    return short_answer(text)
