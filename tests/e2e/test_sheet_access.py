"""Worksheets for everyone: axe in a real browser over every sheet and kind; by keyboard; enlarged."""

from __future__ import annotations

from collections.abc import AsyncIterator, Iterable
from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest
import pytest_asyncio
from playwright.async_api import Browser, Page, async_playwright

from alongside.component import Component, Context
from alongside.local import LocalTransport
from alongside.messages import Answer, SheetView
from embodiment.screen.server import Screen
from tests.e2e.browser import CHROMIUM
from tests.e2e.sheet_states import every_kind, every_sheet

pytestmark = [pytest.mark.slow, pytest.mark.asyncio(loop_scope="module")]

SIZES = {"tablet": (1024, 600), "phone": (360, 740), "laptop": (1366, 768)}
AXE = """async ([where, rules]) => {
  const found = await axe.run(where, {resultTypes: ['violations'], ...rules});
  return found.violations.map(({id, impact, nodes}) =>
    `${impact} ${id}: ${nodes.slice(0, 3).map((n) => n.target.join(' ')).join(', ')}`);
}"""
CONTRAST = {"runOnly": ["color-contrast"]}
ENLARGED = {
    "tablet at 200 %": (512, 300),
    "laptop at 200 %": (683, 384),
    "laptop at 400 %": (341, 192),
    "reflow": (320, 256),
}
TOO_WIDE = """() => {
  const parts = document.querySelectorAll('html, .sheet, .sheet-body, .side, .row, .question');
  return [...parts].filter((e) => e.scrollWidth > e.clientWidth + 1)
    .map((e) => `${e.tagName} ${e.className} ${e.scrollWidth} ${e.clientWidth}`);
}"""
KEYS = {
    "text": ["r", "a", "i", "n"],
    "rating": ["ArrowRight"],
    "choice": ["Space", "ArrowDown"],
    "several": ["Space", "Tab", "Space"],
    "time": ["Space"],
    "person": ["A", "n", "a"],
    "table": ["R", "i", "n", "g"],
    "timer": ["Space", "Tab", "Space"],
    "breathing": ["Space", "Tab", "Tab", "Space"],
}
"""What is pressed once the field has the focus."""
GIVES = {
    "text": "rain",
    "rating": "6",
    "choice": "Not today",
    "several": '["Rest","Walk"]',
    "time": '"said":"today"',
    "person": '"Ana"',
    "table": '[{"step":"Ring"}]',
    "timer": '"whole":false',
    "breathing": '{"rounds":0,"holds":true}',
}


class Teller(Component):
    """Stands for the companion: tells how the sheet stands, and keeps what is answered."""

    hears = (Answer,)
    says = (SheetView,)

    def __init__(self, context: Context) -> None:
        super().__init__("teller", {}, context)
        self.answers: list[Answer] = []

    async def on_answer(self, answer: Answer) -> None:
        self.answers.append(answer)


class Told:
    """A page that is told how the sheet stands."""

    def __init__(self, page: Page, teller: Teller) -> None:
        self.page, self.teller = page, teller

    async def show(self, view: SheetView) -> None:
        """Have the page show this."""
        self.teller.say(view)
        mark = f'.sheet[data-sheet="{view.sheet}"][data-status="{view.status}"][data-field="{view.current}"]'
        await self.page.locator(mark).wait_for(timeout=15000)

    async def answered(self) -> Answer:
        """What was handed in first."""
        for _ in range(100):
            if self.teller.answers:
                return self.teller.answers[0]
            await self.page.wait_for_timeout(20)
        raise AssertionError("nothing was handed in")

    async def findings(self, where: str, rules: dict[str, Any]) -> list[str]:
        """What axe says is wrong there."""
        found: list[str] = await self.page.evaluate(AXE, [where, rules])
        return found


@pytest_asyncio.fixture(scope="module", loop_scope="module")
async def browser() -> AsyncIterator[Browser]:
    async with async_playwright() as playwright:
        switches = ["--no-sandbox", "--disable-gpu", "--disable-background-networking", "--disable-sync"]
        running = await playwright.chromium.launch(executable_path=CHROMIUM, args=switches)
        yield running
        await running.close()


