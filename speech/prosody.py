"""How speech sounds: pitch, level, rate, pauses and the quality of the voice, by numpy alone."""

from __future__ import annotations

import itertools
from collections.abc import Sequence
from zlib import crc32

import numpy as np
import numpy.typing as npt

from alongside.records import Prosody
from speech.audio import RATE, Samples
from speech.pitch import (
    HOP_SECONDS,
    WINDOW,
    Floats,
    Pitch,
    frames_of,
    semitones,
    track,
    without_octave_jumps,
)
from speech.rhythm import PAUSE, pauses, sounding, syllables
from speech.sound import Sound
from speech.voice_quality import quality, together

ENDING = 0.5
"""Seconds of the last voice in which its melody rises or falls."""
LEAST_FRAMES = 5
"""Voiced frames from which a slope is told."""

Part = tuple[float, Sound]
"""When a stretch of a turn began, in seconds, and how it sounded."""


class Measurer:
    """Measures a stretch of speech each time it has grown, and looks only at what is new in it.

    No sound is kept: that a stretch begins with the one before shows in a checksum. For one thread.
    """

    def __init__(self) -> None:
        self._length, self._sum = 0, 0
        self._pitch = track(frames_of(np.zeros(0, np.float32)))

    def measure(self, samples: Samples) -> Sound:
        """One stretch at 16 kHz, shape (n,). Samples that are no numbers count as silence."""
        samples = np.nan_to_num(np.asarray(samples, np.float32), nan=0.0, posinf=0.0, neginf=0.0)
        pitch = self._track(samples)
        if not len(pitch):
            return Sound.none()
        loud = sounding(pitch.level_db, pitch.hz > 0)
        voiced = loud & (pitch.hz > 0)
        voiced[voiced] = without_octave_jumps(pitch.hz[voiced])
        where = np.flatnonzero(loud)
        return Sound(
            pitch_hz=pitch.hz[voiced].astype(np.float32),
            level_db=pitch.level_db[voiced].astype(np.float32),
            at=(np.flatnonzero(voiced) * HOP_SECONDS + 0.5 * WINDOW / RATE).astype(np.float32),
            began=float(where[0] * HOP_SECONDS) if len(where) else 0.0,
            length=float((where[-1] - where[0] + 1) * HOP_SECONDS) if len(where) else 0.0,
            pauses=tuple(pauses(loud)),
            syllables=syllables(pitch.level_db, voiced, loud),
            quality=quality(samples, pitch, voiced),
        )

    def _track(self, samples: Samples) -> Pitch:
        frames = frames_of(samples)
        same = len(samples) >= self._length and crc32(samples[: self._length].tobytes()) == self._sum
        known = self._pitch if same else None
        pitch = Pitch.joined(known, track(frames[len(known) :])) if known else track(frames)
        self._length, self._sum, self._pitch = len(samples), crc32(samples.tobytes()), pitch
        return pitch


def measure(samples: Samples) -> Sound:
    """One stretch of speech by itself."""
    return Measurer().measure(samples)


def summarise(parts: Sequence[Part], words: int, latency: float = 0.0) -> Prosody:
    """The prosody of a turn made of several stretches, in which `words` words were said.

    `latency` is the seconds from the end of what was said to the person to their first sound.
    """
    parts = [(begun, sound) for begun, sound in parts if sound.length > 0]
    if not parts:
        return Prosody(latency=latency)
    sounds = [sound for _, sound in parts]
    silences = [gap for sound in sounds for gap in sound.pauses] + _between(parts)
    length = sum(sound.length for sound in sounds) + sum(_between(parts))
    spoken = max(HOP_SECONDS, length - sum(silences))
    said = sum(sound.syllables for sound in sounds)
    pitches = np.concatenate([sound.pitch_hz for sound in sounds])
    levels = np.concatenate([sound.level_db for sound in sounds])
    voice = together(sound.quality for sound in sounds)
    return Prosody(
        pitch_hz=float(np.median(pitches)) if len(pitches) else 0.0,
        pitch_range_st=pitch_range_st(pitches),
        pitch_slope_st=_ending(sounds[-1]),
        level_db=float(np.mean(levels)) if len(levels) else 0.0,
        level_range_db=float(np.subtract(*np.percentile(levels, [90, 10]))) if len(levels) else 0.0,
        words_per_second=words / length,
        syllables_per_second=said / length,
        articulation_rate=said / spoken,
        pause_share=sum(silences) / length,
        pauses=len(silences),
        longest_pause=max(silences, default=0.0),
        latency=latency,
        jitter=voice.jitter,
        shimmer_db=voice.shimmer_db,
        hnr_db=voice.hnr_db,
        cpp_db=voice.cpp_db,
        h1_h2_db=voice.h1_h2_db,
        creak=voice.creak,
    )


def pitch_range_st(pitches: npt.NDArray[np.floating]) -> float:
    """Semitones between the 10th and the 90th percentile."""
    if len(pitches) < 2:
        return 0.0
    low, high = np.percentile(pitches, [10, 90])
    return float(12.0 * np.log2(high / low))


def _between(parts: Sequence[Part]) -> list[float]:
    """Seconds of silence from each stretch to the next, where long enough for a pause."""
    edges = [(begun + sound.began, begun + sound.began + sound.length) for begun, sound in parts]
    gaps = [late[0] - early[1] for early, late in itertools.pairwise(edges)]
    return [gap for gap in gaps if gap >= PAUSE]


def _ending(sound: Sound) -> float:
    """Semitones a second by which the last voice rises: the median of the slopes between all pairs of
    frames (Theil 1950, Sen 1968), which one wrong pitch does not bend."""
    if len(sound.at) < LEAST_FRAMES:
        return 0.0
    last = sound.at > sound.at[-1] - ENDING
    at, notes = sound.at[last].astype(np.float64), semitones(sound.pitch_hz[last])
    if len(at) < LEAST_FRAMES:
        return 0.0
    early, late = np.triu_indices(len(at), 1)
    slopes: Floats = (notes[late] - notes[early]) / (at[late] - at[early])
    return float(np.median(slopes))
