"""Where the expressions of hri_msgs/Expression lie on valence and arousal, for who tells the name alone.

The places follow Russell's circumplex (1980, "A circumplex model of affect"), in steps of a quarter: a name
read from a face is no finer than that.
"""

from __future__ import annotations

PLACES: dict[str, tuple[float, float]] = {
    "neutral": (0.0, 0.0),
    "angry": (-0.5, 0.75),
    "sad": (-0.75, -0.25),
    "happy": (0.75, 0.25),
    "surprised": (0.0, 0.75),
    "disgusted": (-0.5, 0.25),
    "scared": (-0.75, 0.75),
    "pleading": (-0.25, 0.25),
    "vulnerable": (-0.5, 0.0),
    "despaired": (-1.0, 0.0),
    "guilty": (-0.5, 0.0),
    "disappointed": (-0.5, -0.25),
    "embarrassed": (-0.25, 0.25),
    "horrified": (-1.0, 0.75),
    "skeptical": (-0.25, 0.0),
    "annoyed": (-0.5, 0.25),
    "furious": (-0.75, 1.0),
    "suspicious": (-0.25, 0.25),
    "rejected": (-0.75, 0.0),
    "bored": (-0.25, -0.5),
    "tired": (-0.25, -0.75),
    "asleep": (0.0, -1.0),
    "confused": (-0.25, 0.25),
    "amazed": (0.5, 0.75),
    "excited": (0.75, 0.75),
}
"""Valence and arousal, -1 to 1."""
