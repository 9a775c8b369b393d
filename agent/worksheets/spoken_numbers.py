"""Numbers the way people say them: "about a seven, maybe eight", "seventy-five percent", "7 out of 10"."""

from __future__ import annotations

import functools
import re
from dataclasses import dataclass

from agent.worksheets.phrases import listed
from agent.worksheets.phrases import words as listed_words

_TOKEN = re.compile(r"(?<!\d)-?\d+(?:[.,]\d+)?|[^\W\d_]+(?:'[^\W\d_]+)*|%|/|[.,;:!?…–—-]+")
_PARTS = {"and a half": 0.5, "and a quarter": 0.25, "and three quarters": 0.75}
SCALES = (5.0, 10.0, 20.0, 100.0)
"""What a number may be said to be out of."""


@dataclass(frozen=True)
class Token:
    """A word, a mark, or a number (`value`), in the order said. `of` is the N of "out of N"."""

    text: str
    value: float | None = None
    percent: bool = False
    of: float = 0.0

    @property
    def mark(self) -> bool:
        """Whether it is punctuation."""
        return self.value is None and not self.text[0].isalpha() and self.text not in "%/"


def tokens(said: str) -> list[Token]:
    """`said` as words and numbers; number words, percent and "out of" are joined to one number."""
    text = said.casefold().replace("’", "'").replace("per cent", "percent")
    words = _TOKEN.findall(re.sub(r"(?<=[a-z])ish\b", " ish", text))
    found: list[Token] = []
    place = 0
    while place < len(words):
        number, used = _number(words, place)
        if number is None:
            found.append(Token(words[place]))
            place += 1
            continue
        place += used
        percent = place < len(words) and words[place] in ("percent", "%")
        place += percent
        of, used = _out_of(words, place)
        place += used
        found.append(Token("#", number, percent, of))
    return found


def _number(words: list[str], place: int) -> tuple[float | None, int]:
    """The number that starts at `place` and how many words it takes."""
    word, ones, tens = words[place], *_number_words()
    part = _PARTS.get(" ".join(words[place + 1 : place + 4]), 0.0)
    if re.match(r"-?\d", word):
        figure = float(word.replace(",", "."))
        part = part if figure == int(figure) and figure >= 0 else 0.0
        return figure + part, 4 if part else 1
    if word in ("minus", "negative") and place + 1 < len(words):
        number, used = _number(words, place + 1)
        return (None, 0) if number is None else (-number, used + 1)
    if word == "point" and 0 <= ones.get((words[place + 1 :] or [""])[0], -1) <= 9 and not place:
        return ones[words[1]] / 10, 2
    if word == "thousand":
        return 1000.0, 1
    if words[place + 1 : place + 2] == ["thousand"] and (word == "a" or word in ones):
        return 1000.0 * max(1, ones.get(word, 1)), 2
    if word == "hundred":
        return 100.0, 1
    if words[place + 1 : place + 2] == ["hundred"] and (word == "a" or 1 <= ones.get(word, 0) <= 9):
        return _hundreds(words, place)
    if word == "one" and place and words[place - 1] in listed_words("before_one"):
        return None, 0
    if word in tens:
        after = [item for item in words[place + 1 : place + 3] if item != "-"][:1]
        if after and 1 <= ones.get(after[0], 0) <= 9 and words[place + 1] in ("-", after[0]):
            return float(tens[word] + ones[after[0]]), 3 if words[place + 1] == "-" else 2
        return float(tens[word]), 1
    if word in ones:
        if (
            words[place + 1 : place + 2] == ["point"]
            and 0 <= ones.get((words[place + 2 :] or [""])[0], -1) <= 9
        ):
            return float(f"{ones[word]}.{ones[words[place + 2]]}"), 3
        return ones[word] + part, 4 if part else 1
    return None, 0


def _hundreds(words: list[str], place: int) -> tuple[float, int]:
    """ "A hundred", "two hundred and ten"."""
    hundreds = 100.0 * max(1, _number_words()[0].get(words[place], 1))
    if words[place + 2 : place + 3] == ["and"] and place + 3 < len(words):
        rest, used = _number(words, place + 3)
        if rest is not None and 0 < rest < 100:
            return hundreds + rest, used + 3
    return hundreds, 2


def _out_of(words: list[str], place: int) -> tuple[float, int]:
    """The N of "out of N", "of N" or "/N" at `place`, and how many words that takes."""
    for lead in (["out", "of"], [",", "out", "of"], ["of"], ["/"]):
        if words[place : place + len(lead)] == lead and place + len(lead) < len(words):
            number, used = _number(words, place + len(lead))
            if number in SCALES:
                return number, len(lead) + used
    return 0.0, 0


@functools.cache
def _number_words() -> tuple[dict[str, int], dict[str, int]]:
    """Zero to nineteen and the tens, by their words."""
    ones = {word: value for value, word in enumerate(listed("ones"))}
    tens = {word: 10 * value for value, word in enumerate(listed("tens"), 2)}
    return ones | {"nought": 0, "naught": 0, "nil": 0}, tens | {"fourty": 40}
