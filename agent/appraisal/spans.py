"""How long something has gone on, and other plain reports: "five weeks", "since last month"."""

from __future__ import annotations

import functools
import re

from agent.appraisal.lists import rules
from agent.appraisal.needles import Screen

SUSTAINED = 6.0
"""Months from which a change counts as kept up (Transtheoretical Model: maintenance)."""
_COUNT = (
    "one", "two", "three", "four", "five", "six", "seven", "eight", "nine", "ten", "eleven", "twelve",
    "thirteen", "fourteen", "fifteen", "sixteen", "seventeen", "eighteen", "nineteen", "twenty",
)  # fmt: skip
_NUMBERS = {word: float(number) for number, word in enumerate(_COUNT, 1)} | {
    "a": 1.0, "an": 1.0, "couple": 2.0, "few": 3.0, "some": 3.0, "several": 5.0, "many": 10.0, "half": 0.5,
    "thirty": 30.0, "forty": 40.0, "fifty": 50.0, "sixty": 60.0, "ninety": 90.0, "hundred": 100.0,
}  # fmt: skip
_MONTHS = {
    "day": 1 / 30, "night": 1 / 30, "week": 7 / 30, "wk": 7 / 30, "fortnight": 14 / 30, "month": 1.0,
    "mth": 1.0, "mo": 1.0, "year": 12.0, "yr": 12.0, "summer": 12.0, "winter": 12.0, "decade": 120.0,
}  # fmt: skip
_UNIT = (
    r"(?P<unit>days?|nights?|weeks?|wks?|fortnights?|months?|mths?|mo|years?|yrs?|summers|winters|decades?)"
)
_SPAN = re.compile(
    rf"(?<![\w'-])(?P<number>\d+(?:\.\d+)?|[a-z]+(?:-[a-z]+)?)(?P<half> and a half)?"
    rf"(?: (?:of|full|whole|good|more|odd|solid|long|straight|or (?:two|three|so)))* ?{_UNIT}"
    rf"(?P<after> and a half)?\b",
    re.I,
)
_HALF_YEAR = re.compile(r"\bhalf a year\b", re.I)


@functools.cache
def _reports() -> dict[str, re.Pattern[str]]:
    return {name: re.compile("|".join(words), re.I) for name, words in rules("reports")["reports"].items()}


@functools.cache
def _screen() -> Screen:
    return Screen(tuple(_reports().values()))


@functools.lru_cache(maxsize=16)
def _may_say(text: str) -> frozenset[str]:
    names = tuple(_reports())
    return frozenset(names[place] for place in _screen().places(text))


def says(name: str, text: str) -> bool:
    """Whether `text` has what `lexicon/reports.yaml` calls `name`."""
    return name in _may_say(text) and _reports()[name].search(text) is not None


def months(text: str) -> float:
    """The longest span of time in `text`, in months; 0.0 if there is none."""
    found = [0.0]
    if _HALF_YEAR.search(text):
        found.append(6.0)
    for match in _SPAN.finditer(text):
        number = _number(match["number"].lower())
        if number:
            number += 0.5 if match["half"] or match["after"] else 0.0
            found.append(number * _MONTHS[_singular(match["unit"].lower())])
    bare = re.search(r"\b(?:for|in|these|over|took me|many) (?:\w+ )?(years|months)(?: now)?\b", text, re.I)
    if bare and max(found) == 0.0:
        found.append(24.0 if bare.group(1).lower() == "years" else 4.0)
    if says("since_far", text):
        found.append(12.0)
    elif says("since_near", text) and max(found) == 0.0:
        found.append(0.7)
    return max(found)


def _number(word: str) -> float:
    if word[0].isdigit():
        return float(word)
    head, _, tail = word.partition("-")
    return _NUMBERS.get(head, 0.0) + _NUMBERS.get(tail, 0.0)


def _singular(unit: str) -> str:
    return unit if unit in _MONTHS else unit.rstrip("s")
