"""How an act of the companion's sounds, measured of its own clips once they are made."""

from __future__ import annotations

import asyncio
from collections.abc import Callable, Sequence

import numpy as np

from alongside.messages import Message, VoiceClip
from alongside.own_sound import UNKNOWN, OwnSound, own_sound
from speech.audio import RATE, resampled, to_float
from speech.pitch import frames_of, track, without_octave_jumps
from speech.rhythm import sounding


def measured(clips: Sequence[VoiceClip]) -> OwnSound:
    """Pitch and level of these clips together."""
    pitches, levels = [], []
    for said in clips:
        pitch = track(frames_of(to_float(resampled(said.samples, said.rate, RATE))))
        voiced = sounding(pitch.level_db, pitch.hz > 0) & (pitch.hz > 0)
        voiced[voiced] = without_octave_jumps(pitch.hz[voiced])
        pitches.append(pitch.hz[voiced])
        levels.append(pitch.level_db[voiced])
    if not sum(map(len, pitches)):
        return UNKNOWN
    hz, level = float(np.median(np.concatenate(pitches))), float(np.mean(np.concatenate(levels)))
    return OwnSound(round(hz, 1), round(level, 1))


class OwnVoiceReport:
    """Says how each act sounded, after its last clip was sent. Measuring takes no time of the voice's."""

    def __init__(self, say: Callable[[Message], None]) -> None:
        self._say = say
        self._clips: list[VoiceClip] = []
        self._measuring: set[asyncio.Task[None]] = set()

    def clip(self, said: VoiceClip) -> None:
        """A clip was sent; those of an act that was broken off are forgotten with the next act's first."""
        if self._clips and self._clips[0].act_id != said.act_id:
            self._clips = []
        if said.samples:
            self._clips.append(said)
        if said.last and self._clips:
            task = asyncio.create_task(self._tell(said.act_id, self._clips))
            self._measuring.add(task)
            task.add_done_callback(self._measuring.discard)
            self._clips = []

    async def close(self) -> None:
        """Wait for what is being measured."""
        await asyncio.gather(*self._measuring, return_exceptions=True)

    async def _tell(self, act_id: str, clips: Sequence[VoiceClip]) -> None:
        self._say(own_sound(act_id, await asyncio.to_thread(measured, clips)))
