"""A Reachy Mini that is not there: the part of its daemon's API that a companion uses. It moves at once.

python -m hardware.doubles.reachy_mini [--port 8000]
"""

from __future__ import annotations

import asyncio
import contextlib
import email
import io
import math
import wave
from dataclasses import dataclass, field
from typing import Any

from fastapi import FastAPI, Request
from starlette.websockets import WebSocket

from embodiment.interface import Capability
from hardware.doubles.double import rehearse
from hardware.doubles.web import WebDouble

TURNED = 0.03
"""Radians of pitch or roll, or a tenth of it in metres, that there and back make a gesture."""
AWAKE = {"x": 0.0, "y": 0.0, "z": 0.0, "roll": 0.0, "pitch": 0.0, "yaw": 0.0}


@dataclass
class ReachyMiniDouble(WebDouble):
    """`running` and `media` are what its daemon says of itself."""

    running: bool = True
    media: bool = True
    motors: str = "disabled"
    pose: dict[str, float] = field(default_factory=lambda: dict(AWAKE))
    antennas: tuple[float, float] = (-0.1745, 0.1745)
    files: dict[str, bytes] = field(default_factory=dict)
    _peaks: dict[str, tuple[float, float]] = field(default_factory=dict)
    _speech: asyncio.Task[None] | None = None

    def serve(self, app: FastAPI) -> None:
        """`/api` and its websockets."""

        @app.get("/api/daemon/status")
        async def status() -> dict[str, Any]:
            return {"type": "daemon_status", "state": "running" if self.running else "not_initialized"}

        @app.get("/api/media/status")
        async def media() -> dict[str, bool]:
            return {"available": self.media, "released": False, "no_media": not self.media}

        @app.post("/api/motors/set_mode/{mode}")
        async def motors(mode: str) -> dict[str, str]:
            self.motors = mode
            return {"status": f"motors changed to {mode} mode"}

        @app.get("/api/state/full")
        async def state() -> dict[str, Any]:
            return self._state()

        @app.post("/api/media/sounds/upload")
        async def upload(request: Request) -> dict[str, str]:
            kind = f"Content-Type: {request.headers['content-type']}\r\n\r\n".encode()
            for part in email.message_from_bytes(kind + await request.body()).walk():
                if name := part.get_filename():
                    self.files[name] = bytes(part.get_payload(decode=True))
            return {"status": "ok"}

        @app.post("/api/media/play_sound")
        async def play(request: Request) -> dict[str, str]:
            self._sound(self.files[(await request.json())["file"]])
            return {"status": "ok"}

        @app.post("/api/media/stop_sound")
        async def stop() -> dict[str, str]:
            self.note("hush")
            self.quiet()
            return {"status": "ok"}

        @app.websocket("/api/move/ws/set_target")
        async def targets(line: WebSocket) -> None:
            await line.accept()
            self.lines.add(line)
            with contextlib.suppress(Exception):
                while True:
                    self._take(await line.receive_json())
            self.lines.discard(line)

        @app.websocket("/api/state/ws/full")
        async def states(line: WebSocket, frequency: float = 10.0) -> None:
            await line.accept()
            self.lines.add(line)
            with contextlib.suppress(Exception):
                while True:
                    await line.send_json(self._state())
                    await asyncio.sleep(1 / frequency)
            self.lines.discard(line)

    def quiet(self) -> None:
        """Whatever sounds ends."""
        self.speaking = False
        speech, self._speech = self._speech, None
        if speech is not None:
            speech.cancel()

    def _state(self) -> dict[str, Any]:
        return {
            "control_mode": self.motors,
            "head_pose": self.pose,
            "antennas_position": list(self.antennas),
        }

    def _take(self, target: dict[str, Any]) -> None:
        if self.motors != "enabled":
            return  # limp motors follow nothing
        self.pose = target["target_head_pose"]
        right, left = target["target_antennas"]
        if abs(left - self.antennas[1]) > TURNED / 10:
            self.note(Capability.EXPRESSION, (-right, left))
        self.antennas = (right, left)
        pitch, yaw = self.pose["pitch"], self.pose["yaw"]
        self.note(Capability.GAZE, (math.cos(pitch) * math.cos(yaw), math.sin(yaw), -math.sin(pitch)))
        for part, least in (("pitch", TURNED), ("roll", TURNED), ("x", TURNED / 10), ("z", TURNED / 10)):
            self._turn(part, self.pose[part], least)

    def _turn(self, part: str, value: float, least: float) -> None:
        """A part that went up and came back down made a gesture."""
        low, peak = self._peaks.get(part, (value, value))
        if value >= peak:
            self._peaks[part] = (low, value)
        elif peak - value > least:
            if peak - low > least:
                self.note(Capability.GESTURE, (part, round(peak - low, 3)))
            self._peaks[part] = (value, value)

    def _sound(self, content: bytes) -> None:
        with wave.open(io.BytesIO(content)) as file:
            rate, samples = file.getframerate(), file.readframes(file.getnframes())
        self.note(Capability.AUDIO, (samples, rate))
        self.quiet()
        self.speaking = True
        self._speech = asyncio.create_task(self._end_after(len(samples) / 2 / rate))

    async def _end_after(self, seconds: float) -> None:
        await asyncio.sleep(seconds)
        self.speaking = False


DOUBLE = ReachyMiniDouble

if __name__ == "__main__":
    rehearse(DOUBLE)
