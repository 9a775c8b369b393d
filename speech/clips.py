"""From what an engine made to the clip that is played: edges, loudness, mouth shapes, word times."""

from __future__ import annotations

from alongside.messages import VoiceClip
from speech.audio import to_bytes, to_float
from speech.edges import LEAD, TAIL, trimmed
from speech.loudness import at_volume
from speech.synthesis import Synthesis
from speech.visemes import visemes
from speech.word_times import word_times


def clip(
    act_id: str,
    text: str,
    made: Synthesis,
    *,
    index: int = 0,
    last: bool = True,
    pause: float = 0.0,
    volume: float = 1.0,
) -> VoiceClip:
    """One clause of an act as sound. `pause` is the silence that is to be heard before its first sound."""
    made = trimmed(made)
    # What silence the clips themselves begin and end with is part of the pause.
    there = LEAD if index == 0 else LEAD + TAIL
    return VoiceClip(
        act_id=act_id,
        index=index,
        last=last,
        text=text,
        samples=to_bytes(at_volume(to_float(made.samples), made.rate, volume)),
        rate=made.rate,
        pause_before=max(0.0, pause - there) if made.samples else pause,
        visemes=visemes(made.phonemes, made.rate),
        words=word_times(text, made.phonemes, made.rate),
    )
