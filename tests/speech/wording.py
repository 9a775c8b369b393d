"""Word errors as people count them: "10" is "ten", and a hyphen is no error."""

from __future__ import annotations

import re
from collections.abc import Sequence

import jiwer

_ONES = (
    "zero one two three four five six seven eight nine ten eleven twelve thirteen fourteen fifteen "
    "sixteen seventeen eighteen nineteen"
)
_TENS = "twenty thirty forty fifty sixty seventy eighty ninety"
NUMBERS = {str(value): word for value, word in enumerate(_ONES.split())}
NUMBERS |= {str(10 * value): word for value, word in enumerate(_TENS.split(), 2)}


def normal(text: str) -> str:
    """Lower case, words only, small numbers and tens as words."""
    text = text.lower().replace("mr.", "mister").replace("-", " ").replace("%", " percent")
    return " ".join(NUMBERS.get(word, word) for word in re.findall(r"[a-z']+|\d+", text))


def word_error_rate(said: Sequence[str], heard: Sequence[str]) -> float:
    """Errors per word said, 0 to 1 (or more)."""
    return float(jiwer.wer([normal(text) for text in said], [normal(text) for text in heard]))
