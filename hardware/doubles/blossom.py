"""A Blossom that is not there: its server's sequences and positions, read as the real one reads them.

python -m hardware.doubles.blossom [--port 8000]
"""

from __future__ import annotations

import math
import re
from dataclasses import dataclass
from typing import Any

from fastapi import FastAPI, Request
from starlette.responses import PlainTextResponse

from embodiment.interface import Capability
from hardware.doubles.double import rehearse
from hardware.doubles.web import WebDouble

SEQUENCES = ("yes", "no", "happy", "sad", "calm", "reset")
NUMBER = re.compile(r":([-+.\deE]+)(?=[,}])")


@dataclass
class BlossomDouble(WebDouble):
    """Moves to positions; `height` is its head's, in millimetres."""

    height: float = 0.0
    unplugged: bool = False

    def serve(self, app: FastAPI) -> None:
        """The routes of its server."""

        @app.get("/sequences")
        async def sequences() -> dict[str, Any]:
            return dict.fromkeys(SEQUENCES, 1.0)

        @app.get("/s/{gesture}")
        async def sequence(gesture: str) -> PlainTextResponse:
            self.note(Capability.GESTURE, gesture)
            return PlainTextResponse(gesture)

        @app.post("/position")
        async def position(request: Request) -> PlainTextResponse:
            numbers = [float(found) for found in NUMBER.findall((await request.body()).decode())]
            if len(numbers) < 7:
                return PlainTextResponse("too few numbers", 500)
            pitch, roll, yaw, height = numbers[:4]
            self.note(Capability.GAZE, (math.cos(pitch) * math.cos(-yaw), math.sin(-yaw), -math.sin(pitch)))
            if abs(height - self.height) > 0.5:
                self.height = height
                self.note(Capability.EXPRESSION, height)
            self.note(Capability.GESTURE, "roll" if roll else "head")
            return PlainTextResponse("200 OK")


DOUBLE = BlossomDouble

if __name__ == "__main__":
    rehearse(DOUBLE)
