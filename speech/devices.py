"""The sound devices of this computer, as a person chooses among them."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

from speech.device_choice import CHANNELS
from speech.device_client import device_list
from speech.sound_server import DUMMY, Side


@dataclass(frozen=True)
class Listed:
    """One device. `choose` is what to set `device` to; `note` what is particular about it."""

    side: Side
    choose: str
    name: str
    rate: int
    channels: int
    default: bool = False
    note: str = ""


def named(settings: dict[str, Any]) -> dict[str, Any]:
    """Settings in which a device may be written as a number as well: 3 is "3", and -1 the default."""
    device = settings.get("device")
    if isinstance(device, int) and not isinstance(device, bool):
        return {**settings, "device": "" if device < 0 else str(device)}
    return settings


def devices() -> list[Listed]:
    """What can be chosen: what the sound server has, then PortAudio's own.

    Raises AlongsideError without PyAudio.
    """
    found = device_list()
    sides: tuple[Side, ...] = ("microphone", "loudspeaker")
    return [item for side in sides for item in (*_of_server(side, found), *_of_portaudio(side, found))]


def _of_server(side: Side, found: dict[str, Any]) -> list[Listed]:
    return [
        Listed(
            side,
            item["name"],
            item["description"],
            item["rate"],
            item["channels"],
            item["default"],
            "a loudspeaker's own sound: not a microphone"
            if item["own_sound"]
            else "a stand-in: nobody hears it"
            if item["name"] == DUMMY
            else "",
        )
        for item in found["server"][side]
    ]


def _of_portaudio(side: Side, found: dict[str, Any]) -> list[Listed]:
    default = not any(item["default"] for item in found["server"][side])
    return [
        Listed(
            side,
            str(item["index"]),
            item["name"],
            round(item["defaultSampleRate"]),
            item[CHANNELS[side]],
            default and item["index"] == found["default"][side],
        )
        for item in found["portaudio"]
        if item[CHANNELS[side]] > 0
    ]
