"""A stage for the companion's behaviour: a clock that is moved by hand, and a script of what happens."""

from __future__ import annotations

import itertools
import random
from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

from alongside.messages import (
    Act,
    Affect,
    Control,
    FaceSeen,
    Message,
    PartialSpeech,
    SpeechActivity,
    Spoken,
    State,
    Turn,
)
from alongside.records import ActionUnit
from embodiment.behaviour.murmurs import Murmur
from embodiment.behaviour.presence import Pose, Presence

STEP = 0.05
"""Seconds between two poses."""


@dataclass(frozen=True)
class Shot:
    """How the face was at a moment."""

    at: float
    pose: Pose


class Stage:
    """One companion and a script."""

    def __init__(self, seed: int = 1) -> None:
        self.now = 100.0
        self.presence = Presence(random.Random(seed), self.now)
        self.shots: list[Shot] = []
        self.murmurs: list[tuple[float, Murmur]] = []

    def hear(self, message: Message) -> None:
        self.presence.hear(message, self.now)

    def wait(self, seconds: float, meanwhile: Callable[[], None] = lambda: None) -> list[Shot]:
        """Let time pass; what was seen."""
        begin = len(self.shots)
        for _ in range(max(1, round(seconds / STEP))):
            self.now += STEP
            meanwhile()
            self.shots.append(Shot(self.now, self.presence.pose(self.now)))
            self.murmurs += [(self.now, murmur) for murmur in self.presence.said()]
        return self.shots[begin:]

    def activity(self, speaking: bool, level: float = -20.0, low_pitch: float = 0.0) -> None:
        probability, level = (0.9, level) if speaking else (0.05, -60.0)
        self.hear(
            SpeechActivity(speaking=speaking, probability=probability, level_db=level, low_pitch=low_pitch)
        )

    def speaks(self, seconds: float) -> list[Shot]:
        """The person's voice sounds."""
        return self.wait(seconds, lambda: self.activity(True))

    def pauses(self, seconds: float) -> list[Shot]:
        """The person is silent."""
        return self.wait(seconds, lambda: self.activity(False))

    def tells(self, seconds: float, spurt: float = 4.0, pause: float = 0.6) -> list[Shot]:
        """The person talks in spurts with pauses between."""
        begin = len(self.shots)
        for _ in range(round(seconds / (spurt + pause))):
            self.speaks(spurt)
            self.pauses(pause)
        return self.shots[begin:]

    def turn(self, text: str = "It was a long day.", **more: Any) -> None:
        self.hear(Turn(turn_id="t", text=text, **more))

    def partial(self, text: str) -> None:
        self.hear(PartialSpeech(turn_id="t", revision=0, text=text))

    def act(self, text: str = "A long day, and it is not over yet.", **more: Any) -> None:
        self.hear(Act(**{"act_id": "a", "turn_id": "t", "kind": "reflect", "text": text, **more}))

    def spoken(self, status: Any, act_id: str = "a") -> None:
        self.hear(Spoken(act_id=act_id, status=status))

    def smile(self, strength: float) -> None:
        """The person smiles so strongly, or no more."""
        unit = ActionUnit(code=12, intensity=strength, confidence=0.8)
        self.hear(FaceSeen(present=True, attending=1.0, action_units=(unit,)))

    def words(self, valence: float) -> None:
        self.hear(Affect(source="words", valence=valence, arousal=0.0, confidence=0.6))

    def state(self, valence: float = 0.0, phase: Any = "explore", risk: int = 0) -> None:
        self.hear(
            State(turn_id="t", phase=phase, gate_open=False, gate_reason="", valence=valence, risk=risk)
        )

    def switch(self, name: Any, value: str) -> None:
        self.hear(Control(name=name, value=value))


def gestures(shots: list[Shot], *names: str) -> list[Shot]:
    """The shots in which one of the gestures (any, if none is named) began."""
    return [shot for shot in shots if shot.pose.gesture and (not names or shot.pose.gesture in names)]


def modes(shots: list[Shot]) -> list[str]:
    """The modes in order, each once."""
    found: list[str] = []
    for shot in shots:
        if not found or found[-1] != shot.pose.mode:
            found.append(shot.pose.mode)
    return found


def looks(shots: list[Shot]) -> list[tuple[tuple[float, float], float, float]]:
    """Each look: where, from when, and how long."""
    found, begin = [], shots[0]
    for before, after in itertools.pairwise(shots):
        if (after.pose.gaze_x, after.pose.gaze_y) != (before.pose.gaze_x, before.pose.gaze_y):
            found.append(((before.pose.gaze_x, before.pose.gaze_y), begin.at, after.at - begin.at))
            begin = after
    return [*found, ((begin.pose.gaze_x, begin.pose.gaze_y), begin.at, shots[-1].at - begin.at)]


def share_at_person(shots: list[Shot]) -> float:
    """Share of the time in which it looks at the person."""
    return sum(shot.pose.gaze_x == shot.pose.gaze_y == 0 for shot in shots) / len(shots)
