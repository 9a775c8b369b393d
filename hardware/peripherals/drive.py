"""What a pose is to a lamp and to a servo."""

from __future__ import annotations

import json
from dataclasses import dataclass

from alongside.messages import Act, FacePose, SheetView
from hardware.looking import colour
from hardware.peripherals.peripheral import Peripheral

BRIGHTNESS = {"asleep": 0.0, "idle": 0.4, "waiting": 0.5, "cannot_hear": 0.25, "thinking": 0.6}
AWAKE = 0.8
"""Brightness while listening and speaking."""
HEAVY = 0.5
"""How much of its brightness a lamp keeps in a hard moment."""
FADE_S = 1.0


@dataclass(frozen=True)
class Look:
    """What lamps and servos show of a pose; values from -1 to 1, brightness from 0 to 1."""

    rgb: tuple[int, int, int]
    brightness: float
    gaze_x: float = 0.0
    gaze_y: float = 0.0
    valence: float = 0.0
    arousal: float = 0.0


def look_of(pose: FacePose) -> Look:
    """A pose as lamps and servos show it."""
    brightness = BRIGHTNESS.get(pose.mode, AWAKE) * (HEAVY if pose.heavy else 1.0)
    rgb = colour(pose.valence, pose.arousal)
    return Look(rgb, brightness, pose.gaze_x, pose.gaze_y, pose.valence, pose.arousal)


def look_of_act(act: Act) -> Look:
    """An act's manner, for a graph in which nobody makes poses."""
    return Look(colour(act.valence, act.arousal), AWAKE, valence=act.valence, arousal=act.arousal)


def light(look: Look, fade_s: float = FADE_S) -> str:
    """Home Assistant's JSON for a light."""
    level = round(255 * look.brightness)
    if not level:
        return json.dumps({"state": "OFF", "transition": fade_s})
    red, green, blue = look.rgb
    content = {"state": "ON", "brightness": level, "color": {"r": red, "g": green, "b": blue}}
    return json.dumps({**content, "transition": fade_s})


def servo(peripheral: Peripheral, look: Look) -> str:
    """Degrees, rounded to whole ones so that a still gaze sends nothing."""
    share = (max(-1.0, min(1.0, float(getattr(look, peripheral.use)))) + 1) / 2
    return str(round(peripheral.low + share * (peripheral.high - peripheral.low)))


def question(view: SheetView) -> str:
    """What a tablet shows: the question that is open, never what was answered."""
    content: dict[str, object] = {"sheet": view.sheet, "title": view.title, "status": view.status}
    for item in view.fields:
        if item.key == view.current:
            content |= {"field": item.key, "label": item.label, "kind": item.kind, "prompt": item.prompt}
            content |= {"choices": item.choices, "minimum": item.minimum, "maximum": item.maximum}
    return json.dumps(content)
