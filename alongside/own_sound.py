"""How the companion's own voice sounded in an act: an `Event` that whoever makes the sound tells of it.

Where nothing of ours makes the sound (a robot's own voice, text alone), nobody tells.
"""

from __future__ import annotations

import json
from typing import NamedTuple

from alongside.messages import Event

KIND = "own_sound"


class OwnSound(NamedTuple):
    """Median pitch in Hz and mean level in dBFS, both of voiced frames; None where there was no voice."""

    pitch: float | None
    level: float | None


UNKNOWN = OwnSound(None, None)


def own_sound(act_id: str, sound: OwnSound) -> Event:
    """Tells how an act sounded."""
    return Event(
        kind=KIND, data=json.dumps({"act_id": act_id, "pitch_hz": sound.pitch, "level_db": sound.level})
    )


def sound_told(event: Event) -> tuple[str, OwnSound] | None:
    """(act, how it sounded), where an event tells that."""
    if event.kind != KIND:
        return None
    told = json.loads(event.data)
    return str(told["act_id"]), OwnSound(told["pitch_hz"], told["level_db"])
