"""What a console that connects must be told: the latest of what lasts, and the session's course so far."""

from __future__ import annotations

from collections import deque
from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path

from alongside.errors import AlongsideError
from alongside.eventlog import LOG, read_events
from alongside.messages import (
    Act,
    Affect,
    Consent,
    Control,
    Decision,
    Event,
    Health,
    Message,
    Note,
    Proposed,
    Relationship,
    Risk,
    SheetView,
    Spoken,
    State,
    Stop,
    Turn,
)

LATEST: tuple[type[Message], ...] = (Health, Consent, SheetView, Relationship, Proposed)
"""Of these the newest is enough: of each part for Health, of the same measures for Relationship."""
COURSE: tuple[type[Message], ...] = (
    Control, Turn, Act, State, Risk, Affect, Note, Decision, Event, Spoken, Stop,
)  # fmt: skip
"""Of these all are told, oldest first."""
MOST = 4000
"""Messages of the course: about three hours."""
STANDING = ("conduct",)
"""Events of which the newest is enough."""
NOT_SHOWN = ("affect_sources", "engagement", "own_sound", "talking")
"""Events that come often and that no page shows."""


class History:
    """Keeps what is told to a page that comes later, in the order in which it came."""

    def __init__(self) -> None:
        self._latest: dict[tuple[type[Message], str], Message] = {}
        self._course: deque[Message] = deque(maxlen=MOST)
        self.began = 0.0

    def keep(self, message: Message) -> None:
        """Take note of a message. When the record is deleted, what was said goes from here too."""
        if isinstance(message, Control) and (message.name, message.value) == ("record", "delete"):
            self._course.clear()
            self._latest = {key: item for key, item in self._latest.items() if key[0] is Health}
        if isinstance(message, LATEST) or (isinstance(message, Event) and message.kind in STANDING):
            self._latest[type(message), _name(message)] = message
        elif isinstance(message, COURSE) and not (isinstance(message, Event) and message.kind in NOT_SHOWN):
            self._course.append(message)
            self.began = self.began or message.stamp

    def __iter__(self) -> Iterator[Message]:
        """What lasts, then the course."""
        yield from list(self._latest.values())
        yield from list(self._course)


def _name(message: Message) -> str:
    """What a later one has to share to take its place."""
    if isinstance(message, Relationship):  # of several who measure, each has its own
        return " ".join(sorted({measure.name for measure in message.measures}))
    if isinstance(message, Event):
        return message.kind
    return message.component if isinstance(message, Health) else ""


def shown(message: Message) -> Message:
    """As a console shows it: the common ground is not on it, and is the largest part of a state."""
    return replace(message, ground=()) if isinstance(message, State) else message


def remember(session: Path) -> History:
    """The course as the session's log tells it, after this component was started again.

    How the parts are is left out: it spoke of processes that may be gone.
    """
    history = History()
    if (session / LOG).is_file():
        try:
            for event in read_events(session):
                if not isinstance(event.message, Health):
                    history.keep(shown(event.message))
        except AlongsideError:
            pass  # a damaged log is the recorder's to tell; what came before the damage still holds
    return history
