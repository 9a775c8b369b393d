"""Work beside the frames: started at once, waited for by nobody, its failures told."""

from __future__ import annotations

import asyncio
from collections.abc import Callable, Coroutine
from typing import Any

from alongside.component import where_from


class Background:
    """Runs coroutines; `told(detail)` is called when one fails, without anybody's words."""

    def __init__(self, told: Callable[[str], None]) -> None:
        self._told = told
        self._tasks: set[asyncio.Task[None]] = set()
        self._watches = 0

    @property
    def busy(self) -> bool:
        """Whether something is being done that will end by itself."""
        return len(self._tasks) > self._watches

    def watch(self, work: Coroutine[Any, Any, None]) -> None:
        """Begin to do what lasts as long as the component does."""
        self._watches += 1
        self.spawn(work)

    def spawn(self, work: Coroutine[Any, Any, None]) -> None:
        """Begin to do it."""
        task = asyncio.create_task(self._guarded(work))
        self._tasks.add(task)
        task.add_done_callback(self._tasks.discard)

    async def stop(self) -> None:
        """End what is in progress."""
        for task in list(self._tasks):
            task.cancel()
        await asyncio.gather(*self._tasks, return_exceptions=True)

    async def _guarded(self, work: Coroutine[Any, Any, None]) -> None:
        try:
            await work
        except Exception as error:
            self._told(f"hearing was disturbed: {where_from(error)}")
