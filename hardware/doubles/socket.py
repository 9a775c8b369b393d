"""A double that is reached by a websocket: its server, and the failures of one."""

from __future__ import annotations

import asyncio
import contextlib
import json
from abc import abstractmethod
from dataclasses import dataclass, field
from typing import Any

from websockets.asyncio.server import Server, ServerConnection, serve

from hardware.doubles.double import Double


@dataclass
class SocketDouble(Double):
    """`take` is handed each JSON message of each line."""

    _server: Server | None = None
    _lines: set[ServerConnection] = field(default_factory=set)

    @property
    def address(self) -> str:
        """Host and port."""
        return f"127.0.0.1:{self.port}"

    @abstractmethod
    async def take(self, line: ServerConnection, message: dict[str, Any]) -> None:
        """Do what is asked."""

    @abstractmethod
    def quiet(self) -> None:
        """Whatever sounds ends."""

    def gone(self, line: ServerConnection) -> None:
        """A line ended."""

    async def start(self) -> None:
        """Listen."""
        self._server = await serve(self._serve, "127.0.0.1", self.port)
        self.port = next(iter(self._server.sockets)).getsockname()[1]

    async def stop(self) -> None:
        """Be gone."""
        await self.drop()
        if self._server is not None:
            self._server.close()
            await self._server.wait_closed()

    async def drop(self) -> None:
        """Break every line without a goodbye."""
        self.quiet()
        for line in list(self._lines):
            line.transport.abort()

    async def _serve(self, line: ServerConnection) -> None:
        if self.refusing:
            await line.close(1013)
            return
        self._lines.add(line)
        with contextlib.suppress(Exception):
            async for raw in line:
                await self._tarry(line)
                await self.take(line, json.loads(raw))
        self._lines.discard(line)
        self.gone(line)

    async def _tarry(self, line: ServerConnection) -> None:
        """Be late; a line that breaks meanwhile is answered no more."""
        if self.late:
            gone = asyncio.ensure_future(line.wait_closed())
            if (await asyncio.wait({gone}, timeout=self.late))[0]:
                raise ConnectionError
            gone.cancel()
