"""Which device is meant: at the sound server if there is one, and in PortAudio's list.

Only the standard library is used here, for `speech.device_worker`.
"""

from __future__ import annotations

import os
from typing import Any

from speech import sound_server
from speech.device_formats import refusal
from speech.sound_server import Plugged, Side

SERVERS = ("", "default", "pulse", "pipewire")
"""Names by which the sound server's default is meant, or the system's where there is no server."""
CHANNELS = {"microphone": "maxInputChannels", "loudspeaker": "maxOutputChannels"}


class OverError(Exception):
    """There is no device, or no longer: (what, do)."""


class Choice:
    """A device by part of its name, its number in PortAudio's list, or "" for the default."""

    def __init__(self, side: Side, wanted: str) -> None:
        self.side, self.wanted = side, wanted
        self.target: Plugged | None = None
        """The device at the sound server; None where PortAudio has it without one."""
        self._named = wanted  # what to look for in PortAudio's list
        self._others: list[str] = []

    def aim(self) -> None:
        """Look at the sound server. Raises OverError if its default is no device at all."""
        plugged = None if self.wanted.isdecimal() else sound_server.plugged(self.side)
        if plugged is None:
            return
        if self.wanted in SERVERS:
            self.target = next((item for item in plugged if item.default), None)
            if not self.serves(plugged):
                raise OverError(*refusal(self.side, 0, "there is none here"))
        else:
            self.target = sound_server.find(plugged, self.wanted)
            self._others = [item.description for item in plugged if item.real]
            if self.target:
                os.environ[f"PULSE_{sound_server.KIND[self.side].upper()}"] = self.target.name
                self._named = "pulse"

    def serves(self, plugged: list[Plugged]) -> bool:
        """Whether the device aimed at is among those: the one named, or any that is the default."""
        if self.wanted in SERVERS:
            return any(item.default and item.real for item in plugged)
        return self.target is None or any(item.name == self.target.name for item in plugged)

    def find(self, audio: Any) -> dict[str, Any]:
        """What PortAudio knows of the device. Raises OverError if it is not there."""
        have = [item for item in all_devices(audio) if item[CHANNELS[self.side]] > 0]
        if not self._named:
            default = default_index(audio, self.side)
            have = [item for item in have if item["index"] == default]
            if not have:
                raise OverError(*refusal(self.side, 0, "there is none here"))
            return have[0]
        if self._named.isdecimal():
            found = [item for item in have if str(item["index"]) == self._named]
        else:
            sought = self._named.casefold()
            found = [item for item in have if str(item["name"]).casefold() == sought]
            found += [item for item in have if sought in str(item["name"]).casefold()]
        if not found:
            names = "; ".join([*self._others, *(str(item["name"]) for item in have)]) or "none"
            raise OverError(
                f"there is no {self.side} {self.wanted!r}, but: {names}",
                "Connect it, or choose one: alongside devices.",
            )
        return found[0]


def gone(side: str) -> tuple[str, str]:
    """(what is wrong, what to do) when a device that was in use is no longer there."""
    meanwhile = "what is said is not heard" if side == "microphone" else "answers are shown, not spoken"
    return f"the {side} is gone; {meanwhile}", "Plug it in again: it is taken up by itself."


def all_devices(audio: Any) -> list[dict[str, Any]]:
    """PortAudio's list."""
    return [dict(audio.get_device_info_by_index(number)) for number in range(audio.get_device_count())]


def default_index(audio: Any, side: str) -> int:
    """PortAudio's number of the default device, -1 if there is none."""
    is_input = side == "microphone"
    ask = audio.get_default_input_device_info if is_input else audio.get_default_output_device_info
    try:
        return int(ask()["index"])
    except OSError:
        return -1


def listing(audio: Any) -> dict[str, Any]:
    """All devices: PortAudio's and which is its default, and on each side the sound server's."""
    sides: tuple[Side, ...] = ("microphone", "loudspeaker")
    return {
        "portaudio": all_devices(audio),
        "default": {side: default_index(audio, side) for side in sides},
        "server": {side: [vars(item) for item in sound_server.plugged(side) or ()] for side in sides},
    }
