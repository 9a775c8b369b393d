"""A turn as the message that everyone hears, and as the one that work may begin on."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import fields, replace

from alongside.messages import ProvisionalTurn, Turn
from alongside.records import Prosody
from speech.turn_events import Provisional, Released


def make_turn(
    event: Released | Provisional, time_of: Callable[[int], float], locale: str, prosody: Prosody
) -> Turn:
    """The Turn that was, or may be. `time_of` gives the epoch seconds of a frame."""
    words = []
    for first, heard in event.parts:
        begun = time_of(first)
        words += [replace(word, start=begun + word.start, end=begun + word.end) for word in heard.words]
    confidences = [word.confidence for word in words] or [heard.confidence for _, heard in event.parts]
    return Turn(
        turn_id=event.turn_id,
        revision=event.revision,
        text=" ".join(heard.fluent for _, heard in event.parts if heard.text),
        start=time_of(event.start),
        end=time_of(event.end),
        confidence=sum(confidences) / len(confidences),
        locale=locale,
        words=tuple(words),
        prosody=prosody,
    )


def provisional(turn: Turn) -> ProvisionalTurn:
    """The same, said before it is sure."""
    return ProvisionalTurn(**{field.name: getattr(turn, field.name) for field in fields(turn)})
