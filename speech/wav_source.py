"""Recordings in place of a microphone: played in real time, then silence. For tests and rehearsals."""

from __future__ import annotations

import asyncio
import time
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from alongside.component import Component, Context
from alongside.consent import consent_needed
from alongside.errors import AlongsideError
from alongside.messages import AudioChunk, Consent, Control
from alongside.settings import setting
from speech.audio import FRAME, FRAME_SECONDS, RATE, read_audio


@dataclass(frozen=True)
class WavSourceSettings:
    """What can be set on recordings that are played."""

    path: str = setting("", "WAV file of any rate, width (8 to 32 bit, or float) and number of channels")
    more: tuple[str, ...] = setting((), "files that follow it")
    delay: float = setting(0.5, "seconds of silence before each", low=0, high=3600)
    loop: bool = setting(False, "begin again after the last")
    wait_for_session: bool = setting(False, "begin when the session starts, not at once")


class WavSource(Component):
    """Says the audio of files, frame by frame, at the pace at which it was recorded."""

    hears = (Control, Consent)
    says = (AudioChunk,)
    Settings = WavSourceSettings

    def __init__(self, name: str, settings: dict[str, Any], context: Context) -> None:
        super().__init__(name, settings, context)
        self._open = True
        self._may = not consent_needed(context)
        self._begun = asyncio.Event()
        self._task: asyncio.Task[None] | None = None

    async def start(self) -> None:
        """Read the files. Raises AlongsideError naming one that cannot be read."""
        if not self.settings.path:
            raise AlongsideError(f"{self.name}: no recording is named", "Set its path in the profile.")
        before = bytes(2 * FRAME * round(self.settings.delay * RATE / FRAME))
        pcm = b""
        for path in (self.settings.path, *self.settings.more):
            pcm += before + _whole(await asyncio.to_thread(read_audio, Path(path)))
        if not self.settings.wait_for_session:
            self._begun.set()
        self._task = asyncio.create_task(self._play(pcm))

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

    async def on_consent(self, consent: Consent) -> None:
        """Send nothing where nobody agreed to it."""
        self._may = "audio" in consent.live

    async def _play(self, pcm: bytes) -> None:
        await self._begun.wait()
        begun = time.monotonic()
        epoch = time.time() - begun
        frame = 0
        while True:
            # A frame can be sent once its last sample has been heard; the clock sets the pace.
            due = begun + (frame + 1) * FRAME_SECONDS
            await asyncio.sleep(max(0.0, due - time.monotonic()))
            at = frame * 2 * FRAME
            at = at % len(pcm) if self.settings.loop else at
            samples = pcm[at : at + 2 * FRAME].ljust(2 * FRAME, b"\0")
            if self._open and self._may:
                self.say(
                    AudioChunk(samples=samples, source=self.name, stamp=epoch + begun + frame * FRAME_SECONDS)
                )
            frame += 1


def _whole(pcm: bytes) -> bytes:
    """With silence to the end of its last frame."""
    return pcm.ljust(-(-len(pcm) // (2 * FRAME)) * 2 * FRAME, b"\0")
