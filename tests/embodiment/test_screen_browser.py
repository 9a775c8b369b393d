"""The built page in a real browser, served by the real server under its own security headers."""

from __future__ import annotations

import math
import struct
from typing import Any

import pytest
from playwright.async_api import Browser

from alongside.messages import (
    Act,
    AudioChunk,
    CameraFrame,
    Control,
    FacePose,
    Health,
    SheetView,
    Spoken,
    Stop,
    Turn,
    VoiceClip,
)
from alongside.records import SheetField, Viseme, Word
from tests.embodiment.browsing import opened

pytestmark = pytest.mark.slow


def tone(seconds: float) -> bytes:
    """A quiet tone at 22 050 Hz."""
    count = int(22050 * seconds)
    return struct.pack(f"<{count}h", *(int(8000 * math.sin(n * 0.06)) for n in range(count)))


SHEET = SheetView(
    sheet="day",
    title="My day",
    status="open",
    current="where",
    fields=(
        SheetField(key="where", label="Where", kind="text", prompt="Where to?", help="", status="asking"),
    ),
)


async def test_a_session_in_a_real_browser(wired: Any, browser: Browser) -> None:
    page, complaints = await opened(browser, wired.screen.address)
    await page.get_by_role("button", name="Say hello").click()
    await wired.until(lambda: [c.value for c in wired.heard(Control) if c.name == "session"] == ["start"], 20)
    await wired.until(lambda: len(wired.heard(AudioChunk)) > 30 and len(wired.heard(CameraFrame)) > 2, 20)
    chunks = wired.heard(AudioChunk)
    assert all(len(chunk.samples) == 1024 for chunk in chunks)
    assert any(any(chunk.samples) for chunk in chunks)
    assert wired.heard(CameraFrame)[0].data.startswith(b"\xff\xd8\xff")

    wired.say(Act(act_id="a1", turn_id="", kind="greet", text="Hello there."))
    wired.say(FacePose(mode="speaking"))
    wired.say(
        VoiceClip(
            act_id="a1",
            index=0,
            last=True,
            text="Hello there.",
            samples=tone(0.6),
            visemes=(Viseme(name="aa", start=0.0, end=0.6),),
            words=(Word(text="Hello", start=0.0, end=0.3), Word(text="there.", start=0.3, end=0.6)),
        )
    )
    await wired.until(lambda: [s.status for s in wired.heard(Spoken)] == ["started", "finished"], 10)

    await page.get_by_role("button", name="Rather type").first.click()
    await page.get_by_role("textbox").first.fill("I was at the bus stop.")
    await page.get_by_role("textbox").first.press("Enter")
    await wired.until(lambda: [t.text for t in wired.heard(Turn)] == ["I was at the bus stop."], 10)

    wired.say(SHEET)
    await page.get_by_text("Where to?").first.wait_for()
    await page.get_by_role("button", name="Stop").first.click()
    await wired.until(lambda: wired.heard(Stop), 10)
    assert complaints == []


async def test_a_talk_key_is_held_by_pointer_or_space_and_never_stays_down(
    start_screen: Any, browser: Browser
) -> None:
    wired = await start_screen(talk_key=True)
    page, complaints = await opened(browser, wired.screen.address)
    key = page.get_by_role("button", name="Hold to talk")
    assert not await key.is_visible()
    await page.get_by_role("button", name="Say hello").click()
    await key.wait_for()

    async def told(*values: str) -> None:
        await wired.until(
            lambda: [c.value for c in wired.heard(Control) if c.name == "talk"] == [*values], 10
        )

    await key.hover()
    await page.mouse.down()
    await told("down")
    pressed = page.get_by_role("button", name="Listening", pressed=True)
    await pressed.wait_for()
    await page.mouse.move(5, 5)  # the pointer may wander
    await page.mouse.up()
    await told("down", "up")
    await page.get_by_role("heading").first.focus()
    await page.keyboard.down("Space")
    await told("down", "up", "down")
    await page.keyboard.up("Space")
    await told(*["down", "up"] * 2)

    await page.get_by_role("button", name="Rather type").first.click()
    box = page.get_by_role("textbox").first
    await box.fill("so")
    await box.press("Space")
    assert await box.input_value() == "so "
    await page.mouse.move(0, 0)
    await key.hover()
    await page.mouse.down()
    await page.evaluate("window.dispatchEvent(new Event('blur'))")
    await told(*["down", "up"] * 3)
    await page.mouse.up()
    await key.hover()
    await page.mouse.down()
    await told(*["down", "up"] * 3, "down")
    await page.close()
    await told(*["down", "up"] * 4)
    assert complaints == []


