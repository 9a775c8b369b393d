"""Takes the picture of worksheets, on a tablet and on paper: `python -m docs.pictures.sheets`.

Needs what the tests need.
"""

from __future__ import annotations

import io
import tempfile
from pathlib import Path

import pypdfium2
from PIL import Image
from playwright.sync_api import Browser, Page, sync_playwright

from agent.worksheets.sheet import load_sheet
from study.paper.pdf import sheet_pdf
from study.paper.sources import blank
from tests.e2e.browser import CHROMIUM
from tests.e2e.graphs import running
from tests.e2e.sheet_hand import Hand
from tests.e2e.test_sheets_by_touch import arguments, opened

HERE = Path(__file__).parent
GAP, HEIGHT = 24, 900
SWITCHES = [
    "--no-sandbox",
    "--disable-gpu",
    "--use-fake-device-for-media-stream",
    "--use-fake-ui-for-media-stream",
]
SHOWN = (("grounding", "light", 2), ("box_breathing", "dark", 1))
"""A sheet, the theme of the page, and how many of its questions are answered before the picture."""


def main() -> None:
    """Two sheets in the doing and one on paper, side by side."""
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=CHROMIUM, args=SWITCHES)
        pictures = [on_screen(browser, *item) for item in SHOWN]
        browser.close()
    pictures.append(on_paper("if_then_plan"))
    fitted = [image.resize((round(image.width * HEIGHT / image.height), HEIGHT)) for image in pictures]
    width = sum(image.width for image in fitted) + GAP * (len(fitted) - 1)
    whole = Image.new("RGB", (width, HEIGHT), "white")
    left = 0
    for image in fitted:
        whole.paste(image, (left, 0))
        left += image.width + GAP
    whole.quantize(128).save(HERE / "sheets.png", optimize=True)


def on_screen(browser: Browser, name: str, theme: str, answered: int) -> Image.Image:
    """The page on a phone's or a small robot's upright screen."""
    with tempfile.TemporaryDirectory() as folder:
        given = arguments(Path(folder), name, "--set", "screen.port=0")
        context = browser.new_context(
            viewport={"width": 480, "height": 800},
            device_scale_factor=1.5,
            color_scheme=theme,  # type: ignore[arg-type]
        )
        page = context.new_page()
        with running(given, Path(folder)) as graph:
            hand = opened(page, graph.address)
            for _ in range(answered):
                hand.answer()
            begun(page, hand)
            picture = page.screenshot()
        context.close()
    return Image.open(io.BytesIO(picture)).convert("RGB")


def begun(page: Page, hand: Hand) -> None:
    """An exercise is begun, and looked at after a while."""
    if hand.kind() == "breathing":
        hand.question.get_by_role("button").first.click()
        page.wait_for_timeout(5500)
    page.wait_for_timeout(800)


def on_paper(name: str) -> Image.Image:
    """The first page of a blank sheet."""
    document = pypdfium2.PdfDocument(sheet_pdf(blank(load_sheet(name))))
    picture: Image.Image = document[0].render(scale=1.6).to_pil()
    return picture.convert("RGB")


if __name__ == "__main__":
    main()
