"""A visit held with `alongside study visit`, in real Chromium: typed, broken off, taken up again."""

from __future__ import annotations

import contextlib
import os
import re
import signal
import socket
import subprocess
import sys
import threading
import time
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest
from playwright.sync_api import Browser, Page

from alongside.eventlog import read_events, verify
from alongside.messages import Act, Turn
from study.consent.record import consents
from study.studies import Study, start_study
from study.vault.opening import kept
from study.vault.visits import session_folder
from study.visits.people import enrol
from tests.e2e.sheet_hand import Hand
from tests.e2e.study_hand import consent
from tests.study.running import OPERATOR
from tests.study.study_folder import study_folder

pytestmark = pytest.mark.slow

STEPS = [
    {"kind": "consent", "use": "participation", "version": "1"},
    {"kind": "instrument", "use": "rulers", "key": "before"},
    {"kind": "allocate"},
    {"kind": "session", "minutes": 20},
    {"kind": "instrument", "use": "rulers", "key": "after"},
    {"kind": "instrument", "use": "affect_sliders", "key": "feels"},
    {"kind": "debrief", "use": "debrief", "version": "1"},
]
TELLS = "It was a long week, and I am tired."
LEAVES = "Goodbye, that is enough for today."


class Visit:
    """The command, for the length of a `with` block."""

    def __init__(self, folder: Path, place: Path) -> None:
        env = {**os.environ, "ALONGSIDE_SEALS": str(place / "seals"), "XDG_DATA_HOME": str(place / "data")}
        command = [sys.executable, "-m", "commands.main", "study", "visit", str(folder), "P01"]
        self.process = subprocess.Popen(
            [*command, "--transport", "local", "--by", "kim"],
            stdin=subprocess.PIPE,
            stdout=subprocess.PIPE,
            stderr=subprocess.STDOUT,
            text=True,
            env=env,
        )
        self.output = ""
        threading.Thread(target=self._read, daemon=True).start()

    def _read(self) -> None:
        assert self.process.stdout is not None
        while letter := self.process.stdout.read(1):  # a question ends without a line's end
            self.output += letter

    def said(self, pattern: str) -> None:
        """Wait until it has said so."""
        end = time.monotonic() + 60
        while not re.search(pattern, self.output):
            assert time.monotonic() < end, f"never said {pattern!r}:\n{self.output}"
            time.sleep(0.05)

    def said_times(self, pattern: str, times: int) -> None:
        """Wait until it has said so that often."""
        self.said(rf"({pattern}(.|\n)*){{{times}}}")

    def address(self) -> str:
        """Where the page is, once it is ready."""
        self.said(r"ready\. Open")
        return str(re.findall(r"Open (http://\S+)", self.output)[-1])

    def answer(self, words: str) -> None:
        """Type at the terminal."""
        assert self.process.stdin is not None
        self.process.stdin.write(f"{words}\n")
        self.process.stdin.flush()


@contextlib.contextmanager
def visit(folder: Path, place: Path) -> Iterator[Visit]:
    held = Visit(folder, place)
    try:
        yield held
    finally:
        if held.process.poll() is None:
            held.process.send_signal(signal.SIGINT)
            with contextlib.suppress(subprocess.TimeoutExpired):
                held.process.wait(20)
        held.process.kill()


