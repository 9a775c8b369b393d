"""A double that listens, a robot body that drives it, and a component that hears what the body says."""

from __future__ import annotations

import asyncio
import subprocess
from collections.abc import AsyncIterator, Callable, Iterator
from contextlib import asynccontextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import pytest

from alongside.component import Component, Context
from alongside.local import LocalTransport
from alongside.messages import MESSAGES, Act, Event, Health, Message, Spoken, Stop, VoiceClip
from alongside.records import Word
from embodiment.interface import SCREEN_BODY, Capability, CapabilityCard
from embodiment.screen.server import Screen
from hardware.doubles.double import Double
from hardware.robot_body import RobotBody
from hardware.robots import double_class, robot_card, with_double
from tests.hardware.page_double import PageDouble, chromium

TEXT = "we can take all the time that you need today"
RATE = 16000
WORD_S = 0.12


class Others(Component):
    """Everyone else in the graph."""

    hears = (Spoken, Health, Event, Stop)
    says = MESSAGES

    def __init__(self, context: Context) -> None:
        super().__init__("others", {}, context)
        self.heard: list[Message] = []

    async def _keep(self, message: Message) -> None:
        self.heard.append(message)

    on_spoken = on_health = on_event = on_stop = _keep


@dataclass
class Stage:
    """A body and its counterpart: what the rest of the graph says to it, and hears of it."""

    others: Others
    double: Double
    body: Component
    card: CapabilityCard

    @property
    def speaks(self) -> bool:
        """Whether it has a voice."""
        return bool({Capability.TEXT, Capability.AUDIO} & self.card.capabilities)

    def say(self, message: Message) -> None:
        """Say something as the rest of the graph."""
        self.others.say(message)

    def act(self, text: str = TEXT, act_id: str = "a1") -> None:
        """Have an act said: its text, and the clips that a voice would make of it, as a hum."""
        self.say(Act(act_id=act_id, turn_id="t", kind="reflect", text=text))
        words = text.split()
        half = len(words) // 2
        for index, part in enumerate((words[:half], words[half:])):
            times = tuple(
                Word(text=word, start=place * WORD_S, end=(place + 1) * WORD_S, confidence=1.0)
                for place, word in enumerate(part)
            )
            samples = b"\x00\x10\x00\xf0" * round(RATE * WORD_S * len(part) / 2)
            said, last = " ".join(part), index == 1
            clip = VoiceClip(
                act_id=act_id, index=index, last=last, text=said, samples=samples, rate=RATE, words=times
            )
            self.say(clip)

    def spoken(self, act_id: str = "a1") -> list[Spoken]:
        """What became of an act so far."""
        return [item for item in self.others.heard if isinstance(item, Spoken) and item.act_id == act_id]

    def health(self) -> list[tuple[str, str]]:
        """What the body said of itself."""
        return [(item.status, item.detail) for item in self.others.heard if isinstance(item, Health)]

    async def until(self, what: Callable[[], Any], seconds: float = 15.0) -> None:
        """Wait for something to be so."""
        loop = asyncio.get_running_loop()
        end = loop.time() + seconds
        while not what():
            assert loop.time() < end, "waited in vain"
            await asyncio.sleep(0.01)

    async def until_ready(self, times: int = 1) -> None:
        """Wait until the robot was taken up so often."""
        await self.until(lambda: sum(status == "ready" for status, _ in self.health()) >= times)


def robots(*with_any_of: Capability) -> list[str]:
    """The robots of ours that have a double, and one of these capabilities where any are given."""
    return [
        name for name in with_double() if not with_any_of or set(with_any_of) & robot_card(name).capabilities
    ]


@asynccontextmanager
async def on_stage(name: str, folder: Path) -> AsyncIterator[Stage]:
    """A robot's double, and a body that is connected to it."""
    double: Double = double_class(name)()
    await double.start()
    context = Context(folder)
    settings = {
        "robot": name,
        "address": double.address,
        "options": ("ask_every=0.2",),
        "touch_stops": ("head front", "HeadFront"),
    }
    body, others = RobotBody("robot", settings, context), Others(context)
    transport = LocalTransport((body, others))
    await transport.start()
    stage = Stage(others, double, body, robot_card(name))
    try:
        await stage.until_ready()
        yield stage
    finally:
        await transport.stop()
        await double.stop()


@asynccontextmanager
async def on_screen(folder: Path, chrome: str) -> AsyncIterator[Stage]:
    """The page in a browser that is driven at `chrome`, and its server."""
    context = Context(folder)
    screen, others = Screen("screen", {"port": 0, "captures": False}, context), Others(context)
    transport = LocalTransport((screen, others))
    await transport.start()
    page = PageDouble(url=screen.address, chrome=chrome)
    stage = Stage(others, page, screen, screen.card)
    try:
        await page.start()
        await stage.until_ready()
        yield stage
    finally:
        await page.done()
        await transport.stop()


def bodies(*with_any_of: Capability) -> list[Any]:
    """As `robots`, and the page."""
    page = pytest.param("screen", marks=pytest.mark.slow)
    there = not with_any_of or set(with_any_of) & SCREEN_BODY.capabilities
    return [*robots(*with_any_of), *([page] if there else [])]


@pytest.fixture(scope="module")
def chrome() -> Iterator[str]:
    """A browser for all pages of a file; where it is driven."""
    with chromium() as address:
        yield address


@pytest.fixture(params=bodies())
async def stage(request: pytest.FixtureRequest, tmp_path: Path) -> AsyncIterator[Stage]:
    """Each body in turn, connected."""
    if request.param == "screen":
        async with on_screen(tmp_path, request.getfixturevalue("chrome")) as stage:
            yield stage
    else:
        async with on_stage(request.param, tmp_path) as stage:
            yield stage


def _openssl(folder: Path, *given: str) -> None:
    subprocess.run(["openssl", *given], cwd=folder, check=True, capture_output=True)


def _certificate(folder: Path, name: str, subject: str) -> None:
    """A key and a certificate of the folder's authority."""
    request = ("-newkey", "rsa:2048", "-nodes", "-keyout", f"{name}.key", "-out", f"{name}.csr")
    _openssl(folder, "req", *request, "-subj", f"/CN={subject}")
    (folder / f"{name}.ext").write_text("subjectAltName=IP:127.0.0.1\n")
    signed = ("-CA", "ca.pem", "-CAkey", "ca.key", "-CAcreateserial", "-days", "2")
    files = ("-in", f"{name}.csr", "-out", f"{name}.pem", "-extfile", f"{name}.ext")
    _openssl(folder, "x509", "-req", *files, *signed)


@pytest.fixture(scope="session")
def pki(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """An authority, a broker's certificate and a client's; and an authority nobody knows."""
    folder = tmp_path_factory.mktemp("pki")
    for name in ("ca", "other"):
        made = ("-x509", "-newkey", "rsa:2048", "-nodes", "-days", "2", "-subj", f"/CN={name}")
        _openssl(folder, "req", *made, "-keyout", f"{name}.key", "-out", f"{name}.pem")
    _certificate(folder, "broker", "127.0.0.1")
    _certificate(folder, "client", "companion")
    return folder
