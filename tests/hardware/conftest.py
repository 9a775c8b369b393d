"""A double that listens, a robot body that drives it, and a component that hears what the body says."""

from __future__ import annotations

import asyncio
from collections.abc import AsyncIterator, Callable
from dataclasses import dataclass
from importlib import import_module
from pathlib import Path
from typing import Any

import pytest

from alongside.component import Component, Context
from alongside.local import LocalTransport
from alongside.messages import MESSAGES, Act, Health, Message, Spoken, VoiceClip
from alongside.records import Word
from embodiment.interface import Capability
from hardware.doubles.double import Double
from hardware.robot_body import RobotBody
from hardware.robots import robot_card, robot_names

TEXT = "we can take all the time that you need today"
RATE = 16000
WORD_S = 0.12


class Others(Component):
    """Everyone else in the graph."""

    hears = (Spoken, Health)
    says = MESSAGES

    def __init__(self, context: Context) -> None:
        super().__init__("others", {}, context)
        self.heard: list[Message] = []

    async def _keep(self, message: Message) -> None:
        self.heard.append(message)

    on_spoken = on_health = _keep


@dataclass
class Stage:
    """One robot double and the companion's side of it."""

    double: Double
    body: RobotBody
    others: Others

    def say(self, message: Message) -> None:
        """Say something as the rest of the graph."""
        self.others.say(message)

    def act(self, text: str = TEXT, act_id: str = "a1") -> None:
        """Have an act said: its text, and the clips that a voice would make of it."""
        self.say(Act(act_id=act_id, turn_id="t", kind="reflect", text=text))
        words = text.split()
        half = len(words) // 2
        for index, part in enumerate((words[:half], words[half:])):
            times = tuple(
                Word(text=word, start=place * WORD_S, end=(place + 1) * WORD_S, confidence=1.0)
                for place, word in enumerate(part)
            )
            samples = bytes(2 * round(RATE * WORD_S * len(part)))
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

    async def until(self, what: Callable[[], Any], seconds: float = 6.0) -> None:
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
    folder = Path(__file__).parents[2] / "hardware" / "doubles"
    found = [name for name in robot_names() if (folder / f"{name}.py").is_file()]
    return [name for name in found if not with_any_of or set(with_any_of) & robot_card(name).capabilities]


@pytest.fixture(params=robots())
async def stage(request: pytest.FixtureRequest, tmp_path: Path) -> AsyncIterator[Stage]:
    """Each robot in turn, connected."""
    double: Double = import_module(f"hardware.doubles.{request.param}").DOUBLE()
    await double.start()
    context = Context(tmp_path)
    settings = {"robot": request.param, "address": double.address, "options": ("ask_every=0.2",)}
    body = RobotBody("robot", settings, context)
    others = Others(context)
    transport = LocalTransport((body, others))
    await transport.start()
    stage = Stage(double, body, others)
    try:
        await stage.until_ready()
        yield stage
    finally:
        await transport.stop()
        await double.stop()
