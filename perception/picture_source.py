"""A still picture or a video file in place of a camera: for demonstrations and tests."""

from __future__ import annotations

import asyncio
import time
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import cv2

from alongside.component import Component, Context
from alongside.consent import consent_needed
from alongside.errors import AlongsideError
from alongside.messages import CameraFrame, Consent, Control
from alongside.quiet import quiet_stderr
from alongside.settings import setting
from perception.pictures import to_jpeg


@dataclass(frozen=True)
class PictureSettings:
    """Settings of the picture source."""

    path: str = setting("", "a picture or a video file; a video is shown over and over")
    rate: float = setting(10.0, "pictures sent each second", low=1, high=30)


class PictureSource(Component):
    """Sends a picture, or a video over and over, at a steady rate. Hears the camera's switch."""

    hears = (Control, Consent)
    says = (CameraFrame,)
    Settings = PictureSettings

    def __init__(self, name: str, settings: dict[str, Any], context: Context) -> None:
        super().__init__(name, settings, context)
        self._on = True
        self._may = not consent_needed(context)
        self._task: asyncio.Task[None] | None = None

    async def start(self) -> None:
        """Open the file. Raises AlongsideError if it holds no picture."""
        frames = pictures(self.settings.path)
        first = await asyncio.to_thread(next, frames)
        self._task = asyncio.create_task(self._run(first, frames))

    async def stop(self) -> None:
        """Send no more."""
        if self._task:
            self._task.cancel()
            await asyncio.gather(self._task, return_exceptions=True)

    async def on_control(self, control: Control) -> None:
        """Send while the camera is on."""
        if control.name == "camera":
            self._on = control.value == "on"

    async def on_consent(self, consent: Consent) -> None:
        """Send nothing where nobody agreed to it."""
        self._may = "video" in consent.live

    async def _run(self, jpeg: bytes, frames: Iterator[bytes]) -> None:
        due = time.monotonic()
        while True:
            if self._on and self._may:
                self.say(CameraFrame(data=jpeg))
            due = max(due + 1 / self.settings.rate, time.monotonic())
            await asyncio.sleep(due - time.monotonic())
            try:
                jpeg = await asyncio.to_thread(next, frames)
            except AlongsideError as error:
                self.report("failed", str(error))
                return


def pictures(name: str) -> Iterator[bytes]:
    """The pictures of a file as JPEG, without end. Raises AlongsideError if there are none."""
    path = Path(name).expanduser()
    if not path.is_file():
        raise AlongsideError(f"there is no picture or video at {str(path)!r}", "Set `path` in the profile.")
    still = cv2.imread(str(path))
    if still is not None:
        jpeg = to_jpeg(still)
        while True:
            yield jpeg
    while True:
        with quiet_stderr():
            video = cv2.VideoCapture(str(path))
        shown = 0
        while (read := video.read())[0]:
            shown += 1
            yield to_jpeg(read[1])
        video.release()
        if not shown:
            raise AlongsideError(f"{path.name} holds no picture and no video", "Use PNG, JPEG, AVI or MP4.")
