"""Takes the picture of a study's report: `python -m docs.pictures.study_report` (needs what the tests need).

The people are simulated, their scores drawn from a seed; it shows the page and says nothing of any arm.
"""

from __future__ import annotations

import io
import os
import tempfile
from pathlib import Path

from PIL import Image
from playwright.sync_api import sync_playwright

from study.analysis.report import write_study_report
from study.store.records import Who
from tests.e2e.browser import CHROMIUM
from tests.study.analysis.simulated import Truth, simulate
from tests.study.running import Running

HERE = Path(__file__).parent
CHANGE = {"robot": -6.0, "chatbot": -1.0, "worksheet": -4.0}
SIZE = (1060, 1330)
"""Pixels of one half."""


def main() -> None:
    """Simulate the fifteen days, write the report, and put its beginning and its models side by side."""
    with tempfile.TemporaryDirectory() as name:
        os.environ["ALONGSIDE_KEYS"] = f"{name}/keys"
        running = Running(Path(name))
        simulate(running, 38, Truth(CHANGE), seed=3, refuse=3, drop=4)
        page = write_study_report(running.study, Who("ada", "analyst")).page
        running.study.close()
        photograph(page, HERE / "study_report.png")


def photograph(report: Path, picture: Path) -> None:
    """The page from its top, and beside it from the scores of the first instrument and the models."""
    wide, high = SIZE
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=CHROMIUM, args=["--no-sandbox"])
        page = browser.new_page(viewport={"width": wide, "height": high})
        page.goto(report.as_uri())
        left = Image.open(io.BytesIO(page.screenshot()))
        parts = [
            Image.open(io.BytesIO(page.locator(f"#figure-{key}").screenshot()))
            for key in ("scores_k10", "models_1")
        ]
        ground = left.getpixel((4, 4))
        browser.close()
    right = Image.new("RGB", SIZE, ground)
    top = 70
    for part in parts:
        right.paste(part, ((wide - part.width) // 2, top))
        top += part.height + 50
    both = Image.new("RGB", (2 * wide + 24, high), "#d5d9d6")
    both.paste(left, (0, 0))
    both.paste(right, (wide + 24, 0))
    both.resize((both.width * 3 // 4, high * 3 // 4), Image.Resampling.LANCZOS).quantize(
        256, Image.Quantize.MAXCOVERAGE
    ).save(picture)


if __name__ == "__main__":
    main()
