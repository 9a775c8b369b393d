"""What a page that connects must be told: the latest of each thing that lasts."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

from alongside.consent import STUDY
from alongside.errors import AlongsideError
from alongside.eventlog import LOG, read_events
from alongside.messages import Act, Consent, Control, FacePose, Health, Message, Risk, SheetView, State, Stop

LASTING: tuple[type[Message], ...] = (Health, Consent, Control, State, Risk, SheetView, FacePose, Act, Stop)
"""In the order in which a page gets them."""
SWITCHES = ("session", "microphone", "camera", "pause")
"""The controls that last; pressing a key or asking for deletion does not."""


class Latest:
    """Keeps the newest of each lasting message: of each name for Control, of each part for Health."""

    def __init__(self) -> None:
        self._kept: dict[tuple[type[Message], str], Message] = {}
        self.sheet: SheetView | None = None

    def keep(self, message: Message) -> None:
        """Take note of a message, whoever said it.

        Switches go by their time, for an old one may be handed over late; the rest by when it came.
        When the person deletes the record, what was said and written goes from here too.
        """
        if isinstance(message, Control) and message.name not in SWITCHES:
            if (message.name, message.value) == ("record", "delete"):
                self._forget()
            return
        if type(message) not in LASTING:
            return
        key = (type(message), _name(message))
        kept = self._kept.get(key)
        if isinstance(message, (Control, Stop)) and kept is not None and kept.stamp > message.stamp:
            return
        self._kept[key] = message
        if isinstance(message, SheetView) and message.sheet and not message.sheet.startswith(STUDY):
            self.sheet = message

    @property
    def under_way(self) -> bool:
        """Whether a session was started and neither ended nor stopped since."""
        session = self._kept.get((Control, "session"))
        return isinstance(session, Control) and session.value == "start" and self._stop() is None

    def __iter__(self) -> Iterator[Message]:
        """All that holds, in the order of LASTING."""
        stop = self._stop()
        for kind in LASTING:
            for (of, _), message in self._kept.items():
                if of is kind and (kind is not Stop or message is stop):
                    yield message

    def _forget(self) -> None:
        self.sheet = None
        self._kept = {key: kept for key, kept in self._kept.items() if key[0] in (Health, Control, Stop)}

    def _stop(self) -> Message | None:
        """The stop, unless a session was started after it."""
        stop, session = self._kept.get((Stop, "")), self._kept.get((Control, "session"))
        return None if stop and session and session.stamp > stop.stamp else stop

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