@pytest_asyncio.fixture(loop_scope="module")
async def told(browser: Browser, axe: str, tmp_path: Path) -> AsyncIterator[Told]:
    """The real page, served by the real server, without anything moving in it."""
    context = Context(session=tmp_path)
    screen, teller = Screen("screen", {"port": 0}, context), Teller(context)
    transport = LocalTransport([screen, teller])
    await transport.start()
    page = await browser.new_page(reduced_motion="reduce")
    complaints: list[str] = []
    page.on("pageerror", lambda error: complaints.append(str(error)))
    await page.add_init_script(axe)
    await page.goto(screen.address)
    await page.get_by_role("button", name="Rather type").first.click()
    yield Told(page, teller)
    assert complaints == []
    await page.close()
    await transport.stop()


async def look_over(told: Told, views: Iterable[SheetView], size: str, theme: str, where: str) -> list[str]:
    """What axe finds in these. In the dark only colours are other than in the light."""
    width, height = SIZES[size]
    await told.page.set_viewport_size({"width": width, "height": height})
    await told.page.emulate_media(color_scheme=theme)  # type: ignore[arg-type]
    rules: dict[str, Any] = CONTRAST if theme == "dark" else {}
    found = []
    for view in views:
        await told.show(view)
        findings = await told.findings(where, rules)
        found += [f"{view.sheet} {view.current or view.status}: {finding}" for finding in findings]
    return found


@pytest.mark.parametrize(("size", "theme"), [("tablet", "light"), ("tablet", "dark"), ("phone", "light")])
async def test_axe_finds_nothing_in_any_kind_of_field(told: Told, size: str, theme: str) -> None:
    assert await look_over(told, every_kind(), size, theme, "html") == []


async def test_axe_finds_nothing_in_any_sheet(told: Told) -> None:
    # Their colours are those of their kinds of fields, which are looked at in both themes above.
    assert await look_over(told, every_sheet(), "tablet", "light", ".sheet") == []


async def test_every_kind_is_answered_by_keyboard_alone(told: Told) -> None:
    for view in every_kind():
        if not view.sheet.endswith("empty"):
            continue
        await told.show(view)
        await told.page.locator("h1").first.focus()
        await tab_to(told.page, ".question-field *")
        for key in KEYS[view.current]:
            await told.page.keyboard.press(key)
        await tab_to(told.page, ".sheet > .row .main")
        told.teller.answers.clear()
        await told.page.keyboard.press("Enter")
        answer = await told.answered()
        assert (answer.field, answer.move) == (view.current, "enter")
        assert GIVES[view.current] in answer.value


async def tab_to(page: Page, selector: str) -> None:
    """Go on by the Tab key until that has the focus, and shows that it has."""
    for _ in range(60):
        await page.keyboard.press("Tab")
        if await page.evaluate(f"document.activeElement.matches('{selector}')"):
            assert await page.evaluate("document.activeElement.matches(':focus-visible')")
            return
    raise AssertionError(f"Tab never came to {selector}")


@pytest.mark.parametrize("zoom", ENLARGED)
async def test_enlarged_it_scrolls_one_way_only_and_nothing_is_out_of_reach(told: Told, zoom: str) -> None:
    width, height = ENLARGED[zoom]
    await told.page.set_viewport_size({"width": width, "height": height})
    for view in every_kind():
        if view.sheet.endswith(("heard", "problem")):
            await told.show(view)
            assert await told.page.evaluate(TOO_WIDE) == [], f"{view.sheet} {view.current}"
            told.teller.answers.clear()
            await told.page.locator(".sheet").get_by_role("button", name="Back", exact=True).click()
            await told.answered()


async def test_with_less_motion_only_the_words_of_a_breath_change(told: Told) -> None:
    view = next(view for view in every_kind() if (view.sheet, view.current) == ("kinds_empty", "breathing"))
    await told.show(view)
    square = told.page.locator(".square")
    before = await square.evaluate("e => e.outerHTML")
    await told.page.get_by_role("button", name="Start", exact=True).click()
    await told.page.locator(".breathing-word", has_text="Breathe in").wait_for()
    await told.page.locator(".breathing-word", has_text="Hold").wait_for(timeout=8000)
    assert await square.evaluate("e => e.outerHTML") == before
    await told.show(replace(view, status="paused"))
    await told.show(view)
    assert await told.page.locator(".breathing-word").inner_text() == "Paused"
