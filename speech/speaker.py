"""The loudspeaker of this machine, by PyAudio: for robots, and where no browser plays the voice."""

from __future__ import annotations

import asyncio
import time
from collections.abc import Callable
from dataclasses import dataclass, replace
from typing import Any

import numpy as np

from alongside.component import Component, Context
from alongside.errors import AlongsideError
from alongside.messages import Hold, Interruption, PlayedAudio, Spoken, Stop, VoiceClip
from alongside.settings import setting
from speech.audio import resampled
from speech.device_client import Device, DeviceAsked, DeviceOpened
from speech.device_keeper import DeviceKeeper
from speech.devices import named
from speech.playback import Playback
from speech.sample_clock import SampleClock

BLOCK = 0.02
"""Seconds the device asks for at once; with its latency, what an interruption has to wait for."""

PAUSE = 1.0
"""Seconds of silence after which it is no longer told."""


@dataclass(frozen=True)
class SpeakerSettings:
    """What can be set on a loudspeaker."""

    device: str = setting("", "part of its name, or its number (`alongside devices`); empty: default")
    rate: int = setting(22050, "samples a second to try first; then its own", low=8000, high=192000)
    channels: int = setting(0, "channels to open it with; 0 tries one, two, all", low=0, high=64)
    held: float = setting(
        0.06,
        "seconds a sound server holds ready: more if it stutters on a busy computer",
        low=0.02,
        high=1,
    )


class Speaker(Component):
    """Plays clips, falls silent when told to, and says what it plays and what was really heard.

    What plays when the loudspeaker goes is told as interrupted, with what was audible; acts that come
    while there is none fail at once, so that the conversation goes on in writing. One that is plugged in
    is taken up.
    """

    hears = (VoiceClip, Hold, Interruption, Stop)
    says = (Spoken, PlayedAudio)
    Settings = SpeakerSettings

    def __init__(self, name: str, settings: dict[str, Any], context: Context) -> None:
        super().__init__(name, named(settings), context)
        self.playback = Playback(self._happened)
        self._rate = self._channels = 0
        self._quiet = PAUSE  # seconds since it last sounded
        self._told = ""  # the act that something was told of last
        self._refused = ""  # the act that could not be played

    async def start(self) -> None:
        """Begin to look for the device."""
        self._loop = asyncio.get_running_loop()
        self._keeper = DeviceKeeper(self._make, self.report, self._lost)
        self._keeper.start()

    async def stop(self) -> None:
        """Close the device."""
        await self._keeper.stop()

    async def on_voice_clip(self, clip: VoiceClip) -> None:
        """Play a clip after those before it."""
        if clip.act_id == self._refused:
            return
        if clip.samples and not await self._keeper.tried():
            self._keeper.switch(True)
            self._fail(clip.act_id)
            return
        if clip.rate != self._rate and self._rate:
            samples = await asyncio.to_thread(resampled, clip.samples, clip.rate, self._rate)
            clip = replace(clip, samples=samples, rate=self._rate)
        self.playback.add(clip)

    async def on_hold(self, hold: Hold) -> None:
        """Pause, or go on."""
        self.playback.hold(hold.act_id if hold.hold else "")

    async def on_interruption(self, interruption: Interruption) -> None:
        """Fall silent."""
        self.playback.interrupt(interruption.act_id)

    async def on_stop(self, stop: Stop) -> None:
        """Fall silent."""
        self.playback.interrupt()

    # ------------------------------------------------------------ the device

    def _make(self, gaps: Callable[[int], None], over: Callable[[AlongsideError], None]) -> Device:
        asked = DeviceAsked(
            self.settings.device, self.settings.rate, self.settings.channels, BLOCK, self.settings.held
        )
        return Device("loudspeaker", asked, opened=self._opened, wanted=self._wanted, gaps=gaps, over=over)

    def _opened(self, opened: DeviceOpened) -> None:
        self._rate, self._channels = opened.rate, opened.channels
        self._clock = SampleClock(opened.rate)

    def _lost(self) -> None:
        """What plays was heard as far as it came; an act that had not begun was not heard at all."""
        act_id = self.playback.act_id
        self.playback.interrupt()
        if act_id and act_id != self._told:
            self._fail(act_id)

    def _fail(self, act_id: str) -> None:
        self._refused = act_id
        self.say(Spoken(act_id=act_id, status="failed"))

    def _wanted(self, count: int, latency: float) -> bytes:
        """On the device's thread: it wants `count` frames, which will be audible in `latency` seconds."""
        stamp = self._clock.stamp(time.time(), count)
        self.playback.latency = latency
        sound = self.playback.read(count, self._rate)
        self._quiet = 0.0 if sound.strip(b"\0") else self._quiet + BLOCK
        if self._quiet < PAUSE:
            played = PlayedAudio(samples=sound, rate=self._rate, stamp=stamp)
            self._loop.call_soon_threadsafe(self.say, played)
        if self._channels == 1:
            return sound
        return np.repeat(np.frombuffer(sound, "<i2"), self._channels).tobytes()

    def _happened(self, act_id: str, status: Any, heard: str) -> None:
        """On the thread that read, or that interrupted."""
        self._told = act_id
        self._loop.call_soon_threadsafe(lambda: self.say(Spoken(act_id=act_id, status=status, heard=heard)))
