"""One console page's line to one session: frames go through unchanged, both ways, each as it comes."""

from __future__ import annotations

import asyncio
import contextlib

import websockets
from starlette.websockets import WebSocket, WebSocketDisconnect

from study.console.component import COOKIE
from study.console.place import Place

AWAY = 1013
"""Close code: the session cannot be reached now, try again."""
CONNECT_S = 3.0


async def relay(page: WebSocket, place: Place) -> None:
    """Connect `page` (accepted already) to the session at `place`, until either ends."""
    host = f"[{place.host}]" if ":" in place.host else place.host
    try:
        session = await websockets.connect(
            f"ws://{host}:{place.port}/ws",
            additional_headers={"Cookie": f"{COOKIE}={place.token}"},
            open_timeout=CONNECT_S,
            compression=None,
            max_size=None,
            proxy=None,
        )
    except (OSError, TimeoutError, asyncio.TimeoutError, websockets.WebSocketException):
        await _close(page)
        return
    tasks = {asyncio.create_task(_up(page, session)), asyncio.create_task(_down(session, page))}
    try:
        await asyncio.wait(tasks, return_when=asyncio.FIRST_COMPLETED)
    finally:
        for task in tasks:
            task.cancel()
        await asyncio.gather(*tasks, return_exceptions=True)
        await session.close()
        await _close(page)


async def _up(page: WebSocket, session: websockets.ClientConnection) -> None:
    with contextlib.suppress(WebSocketDisconnect, RuntimeError, websockets.ConnectionClosed):
        while True:
            await session.send(await page.receive_text())


async def _down(session: websockets.ClientConnection, page: WebSocket) -> None:
    with contextlib.suppress(WebSocketDisconnect, RuntimeError, websockets.ConnectionClosed):
        async for frame in session:
            await page.send_text(frame if isinstance(frame, str) else frame.decode())


async def _close(page: WebSocket) -> None:
    with contextlib.suppress(WebSocketDisconnect, RuntimeError):
        await page.close(AWAY, "the session cannot be reached")
