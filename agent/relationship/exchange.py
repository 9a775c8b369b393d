"""One exchange beside those before it: does the companion take up what the person is after, or its own aim?

Who is led elsewhere seldom says so. It shows in what either speaks of: the companion's turns lie near its own
earlier ones and far from what the person came with, bring words that nobody used, and leave theirs lying.
"""

from __future__ import annotations

import math
from collections.abc import Sequence
from dataclasses import dataclass, field
from typing import Protocol

import numpy as np

from agent.appraisal.encoder import WIDTH, Vectors
from agent.synchrony.words import meaningful

FIGURES = (
    "follow", "aim", "own", "theirs", "taken", "new", "words_follow", "words_aim", "words_taken",
    "words_theirs", "asks", "length", "asked", "said",
)  # fmt: skip
SAYS = ("bond", "task", "goal", "withdrawal", "dependence", "unsafe", "effort")
ANSWERS = ("bond", "task", "goal", "flattery")
SMALL = 2 * len(FIGURES) + len(SAYS) + len(ANSWERS)
"""Figures that are no vectors: those of this exchange, their fading means, and what the heads say."""
SIZE = SMALL + 4 * WIDTH
BEGINS = 3
"""The person's turns that tell what they came with."""
KEPT = 4
"""Exchanges whose words are kept."""
FADES = 0.7
"""What an earlier turn counts beside the next one, in where somebody's talk lies."""
MEAN_FADES = 0.5 ** (1 / 2.5)
UNSAID = 0.3
"""Share of new words that a turn without any of meaning is taken to have."""
_ENDINGS = ("ings", "ing", "ies", "ers", "ed", "es", "s", "er", "ly")
_STEM = 3


class Read(Protocol):
    """A turn as it was read: SAYS and ANSWERS, and where it lies."""

    @property
    def vector(self) -> Vectors | None:
        """[384]; None where nothing was said."""


def _nothing() -> Vectors:
    return np.zeros(WIDTH, np.float32)


@dataclass(frozen=True)
class Thread:
    """What the exchanges so far spoke of. It stays as small after a thousand as after one."""

    count: int = 0
    aim: Vectors = field(default_factory=_nothing)  # sums, the last two fading
    theirs: Vectors = field(default_factory=_nothing)
    ours: Vectors = field(default_factory=_nothing)
    last: Vectors = field(default_factory=_nothing)
    aim_words: frozenset[str] = frozenset()
    words: tuple[tuple[frozenset[str], frozenset[str]], ...] = ()  # of the last exchanges: theirs, ours
    means: Vectors = field(default_factory=lambda: np.zeros(len(FIGURES), np.float32))
    weight: float = 0.0


def exchanged(thread: Thread, said: Read, answered: Read, text: str, answer: str) -> tuple[Thread, Vectors]:
    """(the thread one exchange on, [SIZE] what is weighed of it)."""
    va = _nothing() if said.vector is None else said.vector
    vb = _nothing() if answered.vector is None else answered.vector
    wa, wb = words(text), words(answer)
    begins = thread.count < BEGINS
    total = thread.aim + va if begins else thread.aim
    aim, aim_words = _unit(total), thread.aim_words | wa if begins else thread.aim_words
    theirs = frozenset[str]().union(*(one for one, _ in thread.words))
    ours = frozenset[str]().union(*(one for _, one in thread.words))
    last = thread.words[-1][1] if thread.words else frozenset[str]()
    figures = np.array(
        [
            va @ vb, vb @ aim, vb @ _unit(thread.ours), va @ _unit(thread.theirs), va @ thread.last,
            _share(wb - wa - theirs - ours, wb, UNSAID), _share(wb & wa, wb),
            _share(wb & (aim_words | theirs), wb), _share(wa & last, last),
            _share(wa & (theirs | thread.aim_words), wa),
            "?" in answer, math.log1p(len(answer.split())), "?" in text, math.log1p(len(text.split())),
        ],
        np.float32,
    )  # fmt: skip
    means, weight = MEAN_FADES * thread.means + figures, MEAN_FADES * thread.weight + 1
    told = [*(getattr(answered, name) for name in ANSWERS), *(getattr(said, name) for name in SAYS)]
    row = np.concatenate([figures, means / weight, np.array(told, np.float32), va * vb, vb * aim, vb, va])
    return Thread(
        thread.count + 1,
        total,
        FADES * thread.theirs + va,
        FADES * thread.ours + vb,
        vb,
        aim_words,
        (*thread.words, (wa, wb))[-KEPT:],
        means,
        weight,
    ), row.astype(np.float32)


def words(text: str) -> frozenset[str]:
    """The stems of a text's words that mean something."""
    return frozenset(_stem(word) for word in meaningful(text))


def _stem(word: str) -> str:
    for ending in _ENDINGS:
        if word.endswith(ending) and len(word) - len(ending) >= _STEM:
            return word[: -len(ending)]
    return word


def _share(part: frozenset[str], whole: frozenset[str], else_: float = 0.0) -> float:
    return len(part) / len(whole) if whole else else_


def _unit(vector: Vectors) -> Vectors:
    length = float(np.linalg.norm(vector))
    found: Vectors = vector / length if length > 0 else vector
    return found


def rows(exchanges: Sequence[tuple[Read, Read, str, str]]) -> Vectors:
    """[exchanges, SIZE] of a whole dialogue: what was said and answered, read and as it stands."""
    thread, found = Thread(), []
    for said, answered, text, answer in exchanges:
        thread, row = exchanged(thread, said, answered, text, answer)
        found.append(row)
    return np.stack(found)
