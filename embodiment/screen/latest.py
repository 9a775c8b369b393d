"""What a page that connects must be told: the latest of each thing that lasts."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

from alongside.errors import AlongsideError
from alongside.eventlog import LOG, read_events
from alongside.messages import Act, Control, FacePose, Health, Message, Risk, SheetView, State, Stop

LASTING: tuple[type[Message], ...] = (Health, Control, State, Risk, SheetView, FacePose, Act, Stop)
"""In the order in which a page gets them."""


class Latest:
    """Keeps the newest of each lasting message: of each name for Control, of each part for Health."""

    def __init__(self) -> None:
        self._kept: dict[tuple[type[Message], str], Message] = {}
        self.sheet: SheetView | None = None
        self.under_way = False

    def keep(self, message: Message) -> None:
        """Take note of a message, whoever said it."""
        if isinstance(message, Stop):
            self.under_way = False
        if isinstance(message, Control) and message.name == "session":
            self.under_way = message.value == "start"
            self._kept.pop((Stop, ""), None)
        if isinstance(message, SheetView) and message.sheet:
            self.sheet = message
        if type(message) in LASTING:
            self._kept[type(message), _name(message)] = message

    def __iter__(self) -> Iterator[Message]:
        """All that is kept, in the order of LASTING."""
        for kind in LASTING:
            yield from (message for (of, _), message in self._kept.items() if of is kind)

    def health(self) -> dict[str, Health]:
        """How each component last said it is."""
        return {name: kept for (_, name), kept in self._kept.items() if isinstance(kept, Health)}


def remember(session: Path) -> Latest:
    """The latest as the session's log tells it, after this component was started again.

    Health is left out: it spoke of processes that may be gone.
    """
    latest = Latest()
    if (session / LOG).is_file():
        try:
            for event in read_events(session):
                if not isinstance(event.message, Health):
                    latest.keep(event.message)
        except AlongsideError:
            pass  # a damaged log is the recorder's to tell; what came before the damage still holds
    return latest


def _name(message: Message) -> str:
    if isinstance(message, Control):
        return message.name
    return message.component if isinstance(message, Health) else ""
