"""The operator's console in Chromium: two live sessions at once, decided on, marked, stopped, by keyboard."""

from __future__ import annotations

import re
from collections.abc import AsyncIterator
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import pytest
import pytest_asyncio
from playwright.async_api import Browser, Page, async_playwright, expect

from alongside.eventlog import read_events, verify
from alongside.messages import Act, Control, Decision, Health, Note, Risk, SheetView, Stop, Turn
from tests.e2e.browser import CHROMIUM
from tests.e2e.console_live import NOTE_PRESS, Live, desk_of, page_at, until
from tests.e2e.console_talk import LINE, talk
from tests.e2e.waits import waits
from tests.study.console.conftest import Running

pytestmark = [pytest.mark.slow, pytest.mark.asyncio(loop_scope="module")]

AXE = "async () => (await axe.run()).violations.map(v => `${v.impact} ${v.id}: ${v.nodes[0].target}`)"
FITS = """() => {
  const box = (e) => e.getBoundingClientRect(), out = [];
  const page = document.documentElement;
  if (page.scrollHeight > innerHeight || page.scrollWidth > innerWidth) out.push("the page scrolls");
  for (const e of document.querySelectorAll("body *")) {
    const b = box(e);
    if (!b.width || e.closest(".unseen, .transcript, .next-words")) continue;
    const inside = b.bottom <= innerHeight + 1 && b.right <= innerWidth + 1 && b.top >= -1 && b.left >= -1;
    if (!inside) out.push(`outside: ${e.className || e.tagName}`);
    const column = e.closest(".column");
    if (column && column !== e && box(column).bottom + 1 < b.bottom) out.push(`cut off: ${e.className}`);
  }
  return out; }"""
LARGE = ".phases li, .gate, .next-words, .safety-level, .stop-word"
SMALLEST = (
    "s => Math.min(...[...document.querySelectorAll(s)].map(e => parseFloat(getComputedStyle(e).fontSize)))"
)


@pytest_asyncio.fixture(scope="module", loop_scope="module")
async def browser() -> AsyncIterator[Browser]:
    async with async_playwright() as playwright:
        switches = ["--no-sandbox", "--disable-gpu", "--autoplay-policy=no-user-gesture-required"]
        running = await playwright.chromium.launch(executable_path=CHROMIUM, args=switches)
        yield running
        await running.close()


@dataclass
class Two:
    """Two sessions, the operator's page, and a participant's page in the first."""

    one: Live
    two: Live
    operator: Page
    participant: Page


@pytest_asyncio.fixture(scope="module", loop_scope="module")
async def two(browser: Browser, tmp_path_factory: pytest.TempPathFactory) -> AsyncIterator[Two]:
    folder = tmp_path_factory.mktemp("sessions")
    async with (
        Live(folder / "P07", True) as one,
        Live(folder / "P12", False) as other,
        desk_of(folder) as desk,
    ):
        small = {"width": 1280, "height": 720}
        async with (
            page_at(browser, desk, viewport=small) as operator,
            page_at(browser, one.screen.address, viewport={"width": 600, "height": 400}) as participant,
        ):
            await participant.get_by_role("button", name="Rather type").first.click()
            yield Two(one, other, operator, participant)


def tab(two: Two, name: str) -> Any:
    return two.operator.get_by_role("tab", name=name)


async def said(live: Live, kind: type[Any], count: int = 1) -> Any:
    """The last of so many messages of a kind in the session's record."""

    def last() -> Any:
        found = [e.message for e in read_events(live.folder) if isinstance(e.message, kind)]
        return found[-1] if len(found) >= count else None

    return await until(last)


