"""The body component: decides mode, expression, gaze and gestures, and says FacePose when they change.

Blinks, breath, eye movements and lips are the business of whatever shows the face.
"""

from __future__ import annotations

import asyncio
import dataclasses
import random
import time
from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

from alongside.component import Component, Context
from alongside.messages import (
    Act,
    Affect,
    Control,
    FacePose,
    FaceSeen,
    Health,
    Message,
    PartialSpeech,
    SpeechActivity,
    Spoken,
    State,
    Stop,
    Turn,
)
from alongside.settings import setting
from embodiment.behaviour.presence import Pose, Presence

STEP_S = 0.05
"""Seconds between two looks at what is due."""
APART_S = 0.2
"""Seconds between two poses, at least; only a stop is quicker."""


@dataclass(frozen=True)
class BodySettings:
    """Settings of the body."""

    seed: int = setting(0, "with the session's name decides everything that is left to chance", low=0)


class Body(Component):
    """Says how the face is to be."""

    hears = (
        Act,
        SpeechActivity,
        PartialSpeech,
        Turn,
        Spoken,
        Affect,
        FaceSeen,
        State,
        Stop,
        Health,
        Control,
    )
    says = (FacePose,)
    Settings = BodySettings

    def __init__(
        self,
        name: str,
        settings: dict[str, Any],
        context: Context,
        clock: Callable[[], float] = time.monotonic,
    ) -> None:
        super().__init__(name, settings, context)
        self.clock = clock
        rng = random.Random(f"{self.settings.seed}:{context.session.name}")
        self._presence = Presence(rng, clock())
        self._said: Pose | None = None
        self._said_at = float("-inf")
        self._gesture = ("", 1.0)
        self._task: asyncio.Task[None] | None = None

    async def start(self) -> None:
        """Begin to move."""
        self._task = asyncio.create_task(self._run())

    async def stop(self) -> None:
        """Move no more."""
        if self._task:
            self._task.cancel()
            await asyncio.gather(self._task, return_exceptions=True)

    async def _hear(self, message: Message) -> None:
        self._presence.hear(message, self.clock())

    on_act = on_speech_activity = on_partial_speech = on_turn = on_spoken = _hear
    on_affect = on_face_seen = on_state = on_health = on_control = _hear

    async def on_stop(self, stop: Stop) -> None:
        """Still, at once."""
        self._presence.hear(stop, self.clock())
        self._gesture = ("", 1.0)
        self._tell(self._presence.pose(self.clock()))

    async def _run(self) -> None:
        while True:
            self.step()
            await asyncio.sleep(STEP_S)

    def step(self) -> None:
        """Say the pose if it is time and it changed, or if a gesture is due."""
        pose = self._presence.pose(self.clock())
        if pose.gesture:
            self._gesture = (pose.gesture, pose.strength)
        if self.clock() - self._said_at < APART_S:
            return
        gesture, strength = self._gesture
        pose = dataclasses.replace(pose, gesture=gesture, strength=strength)
        if self._said is None or gesture or pose != dataclasses.replace(self._said, gesture="", strength=1.0):
            self._gesture = ("", 1.0)
            self._tell(pose)

    def _tell(self, pose: Pose) -> None:
        self._said, self._said_at = pose, self.clock()
        self.say(FacePose(**dataclasses.asdict(pose)))
