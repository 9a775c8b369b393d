"""How the voice of a stretch of speech sounds, whatever it says."""

from __future__ import annotations

from dataclasses import dataclass

from speech.audio import RATE, Samples
from speech.speaker_encoder import SpeakerEncoder, Vector, only_speech

SHORTEST = 1.0
"""Seconds of speech under which a voice cannot be told."""


@dataclass(frozen=True, eq=False)
class Voiceprint:
    """A unit vector, shape (256,), and the seconds of speech that it rests on."""

    vector: Vector
    seconds: float


def voiceprint(encoder: SpeakerEncoder, samples: Samples) -> Voiceprint | None:
    """Of 16 kHz samples in -1..1, silences left out; None if there is too little speech to tell anything."""
    speech = only_speech(samples)
    seconds = len(speech) / RATE
    return Voiceprint(encoder.vector(speech), seconds) if seconds >= SHORTEST else None
