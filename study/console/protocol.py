"""The frames between a session and its console: JSON objects with a `type`, checked strictly on the way in.

To the page: Hello, Past, every message as it is, and Level. From it: Stop, Control, Decision and Note, which
are an operator's here whatever the frame says of that.
"""

from __future__ import annotations

import dataclasses
import json
import time
from collections.abc import Iterable
from typing import Any

from alongside.codec import from_plain, to_plain
from alongside.errors import AlongsideError
from alongside.messages import Control, Decision, Message, Note, Stop
from embodiment.screen.protocol import FrameError, read_object

Incoming = Stop | Control | Decision | Note

_KINDS: dict[str, type[Message]] = {kind.__name__: kind for kind in (Stop, Control, Decision, Note)}
_CONTROLS = {"session": ("start", "end"), "pause": ("on", "off")}
_MOST = {"text": 1000, "reason": 200}
MOST_OTHER = 60  # characters of a name, a role, an id


def unpack(frame: str | bytes) -> Incoming:
    """What a console's page asks for. FrameError, in one line, for anything that is not as agreed."""
    if isinstance(frame, bytes):
        raise FrameError("A binary frame was refused")
    plain = read_object(frame)
    kind = plain.pop("type", None)
    if not isinstance(kind, str) or kind not in _KINDS:
        raise FrameError("A frame of unknown type was refused", f"Known: {', '.join(_KINDS)}.")
    if kind in ("Stop", "Control"):
        plain["by"] = "operator"
    plain["stamp"] = time.time()  # the page's own clock is not trusted
    try:
        message = from_plain(_KINDS[kind], plain)
    except AlongsideError as error:
        raise FrameError(error.what, error.do) from None
    _check(message)
    return message  # type: ignore[return-value]


def _check(message: Message) -> None:
    kind = type(message).__name__
    for item in dataclasses.fields(message):
        value, most = getattr(message, item.name), _MOST.get(item.name, MOST_OTHER)
        if isinstance(value, str) and len(value) > most:
            raise FrameError(f"{kind}.{item.name} is longer than {most} characters")
    if isinstance(message, Control) and message.value not in _CONTROLS.get(message.name, ()):
        raise FrameError(f"Control {message.name} {message.value} is not for a console")
    if isinstance(message, (Decision, Note)) and not (message.name.strip() and message.role.strip()):
        raise FrameError(f"{kind} needs a name and a role", "Say who you are at the top of the console.")


def pack_hello(
    *,
    session: str,
    called: str,
    title: str,
    version: str,
    approval: bool,
    contacts: list[dict[str, Any]],
    began: float,
) -> str:
    """The first frame a page gets. `called`: as operators know it; `began`: seconds since the epoch."""
    plain = {
        "type": "Hello",
        "session": session,
        "called": called,
        "title": title,
        "version": version,
        "approval": approval,
        "contacts": contacts,
        "began": began,
    }
    return json.dumps(plain, ensure_ascii=False)


def pack_past(messages: Iterable[Message]) -> str:
    """The course of the session so far, in one frame."""
    past = [{"type": type(message).__name__, **to_plain(message)} for message in messages]
    return json.dumps({"type": "Past", "messages": past}, ensure_ascii=False)


def pack_level(peaks: list[float]) -> str:
    """How loud it was of late: the peak of each 32 ms, from 0 to 1, oldest first."""
    return json.dumps({"type": "Level", "peaks": [round(peak, 3) for peak in peaks]})