async def test_a_reload_finds_the_session_and_a_second_window_is_told(wired: Any, browser: Browser) -> None:
    page, complaints = await opened(browser, wired.screen.address)
    await page.get_by_role("button", name="Say hello").click()
    await wired.until(lambda: [c for c in wired.heard(Control) if c.name == "session"], 20)
    await page.reload()
    await page.get_by_role("button", name="Carry on").wait_for(timeout=10_000)
    other, _ = await opened(browser, wired.screen.address)
    await other.get_by_text("open in another window").first.wait_for(timeout=10_000)
    assert complaints == []


async def test_the_sheet_prints_on_a4(wired: Any, browser: Browser) -> None:
    wired.say(SHEET)
    await wired.transport.settle()
    page, complaints = await opened(browser, wired.screen.address + "sheet")
    paper = await page.pdf(prefer_css_page_size=True)
    assert paper.startswith(b"%PDF")
    assert b"/MediaBox [0 0 594.95996 841.91998]" in paper or b"/MediaBox [0 0 595 842]" in paper
    assert complaints == []


async def test_a_page_of_another_site_cannot_reach_the_session(wired: Any, browser: Browser) -> None:
    page = await browser.new_page()
    await page.goto("data:text/html,<h1>another site</h1>")
    reached = await page.evaluate(
        """(address) => Promise.all([
          new Promise((done) => { const socket = new WebSocket(address.replace('http', 'ws') + 'ws');
            socket.onopen = () => done(true); socket.onerror = () => done(false); }),
          fetch(address + 'sheet').then(() => true, () => false),
        ])""",
        wired.screen.address,
    )
    assert reached == [False, False]


PULLED = """
const open = navigator.mediaDevices.getUserMedia.bind(navigator.mediaDevices);
window.plugged = true;
navigator.mediaDevices.getUserMedia = async (wanted) => {
  if (wanted.audio && !window.plugged) throw new DOMException("none", "NotFoundError");
  const stream = await open(wanted);
  if (wanted.audio) window.heard = stream.getAudioTracks()[0];
  return stream;
};
window.pull = () => {
  window.plugged = false;
  window.heard.stop();
  window.heard.dispatchEvent(new Event("ended"));
};
window.changed = () => navigator.mediaDevices.dispatchEvent(new Event("devicechange"));
"""


async def test_a_microphone_pulled_out_is_told_and_taken_up_when_it_is_back(
    wired: Any, browser: Browser
) -> None:
    def switches() -> list[str]:
        return [control.value for control in wired.heard(Control) if control.name == "microphone"]

    page = await browser.new_page()
    await page.add_init_script(PULLED)
    await page.clock.install()
    await page.goto(wired.screen.address)
    await page.get_by_role("button", name="Say hello").click()
    await wired.until(lambda: wired.heard(AudioChunk), 20)
    before = len(switches())
    await page.evaluate("window.pull()")
    await page.get_by_text("The microphone went away").first.wait_for()
    await wired.until(lambda: switches()[before:] == ["off"], 10)
    await page.evaluate("window.changed()")  # something else was plugged in
    await page.evaluate("window.plugged = true; window.changed()")
    await page.get_by_text("The microphone is back").first.wait_for()
    await wired.until(lambda: switches()[before:] == ["off", "on"], 10)
    heard = len(wired.heard(AudioChunk))
    await wired.until(lambda: len(wired.heard(AudioChunk)) > heard + 10, 10)

    await page.evaluate("window.pull()")
    await wired.until(lambda: switches()[-1] == "off", 10)
    wired.say(Health(component="microphone", status="degraded", detail="the microphone is gone"))
    await page.clock.fast_forward(20_000)  # so long the line before it stands
    await page.get_by_text("trouble with the microphone").first.wait_for(timeout=30_000, state="attached")
