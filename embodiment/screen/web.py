"""The web application: the page, the report, the worksheets for print, how everything is, and `/ws`."""

from __future__ import annotations

import re
from collections.abc import Awaitable, Callable
from pathlib import Path
from typing import Any

from fastapi import FastAPI
from starlette.responses import FileResponse, JSONResponse, Response
from starlette.staticfiles import StaticFiles
from starlette.websockets import WebSocket

from alongside.messages import SheetView
from embodiment.screen.avatar import ADDRESS as AVATAR
from embodiment.screen.pages import REPORT_POLICY, no_report, no_sheet, not_built, sheet_page

STATIC = Path(__file__).parent / "static"
READ = ["GET", "HEAD"]


def make_app(
    session: Path,
    language: str,
    *,
    sheet: Callable[[], SheetView | None],
    health: Callable[[], dict[str, Any]],
    attend: Callable[[WebSocket], Awaitable[None]],
    static: Path = STATIC,
    avatar: Path | None = None,
) -> FastAPI:
    """The application of one session. `static` is the folder with the built page, `avatar` a VRM file."""
    app = FastAPI(openapi_url=None, docs_url=None, redoc_url=None)

    @app.api_route("/", methods=READ)
    async def page() -> Response:
        index = static / "index.html"
        return FileResponse(index) if index.is_file() else not_built()

    @app.api_route("/report", methods=READ)
    async def report() -> Response:
        file = session / "report.html"
        if not file.is_file():
            return no_report(language)
        return FileResponse(file, headers={"Content-Security-Policy": REPORT_POLICY})

    @app.api_route("/sheet", methods=READ)
    async def sheet_to_print() -> Response:
        return sheet_page(sheet(), language)

    @app.api_route("/sheets/{name}.pdf", methods=READ)
    async def sheet_to_take_home(name: str) -> Response:
        file = session / "sheets" / f"{name}.pdf"
        if not re.fullmatch(r"[\w-]+", name) or not file.is_file():
            return no_sheet(language)
        return FileResponse(file, media_type="application/pdf", filename=file.name)

    if avatar is not None:
        model = avatar

        @app.api_route(AVATAR, methods=READ)
        async def own_model() -> Response:
            return FileResponse(model, media_type="model/gltf-binary")

    @app.api_route("/health", methods=READ)
    async def how_it_is() -> Response:
        return JSONResponse(health())

    @app.websocket("/ws")
    async def session_socket(websocket: WebSocket) -> None:
        await attend(websocket)

    if static.is_dir():
        app.mount("/", StaticFiles(directory=static))
    return app
