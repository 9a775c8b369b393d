"""The silence that engines leave around a clip, cut to a known length: pauses become exact, and the first
sound comes sooner."""

from __future__ import annotations

import numpy as np

from speech.audio import Samples, to_float
from speech.synthesis import Synthesis

LEAD, TAIL = 0.03, 0.08
"""Seconds that are left before the first and after the last sound: faint onsets and the fall of a voice."""
_FRAME = 0.005
_FAINT = 10 ** (-45 / 20)


def levels(sound: Samples, rate: int, seconds: float = _FRAME) -> Samples:
    """Root mean square of each whole frame."""
    size = max(1, round(seconds * rate))
    whole = sound[: len(sound) // size * size].reshape(-1, size)
    found: Samples = np.sqrt(np.mean(np.square(whole), axis=1))
    return found


def trimmed(made: Synthesis) -> Synthesis:
    """A clip without needless silence at its ends; its phonemes lose as much. Never longer than it was."""
    level = levels(to_float(made.samples), made.rate)
    loud = np.flatnonzero(level > _FAINT * level.max(initial=0.0))
    total = len(made.samples) // 2
    if not len(loud) or level.max() <= 0.0:
        return made
    size = max(1, round(_FRAME * made.rate))
    start = max(0, int(loud[0]) * size - round(LEAD * made.rate))
    end = min(total, (int(loud[-1]) + 1) * size + round(TAIL * made.rate))
    kept, at = [], 0
    for phoneme, samples in made.phonemes:
        inside = max(0, min(end, at + samples) - max(start, at))
        kept.append((phoneme, inside))
        at += samples
    return Synthesis(made.samples[2 * start : 2 * end], made.rate, tuple(kept), made.estimated)
