"""One turn of either side, as the channels are handed it."""

from __future__ import annotations

import math
from dataclasses import dataclass

from agent.alignment.prosodic import CALM
from alongside.messages import Act, Turn
from alongside.own_sound import OwnSound
from alongside.records import Speaker, Word

SIDES: tuple[Speaker, Speaker] = ("participant", "companion")
OTHER: dict[Speaker, Speaker] = {"participant": "companion", "companion": "participant"}
NEIGHBOURS = 3
"""k: turns of the partner that count as near."""
APART = 10
"""Turns of both sides between two that count as far apart: what they share is topic and chance."""
FAR = 8
"""Distant turns that a near one is held against, at most."""


@dataclass(frozen=True)
class Said:
    """A turn. Whatever is not known is None, and its channels pass the turn over.

    Times in seconds of one clock; valence and arousal -1 to 1; `rate` words per second; `pitch` Hz; `level`
    in decibels against anything that stays the same for this speaker.
    """

    speaker: Speaker
    text: str
    start: float | None = None
    end: float | None = None
    valence: float | None = None
    arousal: float | None = None
    rate: float | None = None
    pitch: float | None = None
    level: float | None = None
    words: tuple[Word, ...] = ()  # as heard, "um" and all


def heard(turn: Turn, valence: float | None = None, arousal: float | None = None) -> Said:
    """A participant's turn, with how it was read."""
    sound = turn.prosody
    spoken = turn.channel == "voice"
    return Said(
        speaker="participant",
        text=turn.text,
        start=turn.start if spoken and turn.start else None,
        end=turn.end if spoken and turn.end else None,
        valence=valence,
        arousal=arousal,
        rate=sound.words_per_second or None,
        pitch=sound.pitch_hz or None,
        level=sound.level_db or None,
        words=turn.words,
    )


def spoken(
    act: Act, start: float | None = None, end: float | None = None, own: OwnSound | None = None
) -> Said:
    """An act of the companion's, with when it sounded, and the face as it was shown.

    Its rate is what it took, where that is known. Pitch and level are those of its sound (`own`); where
    nobody measures it, the level is as planned, and the plan says nothing of pitch.
    """
    planned = 20 * math.log10(act.volume) if act.volume > 0 else None
    count = len(act.text.split())
    took = end - start if start is not None and end is not None else 0.0
    return Said(
        speaker="companion",
        text=act.text,
        start=start,
        end=end,
        valence=act.valence,
        arousal=act.arousal,
        rate=count / took if count and took > 0.2 else act.rate * CALM,
        pitch=own.pitch if own is not None else None,
        level=own.level if own is not None else planned,
    )
