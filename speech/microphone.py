"""The microphone of this machine, by PyAudio."""

from __future__ import annotations

import asyncio
import threading
import time
from dataclasses import dataclass
from typing import Any

from alongside.component import Component, Context
from alongside.errors import AlongsideError
from alongside.messages import AudioChunk, Control
from alongside.settings import setting
from speech.audio import FRAME, FRAME_SECONDS, RATE
from speech.devices import open_audio, open_stream

RETRY = 5.0
"""Seconds between tries to open a device that is not there."""

LOST = 2.0
"""Seconds without a frame after which an open device counts as gone."""


@dataclass(frozen=True)
class MicrophoneSettings:
    """What can be set on a microphone."""

    device: int = setting(-1, "PyAudio's number of the device; -1 is the system's default", low=-1, high=999)


class Microphone(Component):
    """Says what the microphone hears, in frames of 32 ms. Switched off, the device is closed."""

    hears = (Control,)
    says = (AudioChunk,)
    Settings = MicrophoneSettings

    def __init__(self, name: str, settings: dict[str, Any], context: Context) -> None:
        super().__init__(name, settings, context)
        self._off: set[str] = set()  # who switched it off: microphone, session
        self._audio: Any = None
        self._stream: Any = None
        self._task: asyncio.Task[None] | None = None
        self._last = 0.0  # when a frame last arrived
        self._lock = threading.Lock()
        self._told = ""

    async def start(self) -> None:
        """Begin to look for the device. Without one the session goes on, in writing."""
        self._loop = asyncio.get_running_loop()
        self._task = asyncio.create_task(self._keep_open())

    async def stop(self) -> None:
        """Close the device."""
        if self._task:
            self._task.cancel()
            await asyncio.gather(self._task, return_exceptions=True)
        await asyncio.to_thread(self._close)
        if self._audio is not None:
            self._audio.terminate()

    async def on_control(self, control: Control) -> None:
        """Off, and after the session, the device is closed: nothing can be heard, and its light goes out."""
        if control.name not in ("microphone", "session"):
            return
        if control.value in ("off", "end"):
            self._off.add(control.name)
            await asyncio.to_thread(self._close)
        else:
            self._off.discard(control.name)
            await asyncio.to_thread(self._try_open)

    async def _keep_open(self) -> None:
        while True:
            await asyncio.to_thread(self._try_open)
            await asyncio.sleep(RETRY)

    def _try_open(self) -> None:
        with self._lock:
            if self._off or (self._stream is not None and time.monotonic() - self._last < LOST):
                return
            self._shut()
            try:
                self._open()
            except AlongsideError as error:
                # A device that is plugged in later is only seen by a fresh PortAudio.
                self._audio = self._audio and self._audio.terminate()
                self._tell("degraded", str(error))
                return
            self._tell("ready", "")

    def _open(self) -> None:
        if self._audio is None:
            pyaudio, self._audio = open_audio()
            self._format, self._continue = pyaudio.paInt16, pyaudio.paContinue
        self._last = time.monotonic()
        self._stream = open_stream(
            self._audio,
            "microphone",
            format=self._format,
            channels=1,
            rate=RATE,
            input=True,
            input_device_index=None if self.settings.device < 0 else self.settings.device,
            frames_per_buffer=FRAME,
            stream_callback=self._arrived,
        )

    def _close(self) -> None:
        with self._lock:
            self._shut()

    def _shut(self) -> None:
        stream, self._stream = self._stream, None
        if stream is not None:
            stream.close()

    def _arrived(self, samples: bytes, count: int, times: Any, flags: int) -> tuple[None, int]:
        """PyAudio's thread: a frame was recorded and ends about now."""
        stamp, self._last = time.time() - FRAME_SECONDS, time.monotonic()
        self._loop.call_soon_threadsafe(self._pass_on, samples, stamp)
        return None, self._continue

    def _pass_on(self, samples: bytes, stamp: float) -> None:
        if not self._off:
            self.say(AudioChunk(samples=samples, source=self.name, stamp=stamp))

    def _tell(self, status: str, detail: str) -> None:
        """Report a change once, not at each try."""
        if detail != self._told:
            self._told = detail
            self._loop.call_soon_threadsafe(self.report, status, detail)
