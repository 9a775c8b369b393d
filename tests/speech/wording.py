"""Word errors as people count them: "10" is "ten", and a hyphen is no error."""

from __future__ import annotations

import re
from collections.abc import Sequence

import jiwer

_ONES = (
    "zero one two three four five six seven eight nine ten eleven twelve thirteen fourteen fifteen "
    "sixteen seventeen eighteen nineteen"
)
NUMBERS = {str(value): word for value, word in enumerate(_ONES.split())}


def normal(text: str) -> str:
    """Lower case, words only, numbers up to nineteen as words."""
    text = text.lower().replace("mr.", "mister").replace("-", " ")
    return " ".join(NUMBERS.get(word, word) for word in re.findall(r"[a-z']+|\d+", text))


def word_error_rate(said: Sequence[str], heard: Sequence[str]) -> float:
    """Errors per word said, 0 to 1 (or more)."""
    return float(jiwer.wer([normal(text) for text in said], [normal(text) for text in heard]))
