"""Server-sent events, as far as a chat completion needs them: `data:` lines in, JSON objects out.

Bounded: a server that sends a line without an end, or chunks without an end, is a fault, not a hang.
"""

from __future__ import annotations

import json
from collections.abc import AsyncGenerator, AsyncIterator
from typing import Any

from agent.models.base import ModelError

MOST_LINE = 64 * 1024
MOST_BYTES = 1024 * 1024


async def events(chunks: AsyncIterator[bytes]) -> AsyncGenerator[dict[str, Any], None]:
    """The JSON objects of a stream until `[DONE]` or its end. Raises ModelError for anything else."""
    data: list[bytes] = []
    async for line in _lines(chunks):
        if line.startswith(b"data:"):
            data.append(line[5:].removeprefix(b" "))
        elif not line and data:
            whole, data = b"\n".join(data), []
            if whole.strip() == b"[DONE]":
                return
            yield _object(whole)
    if data and b"\n".join(data).strip() != b"[DONE]":  # no blank line after the last one
        yield _object(b"\n".join(data))


def _object(data: bytes) -> dict[str, Any]:
    try:
        found = json.loads(data)
    except (ValueError, RecursionError):
        raise ModelError("the language model's stream is not JSON") from None
    if not isinstance(found, dict):
        raise ModelError("the language model's stream holds no objects")
    return found


async def _lines(chunks: AsyncIterator[bytes]) -> AsyncIterator[bytes]:
    """Lines without their ends (LF, CR LF or CR, wherever the chunks are cut)."""
    rest, seen = b"", 0
    async for chunk in chunks:
        seen += len(chunk)
        if seen > MOST_BYTES or len(rest) > MOST_LINE:
            raise ModelError("the language model's stream does not end")
        rest += chunk
        whole = rest.replace(b"\r\n", b"\n")
        held = b"\r" if whole.endswith(b"\r") else b""  # perhaps half of a CR LF
        *lines, rest = whole.removesuffix(held).replace(b"\r", b"\n").split(b"\n")
        rest += held
        for line in lines:
            yield line
    if rest:
        yield rest.rstrip(b"\r")
