"""The page that holds the session, and the seat it sits in: one page at a time."""

from __future__ import annotations

import asyncio
from collections.abc import Callable
from typing import Any

from starlette.websockets import WebSocket, WebSocketDisconnect, WebSocketState

from alongside.errors import AlongsideError
from alongside.messages import Message
from embodiment.screen.limits import Conduct
from embodiment.screen.outbox import Outbox
from embodiment.screen.protocol import FrameError, Incoming, pack_error, pack_refused, unpack

POLICY_VIOLATION = 1008
TRY_AGAIN = 1013
HELD_ELSEWHERE = 4001
"""Close codes. With the first two the page may connect again; with the last only if a person asks."""

RELOAD = 2.0
"""Seconds a new page waits for the seat: a reload's old connection may end after the new one begins,
and one that is being closed takes up to LAST_WORDS."""
TAKE_OVER = 12.0
"""Seconds a page that asks to take over waits: by then a dead page was noticed (PING twice)."""
PING = 5.0
"""Seconds between two pings, and in which each must be answered."""
LAST_WORDS = 1.0
"""Seconds to send what is queued before a connection is ended."""


class Page:
    """One connected page."""

    def __init__(self, socket: WebSocket, unpack: Callable[[str | bytes], Any] = unpack) -> None:
        """`unpack` reads what the page sends, strictly: FrameError for what is not as agreed."""
        self._socket = socket
        self._unpack = unpack
        self._outbox = Outbox()
        self._conduct = Conduct()

    @property
    def refused(self) -> int:
        """How many frames of this page were refused."""
        return self._conduct.refused

    def put_frame(self, frame: str) -> None:
        """Queue a frame that is no message."""
        self._outbox.put_frame(frame)

    def put(self, message: Message) -> bool:
        """Queue a message; False if its whole act was dropped because the page is too slow."""
        return self._outbox.put(message)

    def drop_act(self, act_id: str) -> None:
        """Drop the queued sound of an act ("": of every act)."""
        self._outbox.drop_act(act_id)

    async def run(self, take: Callable[[Any], None]) -> None:
        """Send and receive until the connection ends. `take` gets each frame that passed the checks."""
        tasks = {
            asyncio.create_task(self._send()),
            asyncio.create_task(self._read(take)),
            asyncio.create_task(self._outbox.full.wait()),
        }
        try:
            done, _ = await asyncio.wait(tasks, return_when=asyncio.FIRST_COMPLETED)
            if self._outbox.full.is_set():
                await self.close(TRY_AGAIN, "the page did not keep up")
            elif self._conduct.over:
                await self._flush()
                await self.close(POLICY_VIOLATION, "too many frames were refused")
            for task in done:
                task.result()  # an error of ours is not to vanish
        finally:
            for task in tasks:
                task.cancel()
            await asyncio.gather(*tasks, return_exceptions=True)

    async def close(self, code: int, reason: str) -> None:
        """End the connection; a page that is gone already is no error."""
        if self._socket.application_state is WebSocketState.CONNECTED:
            try:
                await asyncio.wait_for(self._socket.close(code, reason), LAST_WORDS)
            except (asyncio.TimeoutError, RuntimeError, WebSocketDisconnect):
                return

    async def _send(self) -> None:
        while True:
            frame = await self._outbox.next()
            try:
                if isinstance(frame, bytes):
                    await self._socket.send_bytes(frame)
                else:
                    await self._socket.send_text(frame)
            except (WebSocketDisconnect, RuntimeError):
                return

    async def _read(self, take: Callable[[Any], None]) -> None:
        while not self._conduct.over:
            event = await self._socket.receive()
            if event["type"] == "websocket.disconnect":
                return
            frame = event.get("bytes")
            self._one(event.get("text", "") if frame is None else frame, take)

    def _one(self, frame: str | bytes, take: Callable[[Any], None]) -> None:
        try:
            incoming = self._unpack(frame)
        except FrameError as error:
            self._conduct.bad()
            self.put_frame(pack_error(error))
            return
        kind = type(incoming)
        if self._conduct.admits(kind):
            take(incoming)
        elif self._conduct.tell(kind):
            self.put_frame(pack_error(AlongsideError(f"Too many {kind.__name__} frames", "Send fewer.")))

    async def _flush(self) -> None:
        """Give what is queued a moment to leave."""
        try:
            await asyncio.wait_for(self._outbox.idle.wait(), LAST_WORDS)
        except asyncio.TimeoutError:
            return


class Seat:
    """Holds the one page that has the session."""

    def __init__(self) -> None:
        self.page: Page | None = None
        self._free = asyncio.Event()
        self._free.set()

    async def take(self, page: Page, patience: float) -> bool:
        """Sit down, waiting at most `patience` seconds for whoever sits there to go."""
        deadline = asyncio.get_running_loop().time() + patience
        while self.page is not None:
            left = deadline - asyncio.get_running_loop().time()
            try:
                await asyncio.wait_for(self._free.wait(), max(left, 0.0))
            except asyncio.TimeoutError:
                return False
        self.page = page
        self._free.clear()
        return True

    def leave(self, page: Page) -> None:
        """Stand up; does nothing for a page that does not sit here."""
        if self.page is page:
            self.page = None
            self._free.set()


async def attend(
    socket: WebSocket,
    seat: Seat,
    greet: Callable[[Page], None],
    take: Callable[[Incoming], None],
    gone: Callable[[Page], None],
) -> None:
    """Serve one connection to `/ws` from its first frame to its last.

    `?take=1` is how a page asks to take over from one that may be gone.
    """
    await socket.accept()
    page = Page(socket)
    asks = socket.query_params.get("take") == "1"
    if not await seat.take(page, TAKE_OVER if asks else RELOAD):
        await _refuse(socket, page)
        return
    try:
        greet(page)
        await page.run(take)
    finally:
        seat.leave(page)
        gone(page)


async def _refuse(socket: WebSocket, page: Page) -> None:
    what = "This conversation is open in another window"
    try:
        await socket.send_text(
            pack_refused(what, "Go on there, or close that window and then reload this one.")
        )
    except (WebSocketDisconnect, RuntimeError):
        return
    await page.close(HELD_ELSEWHERE, "open in another window")
