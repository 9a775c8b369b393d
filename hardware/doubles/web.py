"""A double that is asked over HTTP: its server, and the failures of one."""

from __future__ import annotations

import asyncio
import contextlib
from abc import abstractmethod
from dataclasses import dataclass, field

from fastapi import FastAPI, Request
from starlette.responses import Response
from starlette.websockets import WebSocket

from embodiment.screen.serve import WebServer, listen
from hardware.doubles.double import Double


@dataclass
class WebDouble(Double):
    """`serve` adds the robot's routes to `app`."""

    lines: set[WebSocket] = field(default_factory=set)
    _server: WebServer | None = None

    @property
    def address(self) -> str:
        """Host and port."""
        return f"127.0.0.1:{self.port}"

    @abstractmethod
    def serve(self, app: FastAPI) -> None:
        """Add what this robot answers to."""

    def quiet(self) -> None:
        """Whatever sounds ends."""

    async def start(self) -> None:
        """Listen."""
        app = FastAPI(openapi_url=None, docs_url=None, redoc_url=None)

        @app.middleware("http")
        async def failures(request: Request, answer: object) -> Response:
            if self.refusing:
                return Response(status_code=503)
            await asyncio.sleep(self.late)
            given: Response = await answer(request)  # type: ignore[operator]
            return given

        self.serve(app)
        self._server = WebServer(app, listen("127.0.0.1", self.port))
        self.port = self._server.port
        await self._server.start()

    async def drop(self) -> None:
        """Break every line; HTTP goes on answering."""
        self.quiet()
        for line in list(self.lines):
            with contextlib.suppress(Exception):
                await line.close(1012)

    async def stop(self) -> None:
        """Be gone."""
        await self.drop()
        server, self._server = self._server, None
        if server is not None:
            await server.stop()
