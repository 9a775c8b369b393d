"""The face component: camera pictures in, FaceSeen and Affect(source="face") out. No picture is kept."""

from __future__ import annotations

import asyncio
import json
import time
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass
from typing import Any, Literal

from alongside import weights
from alongside.component import Component, Context
from alongside.consent import consent_needed
from alongside.errors import AlongsideError
from alongside.messages import Affect, CameraFrame, Consent, Control, Event, FaceSeen, SpeechActivity, Turn
from alongside.settings import setting
from alongside.whose import PERCEPTION
from perception.action_units import DARK
from perception.changes import Changes
from perception.company import FaceBoxes
from perception.landmarks import Landmarker
from perception.look import Look
from perception.reader import FaceReader

SPEECH_LASTS_S = 0.3
"""The mouth is taken as speaking for this long after the last sound of speech."""
MICROPHONE_S = 2.0
"""Without a word from the listener for this long, no microphone tells anything."""
NO_PICTURE_S = 1.5
"""Without a picture for this long, there is no face."""
GOOD_AGAIN = 20
"""Whole pictures in a row after which a camera that sent broken ones is well again."""
DARK_S = 3.0
"""Seconds of dark pictures after which that is told."""
EARLY_S = 0.01
"""A picture may come this much before its turn: cameras are not exact."""


@dataclass(frozen=True)
class FaceSettings:
    """Settings of the face component."""

    model: str = setting("", "face landmarker weights (a .task file); empty: those that were fetched")
    rate: float = setting(10.0, "pictures read each second, at most", low=1, high=30)
    affect_rate: float = setting(5.0, "readings of affect told each second, at most", low=0.2, high=10)
    perception: Literal["auto", "ours", "theirs"] = setting("auto", PERCEPTION)


class Face(Component):
    """Reads the newest picture; older ones that wait are dropped (delivery `sensor`)."""

    hears = (CameraFrame, Control, Consent, SpeechActivity, Turn)
    says = (FaceSeen, Affect, Event)
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
        self._standing_down = False
        self._may = not consent_needed(context)
        self._landmarker: Landmarker | None = None
        self._boxes: FaceBoxes | None = None
        self._reader: FaceReader | None = None
        self._light_at, self._dark = float("-inf"), False
        self.look: Look | None = None
        """What the newest picture gave; None without a face."""
        # One thread, always the same: MediaPipe's state belongs to one caller.
        self._thread = ThreadPoolExecutor(1, thread_name_prefix="face")
        self._watch: asyncio.Task[None] | None = None
        self._read_at = self._felt_at = self._spoke_at = self._listened_at = float("-inf")
        self._changes, self._answer = Changes(), ""
        self._present = False

    async def start(self) -> None:
        """Load the model, where it will be needed."""
        if self.settings.perception == "theirs":
            if self.context.transport != "ros":
                raise AlongsideError(
                    f"{self.name}.perception is theirs, and without ROS there is no other", "Set it to auto."
                )
            return
        path = weights.find("face-landmarker", self.settings.model)
        loop = asyncio.get_running_loop()
        self._landmarker = await loop.run_in_executor(self._thread, Landmarker, path)
        self._boxes = await loop.run_in_executor(self._thread, FaceBoxes, path)
        self._reader = FaceReader(self._landmarker, self._boxes)
        self._watch = asyncio.create_task(self._watch_for_silence())

    async def stop(self) -> None:
        """Let go of the model."""
        if self._watch:
            self._watch.cancel()
        for model in (self._landmarker, self._boxes):
            if model:
                await asyncio.get_running_loop().run_in_executor(self._thread, model.close)
        self._thread.shutdown(wait=False)

    @property
    def on(self) -> bool:
        """Whether faces may be read at all, by us or by another: switched on, and agreed to."""
        return self._on and self._may

    def stand_down(self, down: bool) -> None:
        """Read no pictures while a robot's own perception is heard instead."""
        self._gone()
        self._standing_down = down
        self.log.info("faces are read by %s", "the robot's own perception" if down else "us")
        self.say(Event(kind="faces_read_by", data=json.dumps({"by": "theirs" if down else "ours"})))

    async def on_speech_activity(self, activity: SpeechActivity) -> None:
        """Remember that the person speaks: their mouth then says words, not feelings."""
        self._listened_at = self.clock()
        if activity.speaking:
            self._spoke_at = self.clock()

    async def on_turn(self, turn: Turn) -> None:
        """Remember how soon the person answered: it tells of engagement."""
        if self._reader is not None and turn.speaker == "participant" and turn.turn_id != self._answer:
            self._answer = turn.turn_id  # once, however often it is revised
            pause = turn.prosody.latency or None
            loop = asyncio.get_running_loop()
            await loop.run_in_executor(self._thread, self._reader.answered, self.clock(), pause)

    async def on_control(self, control: Control) -> None:
        """See nothing while the camera is off, even if pictures still arrive."""
        if control.name == "camera":
            self._on = control.value == "on"
            if not self._on:
                self._gone()

    async def on_consent(self, consent: Consent) -> None:
        """Read nothing in a face where nobody agreed to it."""
        self._may = "affect" in consent.live and "video" in consent.live
        if not self._may:
            self._gone()

    @property
    def _looks(self) -> bool:
        """Whether it is to read pictures: switched on, agreed to, and nobody else does it."""
        return self.on and not self._standing_down

    async def on_camera_frame(self, frame: CameraFrame) -> None:
        """Read a picture, unless one was read just now."""
        now = self.clock()
        soon = now - self._read_at < 1 / self.settings.rate - EARLY_S
        if not self._looks or self._reader is None or soon:
            return
        self._read_at = now
        heard = now - self._spoke_at < SPEECH_LASTS_S if now - self._listened_at < MICROPHONE_S else None
        loop = asyncio.get_running_loop()
        try:
            look = await loop.run_in_executor(
                self._thread, self._reader.read, frame.data, now, frame.stamp, heard
            )
        except (AlongsideError, RuntimeError, ValueError) as error:
            self._unreadable(error)
            return
        self._readable()
        if self._looks:  # it may have been switched off meanwhile
            self._tell(look, now)

    def _tell(self, look: Look, now: float) -> None:
        self._lit(look.light, now)
        self._present = look.seen.present
        self.look = look if self._present else None
        self.say(look.seen)
        for event in self._changes.of(look):
            self.say(event)
        if look.affect and now - self._felt_at >= 1 / self.settings.affect_rate - EARLY_S:
            self._felt_at = now
            self.say(look.affect)

    def _lit(self, light: float, now: float) -> None:
        """Say it once where pictures stay dark, and once when there is light again."""
        if light >= DARK or self._light_at == float("-inf"):
            self._light_at = now
        dark = now - self._light_at > DARK_S
        if dark != self._dark:
            self._dark = dark
            what = "the camera's pictures are too dark to be believed. More light on the face, or uncover it."
            self.report("degraded" if dark else "ready", what if dark else "there is light again")

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
            self._present, self.look = False, None
            self.say(FaceSeen(present=False))

    async def _watch_for_silence(self) -> None:
        """A camera that stops sending must not leave a face standing."""
        while True:
            await asyncio.sleep(NO_PICTURE_S / 3)
            if self.clock() - self._read_at > NO_PICTURE_S:
                self._gone()
