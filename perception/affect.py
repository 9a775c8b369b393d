"""How a face makes the person seem: valence, arousal and the name of an expression, with little trust.

A face says little about what is felt (felt emotion and full expression go together at r = .13 to .30;
Durán and Fernández-Dols 2021), and its arousal follows its valence. The coefficients are a design prior,
not a fit.
Anger is never named from a face: scowls are as often concentration, and machines see anger in
darker faces (Rhue 2018).
"""

from __future__ import annotations

import math
from collections.abc import Mapping
from dataclasses import dataclass

from alongside.records import ActionUnit

VALENCE: Mapping[int, float] = {4: -0.55, 12: 0.75, 15: -0.45, 17: -0.15, 24: -0.15}
DISGUST = -0.40  # AU 9 or 10, whichever is stronger, beyond what a smile lifts
LIP_PER_SMILE = 0.5
AROUSAL: Mapping[int, float] = {2: 0.30, 4: 0.25, 5: 0.45, 20: 0.25, 26: 0.35, 43: -0.40}
SMILING_EYES = 0.20  # AU 6 or 7 in the company of AU 12
WORRY = -0.30  # AU 1 beyond AU 2: the brows slant
HEAD_MOTION = 0.20  # per 60 degrees a second
MOVEMENT = 0.30  # per full strength of all brows and mouth a second
SAD_AT = 0.75  # slanted brows and corners that are fully down read as about 0.7 each
NO_EXPRESSION = {43, 50, 61, 62, 63, 64}
CEILING = 0.5
"""The most confidence a face is given: the correlation with ratings to be expected in the field."""
SPEAKING = 0.25
"""Share of confidence left while the person speaks: the noise is four times as large."""
SMOOTHING_S = 0.7
NAMED = 0.25
"""An expression less sure than this is not named."""
SETTLE_S = 0.4
"""An expression has to last this long before it is named."""
GAP_S = 1.0
"""After a longer gap nothing is carried over."""


def valence_of(units: Mapping[int, float]) -> float:
    """Valence, -1 to 1, from intensities by AU code."""
    total = sum(weight * units.get(code, 0.0) for code, weight in VALENCE.items())
    lifted = units.get(10, 0.0) - LIP_PER_SMILE * units.get(12, 0.0)
    total += DISGUST * max(0.0, units.get(9, 0.0), lifted)
    total += SMILING_EYES * min(units.get(12, 0.0), max(units.get(6, 0.0), units.get(7, 0.0)))
    total += WORRY * max(0.0, units.get(1, 0.0) - units.get(2, 0.0))
    return max(-1.0, min(1.0, total))


def arousal_of(units: Mapping[int, float], degrees_per_s: float = 0.0, units_per_s: float = 0.0) -> float:
    """Arousal, -1 to 1, from intensities by AU code, the motion of the head and of the face."""
    total = sum(weight * units.get(code, 0.0) for code, weight in AROUSAL.items())
    total += HEAD_MOTION * min(1.0, degrees_per_s / 60) + MOVEMENT * min(1.0, units_per_s)
    return max(-1.0, min(1.0, total))


def expression_of(units: Mapping[int, float]) -> tuple[str, float]:
    """A name of hri_msgs/Expression and how sure it is, before doubts about the picture."""
    smile, inner, outer = units.get(12, 0.0), units.get(1, 0.0), units.get(2, 0.0)
    eyes, jaw = units.get(6, 0.0), units.get(26, 0.0)
    worry = max(0.0, inner - 0.6 * outer)
    down = max(units.get(15, 0.0), units.get(17, 0.0))
    found = {
        "happy": 0.9 * smile + 0.1 * eyes if smile > 0.25 else 0.0,
        "surprised": 0.6 * min(1.0, 0.5 * (inner + outer) + 0.3 * max(units.get(5, 0.0), jaw))
        if outer > 0.35
        else 0.0,
        "sad": 0.5 * min(1.0, (worry + down) / SAD_AT) if max(worry, down) > 0.3 and smile < 0.2 else 0.0,
        "disgusted": 0.35 * max(units.get(9, 0.0), units.get(10, 0.0)) if smile < 0.2 and jaw < 0.3 else 0.0,
    }
    name = max(found, key=lambda key: found[key])
    if found[name] < NAMED:
        return "neutral", 0.6
    return name, min(0.9, found[name])


@dataclass(frozen=True)
class FaceAffect:
    """What a face says over the last second. Ranges as in `alongside.messages.Affect`."""

    valence: float = 0.0
    arousal: float = 0.0
    confidence: float = 0.0
    expression: str = "neutral"
    expression_confidence: float = 0.0


class AffectTracker:
    """Follows one face. Every call is a newer picture of it."""

    def __init__(self) -> None:
        self._at = float("-inf")
        self._units: dict[int, float] = {}
        self._pose = (0.0, 0.0)
        self._now = FaceAffect()
        self._candidate, self._since = "neutral", float("-inf")

    def update(
        self,
        at: float,
        units: tuple[ActionUnit, ...],
        pose: tuple[float, float],
        *,
        trust: float,
        speaking: float,
    ) -> FaceAffect:
        """Take in the action units and the head's yaw and pitch at second `at`.

        `trust` is what doubts about the picture leave, 0 to 1; `speaking`, how far the mouth may be busy
        with words.
        """
        values = {unit.code: unit.intensity for unit in units}
        gap = at - self._at
        fresh = not 0 < gap <= GAP_S
        turned, moved = (0.0, 0.0) if fresh else self._motion(values, pose, gap)
        valence, arousal = valence_of(values), arousal_of(values, turned, moved)
        share = 1.0 if fresh else 1 - math.exp(-gap / SMOOTHING_S)
        confidence = trust * (1 - (1 - SPEAKING) * speaking)
        name, sure = self._named(at, *expression_of(values), fresh)
        self._at, self._units, self._pose = at, values, pose
        self._now = FaceAffect(
            valence=self._now.valence + share * (valence - self._now.valence),
            arousal=self._now.arousal + share * (arousal - self._now.arousal),
            confidence=CEILING * confidence,
            expression=name,
            expression_confidence=sure * confidence,
        )
        return self._now

    def _motion(
        self, values: Mapping[int, float], pose: tuple[float, float], gap: float
    ) -> tuple[float, float]:
        """Degrees and units a second. Eyes do not count, they blink and look about; nor do speaking lips."""
        turned = math.hypot(pose[0] - self._pose[0], pose[1] - self._pose[1]) / gap
        both = (values.keys() & self._units.keys()) - NO_EXPRESSION
        moved = sum(abs(values[code] - self._units[code]) for code in both) / max(1, len(both)) / gap
        return turned, moved

    def _named(self, at: float, name: str, sure: float, fresh: bool) -> tuple[str, float]:
        """The expression, changed only once a new one has lasted."""
        if name != self._candidate:
            self._candidate, self._since = name, at
        if fresh or name == self._now.expression or at - self._since >= SETTLE_S:
            return name, sure
        return self._now.expression, min(sure, self._now.expression_confidence)
