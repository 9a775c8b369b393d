"""A robot's card: what it can do and how our names are called there, in a YAML file beside its module.

name: furhat
title: Furhat
maker: Furhat Robotics
capabilities: [text, audio, words, gesture, gaze, expression, light]
speech: audio                 # which of text and audio is used where it has both
address: 192.168.1.114        # what an address looks like
gestures: {nod: Nod}          # ours: theirs
expressions: {happy: Smile}   # a name of hri_msgs/Expression: theirs
options: {key: what it is for}
notes: [what a lab should know]
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any, Literal, get_args

import yaml

from alongside.errors import AlongsideError
from embodiment.interface import Capability, CapabilityCard

Speech = Literal["text", "audio"]


@dataclass(frozen=True)
class RobotCard(CapabilityCard):
    """A capability card with what only robots have. `gestures` are our names; `gestures_there` maps them."""

    title: str = ""
    maker: str = ""
    speech: Speech = "text"
    address: str = ""
    gestures_there: Mapping[str, str] = field(default_factory=dict)
    expressions_there: Mapping[str, str] = field(default_factory=dict)
    options: Mapping[str, str] = field(default_factory=dict)
    notes: tuple[str, ...] = ()

    def __hash__(self) -> int:
        return hash(self.name)


_KEYS = (
    "name", "title", "maker", "capabilities", "speech", "address", "gestures", "expressions", "options",
    "notes",
)  # fmt: skip


def load_card(path: Path) -> RobotCard:
    """The card in a YAML file. Raises AlongsideError, naming file and entry, for one that is not right."""
    try:
        content = yaml.safe_load(path.read_text("utf-8"))
    except (OSError, yaml.YAMLError) as error:
        raise AlongsideError(
            f"the card {path} cannot be read ({type(error).__name__})",
            "Compare it with hardware/furhat.yaml.",
        ) from None
    if not isinstance(content, dict) or "name" not in content:
        raise AlongsideError(f"the card {path} has no name", "Compare it with hardware/furhat.yaml.")
    for key in content:
        if key not in _KEYS:
            raise AlongsideError(
                f"the card {path} has an unknown entry {key!r}", f"It may have: {', '.join(_KEYS)}."
            )
    capabilities = frozenset(_capability(path, word) for word in content.get("capabilities", ()))
    return RobotCard(
        name=str(content["name"]),
        capabilities=capabilities,
        gestures=tuple(content.get("gestures", {})),
        title=str(content.get("title", content["name"])),
        maker=str(content.get("maker", "")),
        speech=_speech(path, content.get("speech"), capabilities),
        address=str(content.get("address", "")),
        gestures_there=_words(content.get("gestures")),
        expressions_there=_words(content.get("expressions")),
        options=_words(content.get("options")),
        notes=tuple(map(str, content.get("notes", ()))),
    )


def _capability(path: Path, word: Any) -> Capability:
    try:
        return Capability(word)
    except ValueError:
        known = ", ".join(item.value for item in Capability)
        raise AlongsideError(f"the card {path} names a capability {word!r}", f"There are: {known}.") from None


def _speech(path: Path, chosen: Any, capabilities: frozenset[Capability]) -> Speech:
    ways = [way for way in get_args(Speech) if Capability(way) in capabilities]
    if chosen is None:
        return ways[0] if ways else "text"
    if chosen not in ways:
        raise AlongsideError(
            f"the card {path} speaks by {chosen!r}, which is not among its capabilities",
            "Name text or audio in both.",
        )
    return "audio" if chosen == "audio" else "text"


def _words(content: Any) -> dict[str, str]:
    return {str(key): str(value) for key, value in (content or {}).items()}
