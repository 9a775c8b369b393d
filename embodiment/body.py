"""The body component: how the companion looks, moves and murmurs while it listens, speaks and waits.

Says FacePose when what it shows changes, and a murmur ("mm-hm") as an act of kind "backchannel". Blinks,
breath, eye movements and lips are the business of whatever shows the face.
"""

from __future__ import annotations

import asyncio
import dataclasses
import time
from collections.abc import Callable, Iterable
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
    Hold,
    Interruption,
    Message,
    PartialSpeech,
    Patience,
    ProvisionalTurn,
    SpeechActivity,
    Spoken,
    State,
    Stop,
    Turn,
    VoiceClip,
)
from alongside.settings import setting
from embodiment.behaviour.murmurs import Murmur
from embodiment.behaviour.planner import STEP_S, Cue, Planner
from embodiment.behaviour.presence import Pose

LATE_S = 0.4
"""A gesture or a murmur that is later than this, as after a busy moment of the machine, is left out."""


@dataclass(frozen=True)
class BodySettings:
    """Settings of the body."""

    seed: int = setting(0, "with the session's name decides everything that is left to chance", low=0)
    murmurs: bool = setting(True, 'whether it says "mm-hm" and the like of its own accord while it listens')


class Body(Component):
    """Says how the face is to be, and what a listener murmurs."""

    hears = (
        Act,
        SpeechActivity,
        PartialSpeech,
        ProvisionalTurn,
        Turn,
        Patience,
        VoiceClip,
        Hold,
        Spoken,
        Affect,
        FaceSeen,
        State,
        Stop,
        Health,
        Control,
    )
    says = (FacePose, Act, Interruption)
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
        seed = f"{self.settings.seed}:{context.session.name}"
        self._planner = Planner(seed, clock(), murmurs=self.settings.murmurs)
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
        self._do(self._planner.hear(message, self.clock()))

    on_act = on_speech_activity = on_partial_speech = on_provisional_turn = on_turn = on_patience = _hear
    on_voice_clip = on_hold = on_spoken = on_affect = on_face_seen = on_state = on_health = on_control = _hear
    on_stop = _hear

    async def _run(self) -> None:
        while True:
            self.step()
            await asyncio.sleep(STEP_S)

    def step(self) -> None:
        """Do what is due."""
        self._do(self._planner.until(self.clock()))

    def _do(self, cues: Iterable[Cue]) -> None:
        """Of poses that came due together the newest is said, with the gestures that are not late."""
        now, newest = self.clock(), None
        for cue in cues:
            late = now - cue.at > LATE_S
            if isinstance(cue.does, Murmur):
                self._murmur(cue.does, late)
            elif cue.does.gesture and not late:
                self._tell(cue.does)
                newest = None
            else:
                newest = dataclasses.replace(cue.does, gesture="", strength=1.0)
        if newest is not None:
            self._tell(newest)

    def _murmur(self, murmur: Murmur, late: bool) -> None:
        if not murmur.text:
            self.say(Interruption(act_id=murmur.act_id, cause="superseded"))
        elif not late:
            self.say(
                Act(
                    act_id=murmur.act_id,
                    turn_id="",
                    kind="backchannel",
                    text=murmur.text,
                    reasons=("a listener's murmur",),
                    interruptible=False,
                )
            )

    def _tell(self, pose: Pose) -> None:
        self.say(FacePose(**dataclasses.asdict(pose)))
