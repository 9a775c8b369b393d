"""Sessions with a console, a desk that watches them, and pages that are real clients."""

from __future__ import annotations

import asyncio
import contextlib
import json
from collections.abc import AsyncIterator
from pathlib import Path
from typing import Any

import httpx
import pytest
import websockets

from alongside.component import Component, Context
from alongside.local import LocalTransport
from alongside.messages import MESSAGES, Message
from embodiment.screen.guard import Guard
from embodiment.screen.serve import WebServer, listen
from study.console.component import Console
from study.console.desk import Who, make_desk, places

TOKEN = "a-token-long-enough-for-a-desk"


class Others(Component):
    """Stands for everyone else in the graph: keeps what it hears, says what it is told to."""

    hears = Console.says
    says = MESSAGES

    def __init__(self, context: Context) -> None:
        super().__init__("others", {}, context)
        self.heard: list[Message] = []

    async def _keep(self, message: Message) -> None:
        self.heard.append(message)

    on_stop = on_interruption = on_control = on_decision = on_note = _keep

    async def until(self, kind: type[Any], seconds: float = 5.0) -> Any:
        """The first message of a kind."""
        end = asyncio.get_running_loop().time() + seconds
        while asyncio.get_running_loop().time() < end:
            for message in self.heard:
                if isinstance(message, kind):
                    return message
            await asyncio.sleep(0.005)
        raise AssertionError(f"never heard a {kind.__name__}: {self.heard}")


class Running:
    """A session of which nothing is real but its console."""

    def __init__(self, folder: Path, graph: dict[str, Any] | None = None, **settings: Any) -> None:
        context = Context(session=folder, profile="face", graph=json.dumps(graph) if graph else "")
        self.console = Console("console", settings, context)
        self.others = Others(context)
        self.transport = LocalTransport([self.others, self.console])

    async def __aenter__(self) -> Running:
        await self.transport.start()
        return self

    async def __aexit__(self, *_: object) -> None:
        await self.transport.stop()

    async def say(self, *messages: Message) -> None:
        for message in messages:
            self.others.say(message)
        await self.transport.settle()


class Client:
    """A page: what it was sent, and what it sends."""

    def __init__(self, socket: websockets.ClientConnection) -> None:
        self.socket = socket

    async def send(self, type_: str, **plain: Any) -> None:
        await self.socket.send(json.dumps({"type": type_, **plain}))

    async def next(self, kind: str, seconds: float = 5.0) -> dict[str, Any]:
        """The next frame of a type; others are passed over."""
        return await asyncio.wait_for(self._next(kind), seconds)

    async def _next(self, kind: str) -> dict[str, Any]:
        while True:
            plain: dict[str, Any] = json.loads(await self.socket.recv())
            if plain["type"] == kind:
                return plain


class Desk:
    """The desk as the command serves it."""

    def __init__(self, sessions: Path) -> None:
        listening = listen("127.0.0.1", 0)
        self.port = listening.getsockname()[1]
        app = make_desk(lambda: places([], [], [sessions]), Who("kim", "operator"))
        self.server = WebServer(Guard(app, "127.0.0.1", TOKEN, "desk"), listening)

    async def get(self, path: str, cookie: str = f"desk={TOKEN}") -> httpx.Response:
        async with httpx.AsyncClient(trust_env=False) as client:
            return await client.get(f"http://127.0.0.1:{self.port}{path}", headers={"Cookie": cookie})

    async def listed(self) -> list[str]:
        return [item["key"] for item in (await self.get("/sessions")).json()["sessions"]]

    @contextlib.asynccontextmanager
    async def page(self, key: str, cookie: str = f"desk={TOKEN}") -> AsyncIterator[Client]:
        address = f"ws://127.0.0.1:{self.port}/ws/{key}"
        async with websockets.connect(
            address, additional_headers={"Cookie": cookie}, proxy=None, max_size=None
        ) as socket:
            yield Client(socket)


@pytest.fixture
async def desk(tmp_path: Path) -> AsyncIterator[Desk]:
    found = Desk(tmp_path)
    await found.server.start()
    yield found
    await found.server.stop()


@pytest.fixture
async def session(tmp_path: Path) -> AsyncIterator[Running]:
    folder = tmp_path / "one"
    folder.mkdir()
    async with Running(folder) as running:
        yield running
