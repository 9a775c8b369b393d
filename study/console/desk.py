"""The desk: the server of the console's page, which watches any number of sessions, each over its own line.

It holds nothing of them. Sessions are found by their addresses, by their folders, or in a folder of
sessions as they come and go.
"""

from __future__ import annotations

import asyncio
import contextlib
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass
from pathlib import Path

from fastapi import FastAPI
from starlette.responses import FileResponse, JSONResponse, Response
from starlette.staticfiles import StaticFiles
from starlette.websockets import WebSocket

from embodiment.screen.pages import not_built
from embodiment.screen.web import READ, STATIC
from study.console.place import FILE, Place, place_of
from study.console.relay import relay

KNOCK_S = 0.5
"""Seconds in which a session has to answer to count as running."""


@dataclass(frozen=True)
class Who:
    """Who sits at the desk, as the study knows them."""

    name: str
    role: str


def places(given: Iterable[Place], folders: Iterable[Path], watched: Iterable[Path]) -> list[Place]:
    """All that may be running: those given, those of these folders, and those inside what is watched."""
    found = {place.key: place for place in given}
    inside = (file.parent for parent in watched for file in sorted(parent.glob(f"*/{FILE}")))
    for folder in (*folders, *inside):
        place = place_of(folder)
        if place is not None:
            found.setdefault(place.key, place)
    return list(found.values())


async def running(candidates: Sequence[Place]) -> list[Place]:
    """Those that answer: a killed session leaves its file behind."""
    answers = await asyncio.gather(*(_answers(place) for place in candidates))
    return [place for place, answer in zip(candidates, answers, strict=True) if answer]


async def _answers(place: Place) -> bool:
    try:
        _, writer = await asyncio.wait_for(asyncio.open_connection(place.host, place.port), KNOCK_S)
    except (OSError, asyncio.TimeoutError):
        return False
    writer.close()
    with contextlib.suppress(OSError):
        await writer.wait_closed()
    return True


def make_desk(find: Callable[[], list[Place]], who: Who, static: Path = STATIC) -> FastAPI:
    """The application. `find` gives the sessions that may be running now."""
    app = FastAPI(openapi_url=None, docs_url=None, redoc_url=None)

    @app.api_route("/", methods=READ)
    async def page() -> Response:
        index = static / "console.html"
        return FileResponse(index) if index.is_file() else not_built()

    @app.api_route("/sessions", methods=READ)
    async def sessions() -> Response:
        found = await running(await asyncio.to_thread(find))
        listed = [{"key": place.key, "title": place.title} for place in found]
        return JSONResponse({"sessions": listed, "name": who.name, "role": who.role})

    @app.websocket("/ws/{key}")
    async def line(socket: WebSocket, key: str) -> None:
        await socket.accept()
        place = next((place for place in find() if place.key == key), None)
        if place is None:
            await socket.close(1013, "there is no such session")
        else:
            await relay(socket, place)

    if static.is_dir():
        app.mount("/", StaticFiles(directory=static))
    return app
