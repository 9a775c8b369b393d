"""The microphone of this machine, by PyAudio."""

from __future__ import annotations

import asyncio
from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

from alongside.component import Component, Context
from alongside.consent import consent_needed
from alongside.errors import AlongsideError
from alongside.messages import AudioChunk, Consent, Control
from alongside.settings import setting
from speech.audio import FRAME_SECONDS, RATE
from speech.capture import Capture
from speech.device_client import Device, DeviceAsked, DeviceOpened
from speech.device_keeper import DeviceKeeper
from speech.devices import named


@dataclass(frozen=True)
class MicrophoneSettings:
    """What can be set on a microphone."""

    device: str = setting("", "part of its name, or its number (`alongside devices`); empty: default")
    rate: int = setting(0, "samples a second to try first; then its own; 0 is 16000", low=0, high=192000)
    channels: int = setting(0, "channels to open it with; 0 tries one, two, all", low=0, high=64)
    channel: int = setting(0, "the channel to listen to, from 1; 0 is the mean of all", low=0, high=64)


class Microphone(Component):
    """Says what the microphone hears, in frames of 32 ms. Switched off, the device is closed.

    Without one the session goes on, in writing; one that is plugged in is taken up.
    """

    hears = (Control, Consent)
    says = (AudioChunk,)
    Settings = MicrophoneSettings

    def __init__(self, name: str, settings: dict[str, Any], context: Context) -> None:
        super().__init__(name, named(settings), context)
        self._off: set[str] = set()  # what switched it off: microphone, session, consent
        if consent_needed(context):
            self._off.add("consent")

    async def start(self) -> None:
        """Begin to look for the device."""
        self._loop = asyncio.get_running_loop()
        self._keeper = DeviceKeeper(self._make, self.report)
        self._keeper.start()
        self._keeper.switch(not self._off)

    async def stop(self) -> None:
        """Close the device."""
        await self._keeper.stop()

    async def on_control(self, control: Control) -> None:
        """Off, in a pause, and after the session, the device is closed: nothing is heard, no light burns."""
        if control.name not in ("microphone", "session", "pause"):
            return
        if control.name == "session":
            self._off.discard("pause")
        if control.value == ("on" if control.name == "pause" else "off") or control.value == "end":
            self._off.add(control.name)
        else:
            self._off.discard(control.name)
        self._keeper.switch(not self._off)

    async def on_consent(self, consent: Consent) -> None:
        """Close the device where nobody agreed to it."""
        (self._off.discard if "audio" in consent.live else self._off.add)("consent")
        self._keeper.switch(not self._off)

    def _make(self, gaps: Callable[[int], None], over: Callable[[AlongsideError], None]) -> Device:
        asked = DeviceAsked(
            self.settings.device, self.settings.rate or RATE, self.settings.channels, FRAME_SECONDS
        )
        return Device("microphone", asked, opened=self._opened, recorded=self._recorded, gaps=gaps, over=over)

    def _opened(self, opened: DeviceOpened) -> None:
        self._capture = Capture(opened.rate, opened.channels, self.settings.channel)

    def _recorded(self, samples: bytes, ended: float) -> None:
        """On the device's thread."""
        self._loop.call_soon_threadsafe(self._pass_on, samples, ended)

    def _pass_on(self, samples: bytes, ended: float) -> None:
        if self._off or not self._keeper.is_open:
            return
        for frame, stamp in self._capture.frames(samples, ended):
            self.say(AudioChunk(samples=frame, source=self.name, stamp=stamp))
