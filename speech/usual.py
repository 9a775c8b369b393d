"""What is usual for this person's voice, and how far a turn is from it.

A running median and median absolute deviation over their turns of this session: a shout, a cough
or a stranger's sentence bends neither. Everything that asks "more than they mostly do?" asks here.
"""

from __future__ import annotations

import math
from collections import deque
from dataclasses import replace

import numpy as np

from alongside.records import OwnVoice, Prosody

LEAST_TURNS = 3
"""Turns below which nobody's usual is known."""
MOST_TURNS = 100
"""Turns kept: of a long session the last hour or so."""
LEAST_VOICE = 1.0
"""Seconds of voice below which a turn tells nothing of how somebody speaks."""
FURTHEST = 6.0
"""Deviations: what lies further is told as this."""

Measures = dict[str, float]

LEAST_SPREAD: Measures = {
    "pitch": 0.8,
    "pitch_range": 1.0,
    "level": 1.5,
    "rate": 0.4,
    "articulation": 0.4,
    "pauses": 0.05,
    "latency": 0.3,
    "jitter": 0.002,
    "shimmer": 0.1,
    "hnr": 1.0,
    "cpp": 0.7,
    "h1_h2": 1.0,
    "creak": 0.03,
}
"""Semitones, semitones, dB, words and syllables per second, share, seconds, share, then dB and a share: a
smaller spread than this is no one's real spread, but one of few turns or of how finely we can measure."""


class Usual:
    """The turns of one person, kept as long as the session lasts."""

    def __init__(self) -> None:
        self._turns: deque[tuple[float, Measures]] = deque(maxlen=MOST_TURNS)

    @property
    def voiced(self) -> float:
        """Seconds of voice that it rests on."""
        return sum(seconds for seconds, _ in self._turns)

    @property
    def turns(self) -> int:
        """The number of turns that it rests on."""
        return len(self._turns)

    @property
    def confidence(self) -> float:
        """0 to 1: 1 less the standard error of a median, 1.25 / sqrt(turns) of the spread of the turns."""
        return max(0.0, 1.0 - 1.25 / math.sqrt(self.turns)) if self.turns >= LEAST_TURNS else 0.0

    def learn(self, prosody: Prosody, voiced: float) -> bool:
        """Take in a finished turn with so many seconds of voice; whether it had enough to tell."""
        if voiced >= LEAST_VOICE:
            self._turns.append((voiced, measures(prosody)))
        return voiced >= LEAST_VOICE

    def unlearn(self) -> None:
        """Forget the turn that was learnt last: it was not over."""
        self._turns.pop()

    def distance(self, name: str, value: float) -> float:
        """How many robust standard deviations a measure lies above their middle; 0 while that is unknown."""
        found = np.array([known[name] for _, known in self._turns if name in known])
        if len(found) < LEAST_TURNS:
            return 0.0
        middle = float(np.median(found))
        spread = 1.4826 * float(np.median(np.abs(found - middle)))
        far = (value - middle) / max(spread, LEAST_SPREAD[name])
        return float(np.clip(far, -FURTHEST, FURTHEST))

    def compare(self, prosody: Prosody, voiced: float) -> Prosody:
        """The same with how it differs from their usual; of a turn with little voice, its latency alone:
        one quick "yes" is no fast speech."""
        found = measures(prosody)
        names = found if voiced >= LEAST_VOICE else found.keys() & {"latency"}
        far = {name: round(self.distance(name, found[name]), 3) for name in names}
        pitch = self._middle("pitch")
        own = OwnVoice(
            turns=self.turns,
            confidence=round(self.confidence, 3),
            usual_pitch_hz=27.5 * 2 ** (pitch / 12) if pitch else 0.0,
            usual_level_db=self._middle("level"),
            usual_words_per_second=self._middle("rate"),
            usual_pause_share=self._middle("pauses"),
            **far,
        )
        return replace(prosody, own=own)

    def _middle(self, name: str) -> float:
        found = [known[name] for _, known in self._turns if name in known]
        return float(np.median(found)) if len(found) >= LEAST_TURNS else 0.0


def measures(prosody: Prosody) -> Measures:
    """What can be compared with a person's usual, as far as it was measured; pitch in semitones."""
    found = {
        "pitch": 12 * math.log2(prosody.pitch_hz / 27.5) if prosody.pitch_hz > 1 else None,
        "pitch_range": prosody.pitch_range_st or None,
        "level": prosody.level_db or None,
        "rate": prosody.words_per_second or None,
        "articulation": prosody.articulation_rate or None,
        "pauses": prosody.pause_share if prosody.words_per_second else None,
        "latency": prosody.latency or None,
        "jitter": prosody.jitter or None,
        "shimmer": prosody.shimmer_db or None,
        "hnr": prosody.hnr_db or None,
        "cpp": prosody.cpp_db or None,
        "h1_h2": prosody.h1_h2_db or None,
        "creak": prosody.creak if prosody.pitch_hz > 0 else None,
    }
    return {name: value for name, value in found.items() if value is not None}
