"""What is answered: the same short sentences on both sides, each said once, and the time a model takes.

No sentence comes twice, so that nobody can have it ready from before.
"""

from __future__ import annotations

import itertools

FIRST_TOKEN = 0.2
"""Seconds until a language model's first token."""
TOKEN = 0.02
"""Seconds for each token after; a word counts as one."""

_TIMES = (
    "This week", "Last night", "That morning", "Your evening", "The journey", "That winter",
    "Your summer", "The meeting", "Your birthday", "That autumn", "The holiday", "Your weekend",
)  # fmt: skip
_MANNERS = ("hard", "quiet", "heavy", "strange", "lonely", "busy", "tender", "painful", "lovely", "slow")
_LATER = ("tonight", "today", "tomorrow", "in spring", "in June", "on Sunday", "next week", "at noon")


class Replies:
    """One sentence of a second and a half after the other; two sentences where someone is to interrupt."""

    def __init__(self) -> None:
        pairs = itertools.product(_MANNERS, _TIMES)
        self._short = (f"{when} was {how} for you." for how, when in pairs)
        self._more = itertools.cycle(_LATER)
        self.long = False

    def next(self) -> str:
        """What is answered now."""
        found = next(self._short)
        if not self.long:
            return found
        return f"{found} We can go through it slowly from the beginning {next(self._more)} if that helps you."


def seconds(text: str) -> float:
    """How long the model takes to write all of it."""
    return FIRST_TOKEN + TOKEN * (len(text.split()) - 1)