@pytest.fixture
def study(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[Study]:
    """A study of one visit whose arms are both typed; its page is at a port that is free."""
    monkeypatch.setenv("XDG_DATA_HOME", str(tmp_path / "data"))
    with socket.socket() as free:
        free.bind(("127.0.0.1", 0))
        port = free.getsockname()[1]
    arms = [
        {"key": "plain", "title": "As text", "medium": "text"},
        {"key": "named", "title": "As text, by name", "medium": "text"},
    ]
    folder = study_folder(
        tmp_path / "study",
        "one_visit",
        arms=[{**arm, "settings": ["companion.appraiser=rules", f"screen.port={port}"]} for arm in arms],
        differ_in="anything",
        companion={"settings": [f"screen.port={port}"]},
        visits=[{"key": "visit", "title": "The visit", "days": 1, "steps": STEPS}],
    )
    made = start_study(folder, OPERATOR, seals=tmp_path / "seals")
    enrol(made, "P01", OPERATOR)
    yield made
    made.close()


def rates(hand: Hand, count: int) -> None:
    """Answer the last questions of the rulers, after which they are away."""
    for _ in range(count - 1):
        hand.answer()
    hand.fill("rating")
    hand.press("Next")


def acts(session: Path) -> list[Act]:
    """What the companion has said so far."""
    return [event.message for event in read_events(session) if isinstance(event.message, Act)]


def until(found: Callable[[], bool], what: str) -> None:
    end = time.monotonic() + 30
    while not found():
        assert time.monotonic() < end, what
        time.sleep(0.1)


SHOWN = {
    "face": ".portrait",
    "microphone": ".control-microphone, .device:has-text('Microphone')",
    "camera": ".control-camera, .device:has-text('Camera')",
    "typing": ".control-type, .typing, button:has-text('Rather type')",
}


def lacks(page: Page, *parts: str) -> None:
    """Nothing of these is to be seen."""
    for part in parts:
        for found in page.locator(SHOWN[part]).all():
            assert not found.is_visible(), part


def types(page: Page, words: str) -> None:
    box = page.locator(".typing textarea")
    box.wait_for(timeout=20_000)
    box.fill(words)
    box.press("Enter")


def test_a_visit_from_consent_to_the_debriefing(study: Study, browser: Browser, tmp_path: Path) -> None:
    page = browser.new_page(viewport={"width": 1024, "height": 700})
    hand = Hand(page)
    with visit(study.folder, tmp_path) as held:
        held.said("now: consent_participation, before")
        page.goto(held.address())
        card = consent(page)
        for line in ("as text", "how I feel"):
            card.get_by_label(line).check()
        card.get_by_role("button", name="Go on with these").click()
        held.said("consent_participation: done")
        lacks(page, "face", "microphone", "camera", "typing")
        page.get_by_role("button", name="Begin").click()
        hand.until("open")
        hand.answer()
        held.process.send_signal(signal.SIGINT)  # broken off in the middle of a questionnaire
        held.said("before is not over")
        assert held.process.wait(30) == 1
    with visit(study.folder, tmp_path) as held:
        held.said("step 2 of 7")
        held.said("now: before")
        held.address()
        hand.eventually("window.alongside.connected")
        hand.until("open")
        assert hand.field() == "q2"  # what was answered is not asked again
        rates(hand, 2)
        held.said("before: done")
        held.said("allocated: place")
        held.said("now: session")  # the page stays open, and is greeted when the companion is there
        held.said_times(r"ready\. Open", 2)
        (session,) = (study.folder / "sessions").iterdir()
        until(lambda: any(act.kind == "greet" for act in acts(session)), "no greeting")
        lacks(page, "face", "microphone", "camera")
        types(page, TELLS)
        until(lambda: any(act.turn_id for act in acts(session)), "no answer")
        types(page, LEAVES)
        held.said("session: done")
        held.said("now: after")
        held.said_times(r"ready\. Open", 3)
        lacks(page, "typing")
        page.get_by_role("button", name="Carry on").click()
        hand.until("open")
        rates(hand, 3)
        held.said("after: done")
        hand.until("open", "study:affect_sliders")
        rates(hand, 2)
        held.said("How did it go")
        held.answer("done")
        held.said("P01: finished")
        assert held.process.wait(30) == 0
        print(held.output)
    nothing_is_missing(study, session)


def nothing_is_missing(study: Study, session: Path) -> None:
    """One record of the visit, named in the index and sealed; every outcome and answer as it was given."""
    (record,) = study.store.visits("P01")
    assert (record.session, record.ended is not None) == (session.name, True)
    assert session_folder(study, record.session) == session
    statuses = {step.name: step.status for step in record.steps}
    assert list(statuses) == [
        "consent_participation",
        "before",
        "allocate",
        "session",
        "after",
        "feels",
        "debrief_debrief",
    ]
    assert set(statuses.values()) == {"done"}
    for name in ("before", "after"):
        answers = study.store.answers("P01", "visit", 1, name)
        assert [(answer.item, answer.channel) for answer in answers] == [
            ("1", "touch"),
            ("2", "touch"),
            ("3", "touch"),
        ]
        scores = next(step.scores for step in record.steps if step.name == name)
        assert scores == {"importance": 3.0, "confidence": 3.0, "readiness": 3.0}
    assert study.store.person("P01").status == "finished"
    assert study.store.verify().ok
    assert not (session / "events.jsonl").exists()
    with kept(session, study.vault) as plain:
        assert verify(plain).ok
        assert [given.streams for given in consents(plain)] == [("transcript", "affect")]
        turns = [event.message for event in read_events(plain) if isinstance(event.message, Turn)]
        assert [turn.text for turn in turns] == [TELLS, LEAVES]
        assert len([act for act in acts(plain) if act.kind == "greet"]) == 1
