"""A robot that is asked over HTTP: short waits, and one kind of error."""

from __future__ import annotations

from typing import Any

import httpx

from embodiment.robot import RobotLostError

PATIENCE_S = 3.0
"""Seconds an answer may take."""


class RobotWeb:
    """Requests to one robot. `who` names it in errors."""

    def __init__(self, who: str, address: str, port: int) -> None:
        host, _, given = address.partition(":")
        self.who = who
        self.host = f"{host or '127.0.0.1'}:{given or port}"
        # No proxy: a robot stands in the room.
        self._client = httpx.AsyncClient(base_url=f"http://{self.host}", timeout=PATIENCE_S, trust_env=False)

    async def post(self, path: str, content: Any = None, *, text: str = "") -> httpx.Response:
        """Ask it to do something: JSON, or plain text where that is what it reads."""
        return await self._ask("POST", path, **({"content": text} if text else {"json": content or {}}))

    async def get(self, path: str) -> httpx.Response:
        """Ask it something."""
        return await self._ask("GET", path)

    async def upload(self, path: str, name: str, content: bytes, kind: str) -> httpx.Response:
        """Send it a file of that media type, as a form does."""
        return await self._ask("POST", path, files={"file": (name, content, kind)})

    async def close(self) -> None:
        """Let go of its connections."""
        await self._client.aclose()

    async def _ask(self, method: str, path: str, **content: Any) -> httpx.Response:
        try:
            answer = await self._client.request(method, path, **content)
        except httpx.HTTPError:
            raise RobotLostError(
                f"no {self.who} answers at {self.host}", "Check its address, its power and its network."
            ) from None
        if answer.status_code >= 400:
            raise RobotLostError(
                f"{self.who} refuses what it is asked ({answer.status_code})",
                "Update its software, or restart it.",
            )
        return answer
