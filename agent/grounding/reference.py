"""Who "he", "she" and "they" are, where it is safe to say."""

from __future__ import annotations

import re
from collections.abc import Sequence

from agent.grounding.people import BARE, RELATIONS, Circle, gender
from agent.words.sets import word_set
from agent.words.tokens import Token

LOOK_BACK = 8
"""Sentences that name somebody, back to which a pronoun may reach."""
FARTHEST = 16
"""Sentences of any kind that are looked through for them."""
STRANGER = "?"
PASSERS = word_set("man woman lady guy bloke stranger receptionist driver waiter waitress cashier officer")
OURS = word_set("baby kids children twins dog cat")
"""Those of the house, whom nobody calls theirs: "the baby's teething"."""
_ANYBODY = RELATIONS | PASSERS
_NOT_OWNED = frozenset(("the", "a", "an", "this", "some"))
_WORD = re.compile(r"[A-Za-z][A-Za-z-]*(?:'s)?")
_FORMS = {"he": "he", "him": "he", "she": "she", "her": "she", "they": "they", "them": "they"}


def mentioned(sentence: str, circle: Circle) -> list[str]:
    """Those a sentence names, in order; `STRANGER` for one without a place in their life ("the nurse")."""
    found: list[str] = []
    words = _WORD.findall(sentence)
    lows = [word.lower().removesuffix("'s") for word in words]
    for index, low in enumerate(lows):
        near = lows[max(0, index - 3) : index]
        owned = any(item in ("my", "our") for item in near)
        who = circle.by_name.get(low, "") or (low if low in RELATIONS and (owned or low in BARE) else "")
        if not who and low in _ANYBODY and not _NOT_OWNED.isdisjoint(near):
            who = low if low in OURS and "the" in near else STRANGER
        if who and who not in found:
            found.append(who)
    return found


def meant(pronoun: str, before: Sequence[str], circle: Circle, back: int = LOOK_BACK) -> str:
    """The one person a pronoun can mean, going back sentence by sentence; "" where two would do."""
    want = _FORMS.get(pronoun, "")
    if not want:
        return ""
    seen = 0
    for sentence in reversed(before[-FARTHEST:]):
        those = mentioned(sentence, circle)
        seen += bool(those)
        if seen > back:
            return ""
        sure = [who for who in those if gender(who) == want]
        maybe = [who for who in those if not gender(who)] if want != "they" else []
        if len(sure) == 1:
            return sure[0]
        if sure or len(maybe) > 1:
            return ""
        if maybe:
            return maybe[0] if maybe[0] != STRANGER else ""
    return ""


def spelled_out(tokens: Sequence[Token], place: int, who: str, circle: Circle) -> list[Token]:
    """Tokens with the pronoun at `place` replaced by who it is, as the person would say it ("my sister")."""
    words = circle.spoken(who).split()
    spoken = [
        Token("my", "my", "D") if word == "your" else Token(word, word.lower(), "N", word.lower())
        for word in words
    ]
    return [*tokens[:place], *spoken, *tokens[place + 1 :]]
