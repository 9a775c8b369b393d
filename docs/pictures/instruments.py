"""Takes the pictures of consent and of a questionnaire: `python -m docs.pictures.instruments`.

Needs what the tests need.
"""

from __future__ import annotations

import io
import tempfile
from pathlib import Path

from PIL import Image
from playwright.sync_api import Browser, Page, sync_playwright

from tests.e2e.browser import CHROMIUM
from tests.e2e.graphs import running
from tests.e2e.study_hand import arguments, consent, pick
from tests.e2e.test_study_by_touch import SWITCHES

HERE = Path(__file__).parent
SIZE = {"width": 1280, "height": 800}


def main() -> None:
    """Consent by day, and one question of a questionnaire by night."""
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=CHROMIUM, args=SWITCHES)
        asked, put = taken(browser, "light"), taken(browser, "dark")
        browser.close()
    asked[0].save(HERE / "consent.png", optimize=True)
    put[1].save(HERE / "questionnaire.png", optimize=True)


def taken(browser: Browser, theme: str) -> list[Image.Image]:
    """The page while consent is asked for, and while the questionnaire is open."""
    with tempfile.TemporaryDirectory() as folder:
        context = browser.new_context(viewport=SIZE, color_scheme=theme)  # type: ignore[arg-type]
        page = context.new_page()
        with running(arguments(Path(folder)), Path(folder)) as graph:
            page.goto(graph.address)
            card = consent(page)
            card.get_by_label("Keep what is said, as text").click()
            card.get_by_role("heading").first.scroll_into_view_if_needed()
            asked = picture(page)
            card.get_by_role("button", name="Go on with these").click()
            page.get_by_role("button", name="Rather type").first.click()
            page.locator('.sheet[data-sheet="study:phq_9"]:not([hidden])').wait_for()
            pick(page, "Several days")
            page.get_by_role("radio", name="Not at all", exact=True).click()
            put = picture(page)
        context.close()
    return [asked, put]


def picture(page: Page) -> Image.Image:
    """What the page shows once it has come to rest."""
    page.wait_for_timeout(900)
    return Image.open(io.BytesIO(page.screenshot())).convert("RGB").quantize(128)


if __name__ == "__main__":
    main()
