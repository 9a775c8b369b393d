"""Which of the numbers in what was said are meant: not one denied, of yesterday, or taken back."""

from __future__ import annotations

from itertools import pairwise

from agent.worksheets.phrases import words
from agent.worksheets.spoken_numbers import SCALES, Token


def meant(found: list[Token]) -> list[Token]:
    """Without numbers that are hours, denied, or of another time where there is one of now."""
    return _of_now(_without_denied(_without_hours(found)))


def without_scale(found: list[Token]) -> list[Token]:
    """Without the N of an "out of N" whose number was not heard: "ate out of ten" is no ten."""
    for place, token in enumerate(found):
        if token.value in SCALES and not token.of and place and found[place - 1].text in ("of", "/"):
            start = place - 1
            start -= bool(start) and found[start].text == "of" and found[start - 1].text == "out"
            return without_scale(found[:start] + found[place + 1 :])
    return found


def last_counts(found: list[Token]) -> bool:
    """Whether the last number replaces those before it: "a six, no, an eight", "from eighty to fifty"."""
    places = [place for place, token in enumerate(found) if token.value is not None]
    between = [token.text for token in found[places[-2] + 1 : places[-1]]]
    before = [token.text for token in found[: places[0]]]
    after = [token.text for token in found[places[-1] :]]
    settled = {one for one, after in pairwise([*between, ""]) if after != "than"} & words("settles")
    repaired = settled or words("repairs") & set(between)
    moved = "to" in between and ("from" in before or {"up", "down"} & set(between))
    then = "was" in before and {"is", "it's", "now"} & set(between)
    return bool(repaired or moved or then) or "now" in between + after


def first_counts(found: list[Token]) -> bool:
    """Whether the number after is of an earlier time: "it's five now, before it was seven"."""
    places = [place for place, token in enumerate(found) if token.value is not None]
    heard = [token.text for token in found]
    if len(places) != 2 or "before" not in heard[: places[1]]:
        return False
    earlier = heard.index("before")
    return "now" in heard[:earlier] and earlier > places[0]


def clauses(found: list[Token]) -> list[list[Token]]:
    """The stretches between marks and words such as "because"."""
    parts: list[list[Token]] = [[]]
    for token in found:
        if token.mark or token.text in words("clause_starts"):
            parts.append([])
        else:
            parts[-1].append(token)
    return [clause for clause in parts if clause]


def _without_denied(found: list[Token]) -> list[Token]:
    """Without a number that is only denied: "not a five, more a six", "I wouldn't say seven"."""
    for place, token in enumerate(found):
        start = place
        while token.value is not None and start and found[start - 1].text in words("deny_number_small"):
            start -= 1
        if start and token.value is not None and found[start - 1].text in words("deny_number"):
            return _without_denied(found[: start - 1] + found[place + 1 :])
    return found


def _without_hours(found: list[Token]) -> list[Token]:
    """Without a number that "since" or "until" makes an hour."""
    hours = [
        after
        for token, after in pairwise(found)
        if token.text in words("hours_only") and after.value is not None
    ]
    return [token for token in found if token not in hours] if hours else found


def _of_now(found: list[Token]) -> list[Token]:
    """Without numbers of another time, where there is one of now: "eight. It was nine yesterday."."""
    every = clauses(found)
    numbers = [clause for clause in every if any(token.value is not None for token in clause)]
    past = [clause for clause in numbers if any(token.text in words("of_before") for token in clause)]
    return (
        [token for clause in every if clause not in past for token in clause]
        if 0 < len(past) < len(numbers)
        else found
    )
