"""Thinking ahead: how a turn would be answered, if the pause that was just heard is its end.

It is the same pure step on the same state, beside the conversation. Its words are named so that a voice can
make them ready in silence; nothing of it is said, remembered or recorded. When the turn is committed, and
nothing has changed that the thought rests on, it stands; else the turn is thought about anew.
"""

from __future__ import annotations

import asyncio
import contextlib
import dataclasses
import time
from collections.abc import Callable
from typing import Any

from agent.companion import Companion
from agent.models.wording import Worded, Wording
from agent.state import CompanionState
from agent.thought import Thought
from alongside.messages import Prepare, ProvisionalTurn, Turn


class Ahead:
    """One thought ahead at a time. Calls on the event loop."""

    def __init__(
        self,
        mind: Callable[[], Companion],
        wording: Callable[[], Wording | None],
        prepare: Callable[[Prepare], None],
    ) -> None:
        self._mind = mind
        self._wording = wording
        self._prepare = prepare
        self._basis: tuple[CompanionState, Turn] | None = None
        self._thinking: asyncio.Task[Thought] | None = None
        self._preparing: asyncio.Task[None] | None = None
        self._finding: asyncio.Task[Worded] | None = None
        self._void = asyncio.Event()

    @property
    def busy(self) -> bool:
        """Whether it is thinking or looking for words."""
        return self._preparing is not None and not self._preparing.done()

    def begin(self, state: CompanionState, provisional: ProvisionalTurn) -> None:
        """Think about this, in the place of whatever was thought ahead before."""
        self.drop()
        turn = as_turn(provisional)
        self._basis, self._void = (state, turn), asyncio.Event()
        self._thinking = asyncio.create_task(asyncio.to_thread(self._mind().think, state, turn))
        self._thinking.add_done_callback(_settled)
        self._preparing = asyncio.create_task(self._make_ready(turn, self._thinking, self._void))
        self._preparing.add_done_callback(_settled)

    def drop(self) -> None:
        """They go on: nothing of it holds any more. What is in progress comes to its own end, unheard."""
        self._void.set()
        self._basis = self._thinking = self._preparing = self._finding = None

    async def close(self) -> None:
        """Wait for what is in progress."""
        preparing = self._preparing
        self.drop()
        if preparing is not None:
            await asyncio.gather(preparing, return_exceptions=True)

    async def thought(self, state: CompanionState, turn: Turn) -> Thought:
        """What a committed turn is to be answered with: as thought ahead, where that holds."""
        if self._thinking is not None and self._basis is not None and _holds(self._basis, state, turn):
            with contextlib.suppress(Exception):  # what fails ahead may fail again, and is told then
                thought = await asyncio.shield(self._thinking)
                if thought.now.heard is None:
                    return thought
        return await asyncio.to_thread(self._mind().think, state, turn)

    async def words(self, wording: Wording, thought: Thought, overtaken: asyncio.Event) -> Worded:
        """A language model's words for this thought: those that are looked for already, where they serve it.

        `seconds` is what had to be waited from now.
        """
        finding, void, begun = self._finding, self._void, time.monotonic()
        if finding is None or self._thinking is None or not _serves(await self._thinking, thought):
            return await wording.find(thought, overtaken)
        watch = asyncio.create_task(overtaken.wait())
        try:
            await asyncio.wait({finding, watch}, return_when=asyncio.FIRST_COMPLETED)
            if overtaken.is_set():
                void.set()
            worded = await asyncio.shield(finding)
        finally:
            watch.cancel()
        return dataclasses.replace(worded, seconds=time.monotonic() - begun)

    async def _make_ready(self, turn: Turn, thinking: asyncio.Task[Thought], void: asyncio.Event) -> None:
        thought = await thinking
        wording = self._wording()
        if void.is_set():
            return
        self._name(turn, thought)
        if wording is not None and wording.asks(thought):
            self._finding = finding = asyncio.create_task(wording.find(thought, void))
            worded = await finding
            if worded.found is not None and not void.is_set():
                self._name(turn, thought, worded)

    def _name(self, turn: Turn, thought: Thought, worded: Worded | None = None) -> None:
        _, act = self._mind().speak(thought, worded.found if worded else None)
        if act.text:
            self._prepare(Prepare(turn_id=turn.turn_id, revision=turn.revision, text=act.text, rate=act.rate))


def as_turn(provisional: ProvisionalTurn) -> Turn:
    """The turn that it is, if it is one."""
    fields = dataclasses.fields(provisional)
    return Turn(**{field.name: getattr(provisional, field.name) for field in fields})


def _holds(basis: tuple[CompanionState, Turn], state: CompanionState, turn: Turn) -> bool:
    """Whether a thought on this basis is the thought on that state and turn.

    A turn's stamp is later than that of what went before it; only worksheets ask what time it is.
    """
    same = dataclasses.replace(basis[1], stamp=turn.stamp) == turn
    return basis[0] is state and same and (state.sheet is None or basis[1].stamp == turn.stamp)


def _serves(ahead: Thought, thought: Thought) -> bool:
    """Whether words for one are words for the other: the same act in answer to the same text."""
    return (ahead.wanted.row, ahead.now.appraisal.text) == (thought.wanted.row, thought.now.appraisal.text)


def _settled(task: asyncio.Task[Any]) -> None:
    """Take note of a failure that nobody waits for: its text may hold somebody's words, and is not logged."""
    if not task.cancelled():
        task.exception()
