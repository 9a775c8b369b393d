"""The loudspeaker of this machine, by PyAudio: for robots, and where no browser plays the voice."""

from __future__ import annotations

import asyncio
from collections.abc import Callable
from dataclasses import dataclass, replace

import numpy as np

from alongside.errors import AlongsideError
from alongside.messages import VoiceClip
from alongside.settings import setting
from speech.audio import resampled
from speech.device_client import Device, DeviceAsked, DeviceOpened
from speech.device_keeper import DeviceKeeper
from speech.player import BLOCK, Player


@dataclass(frozen=True)
class SpeakerSettings:
    """What can be set on a loudspeaker."""

    device: str = setting("", "part of its name, or its number (`alongside devices`); empty: default")
    rate: int = setting(22050, "samples a second to try first; then its own", low=8000, high=192000)
    channels: int = setting(0, "channels to open it with; 0 tries one, two, all", low=0, high=64)
    held: float = setting(
        0.06, "seconds a sound server holds ready: more if it stutters on a busy computer", low=0.02, high=1
    )


class Speaker(Player):
    """Plays clips on a loudspeaker of this machine.

    What plays when the loudspeaker goes is told as interrupted, with what was audible; acts that come
    while there is none fail at once, so that the conversation goes on in writing. One that is plugged in
    is taken up.
    """

    Settings = SpeakerSettings

    async def start(self) -> None:
        """Begin to look for the device."""
        await super().start()
        self._rate = self._channels = 0
        self._keeper = DeviceKeeper(self._make, self.report, self.lost)
        self._keeper.start()

    async def stop(self) -> None:
        """Close the device."""
        await self._keeper.stop()

    async def play(self, clip: VoiceClip) -> None:
        """Take a clip, at the rate of the device; without one, refuse its act."""
        if clip.samples and not await self._keeper.tried():
            self._keeper.switch(True)
            self.fail(clip.act_id)
            return
        if clip.rate != self._rate and self._rate:
            samples = await asyncio.to_thread(resampled, clip.samples, clip.rate, self._rate)
            clip = replace(clip, samples=samples, rate=self._rate)
        self.playback.add(clip)

    def _make(self, gaps: Callable[[int], None], over: Callable[[AlongsideError], None]) -> Device:
        asked = DeviceAsked(
            self.settings.device, self.settings.rate, self.settings.channels, BLOCK, self.settings.held
        )
        return Device("loudspeaker", asked, opened=self._opened, wanted=self._wanted, gaps=gaps, over=over)

    def _opened(self, opened: DeviceOpened) -> None:
        self._channels = opened.channels
        self.begin_at(opened.rate, self.settings.held)

    def _wanted(self, count: int, latency: float) -> bytes:
        """On the device's thread: it wants `count` frames, which will be audible in `latency` seconds."""
        sound = self.take(count, latency)
        if self._channels == 1:
            return sound
        return np.repeat(np.frombuffer(sound, "<i2"), self._channels).tobytes()
