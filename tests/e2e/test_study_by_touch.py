"""A study's first minutes in real Chromium: consent, a questionnaire, a risk; and a change of mind."""

from __future__ import annotations

import json
import time
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest
from playwright.sync_api import Page, sync_playwright

from alongside.eventlog import read_events
from alongside.messages import Act, Control, Event, Risk
from study.consent.record import consents
from study.signals import parts
from tests.e2e.browser import CHROMIUM
from tests.e2e.graphs import running
from tests.e2e.study_hand import arguments, consent, pick
from tests.study.study_reading import read_parts

pytestmark = pytest.mark.slow
SWITCHES = [
    "--no-sandbox",
    "--disable-gpu",
    "--use-fake-device-for-media-stream",
    "--use-fake-ui-for-media-stream",
]


@pytest.fixture
def page() -> Iterator[Page]:
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=CHROMIUM, args=SWITCHES)
        page = browser.new_page(viewport={"width": 1280, "height": 800})
        complaints: list[str] = []
        page.on("pageerror", lambda error: complaints.append(str(error)))
        yield page
        browser.close()
        assert complaints == []


def eventually(found: Callable[[], object], what: str) -> None:
    end = time.monotonic() + 20
    while not found():
        assert time.monotonic() < end, what
        time.sleep(0.05)


def test_consent_a_questionnaire_and_a_change_of_mind(page: Page, tmp_path: Path) -> None:
    with running(arguments(tmp_path), tmp_path) as graph:
        page.goto(graph.address)
        card = consent(page)
        card.wait_for()
        boxes = card.get_by_role("checkbox")
        assert boxes.count() == 5
        assert not any(boxes.nth(each).is_checked() for each in range(5))
        assert not page.get_by_role("button", name="Say hello").is_visible()

        # By keyboard alone: the camera and no more.
        box = card.get_by_label("Use the camera and keep its pictures")
        box.focus()
        page.keyboard.press("Space")
        card.get_by_role("button", name="Go on with these").press("Enter")
        hello = page.get_by_role("button", name="Say hello")
        hello.wait_for()
        hello.click()

        sheet = page.locator('.sheet[data-sheet="study:phq_9"]:not([hidden])')
        sheet.wait_for()
        assert sheet.locator("h3").inner_text() == "Little interest or pleasure in doing things"
        assert "Over the last 2 weeks" in sheet.inner_text()
        for _ in range(8):
            pick(page, "Not at all")
        pick(page, "Several days")
        page.get_by_text("The lab's clinician").first.wait_for()

        # Consent is within reach, and a no counts at once.
        page.wait_for_function("window.alongside.events.some(event => event.what === 'camera on')")
        before = kept(graph.session)
        eventually(lambda: kept(graph.session) > before, "no picture reached the record")
        page.get_by_role("button", name="What is kept").click()
        card.get_by_label("Use the camera and keep its pictures").click()
        eventually(lambda: len(consents(graph.session)) == 2, "the change was not recorded")
        assert page.get_by_role("button", name="Camera off").is_disabled()
        at = consents(graph.session)[-1].at
        page.get_by_label("What is kept").get_by_role("button", name="Close").click()
        page.wait_for_timeout(800)
        session = graph.session
        risks = [event.message for event in read_events(session) if isinstance(event.message, Risk)]
        assert [risk.level for risk in risks] == ["moderate"]
        assert not [event for event in read_events(session) if isinstance(event.message, Act)]

    assert [told.streams for told in consents(session)] == [("video",), ()]
    stamps = frames(session)
    assert stamps
    assert max(stamps) <= at
    events = [event.message for event in read_events(session)]
    items = [json.loads(e.data) for e in events if isinstance(e, Event) and e.kind == "instrument_item"]
    assert [item["value"] for item in items] == [0] * 8 + [1]
    off = [m for m in events if isinstance(m, Control) and (m.name, m.value) == ("camera", "off")]
    assert off


def kept(session: Path) -> int:
    """Bytes of signals on the disk."""
    return sum(path.stat().st_size for path in parts(session))


def frames(session: Path) -> list[float]:
    """When the pictures were taken that are kept."""
    if not parts(session):
        return []
    taken = [message.header.stamp for topic, message in read_parts(session) if "compressed" in topic]
    return [stamp.sec + stamp.nanosec / 1e9 for stamp in taken]
