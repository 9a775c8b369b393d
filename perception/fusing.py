"""Fusing what face, voice, words and the person's own report say about how they are.

Pure: time is what the readings say it is. A smile over heavy words is not averaged away: it is told as
mixed, and the words count.
"""

from __future__ import annotations

from dataclasses import dataclass, field, replace

from alongside.messages import Affect
from perception.kalman import Belief, after, noise_of, told

TAU_VALENCE, TAU_AROUSAL = 30.0, 12.0
"""Seconds in which a feeling returns half and more to baseline (20 to 40 and 8 to 15 in the literature)."""
CORRELATED_S = 2.0
"""Readings of one source nearer than this repeat one another; their noise grows in proportion."""
MIXED_APART = 0.7
"""Face and words of opposite sign and this far apart (twice the spread of the state) disagree."""
FACE_LASTS_S, WORDS_LAST_S = 5.0, 30.0
EXPRESSION_LASTS_S = {"face": 2.0, "voice": 5.0, "words": 20.0, "report": 60.0}
STALE_S = 3600.0


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
class Fused:
    """The belief so far. `shares` says what the last reading of each source weighed (valence, 0 to 1)."""

    at: float | None = None
    valence: Belief = field(default_factory=Belief)
    arousal: Belief = field(default_factory=Belief)
    latest: tuple[Affect, ...] = ()
    shares: tuple[tuple[str, float], ...] = ()

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
    """The belief after one more reading. Readings that are older than the belief count as of now."""
    source = SOURCES.get(reading.source)
    if source is None or reading.confidence <= 0:
        return fused
    at = reading.stamp if fused.at is None else max(fused.at, reading.stamp)
    gap = 0.0 if fused.at is None else min(STALE_S, at - fused.at)
    last = next((item.stamp for item in fused.latest if item.source == reading.source), None)
    apart = CORRELATED_S if last is None else min(CORRELATED_S, max(0.05, at - last))
    weaker = (source.usual / min(1.0, reading.confidence)) * (CORRELATED_S / apart)
    reading = replace(
        reading,
        stamp=at,
        valence=max(-1.0, min(1.0, reading.valence)),
        arousal=max(-1.0, min(1.0, reading.arousal)),
    )
    others = tuple(item for item in fused.latest if item.source != reading.source)
    moved = replace(
        fused,
        at=at,
        valence=after(fused.valence, gap, TAU_VALENCE),
        arousal=after(fused.arousal, gap, TAU_AROUSAL),
        latest=(*others, reading),
    )
    if reading.source == "face" and moved.mixed:  # a smile that masks: the words count
        return replace(moved, shares=_shared(moved, "face", 0.0))
    valence, share = told(moved.valence, reading.valence, noise_of(source.rho_valence) * weaker)
    arousal, _ = told(moved.arousal, reading.arousal, noise_of(source.rho_arousal) * weaker)
    return replace(moved, valence=valence, arousal=arousal, shares=_shared(moved, reading.source, share))


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
