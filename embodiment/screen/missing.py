"""Notices that the page of a session that is under way went, and did not come back at once."""

from __future__ import annotations

import asyncio
from collections.abc import Callable

RELOADING_S = 1.0
"""Seconds in which a page that is only loaded again is back."""


class Missing:
    """`tell(True)` when the page is missed, `tell(False)` when it is back. Calls on the event loop."""

    def __init__(self, tell: Callable[[bool], None]) -> None:
        self._tell = tell
        self._alarm: asyncio.TimerHandle | None = None
        self._missed = False

    def page_gone(self, under_way: bool) -> None:
        """The page went; it is only missed while the session is under way."""
        if under_way:
            self.close()
            self._alarm = asyncio.get_running_loop().call_later(RELOADING_S, self._is_missed)

    def page_came(self) -> None:
        """A page is there."""
        self.close()
        if self._missed:
            self._missed = False
            self._tell(False)

    def close(self) -> None:
        """Wait no more."""
        if self._alarm is not None:
            self._alarm.cancel()
            self._alarm = None

    def _is_missed(self) -> None:
        self._missed = True
        self._tell(True)
