"""A real Mosquitto that can be killed and restarted, a board of peripherals, and the companion's side."""

from __future__ import annotations

import asyncio
import shutil
import socket
import subprocess
import time
from collections.abc import AsyncIterator, Callable, Iterator
from contextlib import asynccontextmanager
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

import pytest

from alongside.component import Component, Context
from alongside.local import LocalTransport
from alongside.messages import MESSAGES, Answer, Control, Event, Health, Message, Stop
from hardware.doubles.peripheral import PeripheralDouble
from hardware.peripherals.access import Access
from hardware.peripherals.component import Peripherals

MOSQUITTO = shutil.which("mosquitto", path="/usr/sbin:/usr/bin:/usr/local/sbin")


def free_port() -> int:
    """A port that nobody uses now."""
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return int(probe.getsockname()[1])


@dataclass
class Mosquitto:
    """A broker process. `lines` are added to its configuration."""

    folder: Path
    lines: tuple[str, ...] = ("allow_anonymous true",)
    port: int = field(default_factory=free_port)
    process: subprocess.Popen[bytes] | None = None

    def start(self) -> None:
        """Run it, and wait until it listens."""
        assert MOSQUITTO, "needs Debian's mosquitto"
        config = self.folder / "mosquitto.conf"
        text = "\n".join((f"listener {self.port} 127.0.0.1", "user root", *self.lines, ""))
        config.write_text(text)
        self.process = subprocess.Popen(
            [MOSQUITTO, "-c", str(config)], stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL
        )
        end = time.monotonic() + 10
        while time.monotonic() < end:
            with socket.socket() as probe:
                if probe.connect_ex(("127.0.0.1", self.port)) == 0:
                    return
            time.sleep(0.02)
        raise AssertionError("mosquitto does not listen")

    def kill(self) -> None:
        """End it as a power cut does (-9)."""
        if self.process is not None:
            self.process.kill()
            self.process.wait()
            self.process = None

    def cli(self, name: str, *given: str) -> subprocess.CompletedProcess[str]:
        """mosquitto_pub or mosquitto_sub."""
        where = ["-h", "127.0.0.1", "-p", str(self.port)]
        return subprocess.run([name, *where, *given], capture_output=True, text=True, timeout=20, check=True)


@pytest.fixture
def mosquitto(tmp_path: Path) -> Iterator[Mosquitto]:
    """Running, without passwords."""
    broker = Mosquitto(tmp_path)
    broker.start()
    yield broker
    broker.kill()


class Others(Component):
    """Everyone else in the graph."""

    hears = (Stop, Control, Answer, Event, Health)
    says = MESSAGES

    def __init__(self, context: Context) -> None:
        super().__init__("others", {}, context)
        self.heard: list[Message] = []

    async def _keep(self, message: Message) -> None:
        self.heard.append(message)

    on_stop = on_control = on_answer = on_event = on_health = _keep

    def of(self, kind: type[Message]) -> list[Any]:
        """What was heard of one kind."""
        return [item for item in self.heard if type(item) is kind]


async def until(what: Callable[[], Any], seconds: float = 15.0) -> None:
    """Wait for something to be so."""
    end = time.monotonic() + seconds
    while not what():
        assert time.monotonic() < end, "waited in vain"
        await asyncio.sleep(0.02)


@dataclass
class Room:
    """The companion's side and a board in the room."""

    body: Peripherals
    others: Others
    board: PeripheralDouble

    def say(self, message: Message) -> None:
        """Say something as the rest of the graph."""
        self.others.say(message)

    async def until(self, what: Callable[[], Any], seconds: float = 15.0) -> None:
        """Wait for something to be so."""
        await until(what, seconds)

    async def until_joined(self) -> None:
        """Wait until companion and board know each other."""
        await until(lambda: self.board.companion == "online" and len(list(self.body.known)) >= 4)


@pytest.fixture
def room(tmp_path: Path) -> Any:
    """Opens a room: `async with room(settings, access_of_board) as r`."""

    @asynccontextmanager
    async def opened(settings: dict[str, Any], board: Access, means: str = "stop") -> AsyncIterator[Room]:
        context = Context(tmp_path)
        body, others = Peripherals("peripherals", settings, context), Others(context)
        transport = LocalTransport((body, others))
        double = PeripheralDouble(board, means=means)
        await transport.start()
        await double.start()
        found = Room(body, others, double)
        try:
            await found.until_joined()
            yield found
        finally:
            await double.stop()
            await transport.stop()

    return opened


@pytest.fixture
def new_mosquitto() -> type[Mosquitto]:
    """For a broker with a configuration of its own."""
    return Mosquitto


@pytest.fixture(name="free_port")
def a_free_port() -> int:
    """A port that nobody uses now."""
    return free_port()
