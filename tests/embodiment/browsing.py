"""A real Chromium, and a page in it that tells of its complaints."""

from __future__ import annotations

from collections.abc import AsyncIterator

import pytest
from playwright.async_api import Browser, Page, async_playwright

SWITCHES = (
    "--no-sandbox",
    "--disable-gpu",
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-sync",
    "--use-fake-device-for-media-stream",
    "--use-fake-ui-for-media-stream",
)


@pytest.fixture
async def browser() -> AsyncIterator[Browser]:
    """Chromium with a microphone that beeps and a camera that shows a test picture."""
    async with async_playwright() as playwright:
        running = await playwright.chromium.launch(executable_path="/usr/bin/chromium", args=SWITCHES)
        yield running
        await running.close()


async def opened(browser: Browser, address: str) -> tuple[Page, list[str]]:
    """A page at `address`, and a list that fills with its complaints."""
    page = await browser.new_page()
    complaints: list[str] = []
    page.on("console", lambda line: complaints.append(line.text) if line.type == "error" else None)
    page.on("pageerror", lambda error: complaints.append(str(error)))
    page.on("requestfailed", lambda request: complaints.append(request.url))
    await page.goto(address)
    return page, complaints
