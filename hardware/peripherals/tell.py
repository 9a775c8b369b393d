"""What buttons, straps and tablets publish, as the companion's messages."""

from __future__ import annotations

import json
from typing import Any, get_args, get_type_hints

from alongside.message import Message
from alongside.messages import Answer, Control, Event, SheetView, Stop
from hardware.peripherals.payload import number, read_json, text_of
from hardware.peripherals.peripheral import MOVES, Peripheral

LET_GO = ("release", "up", "off")
ANSWER_LONGEST = 4000
BPM = (20.0, 250.0)
"""Heart rates a wearable can mean; anything else is a fault of its contact."""
HEART_EVERY_S = 1.0
"""A strap's rate is taken at most this often."""
RECENT = 2000
"""Messages remembered, so that one delivered twice (QoS 1) counts once."""
TABLET_MOVES = get_args(get_type_hints(Answer)["move"])


class Teller:
    """Reads payloads. `sheet` and `microphone` are what the companion last said of them."""

    def __init__(self) -> None:
        self.sheet: SheetView | None = None
        self.microphone = True
        self._recent: dict[tuple[str, str], None] = {}
        self._heart: dict[str, float] = {}

    def event(self, peripheral: Peripheral, payload: Any) -> Message | None:
        """What a button's or tablet's event means, or None if it means nothing (now)."""
        found = read_json(payload)
        if isinstance(found, str):
            found = {"event_type": found}
        if not isinstance(found, dict) or self._again(peripheral.name, text_of(found, "id")):
            return None
        kind = text_of(found, "event_type") or text_of(found, "action")
        if peripheral.kind == "tablet":
            return self._answered(found) if kind in ("", "answer") else None
        if peripheral.kind != "button" or not kind:
            return None
        return self._pressed(peripheral.use, kind)

    def heart_rate(self, peripheral: Peripheral, payload: Any, now: float) -> Event | None:
        """A strap's beats a minute: a plain number, or an object with `heart_rate` and perhaps `rr_ms`."""
        found = read_json(payload)
        content = found if isinstance(found, dict) else {"heart_rate": found}
        bpm = number(content.get("heart_rate"))
        before = self._heart.get(peripheral.name)
        if bpm is None or not BPM[0] <= bpm <= BPM[1]:
            return None
        if before is not None and 0 <= now - before < HEART_EVERY_S:
            return None
        if len(self._heart) > RECENT:
            self._heart.clear()
        self._heart[peripheral.name] = now
        data: dict[str, Any] = {"peripheral": peripheral.name, "bpm": round(bpm, 1)}
        beats = content.get("rr_ms")
        if isinstance(beats, list) and len(beats) <= 20:
            times = [number(item) for item in beats]
            data["rr_ms"] = [round(item, 1) for item in times if item is not None and 200 <= item <= 3000]
        return Event(kind="heart_rate", data=json.dumps(data))

    # ------------------------------------------------------------ what it means

    def _pressed(self, use: str, kind: str) -> Message | None:
        let_go = kind in LET_GO
        if use == "talk":
            return Control(name="talk", value="up" if let_go else "down")
        if use == "microphone" and kind in ("on", "off"):
            self.microphone = kind == "on"
            return Control(name="microphone", value=kind)
        if let_go:
            return None
        if use == "stop":
            return Stop(reason="a button")
        if use == "microphone":
            self.microphone = not self.microphone
            return Control(name="microphone", value="on" if self.microphone else "off")
        sheet = self.sheet
        if sheet is None or not sheet.sheet or sheet.status not in ("open", "paused"):
            return None
        if use in MOVES:
            return Answer(sheet=sheet.sheet, field=sheet.current, move=use)  # type: ignore[arg-type]
        if use.startswith("answer:") and sheet.current:
            return Answer(sheet=sheet.sheet, field=sheet.current, value=use.removeprefix("answer:"))
        return None

    def _answered(self, found: dict[str, Any]) -> Answer | None:
        sheet, field = text_of(found, "sheet"), text_of(found, "field")
        move = text_of(found, "move") or "enter"
        value = text_of(found, "value", ANSWER_LONGEST)
        if not sheet or move not in TABLET_MOVES or (move in ("enter", "edit") and not (field and value)):
            return None
        return Answer(sheet=sheet, field=field, move=move, value=value)  # type: ignore[arg-type]

    def _again(self, name: str, number: str) -> bool:
        if not number:
            return False
        if (name, number) in self._recent:
            return True
        self._recent[name, number] = None
        if len(self._recent) > RECENT:
            del self._recent[next(iter(self._recent))]
        return False
