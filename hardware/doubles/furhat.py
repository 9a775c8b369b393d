"""A Furhat that is not there: its Realtime API on a websocket, with speech that takes its time.

python -m hardware.doubles.furhat [--port 9000]
"""

from __future__ import annotations

import asyncio
import base64
import contextlib
import json
from dataclasses import dataclass, field
from typing import Any

from websockets.asyncio.server import ServerConnection

from embodiment.interface import Capability
from hardware.doubles.double import rehearse
from hardware.doubles.socket import SocketDouble

WORD_S = 0.3
"""Seconds a word takes in its own voice."""


@dataclass
class FurhatDouble(SocketDouble):
    """Speaks the events of the Realtime API that a companion uses. `key`, where set, is asked for."""

    key: str = ""
    params: dict[str, float] = field(default_factory=dict)
    _speech: asyncio.Task[None] | None = None
    _sound: tuple[int, bytearray] | None = None

    async def take(self, line: ServerConnection, event: dict[str, Any]) -> None:
        """Do what is asked."""
        kind = event["type"]
        if kind == "request.auth":
            access = not self.key or event.get("key") == self.key
            await line.send(json.dumps({"type": "response.auth", "access": access, "scope": "full"}))
        elif kind == "request.speak.text":
            self.note(Capability.TEXT, event["text"])
            self._speak(self._words(line, event["text"], bool(event.get("monitor_words"))))
        elif kind == "request.speak.audio.start":
            self._sound = (event["sample_rate"], bytearray())
        elif kind == "request.speak.audio.data" and self._sound is not None:
            self._sound[1].extend(base64.b64decode(event["audio"]))
        elif kind == "request.speak.audio.end" and self._sound is not None:
            rate, samples = self._sound
            self.note(Capability.AUDIO, (bytes(samples), rate))
            self._speak(self._sounding(line, len(samples) / 2 / rate))
        elif kind == "request.speak.stop":
            self.note("hush")
            self.quiet()
        elif kind == "request.gesture.start":
            self.note(Capability.GESTURE, event["name"])
        elif kind == "request.attend.location":
            self.note(Capability.GAZE, (event["z"], event["x"], event["y"]))
        elif kind == "request.face.params":
            self.params.update(event["params"])
            self.note(Capability.EXPRESSION, dict(event["params"]))
        elif kind == "request.face.reset":
            self.params.clear()
            self.note("freeze")
        elif kind == "request.led.set":
            colour = event["color"].lstrip("#")
            self.note(Capability.LIGHT, tuple(int(colour[at : at + 2], 16) for at in (0, 2, 4)))

    # ------------------------------------------------------------ its voice

    def _speak(self, work: Any) -> None:
        self.quiet()
        self._speech = asyncio.ensure_future(work)

    def quiet(self) -> None:
        """Whatever sounds ends."""
        if self._speech is not None:
            self._speech.cancel()
            self._speech = None
        self.speaking = False

    async def _words(self, line: ServerConnection, text: str, told: bool) -> None:
        said = self.sounded = []
        with contextlib.suppress(Exception):
            await self._tell(line, "response.speak.start", text=text)
            for word in text.split():
                if told:
                    await self._tell(line, "response.speak.word", word=word)
                said.append(word)
                await asyncio.sleep(WORD_S)
            self.speaking = False
            await self._tell(line, "response.speak.end", text=text)

    async def _sounding(self, line: ServerConnection, seconds: float) -> None:
        with contextlib.suppress(Exception):
            await self._tell(line, "response.speak.start", text="AUDIO")
            await asyncio.sleep(seconds)
            self.speaking = False
            await self._tell(line, "response.speak.end", text="AUDIO")

    async def _tell(self, line: ServerConnection, kind: str, **content: Any) -> None:
        self.speaking = kind != "response.speak.end"
        await line.send(json.dumps({"type": kind, **content}))


DOUBLE = FurhatDouble

if __name__ == "__main__":
    rehearse(DOUBLE)
