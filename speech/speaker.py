"""The loudspeaker of this machine, by PyAudio: for robots, and where no browser plays the voice."""

from __future__ import annotations

import asyncio
import time
from dataclasses import dataclass
from typing import Any

from alongside.component import Component, Context
from alongside.errors import AlongsideError
from alongside.messages import Hold, Interruption, PlayedAudio, Spoken, Stop, VoiceClip
from alongside.settings import setting
from speech.devices import open_audio, open_stream
from speech.playback import Playback
from speech.sample_clock import SampleClock

BLOCK = 0.02
"""Seconds the device asks for at once; with its latency, what an interruption has to wait for."""

PAUSE = 1.0
"""Seconds of silence after which it is no longer told."""


@dataclass(frozen=True)
class SpeakerSettings:
    """What can be set on a loudspeaker."""

    device: int = setting(-1, "PyAudio's number of the device; -1 is the system's default", low=-1, high=999)


class Speaker(Component):
    """Plays clips, falls silent when told to, and says what it plays and what was really heard."""

    hears = (VoiceClip, Hold, Interruption, Stop)
    says = (Spoken, PlayedAudio)
    Settings = SpeakerSettings

    def __init__(self, name: str, settings: dict[str, Any], context: Context) -> None:
        super().__init__(name, settings, context)
        self.playback = Playback(self._happened)
        self._audio: Any = None
        self._stream: Any = None
        self._rate = 0
        self._quiet = PAUSE  # seconds since it last sounded
        self._refused = ""  # the act that could not be played

    async def start(self) -> None:
        """Devices are opened with the first clip, which knows the rate."""
        self._loop = asyncio.get_running_loop()

    async def stop(self) -> None:
        """Close the device."""
        await asyncio.to_thread(self._close)
        if self._audio is not None:
            self._audio.terminate()

    async def on_voice_clip(self, clip: VoiceClip) -> None:
        """Play a clip after those before it."""
        if clip.act_id == self._refused:
            return
        try:
            if clip.samples and (self._stream is None or clip.rate != self._rate):
                await asyncio.to_thread(self._open, clip.rate)
        except AlongsideError:
            self._refused = clip.act_id
            self.say(Spoken(act_id=clip.act_id, status="failed"))
            raise
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

    def _open(self, rate: int) -> None:
        self._close()
        if self._audio is None:
            pyaudio, self._audio = open_audio()
            self._format, self._continue = pyaudio.paInt16, pyaudio.paContinue
        self._rate, self._clock = rate, SampleClock(rate)
        self._stream = open_stream(
            self._audio,
            "loudspeaker",
            format=self._format,
            channels=1,
            rate=rate,
            output=True,
            output_device_index=None if self.settings.device < 0 else self.settings.device,
            frames_per_buffer=round(BLOCK * rate),
            stream_callback=self._wanted,
        )
        self.playback.latency = float(self._stream.get_output_latency())

    def _close(self) -> None:
        stream, self._stream = self._stream, None
        if stream is not None:
            stream.close()

    def _wanted(self, samples: Any, count: int, times: Any, flags: int) -> tuple[bytes, int]:
        """PyAudio's thread: the device wants `count` samples."""
        stamp = self._clock.stamp(time.time(), count)
        sound = self.playback.read(count)
        self._quiet = 0.0 if sound.strip(b"\0") else self._quiet + BLOCK
        if self._quiet < PAUSE:
            played = PlayedAudio(samples=sound, rate=self._rate, stamp=stamp)
            self._loop.call_soon_threadsafe(self.say, played)
        return sound, self._continue

    def _happened(self, act_id: str, status: Any, heard: str) -> None:
        self._loop.call_soon_threadsafe(lambda: self.say(Spoken(act_id=act_id, status=status, heard=heard)))
