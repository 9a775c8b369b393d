"""The desktop's sound server (PulseAudio, or PipeWire in its stead), asked by its own tool `pactl`.

PortAudio sees a sound server as one device, "pulse" or "default", and not what is plugged into it. Two
things follow that a companion must know: names of microphones are the server's, and when one is unplugged
the server hands our stream to whatever is left, which may be the loudspeaker's own sound. Only the standard
library is used here, for `speech.device_worker`.
"""

from __future__ import annotations

import json
import os
import subprocess
from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any, Literal

Side = Literal["microphone", "loudspeaker"]

KIND = {"microphone": "source", "loudspeaker": "sink"}
DUMMY = "auto_null"
"""What a server plays to when there is no loudspeaker: nobody hears it."""
ANSWERS_WITHIN = 5.0
"""Seconds."""


@dataclass(frozen=True)
class Plugged:
    """A microphone or loudspeaker of the server. `own_sound`: what a loudspeaker plays, to be recorded."""

    name: str
    description: str
    rate: int
    channels: int
    default: bool
    own_sound: bool = False

    @property
    def real(self) -> bool:
        """Whether it can serve as one."""
        return not self.own_sound and self.name != DUMMY


def plugged(side: Side) -> list[Plugged] | None:
    """What the server has on this side, or None if no server (or no `pactl`) answers."""
    kind = KIND[side]
    listing = _ask("-f", "json", "list", f"{kind}s")
    if listing is None:
        return None
    default = (_ask(f"get-default-{kind}") or "").strip()
    try:
        return [_plugged(item, default) for item in json.loads(listing)]
    except (ValueError, KeyError, TypeError, AttributeError):
        return None


def find(devices: list[Plugged], wanted: str) -> Plugged | None:
    """The device so named: exactly, or else one that holds `wanted` in its name or description."""
    sought = wanted.casefold()
    exact = [item for item in devices if wanted == item.name]
    held = [
        item
        for item in devices
        if item.real and (sought in item.name.casefold() or sought in item.description.casefold())
    ]
    return next(iter(exact + held), None)


def changes() -> subprocess.Popen[str] | None:
    """A program that writes a line whenever something about the server changes; None without a server."""
    try:
        return subprocess.Popen(
            ["pactl", "subscribe"],
            env=_english(),
            stdin=subprocess.DEVNULL,
            stdout=subprocess.PIPE,
            stderr=subprocess.DEVNULL,
            text=True,
        )
    except OSError:
        return None


def device_changes(watcher: subprocess.Popen[str]) -> Iterator[None]:
    """One item whenever a device came, went, or became the default; ends with the server."""
    for line in watcher.stdout or ():
        if any(f" on {kind} #" in line for kind in ("source", "sink", "server")):
            yield


def _english() -> dict[str, str]:
    return {**os.environ, "LC_ALL": "C"}  # pactl translates its events, and writes 0,5 for 0.5 into its JSON


def _ask(*arguments: str) -> str | None:
    try:
        done = subprocess.run(
            ["pactl", *arguments],
            env=_english(),
            stdin=subprocess.DEVNULL,
            capture_output=True,
            text=True,
            timeout=ANSWERS_WITHIN,
        )
    except (OSError, subprocess.TimeoutExpired):
        return None
    return done.stdout if done.returncode == 0 else None


def _plugged(item: dict[str, Any], default: str) -> Plugged:
    # "s16le 2ch 44100Hz"
    _, channels, rate = item["sample_specification"].split()
    return Plugged(
        name=item["name"],
        description=item.get("description") or item["name"],
        rate=int(rate.removesuffix("Hz")),
        channels=int(channels.removesuffix("ch")),
        default=item["name"] == default,
        own_sound=item["name"].endswith(".monitor")
        or item.get("properties", {}).get("device.class") == "monitor",
    )
