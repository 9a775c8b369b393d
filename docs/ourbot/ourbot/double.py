"""An OurBot that is not there, for rehearsals and for the conformance suite."""

from __future__ import annotations

import asyncio
import contextlib
import json
from dataclasses import dataclass
from typing import Any

from websockets.asyncio.server import ServerConnection

from embodiment.interface import Capability
from hardware.doubles.socket import SocketDouble

WORD_S = 0.2


@dataclass
class OurBotDouble(SocketDouble):
    """Says a word every fifth of a second, and keeps what it was asked."""

    _speech: asyncio.Task[None] | None = None

    async def take(self, line: ServerConnection, message: dict[str, Any]) -> None:
        """Do what is asked."""
        what = message["do"]
        if what == "say":
            self.quiet()
            self.note(Capability.TEXT, message["text"])
            self._speech = asyncio.create_task(self._speak(line, message["text"]))
        elif what == "look":
            self.note(Capability.GAZE, tuple(message["at"]))
        elif what == "nod":
            self.note(Capability.GESTURE, what)
        elif what == "shine":
            self.note(Capability.LIGHT, tuple(message["rgb"]))
        else:
            self.note(what)
            if what == "hush":
                self.quiet()

    def quiet(self) -> None:
        """Whatever sounds ends."""
        if self._speech is not None:
            self._speech.cancel()
        self._speech, self.speaking = None, False

    async def _speak(self, line: ServerConnection, text: str) -> None:
        self.speaking = True
        with contextlib.suppress(Exception):
            for word in text.split():
                await line.send(json.dumps({"told": "word", "word": word}))
                await asyncio.sleep(WORD_S)
            self.speaking = False
            await line.send(json.dumps({"told": "over"}))
