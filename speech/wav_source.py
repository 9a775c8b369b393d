"""A recording in place of a microphone: played in real time, then silence. For tests and rehearsals."""

from __future__ import annotations

import asyncio
import time
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from alongside.component import Component, Context
from alongside.errors import AlongsideError
from alongside.messages import AudioChunk, Control
from alongside.settings import setting
from speech.audio import FRAME, FRAME_SECONDS, RATE, read_audio


@dataclass(frozen=True)
class WavSourceSettings:
    """What can be set on a recording that is played."""

    path: str = setting("", "WAV file of any PCM rate, width and number of channels")
    delay: float = setting(0.5, "seconds of silence before it", low=0, high=3600)
    wait_for_session: bool = setting(False, "begin when the session starts, not at once")


class WavSource(Component):
    """Says the audio of a WAV file, frame by frame, at the pace at which it was recorded."""

    hears = (Control,)
    says = (AudioChunk,)
    Settings = WavSourceSettings

    def __init__(self, name: str, settings: dict[str, Any], context: Context) -> None:
        super().__init__(name, settings, context)
        self._open = True
        self._begun = asyncio.Event()
        self._task: asyncio.Task[None] | None = None

    async def start(self) -> None:
        """Read the file. Raises AlongsideError naming it if that is not possible."""
        if not self.settings.path:
            raise AlongsideError(f"{self.name}: no recording is named", "Set its path in the profile.")
        pcm = await asyncio.to_thread(read_audio, Path(self.settings.path))
        before = bytes(2 * FRAME * round(self.settings.delay * RATE / FRAME))
        if not self.settings.wait_for_session:
            self._begun.set()
        self._task = asyncio.create_task(self._play(before + pcm))

    async def stop(self) -> None:
        """Stop playing."""
        if self._task:
            self._task.cancel()
            await asyncio.gather(self._task, return_exceptions=True)

    async def on_control(self, control: Control) -> None:
        """A microphone that is off sends nothing (and the recording goes on, as a person would)."""
        if control.name == "microphone":
            self._open = control.value == "on"
        elif control.name == "session" and control.value == "start":
            self._begun.set()

    async def _play(self, pcm: bytes) -> None:
        await self._begun.wait()
        begun = time.monotonic()
        epoch = time.time() - begun
        frame = 0
        while True:
            # A frame can be sent once its last sample has been heard; the clock sets the pace.
            due = begun + (frame + 1) * FRAME_SECONDS
            await asyncio.sleep(max(0.0, due - time.monotonic()))
            samples = pcm[frame * 2 * FRAME : (frame + 1) * 2 * FRAME].ljust(2 * FRAME, b"\0")
            if self._open:
                self.say(
                    AudioChunk(samples=samples, source=self.name, stamp=epoch + begun + frame * FRAME_SECONDS)
                )
            frame += 1
