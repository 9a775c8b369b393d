"""A turn thought about and not yet answered: what was decided, and words of our own for it."""

from __future__ import annotations

from dataclasses import dataclass

from agent.decide import Choice
from agent.situation import Situation
from agent.words.candidate import Candidate


@dataclass(frozen=True)
class Thought:
    """What `think` gives and `speak` takes.

    `wanted` is the act the policy wants most; `choice` the first one that found words of our own,
    which is mostly the same. A language model is only ever asked for words to `wanted`.
    """

    now: Situation
    wanted: Choice
    choice: Choice
    words: Candidate
    refusals: tuple[str, ...] = ()
