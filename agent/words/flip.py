"""The person's words from the companion's side: I to you, my to your, and back."""

from __future__ import annotations

import re
from collections.abc import Sequence

from agent.words.closed import CLOSED
from agent.words.sets import word_set
from agent.words.tokens import Token, changed, join

_TO_YOU = {
    "i": "you", "me": "you", "my": "your", "mine": "yours", "myself": "yourself",
    "we": "you", "us": "you", "our": "your", "ours": "yours", "ourselves": "yourselves",
}  # fmt: skip
_TO_ME = {"your": "my", "yours": "mine", "yourself": "myself"}
_FIRST = frozenset(("i", "we"))


def flip(tokens: Sequence[Token]) -> list[Token]:
    """Tokens with the persons changed; `am` and `was` follow `I`."""
    out: list[Token] = []
    for index, token in enumerate(tokens):
        previous = _speaker_before(tokens, index)
        low = token.low
        if low in _TO_YOU:
            out.append(changed(token, text=_TO_YOU[low], low=_TO_YOU[low]))
        elif low == "you":
            word = "I" if token.tag == "S" else "me"
            out.append(changed(token, text=word, low=word.lower()))
        elif low in _TO_ME:
            out.append(changed(token, text=_TO_ME[low], low=_TO_ME[low]))
        elif low in ("am", "'m"):
            text = "'re" if low == "'m" else "are"
            out.append(changed(token, text=text, low=text))
        elif low == "was" and (previous in _FIRST or _first_after(tokens, index)):
            out.append(changed(token, text="were", low="were"))
        elif low in ("are", "'re", "were") and previous == "you":
            word = {"are": "am", "'re": "'m", "were": "was"}[low]
            out.append(changed(token, text=word, low=word))
        else:
            out.append(token)
    return out


def _speaker_before(tokens: Sequence[Token], index: int) -> str:
    for token in reversed(tokens[max(0, index - 3) : index]):
        if token.tag in ("R", "X"):
            continue
        return token.low
    return ""


def _first_after(tokens: Sequence[Token], index: int) -> bool:
    return index + 1 < len(tokens) and tokens[index + 1].low == "i"


def said_back(tokens: Sequence[Token]) -> str:
    """Flipped tokens as text, names and `I` keep their capital, the rest does not gain one."""
    flipped = flip(tokens)
    words: list[Token] = []
    for index, token in enumerate(flipped):
        text = token.text
        if index == 0 and token.tag != "N" and text != "I":
            text = text[0].lower() + text[1:]
        if (
            text.isupper()
            and len(text) > 1
            and (len(text) > 3 or token.low in CLOSED or token.low in ("up", "out", "so"))
        ):
            text = text.lower()
        if text[0].islower() and token.low in _CAPITALS:
            text = text.capitalize()
        words.append(changed(token, text=text))
    return join(words).strip(" ,.-\"'")


_CAPITALS: frozenset[str] = word_set(
    "monday tuesday wednesday thursday friday saturday sunday january february april june july august "
    "september october november december english christmas easter"
)


_DAY = re.compile(r"\b(?:mon|tues|wednes|thurs|fri|satur|sun)days?\b")


def sentence(text: str) -> str:
    """With a capital and a full stop."""
    text = text.strip()
    if not text:
        return ""
    text = _DAY.sub(lambda match: match[0].capitalize(), text[0].upper() + text[1:])
    return text if text[-1] in ".?!…" else text + "."