async def test_both_are_there_and_each_line_of_the_first_waits(two: Two) -> None:
    await expect(tab(two, "P07")).to_contain_text("line waits")
    await expect(tab(two, "P12")).to_contain_text("not begun")
    two.two.say(Control(name="session", value="start"))
    await expect(tab(two, "P12")).to_contain_text("talking")
    await expect(two.operator.locator(".next-words")).to_contain_text("companion")  # what it is, first of all
    assert not [e for e in read_events(two.one.folder) if isinstance(e.message, Act)]
    await two.operator.keyboard.press("a")
    assert (await said(two.one, Act)).kind == "greet"
    await expect(two.participant.locator(".captions-line")).to_contain_text("companion")


async def test_a_line_is_edited_and_a_wizard_speaks_with_the_name_on_record(two: Two) -> None:
    box = two.participant.get_by_role("textbox").first
    await box.fill("I failed my driving test again. Fourth time.")
    await box.press("Enter")
    await expect(two.operator.locator(".transcript")).to_contain_text("Fourth time")
    await expect(two.operator.locator(".next h3")).to_have_text("Next line, waits for you")
    await two.operator.keyboard.press("e")
    await expect(two.operator.locator(".next h3")).to_have_text("Next line, held")
    await two.operator.locator(".next-box").fill("Four times, and it still matters to you.")
    await two.operator.keyboard.press("Enter")
    act = await said(two.one, Act, 2)
    assert act.text == "Four times, and it still matters to you."
    assert act.reasons[-1] == "words edited by kim (wizard)"
    await expect(two.participant.locator(".captions-line")).to_contain_text("Four times")
    await two.operator.keyboard.press("w")
    await two.operator.locator(".next-box").fill("Take the time you need.")
    await two.operator.keyboard.press("Enter")
    assert (await said(two.one, Act, 3)).text == "Take the time you need."
    decision = await said(two.one, Decision, 4)
    assert (decision.verdict, decision.name, decision.role) == ("speak", "kim", "wizard")
    await expect(two.operator.locator(".transcript")).to_contain_text("by kim")


async def test_what_must_not_be_said_is_refused_to_a_wizard_too(two: Two) -> None:
    await two.operator.keyboard.press("w")
    await two.operator.locator(".next-box").fill("I'm a real therapist, you can trust me.")
    await two.operator.keyboard.press("Enter")
    await expect(two.operator.locator(".next-refused")).to_contain_text("claims to be human")
    assert "therapist" not in (await said(two.one, Act, 3)).text


async def test_marker_note_and_pause_by_keyboard(two: Two) -> None:
    await two.operator.keyboard.press("m")
    assert (await said(two.one, Note)).kind == "marker"
    await two.operator.keyboard.press("n")
    await two.operator.keyboard.type("looked at the door")
    await two.operator.keyboard.press("Enter")
    note = await said(two.one, Note, 2)
    assert (note.text, note.name) == ("looked at the door", "kim")
    await expect(two.operator.locator(".marks")).to_contain_text("looked at the door")
    await two.operator.keyboard.press("p")
    await expect(tab(two, "P07")).to_contain_text("paused")
    await expect(two.participant.locator(".notice-line")).to_contain_text("short pause")
    await two.operator.keyboard.press("p")
    await expect(two.participant.locator(".notice-line")).not_to_contain_text("short pause")


async def test_a_full_disk_in_the_other_session_is_an_alarm_by_shape_word_and_sound(two: Two) -> None:
    detail = "120 MiB are left on the disk: sound and pictures are no longer kept. Make room"
    two.two.say(Health(component="recorder", status="degraded", detail=detail))
    await expect(tab(two, "P12")).to_contain_text("danger")
    alarm = two.operator.locator(".alarm")
    await expect(alarm).to_contain_text("P12: The record: 120 MiB")
    await expect(alarm.locator(".shape-octagon")).to_be_visible()
    assert await two.operator.evaluate("window.desk.sounded.danger") >= 1
    await two.operator.keyboard.press("s")
    await expect(alarm).to_have_count(0)


