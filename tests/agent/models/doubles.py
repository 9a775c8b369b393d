"""Language models and servers to test with: scripted models, and a server that speaks the "
"real wire protocol."""

from __future__ import annotations

import asyncio
import contextlib
import json
from collections.abc import AsyncGenerator, AsyncIterator, Awaitable, Callable, Iterator

from agent.companion import Companion
from agent.models.base import Prompt
from agent.state import CompanionState
from agent.thought import Thought
from alongside.messages import Turn

COMPANION = Companion()
HARD = "They let me go on Friday, after eleven years, in a ten minute call."
GOOD = "Eleven years, and then ten minutes."


def thought(text: str = HARD, state: CompanionState | None = None) -> Thought:
    """The companion's thought about one turn."""
    return COMPANION.think(state or COMPANION.begin(), Turn(turn_id="t1", text=text))


class Scripted:
    """A model that says its lines in turn, each after `delay` seconds and in pieces `pause` seconds apart."""

    name = "scripted"

    def __init__(self, *lines: str, delay: float = 0.0, pause: float = 0.0) -> None:
        self.lines, self.delay, self.pause = lines, delay, pause
        self.prompts: list[Prompt] = []
        self.open = 0  # streams that were begun and not closed
        self.pieces = 0

    async def stream(self, prompt: Prompt) -> AsyncGenerator[str, None]:
        line = self.lines[len(self.prompts) % len(self.lines)]
        self.prompts.append(prompt)
        self.open += 1
        try:
            await asyncio.sleep(self.delay)
            for word in line.split(" "):
                self.pieces += 1
                yield word + " "
                await asyncio.sleep(self.pause)
        finally:
            self.open -= 1

    async def close(self) -> None:
        """Nothing to let go of."""


Reply = Callable[[asyncio.StreamWriter, bytes], Awaitable[None]]


@contextlib.asynccontextmanager
async def serving(reply: Reply) -> AsyncIterator[str]:
    """A server on loopback that answers every request by `reply(writer, body)`; gives its URL."""

    async def handle(reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        with contextlib.suppress(ConnectionError, asyncio.IncompleteReadError):
            head = await reader.readuntil(b"\r\n\r\n")
            length = next(
                (
                    int(line.split(b":")[1])
                    for line in head.split(b"\r\n")
                    if line.lower().startswith(b"content-length")
                ),
                0,
            )
            await reply(writer, await reader.readexactly(length))
        writer.close()

    server = await asyncio.start_server(handle, "127.0.0.1", 0)
    port = server.sockets[0].getsockname()[1]
    try:
        yield f"http://127.0.0.1:{port}/v1"
    finally:
        server.close()


def head(status: str = "200 OK", kind: str = "text/event-stream") -> bytes:
    """The beginning of a reply whose end is the end of the connection."""
    return f"HTTP/1.1 {status}\r\nContent-Type: {kind}\r\nConnection: close\r\n\r\n".encode()


def chunks(text: str) -> Iterator[bytes]:
    """A text as the events of a chat completion, a word each, with the odd parts real servers send."""
    yield b": keep-alive\r\n\r\n"
    yield _event({"choices": [{"index": 0, "delta": {"role": "assistant", "content": None}}]})
    for word in text.split(" "):
        yield _event({"choices": [{"index": 0, "delta": {"content": word + " "}, "finish_reason": None}]})
    yield _event({"choices": [{"index": 0, "delta": {}, "finish_reason": "stop"}]})
    yield _event({"choices": [], "usage": {"total_tokens": 9}})
    yield b"data: [DONE]\r\n\r\n"


def _event(content: object) -> bytes:
    return b"data: " + json.dumps(content).encode() + b"\r\n\r\n"


def saying(text: str, pause: float = 0.0) -> Reply:
    """A server that streams one text."""

    async def reply(writer: asyncio.StreamWriter, body: bytes) -> None:
        writer.write(head())
        for chunk in chunks(text):
            writer.write(chunk)
            await writer.drain()
            await asyncio.sleep(pause)

    return reply


def raw(*parts: bytes, hang: bool = False) -> Reply:
    """A server that writes these bytes, and then either hangs up or says nothing more."""

    async def reply(writer: asyncio.StreamWriter, body: bytes) -> None:
        for part in parts:
            writer.write(part)
            await writer.drain()
            await asyncio.sleep(0)
        if hang:
            await asyncio.sleep(30)

    return reply


async def endless(writer: asyncio.StreamWriter, body: bytes) -> None:
    """A stream that never ends, and never comes to a clause."""
    writer.write(head())
    while True:
        writer.write(_event({"choices": [{"index": 0, "delta": {"content": "and on "}}]}))
        await writer.drain()
        await asyncio.sleep(0.002)
