"""Whom a recorded message comes from: the person, or the part of the companion that says such things."""

from __future__ import annotations

from alongside.messages import (
    Affect,
    Answer,
    Control,
    Event,
    Health,
    Interruption,
    Message,
    Risk,
    Spoken,
    Stop,
    Turn,
)

_PARTS: dict[type[Message], str] = {Risk: "guardian", Spoken: "player", Event: ""}


def sender_of(message: Message) -> str:
    """The sender as the log names it; transports do not carry it, so it is read from the message."""
    if isinstance(message, Health):
        return message.component
    if isinstance(message, (Control, Stop)):
        return message.by
    if isinstance(message, Turn):
        return message.speaker
    if isinstance(message, Affect):
        return message.source
    if isinstance(message, Answer):
        return "participant"
    if isinstance(message, Interruption):
        return "participant" if message.cause == "barge_in" else ""
    return _PARTS.get(type(message), "companion")