async def test_escape_twice_stops_this_session_and_no_other(two: Two) -> None:
    two.one.room.hum(6.0, "hum")
    await until(lambda: [item for item in two.one.room.spoken if item.act_id == "hum"])
    await two.operator.locator("body").click(position={"x": 5, "y": 5})
    await two.operator.keyboard.press("Escape")
    await expect(two.operator.locator(".stop-hint")).to_have_text("Esc again")
    assert two.one.room.stopped == []
    await two.operator.wait_for_timeout(1100)
    await two.operator.keyboard.press("Escape")  # too late for the first: this is a first one again
    assert two.one.room.stopped == []
    await two.operator.evaluate(NOTE_PRESS)
    with waits() as machine:
        await two.operator.keyboard.press("Escape")
        await until(lambda: two.one.room.stopped)
    (key,) = await two.operator.evaluate("window.pressed")
    # All parts and both pages share a process and a busy machine; what it takes alone, bench.stop measures.
    assert two.one.room.stopped[0] - key < 0.25 + 2 * max(machine.overrun)
    stop = await said(two.one, Stop)
    assert (stop.by, stop.reason) == ("operator", "kim, wizard, at the console")
    await until(lambda: [item for item in two.one.room.spoken if item.status == "interrupted"])
    await expect(tab(two, "P07")).to_contain_text("stopped")
    await expect(two.operator.locator(".marks")).to_contain_text("stopped by operator")
    assert two.two.room.stopped == []
    await expect(tab(two, "P12")).not_to_contain_text("stopped")


async def test_the_line_comes_back_after_the_page_was_loaded_again(two: Two) -> None:
    await two.operator.reload()
    await expect(tab(two, "P07")).to_contain_text("stopped")
    await expect(two.operator.locator(".transcript")).to_contain_text("Four times, and it still matters")
    await two.operator.keyboard.press("2")
    await expect(tab(two, "P12")).to_have_attribute("aria-selected", "true")
    two.two.say(SheetView(sheet="three_good_things", title="Three good things", status="open", progress=0.4))
    await expect(two.operator.locator(".participant")).to_contain_text("Three good things: open, 40 %")
    two.two.say(Turn(turn_id="x", text="It was the dog next door."))
    await expect(two.operator.locator(".transcript")).to_contain_text("the dog next door")


async def test_both_records_are_whole(two: Two) -> None:
    assert verify(two.one.folder).ok
    assert verify(two.two.folder).ok


@pytest.mark.parametrize(("width", "height"), [(1600, 900), (1280, 720)])
async def test_all_of_it_is_on_one_screen_and_axe_finds_nothing(
    browser: Browser, axe: str, tmp_path: Path, width: int, height: int
) -> None:
    graph = {"title": "A face", "nodes": [{"name": "companion", "settings": {"approval": True}}]}
    (tmp_path / "P07").mkdir()
    contacts = ["Campus counselling | 555 0134 | weekdays"]
    size = {"width": width, "height": height}
    async with Running(tmp_path / "P07", graph, contacts=contacts) as running, desk_of(tmp_path) as desk:
        await running.say(*talk())
        async with page_at(browser, desk, axe, viewport=size) as page:
            await expect(page.locator(".next-words")).to_have_text(LINE)
            assert await page.evaluate(FITS) == []
            assert await page.evaluate(AXE) == []
            assert await page.evaluate(SMALLEST, LARGE) >= 18
            await page.get_by_role("tab", name="Conduct").click()
            await expect(page.get_by_role("img", name=re.compile("^reflections: 75 %"))).to_be_visible()
            await expect(page.locator(".figure")).to_be_hidden()
            assert await page.evaluate(FITS) == []
            assert await page.evaluate(AXE) == []
            await running.say(
                Risk(turn_id="t5", severity=5, probability=0.9, level="high", reasons=("a plan",))
            )
            await page.keyboard.press("r")
            await expect(page.locator(".next-box")).to_be_focused()
            await expect(page.locator(".safety-contacts")).to_contain_text("555 0134")
            assert await page.evaluate(FITS) == []
            assert await page.evaluate(AXE) == []
