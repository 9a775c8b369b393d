"""QTrobot of the third generation, by its MQTT gateway; its maker's own client is GPL and is not used."""

from __future__ import annotations

import asyncio
import contextlib
from pathlib import Path
from typing import Any

from embodiment.card import load_card
from embodiment.robot import RobotLostError
from hardware.magpie_line import MagpieLine
from hardware.qtrobot import QTrobot

CALLS = {
    "say": "/tts/engine/say/text",
    "silence": "/tts/engine/cancel",
    "play": "/gesture/file/play",
    "stop playing": "/gesture/cancel",
    "show": "/face/emotion/show",
    "stop showing": "/face/emotion/stop",
    "look": "/face/look",
}
NAMES = {
    "say": {"message": "text"},
    "play": {"name": "gesture", "speed": "speed_factor"},
    "show": {"name": "emotion"},
    "look": {"eye_l": "l_eye", "eye_r": "r_eye"},
}
"""What the third generation calls the fields of the first two."""
JOINTS, HEAD = "/motor/joints/state/stream:o", "/motor/joints/command/stream:i"
VELOCITY = 40.0
"""Degrees a second of the head."""
SILENT_S = 3.0
"""Seconds without a word of its joints (ten a second, by its maker) after which it counts as gone."""


class QTrobot3(QTrobot):
    """One QTrobot v3. Its address is BROKER/SERIAL."""

    card = load_card(Path(__file__).with_suffix(".yaml"))
    _magpie: MagpieLine | None = None
    _watch: asyncio.Task[None] | None = None
    _heard: float = 0.0

    async def open(self) -> None:
        """Connect to the broker, and ask the robot there where its services are."""
        host, _, serial = self.address.partition("/")
        self._magpie = MagpieLine("QTrobot", host, serial, self.options, self._lost)
        try:
            await self._magpie.open(CALLS["look"], l_eye=[0, 0], r_eye=[0, 0], duration=0.0)
            self._heard = asyncio.get_running_loop().time()
            await self._magpie.subscribe(JOINTS, self._moved)
        except RobotLostError:
            await self.close()
            raise
        self._watch = asyncio.create_task(self._look_after())
        self._shown, self._worn, self._rate, self._aim = "", "neutral", 1.0, (0.0, 0.0)

    async def close(self) -> None:
        """Hang up."""
        watch, self._watch = self._watch, None
        if watch is not None and watch is not asyncio.current_task():
            watch.cancel()
        magpie, self._magpie = self._magpie, None
        if magpie is not None:
            await magpie.close()
        await super().close()

    async def _configure(self, rate: float) -> None:
        self._rate = rate  # goes with each sentence

    async def _do(self, what: str, **fields: Any) -> asyncio.Future[Any]:
        names = NAMES.get(what, {})
        there = {names.get(name, name): value for name, value in fields.items()}
        if what == "say":
            there |= {"rate": self._rate} if self._rate != 1.0 else {}
            there |= {key: self.options[key] for key in ("lang", "voice") if key in self.options}
        return await self._there.ask(CALLS[what], **there)

    async def _send_head(self, yaw: float, pitch: float) -> None:
        turned = {"HeadYaw": yaw, "HeadPitch": pitch}
        command = {name: {"position": value, "velocity": VELOCITY} for name, value in turned.items()}
        await self._there.publish(HEAD, command)

    @property
    def _there(self) -> MagpieLine:
        if self._magpie is None:
            raise RobotLostError("QTrobot is not connected", "Check its power and network.")
        return self._magpie

    def _moved(self, joints: Any) -> None:
        self._heard = asyncio.get_running_loop().time()
        with contextlib.suppress(KeyError, TypeError, ValueError):
            self._head = (float(joints["HeadYaw"]["position"]), float(joints["HeadPitch"]["position"]))

    async def _look_after(self) -> None:
        """The broker may be there and the robot gone."""
        while True:
            await asyncio.sleep(SILENT_S / 6)
            if asyncio.get_running_loop().time() - self._heard > SILENT_S:
                self._lost("it has fallen silent")
                return


ROBOT = QTrobot3
