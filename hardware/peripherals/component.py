"""The component: lamps, servos, buttons, straps and tablets in the companion's graph."""

from __future__ import annotations

import json
import time
from dataclasses import dataclass
from typing import Any, Literal

import aiomqtt

from alongside.component import Component, Context, where_from
from alongside.errors import AlongsideError
from alongside.message import new_id
from alongside.messages import Act, Answer, Control, Event, FacePose, SheetView, State, Stop
from alongside.settings import setting
from hardware.peripherals import drive
from hardware.peripherals.access import Access, read_password, tls_context
from hardware.peripherals.embedded import HOST, EmbeddedBroker
from hardware.peripherals.known import Known
from hardware.peripherals.link import Link
from hardware.peripherals.outbox import Item
from hardware.peripherals.payload import number, read_json, read_object, text_of
from hardware.peripherals.peripheral import Peripheral
from hardware.peripherals.tell import Teller
from hardware.peripherals.topics import COMPANION, DISCOVERY, ONLINE, level, topic
from hardware.stilled import Stilled

EMBEDDED = "embedded"


@dataclass(frozen=True)
class PeripheralSettings:
    """What can be set."""

    peripherals: tuple[str, ...] = setting((), "those that do not announce themselves, as name=kind:use")
    take: tuple[str, ...] = setting((), "announced ones outside our topics to take, as name or name=use")
    broker: str = setting(EMBEDDED, "the MQTT broker's name or address, or `embedded` for one of our own")
    port: int = setting(0, "its port; 0 is 1883, with TLS 8883", low=0, high=65535)
    version: Literal["3.1.1", "5"] = setting("3.1.1", "MQTT's version")
    user: str = setting("", "who we are to the broker")
    password_env: str = setting("ALONGSIDE_MQTT_PASSWORD", "environment variable that holds the password")
    password_file: str = setting("", "file whose first line is the password (wins over the variable)")
    tls: bool = setting(False, "encrypt, and check the broker's certificate")
    ca: str = setting("", "PEM file of the authority that signed it; empty: this computer's own list")
    certificate: str = setting("", "PEM file of our own certificate, where the broker asks for one")
    key: str = setting("", "PEM file of its key")


