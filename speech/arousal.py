"""How stirred a voice sounds, against how this person usually sounds."""

from __future__ import annotations

import numpy as np

from alongside.records import Prosody
from speech.usual import LEAST_TURNS, LEAST_VOICE, Usual, measures

BASELINE = 20.0
"""Seconds of voiced speech before the baseline is trusted."""
TRUSTED, UNTRUSTED = 0.5, 0.1
"""Confidence with and without a baseline: prosody follows arousal with r of about .55 in the field."""

WEIGHTS = {"level": 0.40, "pitch": 0.30, "pitch_range": 0.15, "rate": 0.15}
"""Share of each measure in arousal: a prior after the directions in Juslin and Laukka (2003)."""


def arousal(prosody: Prosody, voiced: float, usual: Usual) -> tuple[float, float]:
    """(arousal in -1..1, confidence in 0..1) of a stretch of speech with so many seconds of voice.

    (0, 0) if it is too short to tell.
    """
    if voiced < LEAST_VOICE:
        return 0.0, 0.0
    if usual.turns < LEAST_TURNS:
        return 0.0, UNTRUSTED
    found = measures(prosody)
    total = sum(share * usual.distance(name, found[name]) for name, share in WEIGHTS.items() if name in found)
    confidence = TRUSTED if usual.voiced >= BASELINE else UNTRUSTED
    return float(np.clip(total / 2.0, -1.0, 1.0)), confidence
