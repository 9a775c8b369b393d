"""Keeping a memory beside a running conversation: written off the loop, one write at a time."""

from __future__ import annotations

import asyncio
from collections.abc import Callable
from pathlib import Path

from agent.remembering.days import today
from agent.remembering.keeper import Keeper
from agent.remembering.keeping import Remembered
from agent.remembering.store import MemoryStore, memory_folder, person_id
from agent.state import CompanionState
from alongside.errors import AlongsideError
from alongside.profiles import load_object


class Saver:
    """The memory of one conversation. `trouble` is told one line where it cannot be written."""

    def __init__(self, keeper: Keeper, trouble: Callable[[str], None]) -> None:
        self._keeper: Keeper | None = keeper
        self._trouble = trouble
        self._next: CompanionState | None = None
        self._task: asyncio.Task[None] | None = None

    @classmethod
    async def open(
        cls, person: str, folder: str, session: Path, trouble: Callable[[str], None], seal: str = ""
    ) -> Saver | None:
        """Load the memory of `person`. AlongsideError for a name that cannot be, or where `seal` is nothing.

        None, and one line to `trouble`, where the memory cannot be had: the session goes on without.
        """
        person_id(person)
        place = memory_folder(folder)
        make = load_object(seal, "companion.memory_seal") if seal else None
        try:
            store = MemoryStore(place, make(place) if make else None)
            keeper = await asyncio.to_thread(Keeper, store, person, session.name, session, today())
        except AlongsideError as error:
            trouble(f"{error} Nothing is remembered in this session.")
            return None
        if keeper.notice:
            trouble(keeper.notice)
        return cls(keeper, trouble)

    @property
    def began(self) -> Remembered | None:
        """What the session begins with."""
        return self._keeper.began if self._keeper is not None else None

    @property
    def busy(self) -> bool:
        """Whether something is being written."""
        return self._task is not None and not self._task.done()

    def keep(self, state: CompanionState) -> None:
        """Have what is remembered as of `state` written; returns at once."""
        self._next = state
        if self._keeper is not None and not self.busy:
            self._task = asyncio.create_task(self._write(self._keeper))

    async def _write(self, keeper: Keeper) -> None:
        while (state := self._next) is not None:
            self._next = None
            try:
                await asyncio.to_thread(keeper.keep, state)
            except AlongsideError as error:
                self._trouble(f"{error} It is tried again after the next turn.")

    async def done(self) -> None:
        """Wait until everything is written."""
        if self._task is not None:
            await asyncio.gather(self._task, return_exceptions=True)

    async def undo(self) -> None:
        """The record is being deleted: what this session added to the memory goes, and no more is kept."""
        keeper, self._keeper, self._next = self._keeper, None, None
        await self.done()
        if keeper is not None:
            await asyncio.to_thread(keeper.undo)
