"""Live sessions with a console: real parts but for ears and voice, and an operator's page in Chromium."""

from __future__ import annotations

import asyncio
import contextlib
import json
import time
from collections.abc import AsyncIterator, Callable
from pathlib import Path
from typing import Any, ClassVar

from playwright.async_api import Browser, Page

from agent.conversation import Conversation
from agent.guardian import Guardian
from alongside.component import Component, Context
from alongside.local import LocalTransport
from alongside.messages import MESSAGES, Act, FacePose, Message, Note, Spoken, Stop, VoiceClip
from embodiment.screen.guard import Guard
from embodiment.screen.serve import WebServer, listen
from embodiment.screen.server import Screen
from study.console.component import Console
from study.console.desk import Who, make_desk, places
from study.recorder import Recorder

TOKEN = "a-token-long-enough-for-a-desk"
CONTACTS = ["Campus counselling | 555 0134 | weekdays"]
NOTE_PRESS = """() => { window.pressed = []; addEventListener("keydown", e => { if (e.key === "Escape")
  window.pressed.push((performance.timeOrigin + e.timeStamp) / 1000); }, {capture: true}); }"""
"""Has a page note when Escape is pressed, in seconds since the epoch."""
TITLE = {"title": "A face", "nodes": [{"name": "companion", "settings": {"approval": True}}]}


PROFILE = """
title: A face that hums
nodes:
  recorder: {is: "study.recorder:Recorder", in: record, settings: {signals: false, report: false}}
  room: {is: "tests.e2e.console_live:Humming", in: room}
  screen: {is: "embodiment.screen.server:Screen", in: screen, settings: {port: 0, captures: false}}
  console: {is: "study.console.component:Console", in: console}
"""
"""A graph in which nothing speaks but a hum, each part in a process of its own."""


class Room(Component):
    """Ears and voice, and whatever else is in the room: says what it is told to, and notes when Stop came."""

    hears: ClassVar[tuple[type[Message], ...]] = (Spoken, Stop)
    says = MESSAGES

    def __init__(self, name: str, settings: dict[str, Any], context: Context) -> None:
        super().__init__(name, settings, context)
        self.spoken: list[Spoken] = []
        self.stopped: list[float] = []

    async def on_spoken(self, spoken: Spoken) -> None:
        self.spoken.append(spoken)

    async def on_stop(self, stop: Stop) -> None:
        self.stopped.append(time.time())
        with (self.context.session / "stopped.txt").open("a") as file:
            file.write(f"{self.stopped[-1]}\n")

    def hum(self, seconds: float, act_id: str) -> None:
        """Have an act said, as a hum."""
        self.say(Act(act_id=act_id, turn_id="", kind="reflect", text="(a hum)"))
        samples = b"\x00\x10\x00\xf0" * round(16000 * seconds / 2)
        self.say(VoiceClip(act_id=act_id, index=0, last=True, text="(a hum)", samples=samples, rate=16000))


class Humming(Room):
    """Hums from each marker on, with a restless face."""

    hears = (*Room.hears, Note)
    _moving: asyncio.Task[None] | None = None

    async def on_note(self, note: Note) -> None:
        self.hum(20.0, f"hum-{note.stamp}")
        self._moving = asyncio.create_task(self._restless())

    async def on_stop(self, stop: Stop) -> None:
        await super().on_stop(stop)
        if self._moving is not None:
            self._moving.cancel()

    async def _restless(self) -> None:
        for number in range(1000):
            gesture = "nod" if number % 6 == 0 else ""
            self.say(FacePose(mode="speaking", gaze_x=number % 2 * 0.4 - 0.2, gesture=gesture))
            await asyncio.sleep(0.1)


class Live:
    """One session."""

    def __init__(self, folder: Path, approval: bool, room: type[Room] = Room) -> None:
        folder.mkdir()
        self.folder = folder
        context = Context(session=folder, profile="face", graph=json.dumps(TITLE if approval else {}))
        companion = {"appraiser": "rules", "approval": approval, "approval_seconds": 60.0}
        self.room = room("room", {}, context)
        self.screen = Screen("screen", {"port": 0, "captures": False}, context)
        self.console = Console("console", {"contacts": CONTACTS}, context)
        self.parts: list[Component] = [
            Recorder("recorder", {"signals": False, "report": False}, context),
            Guardian("guardian", {"contacts": CONTACTS}, context),
            Conversation("companion", companion, context),
            self.screen,
            self.console,
            self.room,
        ]
        self.transport = LocalTransport(self.parts)

    def say(self, *messages: Message) -> None:
        for message in messages:
            self.room.say(message)

    async def __aenter__(self) -> Live:
        await self.transport.start()
        for part in self.parts:
            assert not part.problem, part.problem
        return self

    async def __aexit__(self, *_: object) -> None:
        await self.transport.stop()


@contextlib.asynccontextmanager
async def desk_of(sessions: Path) -> AsyncIterator[str]:
    """The desk that watches a folder of sessions; gives the address of its page."""
    listening = listen("127.0.0.1", 0)
    port = listening.getsockname()[1]
    app = make_desk(lambda: places([], [], [sessions]), Who("kim", "wizard"))
    server = WebServer(Guard(app, "127.0.0.1", TOKEN, f"desk_{port}"), listening)
    await server.start()
    try:
        yield f"http://127.0.0.1:{port}/?token={TOKEN}"
    finally:
        await server.stop()


@contextlib.asynccontextmanager
async def page_at(browser: Browser, address: str, axe: str = "", **context: Any) -> AsyncIterator[Page]:
    """A page in a window of its own, in which nothing may go wrong."""
    page = await browser.new_page(**context)
    complaints: list[str] = []
    page.on("pageerror", lambda error: complaints.append(str(error)))
    page.on("console", lambda line: complaints.append(line.text) if line.type == "error" else None)
    if axe:
        await page.add_init_script(axe)
    await page.goto(address)
    yield page
    assert complaints == []
    await page.close()


async def until(what: Callable[[], Any], seconds: float = 10.0) -> Any:
    """Wait for something to be so, and give it."""
    end = time.monotonic() + seconds
    while not (found := what()):
        assert time.monotonic() < end, "waited in vain"
        await asyncio.sleep(0.01)
    return found