class Peripherals(Component):
    """Shows the companion on lamps and servos, and hears buttons, straps and tablets."""

    hears = (FacePose, Act, State, SheetView, Control, Stop)
    says = (Stop, Control, Answer, Event)
    Settings = PeripheralSettings

    def __init__(self, name: str, settings: dict[str, Any], context: Context) -> None:
        super().__init__(name, settings, context)
        self._namespace = level(context.namespace)
        self.known = Known(self._namespace, self.settings.peripherals, self.settings.take)
        self._teller = Teller()
        self._wanted: dict[str, str] = {}  # by command topic
        self._at: dict[str, str] = {}  # servos: degrees they told, by command topic
        self._state: dict[str, Any] = {"phase": "", "gate_open": False, "stop": ""}
        self._look: drive.Look | None = None
        self._posed = False
        self._stilled = Stilled()
        self._told = ""
        self._broker: EmbeddedBroker | None = None
        self.link: Link | None = None

    async def start(self) -> None:
        """Begin to look for the broker, or be one. Raises AlongsideError for settings that cannot work."""
        access = self._access()
        if self.settings.broker == EMBEDDED:
            self._broker = EmbeddedBroker(access.port)
            await self._broker.start()
        self.link = Link(access, topic(self._namespace, COMPANION, "availability"), self._take)
        self.link.up, self.link.down = self._up, self._down
        for what, qos in (("state", 0), ("event", 1), ("availability", 1)):
            self.link.listen(f"alongside/{self._namespace}/+/{what}", qos)
        self.link.listen(f"{DISCOVERY}/+/+/config", 1)
        self.link.listen(f"{DISCOVERY}/+/+/+/config", 1)
        self.link.start()

    async def stop(self) -> None:
        """Still everything and let go."""
        if self.link is not None:
            self._still()
            await self.link.stop()
        if self._broker is not None:
            await self._broker.stop()

    def _access(self) -> Access:
        given = self.settings
        embedded = given.broker == EMBEDDED
        if embedded and (given.version == "5" or given.tls):
            raise AlongsideError(
                "the embedded broker speaks MQTT 3.1.1 without TLS",
                "Set broker to one you run, or leave both.",
            )
        port = given.port or (8883 if given.tls else 1883)
        password = read_password(given.password_env, given.password_file) if given.user else ""
        tls = tls_context(given.ca, given.certificate, given.key) if given.tls else None
        identifier = f"alongside-{self._namespace}"
        host = HOST if embedded else given.broker
        return Access(host, port, identifier, given.version, given.user, password, tls)

    # ------------------------------------------------------------ what it hears

    async def on_face_pose(self, pose: FacePose) -> None:
        """Lamps and servos follow."""
        self._posed = True
        if not self._stilled.keeps(pose):
            self._show(drive.look_of(pose))

    async def on_act(self, act: Act) -> None:
        """Its manner, where nobody makes poses."""
        if not self._posed:
            self._show(drive.look_of_act(act))

    async def on_state(self, state: State) -> None:
        """Where the conversation stands, for whoever subscribes; nothing of what was said."""
        self._say_state(phase=state.phase, gate_open=state.gate_open)

    async def on_sheet_view(self, view: SheetView) -> None:
        """Tablets show the open question."""
        self._teller.sheet = view
        for item in self.known:
            if item.kind == "tablet":
                self._want(item, drive.question(view))

    async def on_control(self, control: Control) -> None:
        """Know whether the microphone is on, for the button that switches it."""
        if control.name == "microphone":
            self._teller.microphone = control.value == "on"

    async def on_stop(self, stop: Stop) -> None:
        """Still, now."""
        self._stopped(stop.by)

    # ------------------------------------------------------------ what it shows

    def _put(self, where: str, payload: str, *, retain: bool = False, newest: bool = True) -> None:
        if self.link is not None:
            self.link.outbox.put(Item(where, payload, True, retain, newest))

    def _want(self, item: Peripheral, payload: str) -> None:
        if item.command and self._wanted.get(item.command) != payload:
            self._wanted[item.command] = payload
            self._put(item.command, payload)

    def _show(self, look: drive.Look) -> None:
        self._look = look
        for item in self.known:
            self._show_on(item, look)

    def _show_on(self, item: Peripheral, look: drive.Look) -> None:
        if item.kind == "light":
            self._want(item, drive.light(look))
        elif item.kind == "servo":
            self._want(item, drive.servo(item, look))

    def _still(self) -> None:
        """Lamps hold their colour without a fade, servos stay where they are. Confirmed by the broker."""
        for item in self.known:
            before = self._wanted.get(item.command)
            if item.kind == "light" and before is not None:
                payload = json.dumps({**json.loads(before), "transition": 0})
            elif item.kind == "servo" and (item.command in self._at or before is not None):
                payload = self._at.get(item.command) or before or ""
            else:
                continue
            self._wanted[item.command] = payload
            self._put(item.command, payload)

    def _stopped(self, by: str) -> None:
        self._stilled.stop()
        number = new_id()
        content = {"id": number, "event_type": "stop", "by": by}
        self._still()
        self._put(topic(self._namespace, COMPANION, "event"), json.dumps(content), newest=False)
        self._say_state(stop=number)

    def _taken(self, payload: Any) -> None:
        """Confirm an event by its id, end to end: a broker may die with what it confirmed itself."""
        number = text_of(read_object(payload), "id")
        if number:
            content = {"id": number, "event_type": "taken"}
            self._put(topic(self._namespace, COMPANION, "event"), json.dumps(content), newest=False)

    def _say_state(self, **changed: Any) -> None:
        before = dict(self._state)
        self._state |= changed
        if self._state != before:
            where = topic(self._namespace, COMPANION, "state")
            self._put(where, json.dumps(self._state), retain=True)

    # ------------------------------------------------------------ what it is told

    def _up(self) -> None:
        where = topic(self._namespace, COMPANION, "state")
        self._put(where, json.dumps(self._state), retain=True)
        for item in self.known:
            self._again(item)
            self._listen(item)
        self._report("ready", f"the MQTT broker at {self.link.access if self.link else ''} is connected")

    def _down(self, why: str) -> None:
        if self.link is not None and self.link.outbox.dropped:
            why = f"{why} {self.link.outbox.dropped} messages to peripherals were dropped meanwhile."
        self._report("degraded", why)

    def _report(self, status: str, detail: str) -> None:
        """Tell a change once, not at each try."""
        if detail != self._told:
            self._told = detail
            self.report(status, detail)

    def _again(self, item: Peripheral) -> None:
        """A peripheral that is new or came back is shown what it missed."""
        if item.command in self._wanted:
            self._put(item.command, self._wanted[item.command])
        elif item.kind == "tablet" and self._teller.sheet is not None:
            self._want(item, drive.question(self._teller.sheet))
        elif self._look is not None:
            self._show_on(item, self._look)

    def _listen(self, item: Peripheral) -> None:
        for where, qos in ((item.state, 0), (item.event, 1), (item.availability, 1)):
            if where and self.link is not None and not where.startswith(f"alongside/{self._namespace}/"):
                self.link.listen(where, qos)

    def _take(self, message: aiomqtt.Message) -> None:
        """One message from the broker, by anyone at all: it must never end the line."""
        try:
            self._told_by(message)
        except Exception as error:
            self.log.error("a peripheral's message could not be read: %s", where_from(error))

    def _told_by(self, message: aiomqtt.Message) -> None:
        where = str(message.topic)
        if where.startswith(f"{DISCOVERY}/"):
            found = self.known.announce(where, message.payload)
            here = {item.command for item in self.known}
            for gone in [command for command in (*self._wanted, *self._at) if command not in here]:
                self._wanted.pop(gone, None)
                self._at.pop(gone, None)
            if found is not None:
                self._listen(found)
                self._again(found)
            return
        for item in list(self.known):
            # A retained event is an old one: a press must not be felt at every new connection.
            if where == item.event and item.kind in ("button", "tablet") and not message.retain:
                told = self._teller.event(item, message.payload)
                self._taken(message.payload)
                if told is not None:
                    self.say(told)
                if isinstance(told, Stop):
                    self._stopped(told.by)  # our own message does not come back to us
            elif where == item.state and item.kind == "heart_rate" and not message.retain:
                rate = self._teller.heart_rate(item, message.payload, time.monotonic())
                if rate is not None:
                    self.say(rate)
            elif where == item.state and item.kind == "servo":
                degrees = number(read_json(message.payload))
                if degrees is not None and item.low <= degrees <= item.high:
                    self._at[item.command] = str(round(degrees))
            elif where == item.availability and message.payload == ONLINE.encode() and not message.retain:
                self._again(item)
