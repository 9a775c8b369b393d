"""uvicorn inside a component: on its event loop, without signal handlers, quiet, and stopped cleanly."""

from __future__ import annotations

import asyncio
import contextlib
import errno
import logging
import os
import socket
from collections.abc import Generator

import uvicorn
from starlette.types import ASGIApp

from alongside.errors import AlongsideError
from embodiment.screen.hub import PING
from embodiment.screen.protocol import LARGEST_FRAME

MOST_CONNECTIONS = 100
STOP_SECONDS = 2


def listen(host: str, port: int) -> socket.socket:
    """A listening socket; port 0 takes any that is free.

    Raises AlongsideError naming the port and what to do where that is not possible.
    """
    try:
        family, kind, protocol, _, address = socket.getaddrinfo(
            host, port, type=socket.SOCK_STREAM, flags=socket.AI_PASSIVE
        )[0]
        listening = socket.socket(family, kind, protocol)
    except OSError:
        raise AlongsideError(
            f"The screen cannot listen on {host!r}", "Set screen.host to 127.0.0.1."
        ) from None
    try:
        if os.name == "posix":  # on Windows this option would let two servers share the port
            listening.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        listening.bind(address)
        listening.listen(MOST_CONNECTIONS)
    except OSError as error:
        listening.close()
        raise AlongsideError(*_why(error, host, port)) from None
    listening.setblocking(False)
    return listening


def _why(error: OSError, host: str, port: int) -> tuple[str, str]:
    if error.errno == errno.EADDRINUSE:
        do = "End what uses it (another session?), or set screen.port to another number; 0 takes any."
        return f"Port {port} is in use on {host}", do
    if error.errno == errno.EACCES:
        return f"Port {port} is reserved on {host}", "Set screen.port to 1024 or more, or 0 for any."
    return f"The screen cannot listen on {host}, port {port}", "Set screen.host to 127.0.0.1."


class _Server(uvicorn.Server):
    @contextlib.contextmanager
    def capture_signals(self) -> Generator[None, None, None]:
        """Leave signals to the process that owns them."""
        yield


class WebServer:
    """Serves `app` on a listening socket, as a task of the running loop."""

    def __init__(self, app: ASGIApp, listening: socket.socket) -> None:
        # uvicorn's lines would hold addresses with tokens, and the text of errors.
        logging.getLogger("uvicorn.error").setLevel(logging.CRITICAL)
        self.port: int = listening.getsockname()[1]
        self._socket = listening
        self._server = _Server(
            uvicorn.Config(
                app,
                lifespan="off",
                log_config=None,
                access_log=False,
                server_header=False,
                proxy_headers=False,
                ws="websockets-sansio",
                ws_max_size=LARGEST_FRAME,
                ws_ping_interval=PING,
                ws_ping_timeout=PING,
                ws_per_message_deflate=False,  # sound gains little from it, and it costs time
                limit_concurrency=MOST_CONNECTIONS,
                timeout_graceful_shutdown=STOP_SECONDS,
            )
        )
        self._task: asyncio.Task[None] | None = None

    async def start(self) -> None:
        """Serve from now on. Raises AlongsideError if the server ends at once."""
        self._task = asyncio.create_task(self._server.serve(sockets=[self._socket]))
        while not self._server.started:
            if self._task.done():
                raise AlongsideError(
                    "The web server could not start", "Start again; see the log of this node."
                )
            await asyncio.sleep(0.005)

    async def stop(self) -> None:
        """Stop serving; every connection is closed."""
        self._server.should_exit = True
        if self._task is not None:
            await asyncio.wait({self._task}, timeout=STOP_SECONDS + 2)
            self._task.cancel()
            await asyncio.gather(self._task, return_exceptions=True)
        self._socket.close()
