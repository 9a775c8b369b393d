"""What a body can do, and what stands in where it cannot.

A body is a component that plays acts: it hears FacePose (how to look), VoiceClip (what to
sound), Interruption and Stop. What it can do beyond that is written on its capability card,
which is read before anything is sent to it.
"""

from __future__ import annotations

from collections.abc import Collection, Mapping
from dataclasses import dataclass
from enum import Enum
from types import MappingProxyType
from typing import Protocol, runtime_checkable

from alongside.messages import FacePose, Interruption, Stop


class Capability(str, Enum):
    """One thing a body can do."""

    TEXT = "text"  # says text with a voice of its own
    AUDIO = "audio"  # plays sound it is handed
    WORDS = "words"  # tells which words were audible when it was cut short
    GESTURE = "gesture"  # nods, tilts, leans
    GAZE = "gaze"  # looks at a point
    EXPRESSION = "expression"  # shows valence and arousal in a face
    LIGHT = "light"  # shows a colour
    SCREEN = "screen"  # shows a worksheet
    LISTEN = "listen"  # has a microphone
    TOUCH = "touch"  # takes touched or typed answers


STANDS_IN: Mapping[Capability, tuple[Capability, ...]] = MappingProxyType(
    {
        Capability.TEXT: (Capability.AUDIO, Capability.SCREEN),
        Capability.AUDIO: (Capability.TEXT, Capability.SCREEN),
        Capability.GESTURE: (Capability.GAZE,),  # a nod with the eyes
        Capability.EXPRESSION: (Capability.LIGHT,),
        Capability.SCREEN: (Capability.AUDIO, Capability.TEXT),  # the worksheet is asked aloud
        Capability.LISTEN: (Capability.TOUCH,),
        Capability.TOUCH: (Capability.LISTEN,),
    }
)
"""For each capability what replaces it, best first. One that is not named has no replacement."""


def fallback(capability: Capability, having: Collection[Capability]) -> Capability | None:
    """What a body that has `having` uses for `capability`: itself, its best stand-in, or None."""
    ways = (capability, *STANDS_IN.get(capability, ()))
    return next((way for way in ways if way in having), None)


@dataclass(frozen=True)
class CapabilityCard:
    """What one kind of body can do. `gestures` are names of `FacePose.gesture`."""

    name: str
    capabilities: frozenset[Capability]
    gestures: tuple[str, ...] = ()

    def way(self, capability: Capability) -> Capability | None:
        """How this body does `capability`, or None if it has no way."""
        return fallback(capability, self.capabilities)


@runtime_checkable
class Embodiment(Protocol):
    """A component that is a body."""

    card: CapabilityCard

    async def on_face_pose(self, message: FacePose) -> None:
        """Look like this from now on."""

    async def on_interruption(self, message: Interruption) -> None:
        """Fall silent, in 50 ms or less."""

    async def on_stop(self, message: Stop) -> None:
        """Fall silent and still. Always works."""


SCREEN_BODY = CapabilityCard(
    name="screen",
    capabilities=frozenset(
        {
            Capability.AUDIO,
            Capability.WORDS,
            Capability.GESTURE,
            Capability.GAZE,
            Capability.EXPRESSION,
            Capability.SCREEN,
            Capability.LISTEN,
            Capability.TOUCH,
        }
    ),
    gestures=("nod", "slow_nod", "double_nod", "tilt", "lean", "in_breath", "brows", "blink", "beat"),
)
"""The face drawn in a browser, with the browser's microphone and loudspeaker."""
