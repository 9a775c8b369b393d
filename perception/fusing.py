"""Fusing what face, voice, words and the person's own report say about how they are.

Pure: time is what the readings say it is. A smile over heavy words is not averaged away: it is told as
mixed, and the words count.

Readings of one source that follow one another closely repeat one another. What a source said a moment ago
still counts, fading; a new reading adds only what it says beyond that. So a camera does not win by talking
much, and taking a reading away never makes the belief surer (`tests/perception/test_fusion.py`).
"""

from __future__ import annotations

import math
from dataclasses import dataclass, field, replace

from alongside.messages import Affect
from perception.kalman import SPREAD, Belief, after, noise_of, told

TAU_VALENCE, TAU_AROUSAL = 30.0, 12.0
"""Seconds in which a feeling returns half and more to baseline (20 to 40 and 8 to 15 in the literature)."""
CORRELATED_S = 1.5
"""Time constant with which what a source said stops repeating itself. A belief forgets more slowly than this
at its surest, on both dimensions."""
MIXED_APART = 0.7
"""Face and words of opposite sign and this far apart (twice the spread of the state) disagree."""
FACE_LASTS_S, WORDS_LAST_S = 5.0, 30.0
EXPRESSION_LASTS_S = {"face": 2.0, "voice": 5.0, "words": 20.0, "report": 60.0}
STALE_S = 3600.0
TOO_LATE_S = 60.0
"""A reading that comes later than this is let go."""


@dataclass(frozen=True)
class Source:
    """How far a source follows the truth when it is as confident as it usually is."""

    rho_valence: float
    rho_arousal: float
    usual: float


SOURCES: dict[str, Source] = {
    "face": Source(0.50, 0.28, 0.5),
    "voice": Source(0.25, 0.55, 0.5),
    "words": Source(0.60, 0.30, 0.6),
    "report": Source(0.80, 0.70, 0.9),
}


@dataclass(frozen=True)
class Counted:
    """What a source's readings up to the second `at` still count for, in information (1 over variance)."""

    source: str
    at: float
    valence: float = 0.0
    arousal: float = 0.0


@dataclass(frozen=True)
class Fused:
    """The belief so far. `shares` says what the last reading of each source weighed (valence, 0 to 1)."""

    at: float | None = None
    valence: Belief = field(default_factory=Belief)
    arousal: Belief = field(default_factory=Belief)
    latest: tuple[Affect, ...] = ()
    shares: tuple[tuple[str, float], ...] = ()
    counted: tuple[Counted, ...] = ()

    def faded(self, at: float) -> Fused:
        """The belief at the second `at`, nothing more being read: less sure, nearer to the baseline."""
        if self.at is None or at <= self.at:
            return self
        gap = min(STALE_S, at - self.at)
        return replace(
            self,
            at=at,
            valence=after(self.valence, gap, TAU_VALENCE),
            arousal=after(self.arousal, gap, TAU_AROUSAL),
        )

    def counts(self, source: str, at: float) -> Counted:
        """What a source's readings still count for at the second `at`."""
        for item in self.counted:
            if item.source == source:
                stay = math.exp(-max(0.0, at - item.at) / CORRELATED_S)
                return Counted(source, at, item.valence * stay, item.arousal * stay)
        return Counted(source, at)

    @property
    def mixed(self) -> bool:
        """Whether face and words say opposite things at the moment."""
        face, words = self._fresh("face", FACE_LASTS_S), self._fresh("words", WORDS_LAST_S)
        if face is None or words is None or min(face.confidence, words.confidence) < 0.2:
            return False
        return face.valence * words.valence < 0 and abs(face.valence - words.valence) > MIXED_APART

    def _fresh(self, source: str, lasts: float) -> Affect | None:
        for reading in self.latest:
            if reading.source == source and self.at is not None and self.at - reading.stamp <= lasts:
                return reading
        return None

    def expression(self) -> tuple[str, float]:
        """The surest fresh name that does not contradict the valence, and how sure it is."""
        best = ("neutral", 0.0)
        for reading in self.latest:
            fresh = self._fresh(reading.source, EXPRESSION_LASTS_S.get(reading.source, 0.0))
            against = reading.valence * self.valence.mean < 0 and abs(self.valence.mean) > 0.1
            masked = self.mixed and reading.source == "face"
            if fresh and not against and not masked and reading.expression_confidence > best[1]:
                best = (reading.expression, reading.expression_confidence)
        return best


def fuse(fused: Fused, reading: Affect) -> Fused:
    """The belief after one more reading.

    One that comes late, its stamp before that of the belief, tells less of now, as if it had been heard then
    and faded since; one that is older than what its source has said by now tells nothing.
    """
    source = SOURCES.get(reading.source)
    if source is None or reading.confidence <= 0:
        return fused
    at = reading.stamp if fused.at is None else max(fused.at, reading.stamp)
    late = at - reading.stamp
    if late > TOO_LATE_S or any(
        item.source == reading.source and item.stamp > reading.stamp for item in fused.latest
    ):
        return fused
    reading = replace(
        reading,
        valence=max(-1.0, min(1.0, reading.valence)),
        arousal=max(-1.0, min(1.0, reading.arousal)),
    )
    others = tuple(item for item in fused.latest if item.source != reading.source)
    moved = replace(fused.faded(at), at=at, latest=(*others, reading))
    if reading.source == "face" and moved.mixed:  # a smile that masks: the words count
        return replace(moved, shares=_shared(moved, "face", 0.0))
    sure = min(1.0, reading.confidence) / source.usual
    before = moved.counts(reading.source, at)

    def heard(belief: Belief, value: float, rho: float, counted: float, tau: float) -> tuple[Belief, float]:
        return _heard(belief, value, noise_of(rho) / sure, counted, late / tau)

    valence, share = heard(moved.valence, reading.valence, source.rho_valence, before.valence, TAU_VALENCE)
    arousal, _ = heard(moved.arousal, reading.arousal, source.rho_arousal, before.arousal, TAU_AROUSAL)
    counts = Counted(
        reading.source,
        at,
        before.valence + valence.known - moved.valence.known,
        before.arousal + arousal.known - moved.arousal.known,
    )
    kept = tuple(item for item in moved.counted if item.source != reading.source)
    return replace(
        moved,
        valence=valence,
        arousal=arousal,
        shares=_shared(moved, reading.source, share),
        counted=(*kept, counts),
    )


def _heard(belief: Belief, value: float, noise: float, counted: float, late: float) -> tuple[Belief, float]:
    """The belief after a reading of which `counted` (information) was said before, and its weight.

    `late` is in time constants: what was so then says less of now, as the person has drifted since.
    """
    stay = math.exp(-late)
    value = belief.baseline + (value - belief.baseline) / stay
    new = stay**2 / (noise + SPREAD**2 * (1 - stay**2)) - counted
    return told(belief, value, 1 / new if new > 1e-9 else math.inf)


def _shared(fused: Fused, source: str, share: float) -> tuple[tuple[str, float], ...]:
    return (*((name, old) for name, old in fused.shares if name != source), (source, share))


def as_affect(fused: Fused) -> Affect:
    """The belief as a message."""
    name, sure = fused.expression()
    return Affect(
        stamp=fused.at or 0.0,
        source="fused",
        valence=fused.valence.mean,
        arousal=fused.arousal.mean,
        confidence=fused.valence.confidence,
        expression=name,
        expression_confidence=sure,
    )
