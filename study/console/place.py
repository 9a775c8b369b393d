"""Where a session's console is to be found: `console.json` in its folder, its owner's alone.

It holds the address with its secret, so whoever can read the folder can run the session, and nobody else.
"""

from __future__ import annotations

import contextlib
import json
import re
from dataclasses import dataclass
from pathlib import Path
from urllib.parse import parse_qs, urlsplit

from alongside.errors import AlongsideError
from study.manifest import write_atomically

FILE = "console.json"


@dataclass(frozen=True)
class Place:
    """A session that can be watched."""

    key: str  # safe in an address
    title: str
    host: str
    port: int
    token: str


def tell_place(session: Path, host: str, port: int, token: str) -> None:
    """Put down where the session is watched from."""
    write_atomically(session / FILE, {"host": host, "port": port, "token": token})


def forget_place(session: Path) -> None:
    """It is watched no longer."""
    with contextlib.suppress(OSError):
        (session / FILE).unlink()


def place_of(session: Path) -> Place | None:
    """Where a session is watched from; None for one that is not running, or has no console."""
    try:
        plain = json.loads((session / FILE).read_text("utf-8"))
        host = _reachable(str(plain["host"]))
        return Place(_key(session.name), session.name, host, int(plain["port"]), str(plain["token"]))
    except (OSError, ValueError, KeyError, TypeError):
        return None


def place_at(address: str) -> Place:
    """The place of an address `http://HOST:PORT/?token=SECRET`. AlongsideError if it is none."""
    try:
        parts = urlsplit(address)
        host, port = parts.hostname, parts.port
    except ValueError:
        host, port = None, None
    token = parse_qs(urlsplit(address).query).get("token", [""])[0] if host else ""
    if not address.startswith("http://") or not host or not port or not token:
        raise AlongsideError(
            f"{address} is not the address of a session's console",
            f"It is http://HOST:PORT/?token=SECRET, from {FILE} in the session's folder. Or name the folder.",
        )
    return Place(_key(f"{host}-{port}"), f"{host}:{port}", host, port, token)


def _key(name: str) -> str:
    return re.sub(r"[^\w.-]", "-", name)


def _reachable(host: str) -> str:
    """A server that listens on every address of this computer is reached on its own."""
    return {"0.0.0.0": "127.0.0.1", "::": "::1"}.get(host, host)
