"""The page in real Chromium as one more body beside the doubles: what is seen and heard of it."""

from __future__ import annotations

import contextlib
import json
import re
import struct
import subprocess
import tempfile
from collections.abc import Iterator
from dataclasses import dataclass, field
from typing import Any

from playwright.async_api import Page, Playwright, WebSocket, async_playwright

from embodiment.interface import Capability
from hardware.doubles.double import Double
from tests.e2e.browser import CHROMIUM

SWITCHES = (
    "--headless",
    "--no-sandbox",
    "--disable-gpu",
    "--disable-background-networking",
    "--disable-sync",
    "--autoplay-policy=no-user-gesture-required",
)
WATCH = """
setInterval(() => { const a = window.alongside; if (!a || !window.noted) return; const p = a.pose();
  const asked = document.querySelector(".sheet:not([hidden]) .question")?.innerText ?? "";
  window.noted([a.level(), p.pitch, p.gazeX, p.gazeY, p.smile], asked); }, 10);
"""
LOUD = 0.004
NODS_DEG, LOOKS, FEELS = 2.5, 0.1, 0.2
"""How far a part of the pose goes before somebody would say that it nods, looks elsewhere, feels."""


@contextlib.contextmanager
def chromium() -> Iterator[str]:
    """A browser for many pages; the address at which it is driven."""
    with tempfile.TemporaryDirectory(ignore_cleanup_errors=True) as folder:
        switches = [*SWITCHES, "--remote-debugging-port=0", f"--user-data-dir={folder}"]
        with subprocess.Popen([CHROMIUM, *switches], stderr=subprocess.PIPE, text=True) as running:
            assert running.stderr is not None
            for line in running.stderr:
                if found := re.search(r"DevTools listening on (ws://\S+)", line):
                    break
            else:
                raise AssertionError("Chromium does not start")
            try:
                yield found[1]
            finally:
                running.kill()


@dataclass
class PageDouble(Double):
    """One page at `url`, driven by the browser at `chrome`."""

    url: str = ""
    chrome: str = ""
    _driver: Playwright | None = None
    _page: Page | None = None
    _asked: str = ""
    _pose: list[float] = field(default_factory=lambda: [0.0] * 5)

    @property
    def address(self) -> str:
        """The page's."""
        return self.url

    async def start(self) -> None:
        """Open the page, and begin or go on with the session."""
        self._driver = self._driver or await async_playwright().start()
        browser = await self._driver.chromium.connect_over_cdp(self.chrome)
        context = await browser.new_context(viewport={"width": 1024, "height": 700})
        page = await context.new_page()
        page.on("websocket", lambda line: self._listen(line))
        await page.expose_function("noted", self._noted)
        await page.add_init_script(WATCH)
        await page.goto(self.url)
        await page.get_by_role("button", name="Rather type").first.click()
        self._page = page

    @property
    def page(self) -> Page:
        """As it is open now."""
        assert self._page is not None
        return self._page

    async def drop(self) -> None:
        """Away for so long that it is missed, and back."""
        await self.reboot(1.2)

    async def stop(self) -> None:
        """Closed."""
        page, self._page, self.speaking = self._page, None, False
        if page is not None:
            await page.context.close()

    async def done(self) -> None:
        """Closed for good."""
        await self.stop()
        if self._driver is not None:
            await self._driver.stop()

    def _listen(self, line: WebSocket) -> None:
        line.on("framereceived", self._frame)

    def _frame(self, frame: str | bytes) -> None:
        if isinstance(frame, bytes) and frame[0] == 0x11:
            (length,) = struct.unpack_from("<I", frame, 1)
            rate = json.loads(frame[5 : 5 + length])["rate"]
            self.note(Capability.AUDIO, (frame[5 + length :], rate))

    def _noted(self, now: list[Any], asked: str) -> None:
        if asked != self._asked:
            self._asked = asked
            for line in filter(None, asked.splitlines()):
                self.note(Capability.SCREEN, line)
        level, pitch, x, y, smile = now
        self.speaking = self._page is not None and level > LOUD
        _, was_pitch, was_x, was_y, was_smile = self._pose
        if pitch > NODS_DEG >= was_pitch:
            self.note(Capability.GESTURE, "nod")
        if max(abs(x - was_x), abs(y - was_y)) > LOOKS:
            self.note(Capability.GAZE, (1.0, x, -y))  # to the person's right is to its own left
        else:
            x, y = was_x, was_y
        if abs(smile - was_smile) > FEELS:
            self.note(Capability.EXPRESSION, smile)
        else:
            smile = was_smile
        self._pose = [level, pitch, x, y, smile]
