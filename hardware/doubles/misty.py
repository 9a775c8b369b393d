"""A Misty II that is not there: the REST calls and events a companion uses.

python -m hardware.doubles.misty [--port 8080]
"""

from __future__ import annotations

import asyncio
import base64
import contextlib
import io
import json
import math
import wave
from dataclasses import dataclass, field
from typing import Any

from fastapi import FastAPI, Request
from starlette.websockets import WebSocket

from embodiment.interface import Capability
from hardware.doubles.double import rehearse
from hardware.doubles.web import WebDouble

WORD_S = 0.3
"""Seconds a word takes in its own voice."""


@dataclass
class MistyDouble(WebDouble):
    """Keeps files, turns its head, and tells when it has spoken."""

    files: dict[str, bytes] = field(default_factory=dict)
    names: dict[str, str] = field(default_factory=dict)  # kind of event -> the name it was subscribed by
    _speech: asyncio.Task[None] | None = None

    def serve(self, app: FastAPI) -> None:
        """`/api` and `/pubsub`."""

        @app.get("/api/device")
        async def device() -> dict[str, Any]:
            return {"result": {"robotName": "double", "robotVersion": "2.0"}, "status": "Success"}

        @app.post("/api/{what:path}")
        async def do(what: str, request: Request) -> dict[str, Any]:
            self._take(what, await request.json())
            return {"result": True, "status": "Success"}

        @app.websocket("/pubsub")
        async def events(line: WebSocket) -> None:
            await line.accept()
            self.lines.add(line)
            with contextlib.suppress(Exception):
                while True:
                    asked = json.loads(await line.receive_text())
                    self.names[asked["Type"]] = asked["EventName"]
                    told = {
                        "eventName": asked["EventName"],
                        "message": "Registration Status: API event registered.",
                    }
                    await line.send_text(json.dumps(told))
            self.lines.discard(line)

    def _take(self, what: str, content: dict[str, Any]) -> None:
        if what == "tts/speak":
            self.note(Capability.TEXT, content["text"])
            self._sound(WORD_S * len(content["text"].split()), "TextToSpeechComplete")
        elif what == "audio":
            self.files[content["FileName"]] = base64.b64decode(content["Data"])
        elif what == "audio/play":
            with wave.open(io.BytesIO(self.files[content["FileName"]])) as file:
                rate, samples = file.getframerate(), file.readframes(file.getnframes())
            self.note(Capability.AUDIO, (samples, rate))
            self._sound(len(samples) / 2 / rate, "AudioPlayComplete")
        elif what in ("audio/stop", "tts/stop"):
            self.note("hush")
            self.quiet()
        elif what == "head":
            pitch, yaw = math.radians(content["Pitch"]), math.radians(content["Yaw"])
            self.note(Capability.GAZE, (math.cos(pitch) * math.cos(yaw), math.sin(yaw), -math.sin(pitch)))
            self.note(Capability.GESTURE, "head")
        elif what == "images/display":
            self.note(Capability.EXPRESSION, content["FileName"])
        elif what == "led":
            self.note(Capability.LIGHT, (content["red"], content["green"], content["blue"]))
        elif what == "halt":
            self.note("freeze")

    def quiet(self) -> None:
        """Whatever sounds ends."""
        self.speaking = False
        if self._speech is not None:
            self._speech.cancel()
            self._speech = None

    def _sound(self, seconds: float, told: str) -> None:
        self.quiet()
        self.speaking = True
        self._speech = asyncio.create_task(self._end_after(seconds, told))

    async def _end_after(self, seconds: float, kind: str) -> None:
        await asyncio.sleep(seconds)
        self.speaking = False
        await self._tell(kind, {"metaData": {"name": "alongside.wav"}})

    async def touch(self) -> None:
        """Be touched on the front of the head, and let go."""
        for contact in (True, False):
            await self._tell("TouchSensor", {"sensorPosition": "HeadFront", "isContacted": contact})

    async def _tell(self, kind: str, message: dict[str, Any]) -> None:
        event = {"eventName": self.names.get(kind, ""), "message": message}
        for line in list(self.lines):
            with contextlib.suppress(Exception):
                await line.send_text(json.dumps(event))


DOUBLE = MistyDouble

if __name__ == "__main__":
    rehearse(DOUBLE)
