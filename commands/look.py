"""`alongside look`: the camera's picture with what is read of the face, in a browser, for setting up a
laboratory."""

from __future__ import annotations

import asyncio
import socket
from collections.abc import Iterator
from importlib import resources
from pathlib import Path
from typing import Annotated

import typer
import uvicorn
from fastapi import FastAPI, WebSocket, WebSocketDisconnect
from fastapi.responses import Response

from alongside import weights
from alongside.errors import AlongsideError
from perception.company import FaceBoxes
from perception.landmarks import Landmarker
from perception.looking import GROUPS, NAMES, Looking, live
from perception.picture_source import pictures

PARTS = {
    "look.html": "text/html; charset=utf-8",
    "look.css": "text/css",
    "look.js": "text/javascript",
    "units.js": "text/javascript",
    "trace.js": "text/javascript",
}
ONLY_OURS = {
    "Content-Security-Policy": "default-src 'self'; img-src data:; frame-ancestors 'none'",
    "Cache-Control": "no-store",
}
"""Nothing from elsewhere is loaded, no other page may hold this one, and the browser keeps no picture."""


def look(
    source: Annotated[
        str, typer.Argument(help="A camera by its number or address, or a picture or film.")
    ] = "0",
    port: Annotated[
        int, typer.Option(min=1024, max=65535, help="Where the page is, on this computer.")
    ] = 8790,
    rate: Annotated[float, typer.Option(min=1, max=30, help="Pictures a second.")] = 15.0,
) -> None:
    """Show the camera with the points of the face, its action units, valence and arousal. Nothing is
    stored."""
    _free(port)
    frames = pictures(source) if Path(source).expanduser().is_file() else live(source, rate)
    begun = _begun(frames)  # a camera that is not there is told before the models load
    model = weights.find("face-landmarker")
    landmarker, boxes = Landmarker(model), FaceBoxes(model)
    try:
        looking = Looking(begun, landmarker, boxes)
        typer.echo(f"Open http://127.0.0.1:{port} and sit before the camera; Ctrl-C ends it.")
        uvicorn.run(page(looking, rate), host="127.0.0.1", port=port, log_level="critical", access_log=False)
    finally:
        landmarker.close()
        boxes.close()


def _free(port: int) -> None:
    """Raises AlongsideError where something answers on that port already."""
    with socket.socket(socket.AF_INET, socket.SOCK_STREAM) as tried:
        tried.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        try:
            tried.bind(("127.0.0.1", port))
        except OSError:
            raise AlongsideError(
                f"port {port} is taken on this computer", "Another `alongside look`? Or: --port."
            ) from None


def _begun(frames: Iterator[bytes]) -> Iterator[bytes]:
    """The same pictures; that there are any is found out at once."""
    first = next(frames)

    def all_of_them() -> Iterator[bytes]:
        yield first
        yield from frames

    return all_of_them()


def _own(asks: WebSocket) -> bool:
    """Whether it is our page that asks: any other page in the browser could ask for the camera's pictures
    too."""
    host = asks.headers.get("host", "")
    return asks.headers.get("origin") == f"http://{host}" and host.split(":")[0] in (
        "127.0.0.1",
        "localhost",
    )


def _letters() -> Response:
    """The typeface that ships with the companion's page; without it the system's own is used."""
    built = resources.files("embodiment.screen") / "static" / "assets"
    for file in built.iterdir() if built.is_dir() else ():
        if file.name.startswith("source-sans-3") and file.name.endswith(".woff2"):
            return Response(file.read_bytes(), media_type="font/woff2")
    return Response(status_code=404)


def page(looking: Looking, rate: float) -> FastAPI:
    """The page at `/`, and what it shows at `/live`, to whoever looks; pictures are taken only while one
    does."""
    one = asyncio.Lock()

    app = FastAPI(docs_url=None, redoc_url=None, openapi_url=None)

    @app.get("/units")
    async def units() -> list[list[tuple[int, str]]]:
        return [[(code, NAMES[code]) for code in group] for group in GROUPS]

    @app.get("/")
    @app.get("/{name}")
    async def part(name: str = "look.html") -> Response:
        if name == "look.woff2":
            return _letters()
        found = resources.files("perception") / "look_page" / name
        if name not in PARTS or not found.is_file():
            return Response(status_code=404)
        return Response(found.read_bytes(), media_type=PARTS[name], headers=ONLY_OURS)

    @app.websocket("/live")
    async def pictures_read(asks: WebSocket) -> None:
        if not _own(asks):
            await asks.close(code=1008)
            return
        await asks.accept()
        clock = asyncio.get_running_loop()
        try:
            while True:
                due = clock.time() + 1 / rate
                async with one:
                    told = await asyncio.to_thread(looking.next)
                await asks.send_json(told)
                await asyncio.sleep(max(0.0, due - clock.time()))
        except AlongsideError as error:
            await asks.send_json({"error": str(error)})
        except WebSocketDisconnect:
            return

    return app
