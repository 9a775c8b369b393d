"""Numbers that a recogniser spelled as other words: "ate", "it's a for"."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace

from agent.worksheets.phrases import numbered, words
from agent.worksheets.spoken_numbers import Token


def respelled(found: Sequence[Token]) -> tuple[list[Token], bool]:
    """`found` with such a word made a number, and whether that is sure.

    With an article before it nothing else can have been meant. As the whole answer it is likely. Anywhere
    else it is left a word.
    """
    heard = list(found)
    spoken = [place for place, token in enumerate(heard) if not token.mark]
    likely = numbered("sounds_like")
    unlikely = numbered("sounds_nearly")
    if any(token.value is not None for token in heard) or not spoken:
        return heard, True
    place = spoken[-1]
    text = heard[place].text
    number = likely.get(text, unlikely.get(text))
    if number is None:
        return heard, True
    before = heard[place - 1].text if place else ""
    led = before in ("a", "an") and all(heard[other].text in words("rating_words") for other in spoken[:-1])
    if led or all(heard[other].text in words("fillers_alone") for other in spoken[:-1]):
        heard[place] = replace(heard[place], text="#", value=float(number))
        return heard, led and text in likely
    return heard, True
