"""Takes the picture of the operator's console: `python -m docs.pictures.console`."""

from __future__ import annotations

import asyncio
import tempfile
from pathlib import Path

from playwright.async_api import async_playwright

from alongside.messages import Control
from tests.e2e.browser import CHROMIUM
from tests.e2e.console_live import CONTACTS, TITLE, desk_of, page_at
from tests.e2e.console_talk import LINE, sound, talk
from tests.study.console.conftest import Running

HERE = Path(__file__).parent
SIZE = {"width": 1600, "height": 900}


async def main() -> None:
    """Two sessions, one of which is shown."""
    with tempfile.TemporaryDirectory() as given:
        sessions = Path(given)
        for name in ("P07-evening-4", "P12-evening-1"):
            (sessions / name).mkdir()
        async with (
            Running(sessions / "P07-evening-4", TITLE, contacts=CONTACTS) as one,
            Running(sessions / "P12-evening-1") as two,
            desk_of(sessions) as desk,
            async_playwright() as playwright,
        ):
            await one.say(*talk())
            await two.say(Control(name="session", value="start"))
            browser = await playwright.chromium.launch(executable_path=CHROMIUM, args=["--no-sandbox"])
            async with page_at(browser, desk, viewport=SIZE) as page:
                await page.get_by_text(LINE).wait_for()
                await page.get_by_text("Sound:").click()
                await page.get_by_text("Sound off").click()
                await one.say(*sound())
                await page.wait_for_timeout(1500)
                await page.screenshot(path=HERE / "console.png")
            await browser.close()


if __name__ == "__main__":
    asyncio.run(main())
