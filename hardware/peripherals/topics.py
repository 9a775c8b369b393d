"""The topic scheme: `alongside/<namespace>/<peripheral>/<what>`, and where peripherals are announced."""

from __future__ import annotations

import re
from typing import Literal

from alongside.errors import AlongsideError

What = Literal["set", "state", "event", "availability"]
COMPANION = "companion"
"""The companion is a peripheral among others: it has a state, events and an availability."""
DISCOVERY = "homeassistant"
ONLINE, OFFLINE = "online", "offline"
NAME = re.compile(r"[A-Za-z0-9_-]{1,64}")


def checked_name(name: str, what: str) -> str:
    """`name`, if it can be a level of a topic. Raises AlongsideError."""
    if not NAME.fullmatch(name):
        raise AlongsideError(
            f"{what} {name!r} cannot be part of an MQTT topic", "Use letters, digits, _ and -, at most 64."
        )
    return name


def level(namespace: str) -> str:
    """A graph's namespace as one level of a topic: `lab/room_2` is `lab_room_2`, none is `default`."""
    return checked_name(namespace.strip("/").replace("/", "_") or "default", "the namespace")


def topic(namespace: str, peripheral: str, what: What) -> str:
    """Where `peripheral` is told, or tells, something."""
    return f"alongside/{namespace}/{peripheral}/{what}"


def split(full: str, namespace: str) -> tuple[str, str] | None:
    """(peripheral, what) of a topic of this namespace, or None."""
    parts = full.split("/")
    if len(parts) != 4 or parts[:2] != ["alongside", namespace] or not NAME.fullmatch(parts[2]):
        return None
    return parts[2], parts[3]


def announced(full: str) -> str | None:
    """The name under which a discovery topic announces something, or None if it is no such topic.

    Both of Home Assistant's forms: `<prefix>/<component>/<object>/config` and, with a node before the
    object, `<prefix>/<component>/<node>/<object>/config` (the name is then `node_object`).
    """
    parts = full.split("/")
    if parts[0] != DISCOVERY or parts[-1] != "config" or len(parts) not in (4, 5):
        return None
    name = "_".join(parts[2:-1])
    return name if NAME.fullmatch(name) else None
