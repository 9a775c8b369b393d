"""An act as the voice would say it, made all at once: to be kept in a file or listened to beforehand."""

from __future__ import annotations

from collections.abc import Callable

import numpy as np

from alongside.messages import Act, VoiceClip
from alongside.wav import wav_bytes
from speech.audio import to_bytes, to_float
from speech.clips import clip
from speech.engines import Chain, fallbacks
from speech.plan import plan
from speech.voice_settings import VoiceSettings


async def said(act: Act, settings: VoiceSettings, tell: Callable[[str], None]) -> list[VoiceClip]:
    """The clips of an act. `tell` hears when another engine speaks instead. Raises AlongsideError."""
    engines = (settings.engine, *fallbacks(settings.engine)) if settings.fallback else (settings.engine,)
    chain = Chain(settings.wish, engines, tell)
    pieces = plan(act, settings.pace, settings.pauses)
    made: list[VoiceClip] = []
    try:
        await chain.start()
        for index, piece in enumerate(pieces):
            sound = await chain.synthesise(piece.spoken, piece.pace)
            last = index == len(pieces) - 1
            made.append(
                clip(
                    act.act_id,
                    piece.text,
                    sound,
                    index=index,
                    last=last,
                    pause=piece.pause,
                    volume=act.volume,
                )
            )
    finally:
        await chain.close()
    return made


def wav(clips: list[VoiceClip]) -> bytes:
    """Clips of one rate as one recording, pauses included."""
    rate = clips[0].rate if clips else 22050
    parts = [np.zeros(0, np.float32)]
    for each in clips:
        parts += [np.zeros(round(each.pause_before * each.rate), np.float32), to_float(each.samples)]
    return wav_bytes(to_bytes(np.concatenate(parts)), rate)
