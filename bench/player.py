"""A loudspeaker that only keeps time: says when sound would have begun and ended."""

from __future__ import annotations

import asyncio

from alongside.component import Component
from alongside.messages import Interruption, Spoken, Stop, VoiceClip


class Player(Component):
    """Plays clips into nothing, in real time."""

    hears = (VoiceClip, Interruption, Stop)
    says = (Spoken,)

    async def start(self) -> None:
        self._act = ""
        self._heard: list[str] = []
        self._ends: asyncio.Task[None] | None = None
        self._until = 0.0

    async def on_voice_clip(self, clip: VoiceClip) -> None:
        now = asyncio.get_running_loop().time()
        if clip.act_id != self._act:
            self._act, self._heard, self._until = clip.act_id, [], now
            self.say(Spoken(act_id=clip.act_id, status="started"))
        self._heard.append(clip.text)
        self._until = max(self._until, now) + clip.pause_before + len(clip.samples) / 2 / clip.rate
        if clip.last:
            self._ends = asyncio.create_task(self._end(clip.act_id, self._until - now))

    async def _end(self, act: str, seconds: float) -> None:
        await asyncio.sleep(seconds)
        self.say(Spoken(act_id=act, status="finished", heard=" ".join(self._heard)))

    async def on_interruption(self, message: Interruption) -> None:
        self._silence()

    async def on_stop(self, message: Stop) -> None:
        self._silence()

    def _silence(self) -> None:
        if self._ends and not self._ends.done():
            self._ends.cancel()
            self.say(Spoken(act_id=self._act, status="interrupted", heard=" ".join(self._heard)))
