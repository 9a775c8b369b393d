"""Is it still the person of this session who speaks? Their voice is learnt from their first turns.

Kept in memory for the session, never written. Whoever is not surely somebody else is let through.
"""

from __future__ import annotations

from collections.abc import Sequence
from typing import Literal

import numpy as np

from speech.voiceprint import Voiceprint

ENROLLED = 10.0
"""Seconds of speech after which the person is known."""
SURELY_OTHER = ((1.0, 0.48), (2.0, 0.60), (3.0, 0.65))
"""(seconds of speech, cosine): below it somebody else speaks; between and beyond them in a straight line and
level. By `python -m bench.speakers`, where it refuses hardly any piece of the person: a person who is
refused is hurt more than one who is let through does harm."""
SURELY_SAME = 0.75
"""Cosine from which it is the person, by the same: next to none of another voice reaches it."""
DRIFT = 60.0
"""Seconds of speech of which the known voice is the average, once it is that long: it follows a voice that
grows hoarse or tired."""
DOUBT = 3
"""Turns of others in a row after which it may be the person who is not known again."""

Verdict = Literal["learning", "person", "unsure", "other"]


def surely_other(seconds: float) -> float:
    """The cosine under which so much speech is surely somebody else's."""
    lengths, cosines = zip(*SURELY_OTHER, strict=True)
    return float(np.interp(seconds, lengths, cosines))


class SpeakerCheck:
    """Learns one voice and judges turns by it."""

    def __init__(self) -> None:
        self.forget()

    def forget(self) -> None:
        """Nobody is known any more."""
        self._sum = np.zeros(0, np.float32)
        self._seconds = 0.0
        self._learnt: Sequence[Voiceprint] = ()
        self._refused = 0

    def judge(self, parts: Sequence[Voiceprint]) -> Verdict:
        """Whose turn it is that has these stretches. One stretch that may be the person's saves the turn."""
        if self._seconds < ENROLLED:
            return "learning"
        if parts and all(self.is_strange(part) for part in parts):
            return "other"
        same = parts and all(self.likeness(part) >= SURELY_SAME for part in parts)
        return "person" if same else "unsure"

    def learn(self, parts: Sequence[Voiceprint]) -> None:
        """A turn was let through. Till they are known all are theirs but those of another voice, then those
        that surely are. A turn that was opened again comes with the stretches that were learnt already."""
        verdict = self.judge(parts)
        new = [part for part in parts if not any(part is old for old in self._learnt)]
        self._learnt, self._refused = parts, 0
        for part in new:
            strange = self._seconds > 0 and self.is_strange(part)
            if verdict == "person" or (verdict == "learning" and not strange):
                self._take(part)

    def refused(self) -> bool:
        """A turn was not let through. Whether it was one of many in a row, which is to be told (once)."""
        self._refused += 1
        return self._refused == DOUBT

    def is_strange(self, part: Voiceprint) -> bool:
        """Whether this is surely another voice than the one that is known so far."""
        return self.likeness(part) < surely_other(part.seconds)

    def likeness(self, part: Voiceprint) -> float:
        """Cosine of this voice with the one that is known, 0 if none is."""
        if not self._seconds:
            return 0.0
        return float(part.vector @ self._sum / np.linalg.norm(self._sum))

    def _take(self, part: Voiceprint) -> None:
        added = part.vector * np.float32(part.seconds)
        self._sum = self._sum + added if len(self._sum) else added
        self._seconds += part.seconds
        if self._seconds > DRIFT:
            self._sum = self._sum * np.float32(DRIFT / self._seconds)
            self._seconds = DRIFT
