"""Clips with a sound and a mouth that are known exactly."""

from __future__ import annotations

import numpy as np

from alongside.messages import VoiceClip
from alongside.records import Viseme

RATE = 22050


def spoken(act: str, shapes: tuple[tuple[str, float], ...]) -> VoiceClip:
    """Mouth shapes in a row, each with its seconds; a hum sounds with all but "sil" and "PP"."""
    visemes, sound, at = [], [], 0.0
    for name, seconds in shapes:
        visemes.append(Viseme(name=name, start=at, end=at + seconds))
        at += seconds
        time = np.arange(round(seconds * RATE)) / RATE
        sound.append(np.zeros(len(time)) if name in ("sil", "PP") else 6000 * np.sin(2 * np.pi * 180 * time))
    samples = np.concatenate(sound).astype("<i2").tobytes()
    return VoiceClip(
        act_id=act, index=0, last=True, text="", samples=samples, rate=RATE, visemes=tuple(visemes)
    )
