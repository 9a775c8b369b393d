"""What all players of the voice have in common, whatever they play it on."""

from __future__ import annotations

import asyncio
import time
from typing import Any

from alongside.component import Component, Context
from alongside.messages import Hold, Interruption, PlayedAudio, Spoken, Stop, VoiceClip
from speech.devices import named
from speech.playback import Playback
from speech.sample_clock import SampleClock

BLOCK = 0.02
"""Seconds of sound taken at once; with the latency behind it, what an interruption has to wait for."""

PAUSE = 1.0
"""Seconds of silence after which it is no longer told."""


class Player(Component):
    """Plays clips, falls silent when told to, and says what it plays and what was really heard."""

    hears = (VoiceClip, Hold, Interruption, Stop)
    says = (Spoken, PlayedAudio)

    def __init__(self, name: str, settings: dict[str, Any], context: Context) -> None:
        super().__init__(name, named(settings), context)
        self.playback = Playback(self._happened)
        self._quiet = PAUSE  # seconds since it last sounded
        self._told = ""  # the act that something was told of last
        self._refused = ""  # the act that could not be played

    async def start(self) -> None:
        """Begin."""
        self._loop = asyncio.get_running_loop()

    async def on_voice_clip(self, clip: VoiceClip) -> None:
        """Play a clip after those before it."""
        if clip.act_id != self._refused:
            await self.play(clip)

    async def on_hold(self, hold: Hold) -> None:
        """Pause, or go on."""
        self.playback.hold(hold.act_id if hold.hold else "")

    async def on_interruption(self, interruption: Interruption) -> None:
        """Fall silent."""
        self.playback.interrupt(interruption.act_id)

    async def on_stop(self, stop: Stop) -> None:
        """Fall silent."""
        self.playback.interrupt()

    async def play(self, clip: VoiceClip) -> None:
        """Take a clip of an act that was not refused."""
        self.playback.add(clip)

    def begin_at(self, rate: int, held: float = 0.0) -> None:
        """Sound will be taken at this rate from now on, by a device that has `held` seconds in store."""
        self._rate, self._clock = rate, SampleClock(rate, held)

    def take(self, count: int, latency: float) -> bytes:
        """The next samples, 16-bit mono, which will be audible in `latency` seconds. From any thread."""
        stamp = self._clock.stamp(time.time(), count)
        self.playback.latency = latency
        sound = self.playback.read(count, self._rate)
        self._quiet = 0.0 if sound.strip(b"\0") else self._quiet + count / self._rate
        if self._quiet < PAUSE:
            played = PlayedAudio(samples=sound, rate=self._rate, stamp=stamp)
            self._loop.call_soon_threadsafe(self.say, played)
        return sound

    def lost(self) -> None:
        """Nothing more will be audible: what plays was heard as far as it came, or, not begun, not at all."""
        act_id = self.playback.act_id
        self.playback.interrupt()
        if act_id and act_id != self._told:
            self.fail(act_id)

    def fail(self, act_id: str) -> None:
        """This act cannot be played."""
        self._refused = act_id
        self.say(Spoken(act_id=act_id, status="failed"))

    def _happened(self, act_id: str, status: Any, heard: str) -> None:
        """On the thread that took, or that interrupted."""
        self._told = act_id
        self._loop.call_soon_threadsafe(lambda: self.say(Spoken(act_id=act_id, status=status, heard=heard)))
