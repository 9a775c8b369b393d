"""Keeps one device open: opens it, notices when it goes, and takes it up again when it is back."""

from __future__ import annotations

import asyncio
import time
from collections.abc import Callable
from typing import Any

from alongside.errors import AlongsideError
from speech.device_client import Device

BACKOFF = (0.5, 1.0, 2.0, 3.0)
"""Seconds to wait before each try in a row; the last is kept up for as long as it takes."""
STEADY = 5.0
"""Seconds after which an opened device counts as one that works."""
LOOK, HANGS = 2.0, 8.0
"""Seconds between looks at an open device, and those without a word of it after which it hangs."""

Told = Callable[[Any, str], None]
"""Called with a status of Health and one line, on change."""
Make = Callable[[Callable[[int], None], Callable[[AlongsideError], None]], Device]
"""Makes a device, not yet open, that calls the first with its gaps and the second when it is over."""


class DeviceKeeper:
    """All on the event loop; devices are opened and closed on threads beside it."""

    def __init__(
        self,
        make: Make,
        tell: Told,
        lost: Callable[[], None] = lambda: None,
    ) -> None:
        self._make, self._tell_owner, self._lost = make, tell, lost
        self._wanted = True
        self._changed = asyncio.Event()
        self._tried = asyncio.Event()
        self._task: asyncio.Task[None] | None = None
        self._told = ("", "")
        self._name = ""
        self.is_open = False

    def start(self) -> None:
        """Begin."""
        self._task = asyncio.create_task(self._keep())

    async def stop(self) -> None:
        """Close the device and try no more."""
        if self._task:
            self._task.cancel()
            await asyncio.gather(self._task, return_exceptions=True)

    def switch(self, on: bool) -> None:
        """Have the device open, or closed. Asked for again, one that is missing is tried at once."""
        self._wanted = on
        self._changed.set()

    async def tried(self) -> bool:
        """Whether the device is open, once that is known."""
        await self._tried.wait()
        return self.is_open

    async def _keep(self) -> None:
        failures = 0
        while True:
            self._changed.clear()
            if not self._wanted:
                await self._changed.wait()
                continue
            began = time.monotonic()
            try:
                await self._serve()
                failures = 0
                continue
            except AlongsideError as error:
                self._tell("degraded", str(error))
            self._tried.set()
            failures = 1 if time.monotonic() - began > STEADY else failures + 1
            try:
                await asyncio.wait_for(self._changed.wait(), BACKOFF[min(failures, len(BACKOFF)) - 1])
            except asyncio.TimeoutError:
                continue

    async def _serve(self) -> None:
        """Until the device is switched off. Raises AlongsideError when it cannot be opened or is gone."""
        loop = asyncio.get_running_loop()
        over: asyncio.Future[AlongsideError] = loop.create_future()

        def ended(error: AlongsideError) -> None:
            loop.call_soon_threadsafe(_settle, over, error)

        def gaps(number: int) -> None:
            loop.call_soon_threadsafe(self._tell_gaps, number)

        device = self._make(gaps, ended)
        try:
            opened = await asyncio.to_thread(device.open)
            self._name = f"{opened.device}, {opened.rate} Hz, {opened.channels} ch"
            self.is_open = True
            self._tell("ready", self._name)
            self._tried.set()
            while self._wanted and not over.done():
                waiting = asyncio.ensure_future(self._changed.wait())
                both: set[asyncio.Future[Any]] = {over, waiting}
                await asyncio.wait(both, timeout=LOOK, return_when=asyncio.FIRST_COMPLETED)
                waiting.cancel()
                self._changed.clear()
                if device.quiet_for > HANGS:
                    over.set_result(AlongsideError("the sound device hangs", "It is opened again by itself."))
        finally:
            was_open, self.is_open = self.is_open, False
            await asyncio.to_thread(device.close)
        if over.done():
            if was_open:
                self._lost()
            raise over.result()

    def _tell_gaps(self, number: int) -> None:
        if number:
            self._tell(
                "degraded",
                f"{number} gaps in its sound in 5 s. Close other programs.",
            )
        else:
            self._tell("ready", self._name)

    def _tell(self, status: str, detail: str) -> None:
        """A change, once, not at each try."""
        if (status, detail) != self._told:
            self._told = (status, detail)
            self._tell_owner(status, detail)


def _settle(over: asyncio.Future[AlongsideError], error: AlongsideError) -> None:
    if not over.done():
        over.set_result(error)
