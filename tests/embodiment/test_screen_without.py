"""A page for a condition that lacks a face, a voice, devices, or somebody to talk to; in a real browser."""

from __future__ import annotations

import re
from typing import Any

import pytest
from playwright.async_api import Browser, Page

from alongside.component import Context
from alongside.errors import AlongsideError
from alongside.messages import Act, Control, SheetView, Turn
from alongside.records import SheetField
from embodiment.screen.server import PARTS, Screen
from tests.embodiment.browsing import opened

TEXT = ["face", "voice", "microphone", "camera"]
QUESTION = SheetView(
    sheet="study:rulers", title="Three questions", status="open", current="q1",
    fields=(SheetField(key="q1", label="One", kind="text", prompt="How was it?", help="", status="asking"),),
)  # fmt: skip
PLACES = {
    "face": ".portrait",
    "microphone": ".control-microphone, label:has-text('Microphone')",
    "camera": ".control-camera, label:has-text('Camera')",
    "typing": ".control-type, .typing, button:has-text('Rather type')",
    "worksheet": "button:has-text('Worksheet')",
}


async def seen(page: Page) -> set[str]:
    """What of the companion is to be seen."""
    return {
        name
        for name, place in PLACES.items()
        if any([await one.is_visible() for one in await page.locator(place).all()])
    }


async def test_a_text_condition_has_no_face_and_no_device_and_is_read_at_once(
    start_screen: Any, browser: Browser
) -> None:
    wired = await start_screen(without=TEXT)
    page, complaints = await opened(browser, wired.screen.address)
    begin = page.get_by_role("button", name="Begin")
    await begin.wait_for()
    assert await seen(page) == set()
    await begin.click()
    await wired.until(lambda: [c.name for c in wired.heard(Control)] == ["session"])  # and of no device
    assert await seen(page) == {"typing", "worksheet"}
    wired.say(Act(act_id="a1", turn_id="", kind="greet", text="Hello there."))
    # Sooner than a page that waits for a voice would show it.
    await page.get_by_text("Hello there.").first.wait_for(timeout=1_500)
    await page.get_by_role("textbox").first.fill("I was at the bus stop.")
    await page.get_by_role("textbox").first.press("Enter")
    await wired.until(lambda: [t.text for t in wired.heard(Turn)] == ["I was at the bus stop."])
    assert complaints == []


async def test_a_page_of_questions_alone_offers_nobody_to_talk_to(
    start_screen: Any, browser: Browser
) -> None:
    wired = await start_screen(without=PARTS)
    page, complaints = await opened(browser, wired.screen.address)
    await page.get_by_role("button", name="Begin").click()
    wired.say(QUESTION)
    await page.get_by_text("How was it?").first.wait_for()
    assert await seen(page) == set()
    assert complaints == []


async def test_a_page_that_did_without_asks_once_there_is_a_microphone_and_lets_go_of_it_after(
    start_screen: Any, browser: Browser
) -> None:
    """As over the parts of a visit: questions, a session that is spoken, questions."""
    wired = await start_screen(without=PARTS)
    page, _ = await opened(browser, wired.screen.address)
    await page.get_by_role("button", name="Begin").click()
    await wired.until(lambda: wired.heard(Control))
    port = wired.port
    await wired.stop()
    wired = await start_screen(port=port)
    await page.get_by_role("button", name=re.compile("Say hello|Carry on")).click()
    await wired.until(lambda: {c.name: c.value for c in wired.heard(Control)}.get("microphone") == "on", 20)
    assert await seen(page) == set(PLACES)
    await wired.stop()
    wired = await start_screen(port=port, without=PARTS)
    await page.locator("body[data-face=none]").wait_for()
    assert await seen(page) == set()
    last = "window.alongside.events.filter(e => e.what.startsWith('microphone')).at(-1).what"
    await page.wait_for_function(f"{last} === 'microphone off'")


def test_what_no_page_has_is_refused(tmp_path: Any) -> None:
    with pytest.raises(AlongsideError, match="without names 'nose'"):
        Screen("screen", {"without": ["nose"]}, Context(session=tmp_path))
