"""Nods while the person speaks: at pauses and clause boundaries, within a budget, never by chance.

Own-timed nods beat random ones, and too few and too many both hurt (Poppe, Truong and Heylen 2011); a pause
after at least 700 ms of speech invites one (Ward and Tsukahara 2000). Nobody nods by the clock: there is a
budget per minute of speech, and it is spent when the speech offers a place.
"""

from __future__ import annotations

import random
from dataclasses import dataclass

PER_MINUTE = (6.0, 10.0)
"""Nods for each minute of the person's speech; where between, is this companion's own habit."""
GAP_S = 2.5
"""Seconds between two nods."""
SPEECH_S = 0.7
"""Speech before a pause invites a nod (Ward and Tsukahara)."""
PAUSE_S = 0.04
"""Silence that makes a pause, on top of the 64 ms after which the listener tells it: a nod is then the first
reaction that is seen, within a quarter of a second."""
PAUSE_LASTS_S = 1.2
"""A nod that comes later answers nothing."""
SETTLE_S = 1.5
"""No nods at the very start of a turn."""
LONG_SPEECH_S = 5.0
"""A stretch of speech after which the nod is a longer one."""
SAVED = 1.5
"""Nods that can be saved up."""
HEAVY_GAP_S, HEAVY_PAUSE_S = 20.0, 0.5
"""In a hard moment: one slow nod, late, and then stillness."""
LOOKS_AWAY = 0.15
"""Belief of attention below which nobody would see a nod."""


@dataclass(frozen=True)
class Nod:
    """A gesture by its name in FacePose, and its strength."""

    gesture: str
    strength: float


class Nods:
    """Decides when to nod. Told of every moment in which the person may be speaking."""

    def __init__(self, rng: random.Random, now: float) -> None:
        self._rng = rng
        self.per_minute = rng.uniform(*PER_MINUTE)
        self._saved = 0.5
        self._at, self._last = now, float("-inf")
        self._clause_at = float("-inf")

    def clause(self, now: float) -> None:
        """A clause of the person's ended."""
        self._clause_at = now

    @property
    def last(self) -> float:
        """When the last nod was made."""
        return self._last

    def along(self, now: float) -> Nod | None:
        """A nod to go with a murmur, as they often do (Boholm and Lindblad 2011), if that is not too many."""
        return self._nod(now, "nod", 0.7) if self._saved >= 1 and now - self._last >= GAP_S else None

    def made(self, now: float) -> None:
        """A nod was made for another reason; it counts."""
        self._last = now
        self._saved = max(0.0, self._saved - 1)

    def step(
        self,
        now: float,
        *,
        listening: bool,
        voiced: bool,
        voiced_since: float,
        silent_since: float,
        turn_began: float,
        heavy: bool,
        attending: float,
    ) -> Nod | None:
        """A nod that is due now, or None."""
        if voiced:
            self._saved = min(SAVED, self._saved + self.per_minute / 60 * min(1.0, now - self._at))
        self._at = now
        if not listening or attending < LOOKS_AWAY or self._saved < 1 or now - turn_began < SETTLE_S:
            return None
        if now - self._last < (HEAVY_GAP_S if heavy else GAP_S):
            return None
        pause = not voiced and silent_since - voiced_since >= SPEECH_S
        waited = now - silent_since
        if heavy:
            return self._nod(now, "slow_nod", 0.7) if pause and HEAVY_PAUSE_S <= waited < 3 else None
        if pause and PAUSE_S <= waited < PAUSE_LASTS_S:
            long = silent_since - max(voiced_since, self._last) >= LONG_SPEECH_S
            return self._nod(now, "double_nod" if long else "nod", 0.8)
        if voiced and now - self._clause_at < 0.5:
            return self._nod(now, "nod", 0.6)
        return None

    def _nod(self, now: float, gesture: str, strength: float) -> Nod:
        self.made(now)
        self._clause_at = float("-inf")
        return Nod(gesture, round(strength * self._rng.uniform(0.85, 1.15), 2))
