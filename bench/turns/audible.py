"""When sound can be heard in what comes out: the same detector for both sides."""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np

LOUD = 300
"""Of 32768: a sample above this is heard. Piper's voice is far above, its silence far below."""

Span = tuple[float, float]
"""Start and end in seconds."""


def audible(pcm: bytes, rate: int) -> Span | None:
    """Where the first and the last sample that can be heard lie in 16-bit mono `pcm`; None in silence."""
    loud = np.flatnonzero(np.abs(np.frombuffer(pcm, "<i2").astype(np.int32)) > LOUD)
    return (float(loud[0]) / rate, float(loud[-1] + 1) / rate) if len(loud) else None


def joined(spans: Sequence[Span], gap: float) -> list[Span]:
    """Stretches of sound in order; those less than `gap` seconds apart are one."""
    found: list[Span] = []
    for start, end in spans:
        if found and start - found[-1][1] < gap:
            found[-1] = (found[-1][0], end)
        else:
            found.append((start, end))
    return found
