"""The face component: camera pictures in, FaceSeen and Affect(source="face") out. No picture is kept."""

from __future__ import annotations

import asyncio
import time
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass
from typing import Any

from alongside import weights
from alongside.component import Component, Context
from alongside.errors import AlongsideError
from alongside.messages import Affect, CameraFrame, Control, FaceSeen, SpeechActivity
from alongside.settings import setting
from perception.landmarks import Landmarker
from perception.reader import FaceReader, Look

SPEECH_LASTS_S = 0.3
"""The mouth is taken as speaking for this long after the last sound of speech."""
NO_PICTURE_S = 1.5
"""Without a picture for this long, there is no face."""
GOOD_AGAIN = 20
"""Whole pictures in a row after which a camera that sent broken ones is well again."""
EARLY_S = 0.01
"""A picture may come this much before its turn: cameras are not exact."""


@dataclass(frozen=True)
class FaceSettings:
    """Settings of the face component."""

    model: str = setting("", "face landmarker weights (a .task file); empty: those that were fetched")
    rate: float = setting(10.0, "pictures read each second, at most", low=1, high=30)
    affect_rate: float = setting(5.0, "readings of affect told each second, at most", low=0.2, high=10)


class Face(Component):
    """Reads the newest picture; older ones that wait are dropped (delivery `sensor`)."""

    hears = (CameraFrame, Control, SpeechActivity)
    says = (FaceSeen, Affect)
    Settings = FaceSettings

    def __init__(
        self,
        name: str,
        settings: dict[str, Any],
        context: Context,
        clock: Callable[[], float] = time.monotonic,
    ) -> None:
        super().__init__(name, settings, context)
        self.clock = clock
        self.broken = 0
        """Pictures that could not be read."""
        self._well_for = GOOD_AGAIN
        self._on = True
        self._landmarker: Landmarker | None = None
        self._reader: FaceReader | None = None
        # One thread, always the same: MediaPipe's state belongs to one caller.
        self._thread = ThreadPoolExecutor(1, thread_name_prefix="face")
        self._watch: asyncio.Task[None] | None = None
        self._read_at = self._felt_at = self._spoke_at = float("-inf")
        self._present = False

    async def start(self) -> None:
        """Load the model."""
        path = weights.find("face-landmarker", self.settings.model)
        loop = asyncio.get_running_loop()
        self._landmarker = await loop.run_in_executor(self._thread, Landmarker, path)
        self._reader = FaceReader(self._landmarker)
        self._watch = asyncio.create_task(self._watch_for_silence())

    async def stop(self) -> None:
        """Let go of the model."""
        if self._watch:
            self._watch.cancel()
        if self._landmarker:
            await asyncio.get_running_loop().run_in_executor(self._thread, self._landmarker.close)
        self._thread.shutdown(wait=False)

    async def on_speech_activity(self, activity: SpeechActivity) -> None:
        """Remember that the person speaks: their mouth then says words, not feelings."""
        if activity.speaking:
            self._spoke_at = self.clock()

    async def on_control(self, control: Control) -> None:
        """See nothing while the camera is off, even if pictures still arrive."""
        if control.name == "camera":
            self._on = control.value == "on"
            if not self._on:
                self._gone()

    async def on_camera_frame(self, frame: CameraFrame) -> None:
        """Read a picture, unless one was read just now."""
        now = self.clock()
        if not self._on or self._reader is None or now - self._read_at < 1 / self.settings.rate - EARLY_S:
            return
        self._read_at = now
        speaking = now - self._spoke_at < SPEECH_LASTS_S
        loop = asyncio.get_running_loop()
        try:
            look = await loop.run_in_executor(
                self._thread, self._reader.read, frame.data, now, frame.stamp, speaking
            )
        except (AlongsideError, RuntimeError, ValueError) as error:
            self._unreadable(error)
            return
        self._readable()
        if self._on:  # it may have been switched off meanwhile
            self._tell(look, now)

    def _tell(self, look: Look, now: float) -> None:
        self._present = look.seen.present
        self.say(look.seen)
        if look.affect and now - self._felt_at >= 1 / self.settings.affect_rate - EARLY_S:
            self._felt_at = now
            self.say(look.affect)

    def _unreadable(self, error: Exception) -> None:
        """Count a broken picture; say so once, until all is well again."""
        self.broken += 1
        if self._well_for >= GOOD_AGAIN:
            what = error.what if isinstance(error, AlongsideError) else "a camera picture could not be read"
            self.report("degraded", f"{what} and was left out. If this goes on, check the camera.")
        self._well_for = 0

    def _readable(self) -> None:
        self._well_for += 1
        if self.broken and self._well_for == GOOD_AGAIN:
            self.report("ready", f"pictures are whole again; {self.broken} were broken so far")

    def _gone(self) -> None:
        if self._present:
            self._present = False
            self.say(FaceSeen(present=False))

    async def _watch_for_silence(self) -> None:
        """A camera that stops sending must not leave a face standing."""
        while True:
            await asyncio.sleep(NO_PICTURE_S / 3)
            if self.clock() - self._read_at > NO_PICTURE_S:
                self._gone()
