"""Any server that speaks the OpenAI chat protocol: Ollama, vLLM, llama.cpp, or a remote one if allowed."""

from __future__ import annotations

import contextlib
import ipaddress
import os
from collections.abc import AsyncGenerator
from typing import Any
from urllib.parse import urlsplit

import httpx

from agent.models.base import ModelError, Prompt
from agent.models.sse import MOST_BYTES, events
from alongside.errors import AlongsideError

CONNECT = 1.0
"""Seconds within which the server must take the connection."""


class ServedModel:
    """A model behind `URL/chat/completions`. Redirects and proxies from the environment are not followed:
    what a person said goes to the address that was named, and nowhere else."""

    def __init__(
        self, url: str, model: str, *, key_env: str = "", allow_remote: bool = False, timeout: float = 30.0
    ) -> None:
        """Raises AlongsideError for an address that is none, a remote one not allowed, or a missing key.

        `timeout` is the longest silence of the server, in seconds; `key_env` names an environment variable.
        """
        self.url = checked(url, allow_remote=allow_remote)
        self.name = model or "default"
        headers = {"Authorization": f"Bearer {_key(key_env)}"} if key_env else {}
        self._client = httpx.AsyncClient(
            timeout=httpx.Timeout(timeout, connect=CONNECT),
            headers=headers,
            trust_env=False,
            verify=self.url.startswith("https"),  # certificates take a second to load, and http needs none
        )

    async def stream(self, prompt: Prompt) -> AsyncGenerator[str, None]:
        """The words as they come."""
        body = {
            "model": self.name,
            "messages": [{"role": role, "content": content} for role, content in prompt.messages],
            "max_tokens": prompt.most_tokens,
            "temperature": prompt.temperature,
            "seed": prompt.seed,
            "stream": True,
        }
        try:
            async with (
                self._client.stream("POST", f"{self.url}/chat/completions", json=body) as response,
                contextlib.aclosing(self._words(response)) as words,
            ):
                async for piece in words:
                    yield piece
        except httpx.ConnectError:
            raise ModelError(f"no language model answers at {self.url}", "Is the server running?") from None
        except httpx.TimeoutException:
            raise ModelError(f"the language model at {self.url} fell silent") from None
        except (httpx.HTTPError, httpx.StreamError) as error:
            raise ModelError(f"the language model at {self.url} broke off ({type(error).__name__})") from None

    async def _words(self, response: httpx.Response) -> AsyncGenerator[str, None]:
        if response.status_code != 200:
            raise ModelError(
                f"the language model at {self.url} answers {response.status_code}",
                _hint(response.status_code),
            )
        if "json" in response.headers.get("content-type", ""):  # a server that does not stream
            yield _content(_parsed(await _whole(response)), "message")
            return
        async with contextlib.aclosing(events(response.aiter_bytes())) as chunks:
            async for chunk in chunks:
                if piece := _content(chunk, "delta"):
                    yield piece

    async def close(self) -> None:
        """Close the connections."""
        await self._client.aclose()


def checked(url: str, *, allow_remote: bool = False) -> str:
    """The address without its last slash. Raises AlongsideError for a remote one that was not allowed."""
    parts = urlsplit(url)
    if parts.scheme not in ("http", "https") or not parts.hostname:
        raise AlongsideError(
            f"{url!r} is no address of a language model", "Such as: http://127.0.0.1:11434/v1"
        )
    if not allow_remote and not _loopback(parts.hostname):
        raise AlongsideError(
            f"the language model at {parts.hostname} is not on this computer",
            "What participants say would leave it. If that is agreed, set model_allow_remote: true.",
        )
    return url.rstrip("/")


def _loopback(host: str) -> bool:
    if host == "localhost":
        return True
    try:
        return ipaddress.ip_address(host).is_loopback
    except ValueError:
        return False


def _key(name: str) -> str:
    key = os.environ.get(name, "")
    if not key:
        raise AlongsideError(f"the environment variable {name} holds no key for the language model")
    return key


def _hint(status: int) -> str:
    if status in (401, 403):
        return "Does model_key_env name the variable that holds the key?"
    return "Is the model's name right, and model_url with its /v1?" if status in (400, 404) else ""


async def _whole(response: httpx.Response) -> bytes:
    found = b""
    async for chunk in response.aiter_bytes():
        found += chunk
        if len(found) > MOST_BYTES:
            raise ModelError("the language model's answer does not end")
    return found


def _parsed(data: bytes) -> Any:
    try:
        return httpx.Response(200, content=data).json()
    except (ValueError, RecursionError):
        raise ModelError("the language model's answer is not JSON") from None


def _content(chunk: Any, part: str) -> str:
    """The words in one chunk; "" where it has none. What a model thinks aloud (`reasoning…`) is not words."""
    if isinstance(chunk, dict) and chunk.get("error"):
        raise ModelError("the language model reports an error")
    try:
        content = chunk["choices"][0][part].get("content")
    except (KeyError, IndexError, TypeError, AttributeError):
        return ""
    return content if isinstance(content, str) else ""
