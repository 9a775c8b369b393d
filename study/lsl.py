"""Markers for Lab Streaming Layer: what was said and done, on the clock of a lab's other recordings.

One stream of strings, type `Markers`, at an irregular rate, one JSON object a marker: what it is, its id and
kind, and the epoch second at which it was said. Nobody's words are in it. LSL's own clock is monotonic; a
marker's time on it is that of the message, not of its sending.
"""

from __future__ import annotations

import json
import os
import time
from dataclasses import dataclass
from typing import Any, Literal

from alongside.component import Component, Context
from alongside.errors import AlongsideError
from alongside.messages import Act, Control, Event, Message, Spoken, Stop, Turn
from alongside.settings import setting

CONFIG = "lsl_api.cfg"
HERE = "[multicast]\nResolveScope = machine\n"
"""liblsl's own settings for a stream that is announced on this computer alone."""
_KEPT = ("turn_id", "act_id", "revision", "kind", "status", "name", "value", "by", "channel")
"""What a marker tells of a message; never its text."""


@dataclass(frozen=True)
class MarkerSettings:
    """How the stream is found."""

    name: str = setting("Alongside", "name of the stream")
    scope: Literal["machine", "lab"] = setting(
        "machine",
        "machine: announced on this computer alone; lab: as liblsl is configured, also on the network",
    )


class Markers(Component):
    """Hears what matters in a session and pushes a marker for each."""

    hears = (Turn, Act, Spoken, Control, Stop, Event)
    Settings = MarkerSettings
    settings: MarkerSettings

    def __init__(self, name: str, settings: dict[str, Any], context: Context) -> None:
        super().__init__(name, settings, context)
        self._outlet: Any = None
        self._clock: Any = None

    async def start(self) -> None:
        """Open the stream. AlongsideError without pylsl."""
        if self.settings.scope == "machine" and "LSLAPICFG" not in os.environ:
            path = self.context.session / CONFIG
            path.write_text(HERE, encoding="utf-8")
            os.environ["LSLAPICFG"] = str(path)  # read once, when the library is first used
        try:
            import pylsl
        except (ImportError, RuntimeError):
            raise AlongsideError("pylsl is not installed", "pip install 'alongside[lsl]'") from None
        info = pylsl.StreamInfo(
            self.settings.name, "Markers", 1, pylsl.IRREGULAR_RATE, "string", self.context.session.name
        )
        info.desc().append_child_value("session", self.context.session.name)
        self._outlet, self._clock = pylsl.StreamOutlet(info), pylsl.local_clock

    async def stop(self) -> None:
        """Close the stream."""
        self._outlet = None

    async def _mark(self, message: Message) -> None:
        stamp = message.stamp or time.time()
        told = {key: getattr(message, key) for key in _KEPT if hasattr(message, key)}
        marker = {"what": type(message).topic, "stamp": round(stamp, 6), **told}
        ago = time.time() - stamp
        self._outlet.push_sample([json.dumps(marker)], self._clock() - ago)

    on_turn = on_act = on_spoken = on_control = on_stop = on_event = _mark
