"""What the listening face gives back: a smile for a smile, concern for sadness, and nothing else.

People mimic what is affiliative (Hess and Fischer 2014), half as strong and a moment later; anger, disgust,
contempt and fear are never given back. When the words are heavy a smile is likely to mask, and is not
answered.
"""

from __future__ import annotations

import random

SEEN = 0.35
"""Strength from which a smile (AU 12) is answered."""
SEEN_LASTS_S = 0.3
DELAY_S = (0.5, 0.9)
SHARE = (0.35, 0.60)
LEAST_S, MOST_S = 1.2, 4.0
AFTER_S = (0.6, 1.5)
"""A smile lasts this long beyond theirs: real ones fade slowly (offset 0.6 to 1.5 s)."""
REST_S = 6.0
"""Seconds between two smiles."""
LIGHT = -0.2
"""Valence of their words below which no smile is answered."""
SAD_WORDS = -0.3
WORDS_LAST_S = 30.0
FACE_LASTS_S = 2.0
SURE = 0.25
"""Confidence from which sadness in a face counts."""
CONCERN, CONCERN_HEAVY = -0.45, -0.6
"""Valence of the concerned face: inner brows up by a quarter to four tenths, no smile."""
FRIENDLY = 0.1
"""Valence of the face at rest."""
TILT_EVERY_S = 25.0
HINT_S = 6.0
"""A hard word in what they are saying brings concern for so long, before the whole turn was understood."""


class Echo:
    """Follows the person's face and words, and says what the companion's face answers."""

    def __init__(self, rng: random.Random) -> None:
        self._rng = rng
        self._smile = 0.0
        self._smile_since: float | None = None
        self._answer_at: float | None = None
        self._strength = 0.0
        self._began, self._until = float("-inf"), float("-inf")
        self._words, self._words_at = 0.0, float("-inf")
        self._sad_at = float("-inf")
        self._tilted_at = float("-inf")
        self._hinted_at = float("-inf")

    def smile(self, strength: float, now: float) -> None:
        """How strong a smile is seen, 0 to 1."""
        self._smile = strength
        if strength < SEEN:
            self._smile_since = None
        elif self._smile_since is None:
            self._smile_since = now

    def face(self, expression: str, sure: float, now: float) -> None:
        """The name of the expression that is seen."""
        if expression == "sad" and sure >= SURE:
            self._sad_at = now

    def words(self, valence: float, now: float) -> None:
        """How the person's words were."""
        self._words, self._words_at = valence, now

    def hard_word(self, now: float) -> None:
        """A word of something hard was just said."""
        self._hinted_at = now

    def sad(self, now: float) -> bool:
        """Whether there is something to be concerned about."""
        words = now - self._words_at < WORDS_LAST_S and self._words <= SAD_WORDS
        return words or now - self._hinted_at < HINT_S or now - self._sad_at < FACE_LASTS_S

    def valence(self, now: float, heavy: bool, free: bool) -> float:
        """Valence of the listening face. `free` says whether the face is not needed for an act."""
        dark = heavy or (now - self._words_at < WORDS_LAST_S and self._words < LIGHT)
        self._answer(now, dark, free)
        if now < self._until and free and not dark:
            return round(self._strength, 2)
        if heavy:
            return CONCERN_HEAVY
        return CONCERN if self.sad(now) else FRIENDLY

    def tilts(self, now: float, heavy: bool) -> bool:
        """Whether to tilt the head now: once as concern begins."""
        if (heavy or self.sad(now)) and now - self._tilted_at > TILT_EVERY_S:
            self._tilted_at = now
            return True
        return False

    def _answer(self, now: float, dark: bool, free: bool) -> None:
        if dark or not free:
            self._answer_at, self._until = None, min(self._until, now)
            return
        seen = self._smile_since is not None and now - self._smile_since >= SEEN_LASTS_S
        if now < self._until:  # answering: as long as theirs lasts, and a little more
            if self._smile_since is not None and now - self._began < MOST_S:
                self._until = max(self._until, now + AFTER_S[0])
        elif self._answer_at is None:
            if seen and self._smile_since is not None and now - self._until > REST_S:
                self._answer_at = self._smile_since + self._rng.uniform(*DELAY_S)
        elif now >= self._answer_at:
            self._strength = max(SEEN, self._smile) * self._rng.uniform(*SHARE)
            self._began = now
            self._until = now + LEAST_S + self._rng.uniform(*AFTER_S)
            self._answer_at = None
