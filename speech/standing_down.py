"""The listener while a robot's own recogniser takes its place, and the way back."""

from __future__ import annotations

import asyncio
import json
import logging
import time
from collections.abc import Callable, Collection
from typing import Protocol

from alongside.messages import Act, Event, Message, Patience, Spoken, Stop
from alongside.whose import Perception, Whose
from speech.theirs import TheirTurns

TICK_S = 0.1
THEIRS = "theirs"
"""The key by which a listener's ears are closed while theirs are heard."""


class Ear(Protocol):
    """What is needed of the listener."""

    closed: dict[str, bool]
    """What keeps it from hearing: microphone or session switched off, or that we stand in for it."""
    log: logging.Logger

    def say(self, message: Message) -> None:
        """Say a message in its name."""

    def drop(self) -> None:
        """Forget what was being said."""


class TheirVoice:
    """Says what their recogniser hears in the name of the listener. Made on the event loop.

    `changed` is told when hearing becomes theirs or ours again.
    """

    def __init__(
        self,
        ear: Ear,
        setting: Perception,
        patience: float,
        changed: Callable[[bool], None],
        clock: Callable[[], float] = time.time,
    ) -> None:
        self._ear = ear
        self._whose = Whose(setting)
        self._turns = TheirTurns(ear.say)
        self._turns.patience = patience
        self._changed = changed
        self._clock = clock
        self._standing_down = False
        self._ticking: asyncio.Task[None] | None = None
        if self._whose.theirs:
            self._switch(True)

    def looked(self, topics: Collection[str]) -> None:
        """Once a second: which topics of theirs there are (below `humans/`)."""
        there = any(topic.endswith("/speech") for topic in topics)
        theirs = self._whose.look(self._clock(), there)
        if theirs != self._standing_down:
            self._switch(theirs)

    # ------------------------------------------------------------ what they hear

    def heard(self, voice: str, incremental: str, final: str, confidence: float, locale: str) -> None:
        """A LiveSpeech message."""
        if not self._counts():
            return
        now = self._clock()
        self._turns.words(voice, incremental, now)
        if final.strip():
            self._turns.settled(voice, final, confidence, locale, now)

    def speaking(self, voice: str, speaking: bool) -> None:
        """Whether a voice speaks now."""
        if self._counts():
            self._turns.speaking(voice, speaking, self._clock())

    def _counts(self) -> bool:
        switched_off = any(closed for reason, closed in self._ear.closed.items() if reason != THEIRS)
        if self._standing_down and switched_off:
            self._turns.drop()
        return self._standing_down and not switched_off

    # ------------------------------------------------------------ what the companion does

    def patience(self, patience: Patience) -> None:
        """Wait this long from now on."""
        self._turns.patience = patience.seconds

    def act(self, act: Act) -> None:
        """It is about to say this."""
        if self._standing_down:
            self._turns.act(act)

    def spoken(self, spoken: Spoken) -> None:
        """It is heard, or not any more."""
        if self._standing_down:
            self._turns.spoken(spoken)

    def stop(self, _: Stop) -> None:
        """All is to be silent."""
        self._turns.drop()

    # ------------------------------------------------------------ whose it is

    def _switch(self, theirs: bool) -> None:
        self._standing_down = theirs
        self._turns.drop()
        self._ear.drop()
        self._ear.closed[THEIRS] = theirs
        self._ear.log.info("speech is heard by %s", "the robot's own recogniser" if theirs else "us")
        self._ear.say(Event(kind="speech_heard_by", data=json.dumps({"by": "theirs" if theirs else "ours"})))
        self._changed(theirs)
        if self._ticking:
            self._ticking.cancel()
        self._ticking = asyncio.get_running_loop().create_task(self._tick()) if theirs else None

    async def _tick(self) -> None:
        while True:
            await asyncio.sleep(TICK_S)
            if self._counts():
                self._turns.tick(self._clock())
