"""The page of `alongside look` in a real browser: what it shows, by keyboard, to axe, on small screens."""

from __future__ import annotations

import itertools
from collections.abc import Iterator
from pathlib import Path

import pytest
from playwright.sync_api import Browser, Page

from docs.pictures.look import served

pytestmark = pytest.mark.slow
HEADS = Path(__file__).parents[1] / "perception" / "heads"
SIZES = {"laptop": (1366, 768), "small": (1024, 700), "phone": (390, 844)}
FINDS = """async () => (await axe.run(document, {resultTypes: ['violations']})).violations
  .map(({id, impact, nodes}) => `${impact} ${id}: ${nodes.map((n) => n.target.join(' ')).join(', ')}`)"""
SCROLLS = """() => [document.documentElement, ...document.querySelectorAll('.units, .words')]
  .filter((e) => e.scrollHeight > e.clientHeight + 1 || e.scrollWidth > e.clientWidth + 1)
  .map((e) => e.className)"""
TOO_WIDE = "() => document.documentElement.scrollWidth > window.innerWidth"
PAINTED = """() => { const c = document.getElementById('picture');
  return c.getContext('2d').getImageData(0, 0, c.width, c.height).data.some((v) => v > 0) }"""


@pytest.fixture(scope="module")
def film() -> Iterator[tuple[str, list[int]]]:
    """The page's address, looking at a head that smiles, and how many pictures were taken (a list of one)."""
    taken = [0]

    def frames() -> Iterator[bytes]:
        for look in itertools.chain(["neutral"] * 25, itertools.repeat("smile")):
            taken[0] += 1
            yield (HEADS / f"ada_{look}.jpg").read_bytes()

    with served(frames(), 12) as address:
        yield address, taken


@pytest.fixture
def page(browser: Browser, film: tuple[str, list[int]]) -> Iterator[Page]:
    opened = browser.new_page(viewport={"width": 1024, "height": 700})
    complaints: list[str] = []
    opened.on("pageerror", lambda error: complaints.append(str(error)))
    opened.goto(film[0])
    opened.get_by_text("Camera on").wait_for(timeout=60_000)
    yield opened
    opened.close()
    assert not complaints


def test_it_tells_a_smile_in_words_and_as_a_unit(page: Page) -> None:
    page.get_by_role("definition").filter(has_text="happy").wait_for(timeout=60_000)
    smile = page.get_by_role("row").filter(has_text="smile")
    assert float(smile.get_by_role("cell").nth(-2).inner_text()) > 0.6
    assert page.get_by_role("row").count() == 27  # one for each unit, and the heading
    assert page.evaluate(PAINTED)


def test_by_keyboard_the_camera_is_off_and_on_again(page: Page, film: tuple[str, list[int]]) -> None:
    page.keyboard.press("Tab")
    page.keyboard.press("Space")
    assert page.get_by_role("button", name="Points").get_attribute("aria-pressed") == "false"
    page.keyboard.press("Tab")
    page.keyboard.press("Enter")
    page.get_by_text("You stopped looking").first.wait_for()
    assert not page.evaluate(PAINTED)
    page.wait_for_timeout(300)  # a picture that was on its way
    before = film[1][0]
    page.wait_for_timeout(700)
    assert film[1][0] == before
    page.keyboard.press("Enter")
    page.get_by_text("Camera on").wait_for()
    page.wait_for_function(PAINTED)


@pytest.mark.parametrize("size", SIZES)
@pytest.mark.parametrize("scheme", ["light", "dark"])
def test_axe_finds_nothing_and_all_of_it_fits(page: Page, axe: str, size: str, scheme: str) -> None:
    width, height = SIZES[size]
    page.set_viewport_size({"width": width, "height": height})
    page.emulate_media(color_scheme=scheme)
    page.get_by_role("definition").nth(3).wait_for(timeout=60_000)
    page.evaluate(axe)
    assert page.evaluate(FINDS) == []
    assert not page.evaluate(TOO_WIDE)
    if size != "phone":
        assert page.evaluate(SCROLLS) == []


def test_a_screen_reader_is_not_told_fifteen_times_a_second(page: Page) -> None:
    page.evaluate(
        "() => { window.told = 0; new MutationObserver(() => window.told++)"
        ".observe(document.getElementById('said'), {childList: true, characterData: true, subtree: true}) }"
    )
    page.wait_for_timeout(4000)
    assert page.evaluate("window.told") <= 2


def test_elsewhere_there_is_nothing(page: Page, film: tuple[str, list[int]]) -> None:
    for name in ("../look.py", "look.py", "reader.py", "nothing"):
        assert page.request.get(f"{film[0]}/{name}").status == 404
