"""Whether the person talks: what the microphone hears and what the lips show, put together.

Where the two disagree neither is believed: a voice without moving lips may be somebody else's, and lips
without a voice may laugh, or talk to a microphone that is not ours. That is told, and nothing is made of it.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import Literal

from perception.talking import Lips

State = Literal["silent", "talks", "voice_without_lips", "lips_without_voice"]
HEARS = 0.8
"""Trust that a voice the microphone hears, or hears none of, is the person's."""
STILL, MOVE = 0.2, 0.5
"""Belief up to which lips are taken to be still, and from which to speak."""
SEEN = 0.4
"""Confidence from which lips may contradict the microphone."""
SETTLES_S, CONTRADICTS_S = 0.3, 1.5
"""Seconds for which it has to be so before it is told: plainly, and against each other."""
DOUBT = 0.5
"""Share of its say that a contradicted voice loses over what is read of the mouth."""


@dataclass(frozen=True)
class Talks:
    """`belief` that the person talks and `confidence` in it, 0 to 1. `busy`: how far the mouth may be busy
    with words, so that it says little of feelings, 0 to 1. `changed`: whether the state is a new one."""

    state: State = "silent"
    belief: float = 0.0
    confidence: float = 0.0
    busy: float = 0.0
    changed: bool = False


class TalkWatch:
    """Follows one person. Every call is a newer moment."""

    def __init__(self) -> None:
        self._state: State = "silent"
        self._next: State = "silent"
        self._since = float("-inf")

    def update(self, at: float, heard: bool | None, lips: Lips) -> Talks:
        """Take in second `at`: whether a voice is heard (None: no microphone tells), and the lips."""
        state = _at_once(heard, lips)
        if state != self._next:
            self._next, self._since = state, at
        waits = SETTLES_S if state in ("silent", "talks") else CONTRADICTS_S
        changed = state != self._state and at - self._since >= waits
        if changed:
            self._state = state
        belief, confidence = together(heard, lips)
        return Talks(self._state, belief, confidence, self._busy(heard, lips), changed)

    def _busy(self, heard: bool | None, lips: Lips) -> float:
        seen = lips.moving * lips.confidence
        if not heard:
            return seen
        doubted = self._state == "voice_without_lips"
        return max(seen, 1 - DOUBT * lips.confidence * (1 - lips.moving) if doubted else 1.0)


def _at_once(heard: bool | None, lips: Lips) -> State:
    if heard is None:
        return "talks" if lips.moving >= MOVE and lips.confidence > 0 else "silent"
    if heard:
        still = lips.moving <= STILL and lips.confidence >= SEEN
        return "voice_without_lips" if still else "talks"
    return "lips_without_voice" if lips.moving >= MOVE and lips.confidence >= SEEN else "silent"


def together(heard: bool | None, lips: Lips) -> tuple[float, float]:
    """The belief that the person talks, and the confidence in it.

    Two that agree are surer than one; of two that disagree only what one is surer of than the other is left.
    """
    ears, eyes = 0.0 if heard is None else HEARS, lips.confidence
    if ears + eyes == 0:
        return 0.0, 0.0
    belief = (ears * bool(heard) + eyes * lips.moving) / (ears + eyes)
    agree = 1 - abs(bool(heard) - lips.moving) if heard is not None else 1.0
    return belief, agree * (1 - (1 - ears) * (1 - eyes)) + (1 - agree) * abs(ears - eyes)
