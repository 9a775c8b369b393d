"""How the person sounds, beside what they say: told while they speak, and learnt turn by turn."""

from __future__ import annotations

from collections.abc import Callable

from alongside.messages import Affect, Spoken
from alongside.records import Prosody
from speech.arousal import arousal
from speech.heard import Heard
from speech.prosody import summarise
from speech.turn_events import Provisional, Released
from speech.usual import Usual

LONGEST_LATENCY = 60.0
"""Seconds after which what somebody says is no answer to what was said to them."""


class Manner:
    """Knows this person's own usual, and how a stretch of speech differs from it."""

    def __init__(self) -> None:
        self._usual = Usual()
        self._learnt = ""  # the turn that was learnt last
        self._silent_from = 0.0  # when the companion last fell silent, until somebody speaks

    def spoken(self, spoken: Spoken) -> None:
        """Follow when the companion falls silent: from then on the person may begin."""
        self._silent_from = 0.0 if spoken.status == "started" else spoken.stamp

    def estimate(self, heard: Heard) -> Affect | None:
        """How they seem by this stretch of speech; None while nothing can be told."""
        if not heard.sound:
            return None
        prosody = summarise([(0.0, heard.sound)], len(heard.words))
        stirred, confidence = arousal(prosody, heard.sound.voiced, self._usual)
        if confidence <= 0:
            return None
        # Valence is in the words: from a voice alone it is not to be had.
        return Affect(source="voice", valence=0.0, arousal=stirred, confidence=confidence)

    def of(self, event: Released | Provisional, time_of: Callable[[int], float]) -> Prosody:
        """How a turn sounded, against their usual till then. `time_of` gives a frame's epoch second."""
        if event.turn_id == self._learnt:  # it was thought to be over, and went on
            self._usual.unlearn()
            self._learnt = ""
        parts = [(time_of(first), heard.sound) for first, heard in event.parts if heard.sound]
        words = sum(len(heard.words) for _, heard in event.parts)
        prosody = summarise(parts, words, self._latency(time_of(event.start)))
        return self._usual.compare(prosody, sum(sound.voiced for _, sound in parts))

    def learn(self, event: Released, prosody: Prosody) -> None:
        """Take a turn that is over into their usual."""
        voiced = sum(heard.sound.voiced for _, heard in event.parts if heard.sound)
        self._learnt = event.turn_id if self._usual.learn(prosody, voiced) else ""
        self._silent_from = 0.0

    def _latency(self, began: float) -> float:
        waited = began - self._silent_from
        return waited if self._silent_from and 0 < waited < LONGEST_LATENCY else 0.0
