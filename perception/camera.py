"""The camera component: a camera by OpenCV, sent as JPEG pictures. For robots and for no browser at all."""

from __future__ import annotations

import asyncio
import time
from collections.abc import Awaitable, Callable
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass
from typing import Any, TypeVar

import cv2

from alongside.component import Component, Context
from alongside.consent import consent_needed
from alongside.errors import AlongsideError
from alongside.messages import CameraFrame, Consent, Control
from alongside.quiet import quiet_stderr
from alongside.settings import setting
from perception.pictures import WIDEST, to_jpeg

T = TypeVar("T")

RETRY_S = 3.0
"""Seconds before a camera that is missing is looked for again."""
FROZEN_S = 3.0
"""A camera that gives the very same picture for so long is frozen: a sensor's noise never repeats."""


@dataclass(frozen=True)
class CameraSettings:
    """Settings of the camera component."""

    device: str = setting("0", "which camera: its number, or the path or address of a video stream")
    rate: float = setting(10.0, "pictures sent each second", low=1, high=30)
    width: int = setting(WIDEST, "pixels, the widest a picture is sent", low=64, high=WIDEST)
    on: bool = setting(True, "whether the camera is on before anyone switches it")


class Camera(Component):
    """Sends pictures while it is on. Off, the device is closed and its light goes out."""

    hears = (Control, Consent)
    says = (CameraFrame,)
    Settings = CameraSettings

    def __init__(self, name: str, settings: dict[str, Any], context: Context) -> None:
        super().__init__(name, settings, context)
        self._switched = asyncio.Event()
        self._on = bool(self.settings.on)
        self._may = not consent_needed(context)
        self._paused = False
        self._well = True
        self._task: asyncio.Task[None] | None = None
        # One thread: a device that is released while it is being read takes the process down.
        self._thread = ThreadPoolExecutor(1, thread_name_prefix="camera")

    async def start(self) -> None:
        """Begin to look for the camera; a missing one is told, and looked for again."""
        self._task = asyncio.create_task(self._run())

    async def stop(self) -> None:
        """Close the camera."""
        if self._task:
            self._task.cancel()
            await asyncio.gather(self._task, return_exceptions=True)
        self._thread.shutdown(wait=False)

    def _do(self, work: Callable[..., T], *args: Any) -> Awaitable[T]:
        """Do something slow to the device."""
        return asyncio.get_running_loop().run_in_executor(self._thread, work, *args)

    @property
    def _wanted(self) -> bool:
        return self._on and self._may and not self._paused

    async def on_control(self, control: Control) -> None:
        """Open or close the camera. A pause closes it for its length, the end of a session altogether."""
        if control.name == "camera":
            self._on = control.value == "on"
        elif control.name == "pause":
            self._paused = control.value == "on"
        elif (control.name, control.value) == ("session", "end"):
            self._on = self._paused = False
        self._switched.set()

    async def on_consent(self, consent: Consent) -> None:
        """Close the camera where nobody agreed to it."""
        self._may = "video" in consent.live
        self._switched.set()

    async def _run(self) -> None:
        while True:
            self._switched.clear()
            if not self._wanted:
                await self._switched.wait()
                continue
            device = await self._do(open_device, self.settings.device)
            if device is None:
                self._failed("failed", f"no camera answers at {self.settings.device!r}")
                await self._wait(RETRY_S)
                continue
            try:
                await self._send_from(device)
            finally:
                await asyncio.shield(self._do(device.release))

    async def _send_from(self, device: cv2.VideoCapture) -> None:
        """Send pictures until the camera is switched off or gives none."""
        due = changed = time.monotonic()
        last = b""
        while self._wanted:
            try:
                jpeg = await self._do(next_picture, device, due, self.settings.width)
            except AlongsideError as error:
                self._failed("degraded", error.what)
                await self._wait(RETRY_S)
                return
            if jpeg != last:
                changed, last = time.monotonic(), jpeg or b""
            frozen = time.monotonic() - changed > FROZEN_S
            if jpeg is None or frozen:
                gives = "gives one and the same picture (frozen, or covered)"
                self._failed("degraded", f"the camera {gives if frozen else 'stopped giving pictures'}")
                await self._wait(RETRY_S)
                return
            if not self._well:
                self._well = True
                self.report("ready")
            if self._wanted:
                self.say(CameraFrame(data=jpeg))
            due = max(due + 1 / self.settings.rate, time.monotonic())

    def _failed(self, status: str, what: str) -> None:
        if self._well:
            self._well = False
            self.report(status, f"{what}. Plug it in, or set `device`; it is looked for every few seconds.")

    async def _wait(self, seconds: float) -> None:
        """Wait, but not past a switch."""
        try:
            await asyncio.wait_for(self._switched.wait(), seconds)
        except asyncio.TimeoutError:
            return


def open_device(device: str) -> cv2.VideoCapture | None:
    """The camera with that number, or the stream at that path; None if there is none."""
    with quiet_stderr():
        found = cv2.VideoCapture(int(device) if device.isdigit() else device)
    if found.isOpened():
        found.set(cv2.CAP_PROP_BUFFERSIZE, 1)  # the newest picture, not one from half a second ago
        return found
    found.release()
    return None


def next_picture(device: cv2.VideoCapture, due: float, width: int) -> bytes | None:
    """The first picture at or after the second `due` of the steady clock, as JPEG; None if it gives none.

    Cameras are read at their own pace and the pictures in between dropped, or they would grow old in a queue.
    """
    while True:
        good, picture = device.read()
        if not good:
            return None
        if time.monotonic() >= due:
            return to_jpeg(picture, width)
