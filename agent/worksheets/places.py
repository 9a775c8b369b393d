"""Choices told by where they stand: "the second one", "the first two", "one, three and six", "the last"."""

from __future__ import annotations

from collections.abc import Sequence

from agent.worksheets.choice_words import Mention, Word
from agent.worksheets.phrases import is_all, listed, numbered, words


def places(heard: Sequence[Word], named: Sequence[Mention], count: int) -> list[Mention]:
    """Mentions by place in a list of `count`; words that name a choice are left alone."""
    taken = {place for one in named for place in range(one.start, one.end)}
    found: list[Mention] = []
    only = all(
        word.mark
        or _digit(word.text)
        or word.text in words("choice_small") | words("place_leads")
        or place in taken
        for place, word in enumerate(heard)
    )
    place = 0
    while place < len(heard):
        word = heard[place]
        after = heard[place + 1].text if place + 1 < len(heard) else ""
        nth = numbered("ordinal_words").get(word.text)
        of_them = after == "of" or (place and heard[place - 1].text == "all")
        end = place + 1
        span: tuple[int, ...] = ()
        if place in taken:
            pass
        elif (back := _from_the_end(heard, place)) and count >= 2:
            span, end = (count - 2,), place + back
        elif word.text == "middle":
            many = _digit(after) if after != "one" else 1
            many, end = (many, place + 2) if many else (1, place + 1)
            span = tuple(range((count - many) // 2, (count + many) // 2)) if (count - many) % 2 == 0 else ()
        elif word.text in ("former", "latter") and count != 2:
            pass
        elif nth is not None and (many := _digit(after)) and after != "one" and many > 1 and abs(nth) == 1:
            span = tuple(range(many)) if nth > 0 else tuple(range(count - many, count))
            end = place + 2
        elif nth is not None:
            span = (nth - 1 if nth > 0 else count + nth,)
        elif word.text in words("place_leads") and _digit(after):
            span, end = (_digit(after) - 1,), place + 2
        elif only and _digit(word.text) and not of_them and not _pronoun(heard, place, taken):
            span = (_digit(word.text) - 1,)
        if span and all(0 <= number < count for number in span):
            found.append(Mention(place, end, numbers=span))
        place = end
    return found


def _from_the_end(heard: Sequence[Word], place: int) -> int:
    """How many words "second to last", "one before the last" take at `place`, or 0."""
    for size in (4, 3, 2):
        text = " ".join(word.text for word in heard[place : place + size])
        if is_all("last_but_one", text):
            return size
    return 0


def _digit(text: str) -> int:
    """One to nineteen as a number, else 0."""
    if text.isascii() and text.isdigit():
        return int(text) if len(text) < 3 else 0
    return listed("ones").index(text) if text in listed("ones") else 0


def _pronoun(heard: Sequence[Word], place: int, taken: set[int]) -> bool:
    """Whether "one" stands for a choice rather than for the first: "that one"."""
    before = heard[place - 1].text if place else ""
    small = words("before_one") | {"the"} | set(numbered("ordinal_words"))
    return heard[place].text == "one" and (before in small or place - 1 in taken)
