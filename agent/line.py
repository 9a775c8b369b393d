"""The one line that waits for a person before it is said, and how long it may wait."""

from __future__ import annotations

import asyncio
from collections.abc import Callable

from alongside.messages import Act, Proposed


class Line:
    """Keeps an act back until somebody decides, or its time is up. All calls on the event loop."""

    def __init__(self, say: Callable[[Proposed], None], late: Callable[[], None]) -> None:
        self.act: Act | None = None
        self._say, self._late = say, late
        self._seconds = 0.0
        self._timer: asyncio.TimerHandle | None = None

    def propose(self, act: Act, seconds: float) -> None:
        """Show it to whoever decides; after `seconds` (0: never) it is late."""
        self.act, self._seconds = act, seconds
        self._tell("waiting")
        if seconds:
            self._timer = asyncio.get_running_loop().call_later(seconds, self._late)

    def hold(self) -> None:
        """It waits for a person, however long."""
        self._stop_timer()
        self._seconds = 0.0
        self._tell("held")

    def settle(self, status: str) -> Act | None:
        """It waits no longer: tell what became of it, and give it, if there was one."""
        self._stop_timer()
        act = self.act
        self._tell(status)
        self.act = None
        return act

    def _stop_timer(self) -> None:
        if self._timer is not None:
            self._timer.cancel()
            self._timer = None

    def _tell(self, status: str) -> None:
        act = self.act
        if act is not None:
            self._say(
                Proposed(
                    act_id=act.act_id,
                    turn_id=act.turn_id,
                    revision=act.revision,
                    kind=act.kind,
                    focus=act.focus,
                    text=act.text,
                    reasons=act.reasons,
                    seconds=self._seconds,
                    status=status,  # type: ignore[arg-type]
                )
            )
