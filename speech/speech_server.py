"""Any server that speaks the OpenAI speech protocol: `POST URL/audio/speech`, WAV or bare samples back."""

from __future__ import annotations

import ipaddress
import os
import struct
from urllib.parse import urlsplit

import httpx
import numpy as np

from alongside.errors import AlongsideError
from speech.guess import guessed
from speech.synthesis import Synthesis

OWN_PACE = 1.35
"""These voices speak calmly by themselves: at our pace 0.65 (see `Voice`) they are asked for 0.88."""
RAW_RATE = 24000
"""Samples a second of `response_format: pcm`, as the protocol has it."""
MOST_BYTES = 30_000_000
ADVICE = "Is the speech server running? Such as: http://127.0.0.1:8000/v1"


class SpeechServer:
    """A `Synthesiser` behind an address. Redirects and proxies from the environment are not followed.

    Such servers tell no phonemes: mouth shapes and word times are estimated from the letters.
    """

    def __init__(
        self,
        url: str,
        voice: str = "",
        *,
        model: str = "",
        key_env: str = "",
        allow_remote: bool = False,
        timeout: float = 20.0,
    ) -> None:
        """Raises AlongsideError for an address that is none, a remote one not allowed, or a missing key.

        `key_env` names an environment variable; `timeout` is the longest silence of the server in seconds.
        """
        self._url = _checked(url, allow_remote) + "/audio/speech"
        self._asked = {"model": model or "tts-1", "voice": voice or "alloy", "response_format": "wav"}
        key = os.environ.get(key_env, "") if key_env else ""
        if key_env and not key:
            raise AlongsideError(f"the environment variable {key_env} holds no key for the speech server")
        self._headers = {"Authorization": f"Bearer {key}"} if key else {}
        self._timeout = httpx.Timeout(timeout, connect=min(timeout, 5.0))
        self._client: httpx.AsyncClient | None = None

    async def start(self) -> None:
        """See whether it answers, with a word said by it."""
        self._client = self._client or httpx.AsyncClient(
            headers=self._headers, timeout=self._timeout, trust_env=False, follow_redirects=False
        )
        await self.synthesise("Hello.", 1.0)

    async def synthesise(self, text: str, pace: float) -> Synthesis:
        """`text` as sound. Raises AlongsideError without the text, the key or what the server wrote."""
        if self._client is None:
            raise AlongsideError("the speech server was not started")
        body = {**self._asked, "input": text, "speed": round(min(4.0, max(0.25, pace * OWN_PACE)), 3)}
        parts: list[bytes] = []
        try:
            async with self._client.stream("POST", self._url, json=body) as answer:
                if answer.status_code != 200:
                    raise AlongsideError(f"the speech server answered {answer.status_code}", ADVICE)
                async for part in answer.aiter_bytes():
                    parts.append(part)
                    if sum(map(len, parts)) > MOST_BYTES:
                        raise AlongsideError("the speech server sends without end", ADVICE)
        except httpx.TimeoutException:
            raise AlongsideError("the speech server does not answer in time", ADVICE) from None
        except httpx.HTTPError as error:
            raise AlongsideError(
                f"the speech server cannot be reached ({type(error).__name__})", ADVICE
            ) from None
        samples, rate = sound_of(b"".join(parts))
        return guessed(text, samples, rate)

    async def close(self) -> None:
        """Close the connections."""
        client, self._client = self._client, None
        if client:
            await client.aclose()


def sound_of(body: bytes) -> tuple[bytes, int]:
    """16-bit mono samples and their rate, from a WAV of 16 bits or from bare samples.

    The lengths in the header are not believed: servers that stream do not know them. Raises
    AlongsideError for anything else.
    """
    if body[:4] != b"RIFF":
        if not body or body[:1] in b"{<" or body[:3] in (b"ID3", b"Ogg", b"fLa") or body[:1] == b"\xff":
            raise AlongsideError("the speech server sends no sound that is known here", "It must send WAV.")
        return body[: len(body) // 2 * 2], RAW_RATE
    channels, rate, at = 0, 0, 12
    while at + 8 <= len(body):
        name, length = struct.unpack_from("<4sI", body, at)
        at += 8
        if name == b"fmt " and at + 16 <= len(body):
            kind, channels, rate, _, _, bits = struct.unpack_from("<HHIIHH", body, at)
            if kind not in (1, 0xFFFE) or bits != 16 or not 1 <= channels <= 8 or not 4000 <= rate <= 192000:
                break
        elif name == b"data" and channels:
            data = body[at : at + length]
            samples = np.frombuffer(data[: len(data) // (2 * channels) * 2 * channels], "<i2")
            mono = samples.reshape(-1, channels).mean(axis=1).astype("<i2")
            return mono.tobytes(), rate
        at += length + length % 2
    raise AlongsideError("the speech server sends no WAV of 16 bits", "Set it to send 16-bit PCM in WAV.")


def _checked(url: str, allow_remote: bool) -> str:
    parts = urlsplit(url)
    if parts.scheme not in ("http", "https") or not parts.hostname:
        raise AlongsideError(f"{url!r} is no address of a speech server", "Such as: http://127.0.0.1:8000/v1")
    if not allow_remote and not _loopback(parts.hostname):
        raise AlongsideError(
            f"the speech server {parts.hostname} is not on this computer",
            "What the companion says holds the person's words. If that is agreed, set allow_remote: true.",
        )
    return url.rstrip("/")


def _loopback(host: str) -> bool:
    if host == "localhost":
        return True
    try:
        return ipaddress.ip_address(host).is_loopback
    except ValueError:
        return False
