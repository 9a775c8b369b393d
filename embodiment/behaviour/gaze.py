"""Where the companion looks: at the person mostly, away when thinking, and away a moment so as not to stare.

Numbers of Andrist, Mutlu and Gleicher's conversational gaze aversion model, as their own code has them
(seconds). Robots that stare make people look away more (Mishra et al. 2023). Gaze runs from -1 to 1,
25 degrees either way; x to the right of the screen, y downwards, 0 at the person.
"""

from __future__ import annotations

import random

from embodiment.behaviour.chance import Spell
from embodiment.behaviour.situation import Mode

Point = tuple[float, float]
AT_PERSON: Point = (0.0, 0.0)

COGNITIVE_BEGINS = Spell(0.35, 0.1, 0.15, 0.6)  # after the person's turn; about 1 s before the answer
COGNITIVE_ENDS = Spell(1.2, 0.25, 0.5, 3.0)  # after the onset of speech
COGNITIVE_AGAIN = Spell(3.0, 0.6, 2.0, 5.0)  # looking elsewhere while it takes longer
NEXT: dict[Mode, Spell] = {
    "speaking": Spell(4.0, 1.0, 1.0, 8.0),
    "listening": Spell(5.0, 1.0, 2.0, 9.0),
    "waiting": Spell(6.0, 1.5, 3.0, 10.0),
    "idle": Spell(5.0, 1.5, 3.0, 10.0),
}
"""Until the next intimacy aversion."""
LASTS: dict[Mode, Spell] = {
    "speaking": Spell(1.0, 0.2, 0.5, 2.5),
    "listening": Spell(1.0, 0.2, 0.5, 2.5),
    "waiting": Spell(1.2, 0.3, 0.5, 2.5),
    "idle": Spell(3.5, 0.8, 2.0, 5.0),
}
LOOK_BACK = Spell(2.3, 0.5, 0.5, 4.0)
"""Before the end of an utterance it looks at the person and stays."""
SHORT_SHARE = 0.25
"""Of a short utterance, the last quarter."""
SIDE, UP, DOWN = (0.4, 0.0), (0.18, -0.32), (0.1, 0.3)
COGNITIVE = ((UP, 0.7), (DOWN, 0.2), (SIDE, 0.1))
INTIMATE = ((SIDE, 0.7), (DOWN, 0.2), (UP, 0.1))
LOWERED: Point = (0.05, 0.3)
HEAVY_LASTS = 0.7
"""In a hard moment aversions are shorter, and always down."""
HOLD_S = 1.5
"""Seconds it stays with the person after a nod, or when they look up."""
AVERTED_APART_S = 2.5
"""Seconds from the end of one look away to the next that a clause brings."""
SHORT_ANSWER_S = 1.5
"""An utterance shorter than this needs no thinking away."""


class Gaze:
    """Follows the modes and decides where to look. `step` has to be called several times a second."""

    def __init__(self, rng: random.Random, now: float) -> None:
        self._rng = rng
        self._mode: Mode = "idle"
        self._at: Point = AT_PERSON
        self._until = float("inf")  # when the present look ends
        self._next = now + NEXT["idle"].draw(rng)  # when the next aversion begins
        self._fixed_from = float("inf")  # from when it stays with the person until the utterance ends
        self._averted_at = float("-inf")

    def stay(self, now: float) -> None:
        """Look at the person now, and for a moment."""
        if self._mode != "thinking":
            self._look(AT_PERSON, float("inf"))
            self._next = max(self._next, now + HOLD_S)

    def clause(self, now: float, heavy: bool) -> None:
        """A longer clause of the companion's own begins: look away for a moment, if it is time for it."""
        free = self._mode == "speaking" and self._at == AT_PERSON and now < self._fixed_from
        if free and now - self._averted_at >= AVERTED_APART_S:
            self._avert(now, heavy)

    def back(self, now: float) -> None:
        """Such a clause ends: look at the person again."""
        if self._mode == "speaking" and self._at != AT_PERSON:
            self._averted_at = now
            self._look(AT_PERSON, float("inf"))
            self._schedule(now)

    def ends(self, now: float, remaining: float) -> None:
        """What is being said ends in so many seconds: before that it looks at the person, and stays."""
        back = min(LOOK_BACK.draw(self._rng), SHORT_SHARE * remaining if remaining < 6 else remaining)
        self._fixed_from = now + max(0.0, remaining - back)

    def step(self, now: float, mode: Mode, heavy: bool, remaining: float | None = None) -> Point:
        """Where to look now. `remaining` is how long the utterance that begins now will take."""
        if mode != self._mode:
            self._enter(mode, now, heavy, remaining)
        if self._at != AT_PERSON and now >= self._until:
            self._averted_at = now
            self._look(AT_PERSON, float("inf"))
            self._schedule(now)
        if now >= self._fixed_from:
            self._look(AT_PERSON, float("inf"))
        elif self._at == AT_PERSON and now >= self._next:
            self._avert(now, heavy)
        return self._at

    def _enter(self, mode: Mode, now: float, heavy: bool, remaining: float | None) -> None:
        thinking, self._mode = self._mode == "thinking", mode
        self._fixed_from = float("inf")
        if mode == "speaking" and remaining is not None:
            self.ends(now, remaining)
            if thinking and not heavy and remaining > SHORT_ANSWER_S and self._at != AT_PERSON:
                self._until = now + COGNITIVE_ENDS.draw(self._rng)  # the thought ends in the first words
                self._next = float("inf")
                return
        if mode == "thinking":
            self._next = now + COGNITIVE_BEGINS.draw(self._rng)
            return
        self._look(AT_PERSON, float("inf"))
        self._schedule(now)

    def _schedule(self, now: float) -> None:
        """When the next aversion begins."""
        if self._mode == "thinking":
            self._next = now + 0.6
        else:
            spell = NEXT.get(self._mode)
            self._next = now + spell.draw(self._rng) if spell else float("inf")

    def _avert(self, now: float, heavy: bool) -> None:
        if self._mode == "thinking":
            self._look(LOWERED if heavy else self._pick(COGNITIVE), now + COGNITIVE_AGAIN.draw(self._rng))
            return
        lasts = LASTS[self._mode].draw(self._rng)
        if heavy:
            self._look(LOWERED, now + lasts * HEAVY_LASTS)
        else:
            self._look(self._pick(INTIMATE), now + lasts)

    def _pick(self, ways: tuple[tuple[Point, float], ...]) -> Point:
        (x, y), side = self._rng.choices([way for way, _ in ways], [share for _, share in ways])[0], 1
        if self._rng.random() < 0.5:
            side = -1
        far = self._rng.uniform(0.8, 1.2)
        return (round(side * x * far, 2), round(y * far, 2))

    def _look(self, at: Point, until: float) -> None:
        self._at, self._until = at, until
