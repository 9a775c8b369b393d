"""When somebody speaks and when they pause, and how many syllables they say, from levels alone."""

from __future__ import annotations

import numpy as np
import numpy.typing as npt

from speech.pitch import HOP_SECONDS, Floats

QUIET_DB = 25.0
"""A frame fainter than the loudest by this much is silence (de Jong and Wempe 2009)."""
OVER_NOISE_DB = 3.0
"""... and so is one that stands less than this over the room."""
PAUSE = 0.25
"""Seconds: shorter silences are part of articulation (de Jong and Bosker 2013)."""
DIP_DB = 2.0
"""Least dip before a peak that makes it a syllable of its own (de Jong and Wempe 2009)."""

Mask = npt.NDArray[np.bool_]


def sounding(levels: Floats, voiced: Mask) -> Mask:
    """Which frames hold speech: loud enough for this stretch and this room, or voiced."""
    if len(levels) == 0:
        return np.zeros(0, np.bool_)
    loudest, room = np.percentile(levels, 95), np.percentile(levels, 5)
    over = loudest - QUIET_DB
    if loudest - room > 6.0:
        over = max(over, room + OVER_NOISE_DB)
    found: Mask = (levels > over) | (voiced & (levels > loudest - QUIET_DB))
    return found


def pauses(loud: Mask) -> list[float]:
    """Seconds of each pause between the first and the last frame of speech."""
    gaps = (np.diff(np.flatnonzero(loud)) - 1) * HOP_SECONDS
    return [float(gap) for gap in gaps if gap >= PAUSE]


def syllables(levels: Floats, voiced: Mask, loud: Mask) -> int:
    """Peaks of level within voiced speech, each with a dip of 2 dB before it (de Jong and Wempe 2009)."""
    if not voiced.any():
        return 0
    smooth = np.convolve(np.pad(levels, 1, mode="edge"), [0.25, 0.5, 0.25], "valid")
    least = float(np.median(smooth[loud])) - 12.0 if loud.any() else -np.inf
    count, lowest, highest = 0, -np.inf, -np.inf
    rising = True
    peak = 0
    lowest = float(smooth[0])
    for number, level in enumerate(smooth.tolist()):
        if rising:
            if level > highest:
                highest, peak = level, number
            elif highest - level >= DIP_DB:
                if highest > least and voiced[max(0, peak - 1) : peak + 2].any():
                    count += 1
                rising, lowest = False, level
        elif level < lowest:
            lowest = level
        elif level - lowest >= DIP_DB:
            rising, highest, peak = True, level, number
    return count + int(rising and highest > least and bool(voiced[max(0, peak - 1) : peak + 2].any()))
