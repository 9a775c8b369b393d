"""The usher: what a visit adds to a session. It lays a worksheet out, and ends what has had its time."""

from __future__ import annotations

import asyncio
import contextlib
import time
from dataclasses import dataclass
from typing import Any

from alongside.component import Component, Context
from alongside.eventlog import LOG, Recorded, read_events
from alongside.messages import Answer, Control, Health, State
from alongside.settings import setting

COMES_S = 3.0
"""Seconds in which a page that is open finds the new part of its visit, once the companion is there."""
HEARD_S = 10.0
"""Seconds after which a beginning that the companion did not answer is said again."""
ASKED_S = 30.0
"""Seconds that a person has to say whether they may be heard and seen, before it is begun in any case."""


@dataclass(frozen=True)
class UsherSettings:
    """What the step of a visit asks for."""

    opens: str = setting("", "the worksheet that is laid out when the session starts")
    minutes: float = setting(0.0, "minutes after which the session is brought to its end; 0: never", low=0.0)
    devices: bool = setting(False, "the page asks about microphone and camera before the session begins")
    since: float = setting(0.0, "what the record holds from before (seconds since the epoch) does not count")


class Usher(Component):
    """Hears a session start; says that a worksheet begins, and after its minutes that the session ends.

    Whose page is open from the questions before has begun already: then it is the usher who says so.
    """

    hears = (Control, Health, State)
    says = (Answer, Control)
    replays = True  # the companion may have been there before us
    Settings = UsherSettings
    settings: UsherSettings

    def __init__(self, name: str, settings: dict[str, Any], context: Context) -> None:
        super().__init__(name, settings, context)
        self._clock: asyncio.Task[None] | None = None
        self._met = False
        self._asked = asyncio.Event()
        self._there = asyncio.Event()
        self._calling: asyncio.Task[None] | None = None

    async def start(self) -> None:
        """After a crash: the time goes on from where the session began."""
        begun = [event.at for event in self._recorded() if _is(event.message, "start")]
        here = [at for at in begun if at >= self.settings.since]
        if here:
            self._run(here[0])
        elif begun:
            if any(_is_device(each.message) for each in self._recorded() if each.at >= self.settings.since):
                self._asked.set()
            self._calling = asyncio.create_task(self._call())

    def _recorded(self) -> list[Recorded]:
        there = (self.context.session / LOG).is_file()
        return list(read_events(self.context.session)) if there else []

    async def _call(self) -> None:
        if self.settings.devices:  # the page tells how each came out, on or off
            with contextlib.suppress(asyncio.TimeoutError):
                await asyncio.wait_for(self._asked.wait(), ASKED_S)
        # Each beginning is in the record: none is said to a companion that is not there yet.
        await self._there.wait()
        await asyncio.sleep(COMES_S)
        while not self._met:
            start = Control(name="session", value="start", by="participant", stamp=time.time())
            self.say(start)
            await self.on_control(start)
            await asyncio.sleep(HEARD_S)

    async def on_health(self, health: Health) -> None:
        """The companion is there."""
        if (health.component, health.status) == ("companion", "ready"):
            self._there.set()

    async def on_state(self, state: State) -> None:
        """The companion is there, and has heard that it begins."""
        self._met = self._met or self._clock is not None

    async def stop(self) -> None:
        """Let go of the clock."""
        for task in filter(None, (self._clock, self._calling)):
            task.cancel()

    async def on_control(self, control: Control) -> None:
        """The session starts, or somebody ended it; or the page says what it may use."""
        if _is_device(control):
            self._asked.set()
        if _is(control, "start") and self._clock is None:
            self._run(control.stamp or time.time())
            if self.settings.opens:
                self.say(Answer(sheet=self.settings.opens, move="start", channel="typed"))
        elif _is(control, "end") and self._clock:
            self._clock.cancel()

    def _run(self, began: float) -> None:
        self._clock = asyncio.create_task(self._end_at(began + 60 * self.settings.minutes))

    async def _end_at(self, when: float) -> None:
        if self.settings.minutes:
            await asyncio.sleep(max(0.0, when - time.time()))
            self.say(Control(name="session", value="end", by="operator"))


def _is_device(message: object) -> bool:
    return isinstance(message, Control) and message.name == "microphone"


def _is(message: object, value: str) -> bool:
    return isinstance(message, Control) and (message.name, message.value) == ("session", value)
