"""The real page in real Chromium, served by the real screen: for measures and pictures."""

from __future__ import annotations

import asyncio
import contextlib
import tempfile
from collections.abc import AsyncIterator
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from playwright.async_api import Page, async_playwright

from alongside.component import Component, Context
from alongside.local import LocalTransport
from alongside.messages import MESSAGES, Message
from embodiment.screen.server import Screen
from tests.e2e.browser import CHROMIUM, DEVICES

DRAWN = ("--disable-gpu",)
MODEL = ("--use-angle=swiftshader", "--enable-unsafe-swiftshader")
"""Switches for WebGL without a graphics card; what only draws SVG needs none."""


class Others(Component):
    """Everyone else in the graph: says what it is told to."""

    says = MESSAGES


@dataclass
class Shown:
    """The page, and a way to say things to it."""

    page: Page
    others: Others
    complaints: list[str]

    def say(self, message: Message) -> None:
        """As if some component said it."""
        self.others.say(message)

    async def until(self, expression: str, seconds: float = 20.0) -> Any:
        """Wait until a JavaScript expression of the page holds; its value."""
        end = asyncio.get_running_loop().time() + seconds
        while not (found := await self.page.evaluate(expression)):
            if asyncio.get_running_loop().time() > end:
                raise TimeoutError(f"never: {expression}; {self.complaints}")
            await asyncio.sleep(0.03)
        return found


@contextlib.asynccontextmanager
async def shown(
    script: str = "",
    *,
    avatar: Path | None = None,
    dark: bool = False,
    size: tuple[int, int] = (1280, 800),
    sharp: float = 1.0,
    webgl: bool = True,
) -> AsyncIterator[Shown]:
    """The page after the hello, `script` run in it before its own; by a VRM model if `avatar`.

    The page's security policy is set aside for what `script` loads, unless there is none.
    """
    switches = [*DEVICES, *(MODEL if avatar and webgl else DRAWN)]
    if not webgl:
        switches.append("--disable-3d-apis")
    with tempfile.TemporaryDirectory() as folder:
        context = Context(session=Path(folder))
        screen = Screen("screen", {"port": 0, "avatar": str(avatar or "")}, context)
        others = Others("others", {}, context)
        transport = LocalTransport([screen, others])
        await transport.start()
        try:
            async with async_playwright() as playwright:
                browser = await playwright.chromium.launch(executable_path=CHROMIUM, args=switches)
                page = await browser.new_page(
                    viewport={"width": size[0], "height": size[1]},
                    device_scale_factor=sharp,
                    color_scheme="dark" if dark else "light",
                    bypass_csp=bool(script),
                )
                complaints: list[str] = []
                page.on(
                    "console", lambda line: complaints.append(line.text) if line.type == "error" else None
                )
                page.on("pageerror", lambda error: complaints.append(str(error)))
                if script:
                    await page.add_init_script(script)
                await page.goto(screen.address)
                await page.get_by_role("button", name="Say hello").click()
                here = Shown(page, others, complaints)
                await here.until("window.alongside.phase === 'talking'")
                if avatar:
                    await here.until("window.alongside.events.some(e => e.what.startsWith('avatar'))", 60)
                yield here
                await browser.close()
        finally:
            await transport.stop()
