"""A peripheral: its kind, its topics, and what it is for; as a line of a profile or as discovered."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Literal, get_args

from alongside.errors import AlongsideError
from hardware.peripherals.topics import checked_name, topic

Kind = Literal["light", "servo", "button", "heart_rate", "tablet"]
KINDS: tuple[Kind, ...] = get_args(Kind)
MOVES = ("skip", "back", "pause", "resume")
FOLLOWS = ("gaze_x", "gaze_y", "valence", "arousal")
"""What of a pose a servo can follow, each from -1 to 1."""
FORM = "Write it as name=light, name=servo:gaze_x:-45:45, name=button:stop, name=heart_rate or name=tablet."


@dataclass(frozen=True)
class Peripheral:
    """One thing in the room.

    `use`: for a button what it means (stop, microphone, talk, skip, back, pause, resume, or `answer:` and
    a value), for a servo what it follows. `low` and `high` are a servo's degrees at -1 and 1.
    """

    name: str
    kind: Kind
    use: str = ""
    low: float = -45.0
    high: float = 45.0
    command: str = ""
    state: str = ""
    event: str = ""
    availability: str = ""


def is_use(kind: str, use: str) -> bool:
    """Whether a peripheral of this kind can be for that."""
    if kind == "button":
        means = use in ("stop", "microphone", "talk", *MOVES)
        return means or (use.startswith("answer:") and 7 < len(use) <= 107)
    return use in FOLLOWS if kind == "servo" else use == ""


def at_home(name: str, kind: Kind, namespace: str, use: str, low: float, high: float) -> Peripheral:
    """A peripheral that uses our own topics."""
    return Peripheral(
        name,
        kind,
        use,
        low,
        high,
        command=topic(namespace, name, "set"),
        state=topic(namespace, name, "state"),
        event=topic(namespace, name, "event"),
        availability=topic(namespace, name, "availability"),
    )


def declared(line: str, namespace: str) -> Peripheral:
    """A peripheral as a profile says it, such as `knob=button:stop`. Raises AlongsideError."""
    name, _, rest = line.partition("=")
    kind, _, use = rest.partition(":")
    low, high = -45.0, 45.0
    try:
        if kind == "servo":
            use, *ends = (use or FOLLOWS[0]).split(":")
            if ends:
                low, high = (float(end) for end in ends)
    except ValueError:
        raise AlongsideError(f"the peripheral {line!r} is not understood", FORM) from None
    if kind not in KINDS or not is_use(kind, use):
        raise AlongsideError(f"the peripheral {line!r} is not understood", FORM)
    return at_home(checked_name(name.strip(), "the peripheral"), kind, namespace, use, low, high)
