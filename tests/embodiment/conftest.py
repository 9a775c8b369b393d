"""A screen that really serves, a component that hears what it says, and a page that is a real client."""

from __future__ import annotations

import asyncio
import json
import struct
from collections.abc import AsyncIterator, Awaitable, Callable
from pathlib import Path
from typing import Any

import pytest
import websockets

from alongside.component import Component, Context
from alongside.local import LocalTransport
from alongside.messages import MESSAGES, Health, Message, VoiceClip
from embodiment.screen.server import Screen
from tests.embodiment.browsing import browser  # noqa: F401 - a fixture


class Others(Component):
    """Stands for everyone else in the graph: keeps what it hears, says what it is told to."""

    hears = (*Screen.says, Health)
    says = MESSAGES

    def __init__(self, context: Context) -> None:
        super().__init__("others", {}, context)
        self.heard: list[Message] = []

    async def _keep(self, message: Message) -> None:
        self.heard.append(message)

    on_audio_chunk = on_camera_frame = on_answer = on_turn = on_control = _keep
    on_spoken = on_stop = on_interruption = on_health = _keep


class Client:
    """A page: a real websocket client with the protocol's shapes."""

    def __init__(self, socket: websockets.ClientConnection) -> None:
        self.socket = socket

    async def send(self, frame: dict[str, Any] | str | bytes) -> None:
        """Send JSON, text or bytes."""
        await self.socket.send(json.dumps(frame) if isinstance(frame, dict) else frame)

    async def next(self, kind: str, seconds: float = 10.0) -> dict[str, Any]:
        """The next text frame of type `kind`; others are passed over."""
        async with _limit(seconds):
            while True:
                frame = await self.socket.recv()
                if isinstance(frame, str) and (plain := json.loads(frame))["type"] == kind:
                    return dict(plain)

    async def clip(self, seconds: float = 10.0) -> VoiceClip:
        """The next clip."""
        async with _limit(seconds):
            while not isinstance(frame := await self.socket.recv(), bytes):
                pass
        kind, length = struct.unpack_from("<BI", frame)
        assert kind == 0x11
        head = json.loads(frame[5 : 5 + length])
        head["visemes"], head["words"] = tuple(head["visemes"]), tuple(head["words"])
        return VoiceClip(**head, samples=frame[5 + length :])

    async def closed(self, seconds: float = 10.0) -> int:
        """The code with which the connection ends."""
        async with _limit(seconds):
            try:
                while True:
                    await self.socket.recv()
            except websockets.ConnectionClosed:
                return self.socket.close_code or 0


class Wired:
    """A running screen and the others."""

    def __init__(self, screen: Screen, others: Others, transport: LocalTransport) -> None:
        self.screen, self.others, self.transport = screen, others, transport
        self._clients: list[websockets.ClientConnection] = []

    @property
    def port(self) -> int:
        """Where it listens."""
        return int(self.screen.address.rstrip("/").rsplit(":", 1)[1])

    async def raw(self, path: str = "/ws", **options: Any) -> Client:
        """Connect as a page, before its Hello."""
        options.setdefault("origin", self.screen.address.rstrip("/"))
        options.setdefault("proxy", None)
        options.setdefault("close_timeout", 1)
        socket = await websockets.connect(f"ws://127.0.0.1:{self.port}{path}", max_size=None, **options)
        self._clients.append(socket)
        return Client(socket)

    async def connect(self, path: str = "/ws", **options: Any) -> Client:
        """Connect as a page and take its Hello."""
        client = await self.raw(path, **options)
        await client.next("Hello")
        return client

    def say(self, message: Message) -> None:
        """Have the others say something."""
        self.others.say(message)

    def heard(self, kind: type[Message]) -> list[Any]:
        """What the screen said, of one kind."""
        return [message for message in self.others.heard if type(message) is kind]

    async def until(self, holds: Callable[[], Any], seconds: float = 10.0) -> Any:
        """Wait until something holds."""
        async with _limit(seconds):
            while not (found := holds()):  # noqa: ASYNC110 - anything may be waited for
                await asyncio.sleep(0.005)
        return found

    async def stop(self) -> None:
        """End the clients and the graph."""
        for socket in self._clients:
            await socket.close()
        await self.transport.stop()


class _limit:  # noqa: N801 - asyncio.timeout, which Python 3.10 lacks
    def __init__(self, seconds: float) -> None:
        self._seconds = seconds
        self._late = False

    def _cancel(self) -> None:
        self._late = True
        self._task.cancel()

    async def __aenter__(self) -> None:
        task = asyncio.current_task()
        assert task is not None
        self._task = task
        self._timer = asyncio.get_running_loop().call_later(self._seconds, self._cancel)

    async def __aexit__(self, kind: type[BaseException] | None, *_: object) -> None:
        self._timer.cancel()
        if self._late and kind is asyncio.CancelledError:
            raise AssertionError(f"nothing for {self._seconds} s")


Start = Callable[..., Awaitable[Wired]]


@pytest.fixture
async def start_screen(tmp_path: Path) -> AsyncIterator[Start]:
    """Starts a screen on any free port, with the settings it is given."""
    running: list[Wired] = []

    async def start(session: Path = tmp_path, **settings: Any) -> Wired:
        context = Context(session=session)
        screen = Screen("screen", {"port": 0, **settings}, context)
        others = Others(context)
        transport = LocalTransport([screen, others])
        wired = Wired(screen, others, transport)
        running.append(wired)
        await transport.start()
        return wired

    yield start
    for wired in running:
        await wired.stop()


@pytest.fixture
async def wired(start_screen: Start) -> Wired:
    """A running screen."""
    return await start_screen()
