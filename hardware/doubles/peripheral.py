"""A lamp, an arm, a button and a heart-rate strap that are not there, on a real broker.

python -m hardware.doubles.peripheral [--host 127.0.0.1] [--port 1883] [--namespace default] [--means stop]

Enter presses the button. The password, where there is one, is in ALONGSIDE_MQTT_PASSWORD.
"""

from __future__ import annotations

import argparse
import asyncio
import contextlib
import json
import math
import os
import sys
from collections import deque
from dataclasses import dataclass, field, replace
from typing import Any

import aiomqtt

from alongside.errors import AlongsideError
from alongside.message import new_id
from hardware.peripherals.access import Access, tls_context
from hardware.peripherals.discovery import config_topic, write_config
from hardware.peripherals.link import Link
from hardware.peripherals.outbox import Item
from hardware.peripherals.payload import read_object
from hardware.peripherals.peripheral import Kind, Peripheral, at_home
from hardware.peripherals.topics import COMPANION, ONLINE, checked_name, split, topic

KEPT = 1000
REST_BPM = 68.0


@dataclass
class PeripheralDouble:
    """One board with a lamp, an arm, a button and a strap.

    `shown` holds what lamp and arm were last set to, `sets` all of it, `stops` the companion's stops by
    their ids, `waiting` the presses that the companion has not confirmed: they are sent again whenever it
    comes online, and by their ids it knows them again.
    """

    access: Access
    namespace: str = "default"
    means: str = "stop"
    shown: dict[str, Any] = field(default_factory=dict)
    sets: deque[tuple[str, Any]] = field(default_factory=lambda: deque(maxlen=KEPT))
    stops: dict[str, None] = field(default_factory=dict)
    waiting: dict[str, Any] = field(default_factory=dict)
    companion: str = ""

    def __post_init__(self) -> None:
        kinds: tuple[tuple[str, Kind, str], ...] = (
            ("lamp", "light", ""),
            ("arm", "servo", "gaze_x"),
            ("button", "button", self.means),
            ("strap", "heart_rate", ""),
        )
        there = topic(self.namespace, "board", "availability")
        parts = [at_home(name, kind, self.namespace, use, -45.0, 45.0) for name, kind, use in kinds]
        self.parts = [replace(item, availability=there) for item in parts]

    async def start(self) -> None:
        """Be there, and stay through restarts of the broker."""
        self.link = Link(self.access, self.parts[0].availability, self._take)
        self.link.up, self.link.down = self._up, self._down
        for name, what in (("lamp", "set"), ("arm", "set"), (COMPANION, "+")):
            self.link.listen(f"alongside/{self.namespace}/{name}/{what}", 1)
        self.link.start()

    async def stop(self) -> None:
        """Be gone."""
        await self.link.stop()

    def press(self, kind: str = "press") -> str:
        """Press the button; the id of the press."""
        number = new_id()
        self.waiting[number] = {"id": number, "event_type": kind}
        if len(self.waiting) > KEPT:
            del self.waiting[next(iter(self.waiting))]
        if self.companion == ONLINE:
            self._send(number)
        return number

    def _send(self, number: str) -> None:
        self._put(self._part("button").event, self.waiting[number], matters=True)

    def beat(self, bpm: float) -> None:
        """Tell a heart rate."""
        self._put(self._part("strap").state, {"heart_rate": round(bpm, 1)})

    def _part(self, name: str) -> Peripheral:
        return next(item for item in self.parts if item.name == name)

    def _put(self, where: str, content: Any, *, matters: bool = False, retain: bool = False) -> None:
        payload = content if isinstance(content, str) else json.dumps(content)
        self.link.outbox.put(Item(where, payload, matters, retain))

    def _up(self) -> None:
        for item in self.parts:
            self._put(config_topic(item), write_config(item), matters=True, retain=True)

    def _down(self, why: str) -> None:
        self.companion = ""

    def _take(self, message: aiomqtt.Message) -> None:
        found = split(str(message.topic), self.namespace)
        if found is None:
            return
        name, what = found
        payload = message.payload if isinstance(message.payload, bytes) else b""
        if name == COMPANION:
            self._of_companion(what, payload)
            return
        content = read_object(payload) or payload.decode("utf-8", "replace")
        self.shown[name] = content
        self.sets.append((name, content))
        if name == "arm" and isinstance(content, str):
            self._put(self._part("arm").state, content)

    def _of_companion(self, what: str, payload: bytes) -> None:
        if what == "availability":
            self.companion = payload.decode("utf-8", "replace")
            if self.companion == ONLINE:
                for number in self.waiting:
                    self._send(number)
            return
        content = read_object(payload)
        if content.get("event_type") == "taken":
            self.waiting.pop(str(content.get("id")), None)
            return
        # A stop is an event, and stands in the retained state for who was not there.
        stop = content.get("stop" if what == "state" else "id")
        if isinstance(stop, str) and stop:
            self.stops[stop] = None
            if len(self.stops) > KEPT:
                del self.stops[next(iter(self.stops))]


DOUBLE = PeripheralDouble


async def _play(double: PeripheralDouble) -> None:
    """Beat once a second, press at each Enter, and write what lamp and arm show."""
    await double.start()
    loop = asyncio.get_running_loop()
    with contextlib.suppress(OSError, ValueError):  # no keyboard: only the strap plays
        loop.add_reader(sys.stdin.fileno(), lambda: double.press() if sys.stdin.readline() else None)
    told: dict[str, Any] = {}
    while True:
        double.beat(REST_BPM + 6 * math.sin(loop.time() / 8))
        now = {**double.shown, "companion": double.companion or "away", "stops": len(double.stops)}
        if now != told:
            told = now
            print(json.dumps(now), flush=True)
        await asyncio.sleep(1.0)


def main() -> None:
    """The command line."""
    parser = argparse.ArgumentParser(prog="python -m hardware.doubles.peripheral", description=__doc__)
    parser.add_argument("--host", default="127.0.0.1")
    parser.add_argument("--port", type=int, default=1883)
    parser.add_argument("--namespace", default="default")
    parser.add_argument("--means", default="stop", help="what the button is for")
    parser.add_argument("--mqtt", choices=("3.1.1", "5"), default="3.1.1")
    parser.add_argument("--user", default="")
    parser.add_argument("--ca", default="", help="PEM file of the broker's authority; switches TLS on")
    given = parser.parse_args()
    try:
        tls = tls_context(given.ca, "", "") if given.ca else None
        namespace = checked_name(given.namespace, "the namespace")
    except AlongsideError as error:
        sys.exit(str(error))
    password = os.environ.get("ALONGSIDE_MQTT_PASSWORD", "")
    name = f"board-{namespace}"
    access = Access(given.host, given.port, name, given.mqtt, given.user, password, tls)
    with contextlib.suppress(KeyboardInterrupt):
        asyncio.run(_play(PeripheralDouble(access, namespace, given.means)))


if __name__ == "__main__":
    main()
