"""The first visible reaction when the person falls silent: small and at once.

A listener shows that the end was noticed before answering. A nod does it where one is due; otherwise the
brows do, or a blink, which people put at the ends of phrases too; and the eyes come back if they were away.
In a hard moment only the eyes.
"""

from __future__ import annotations

from embodiment.behaviour.situation import NEVER, Situation

AFTER_S = 0.04
"""Seconds of silence after which it reacts: the listener tells silence 64 ms after it began."""
LASTS_S = 0.4
"""A reaction later than this would answer nothing."""
SPEECH_S = 0.7
"""Speech in a turn that is worth a reaction (Ward and Tsukahara, rule P4)."""
SPURT_S = 0.2
"""Voice since the last silence: less is the end of a word."""
APART_S = 1.5
"""Seconds between two reactions."""
BROWS_APART_S = 4.0
"""Seconds between two raised brows."""
BROWS = (0.45, 0.75)
"""How strongly they are raised: a flash would be surprise."""


class Reaction:
    """Notices the moment in which the person falls silent, and chooses what to show."""

    def __init__(self) -> None:
        self._for = NEVER  # the silence that was reacted to
        self._at = self._brows_at = NEVER

    def due(self, now: float, situation: Situation) -> bool:
        """Whether a silence has just begun that nothing was shown for yet."""
        silence = situation.silent_since
        if situation.voiced or silence == self._for or not AFTER_S <= now - silence <= LASTS_S:
            return False
        if silence - situation.turn_began < SPEECH_S or silence - situation.voiced_since < SPURT_S:
            return False
        self._for = silence
        return True

    def choose(self, now: float, nodded_at: float) -> str:
        """Brows, a blink, or nothing so soon after another reaction or a nod."""
        if now - max(self._at, nodded_at) < APART_S:
            return ""
        self._at = now
        if now - self._brows_at < BROWS_APART_S:
            return "blink"
        self._brows_at = now
        return "brows"
