"""Every worksheet filled in whole by touch, in real Chromium, with the real companion; and across a crash."""

from __future__ import annotations

import contextlib
import json
import os
import signal
import socket
import time
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from playwright.sync_api import Browser, Page

from agent.worksheets.sheet import sheet_names
from alongside.messages import SheetView
from tests.e2e.graphs import Graph, running
from tests.e2e.sheet_hand import Hand

pytestmark = pytest.mark.slow

PROFILE = """
title: A companion that is met by touch alone
nodes:
  recorder: {is: study.recorder:Recorder, in: record}
  companion:
    is: agent.conversation:Conversation
    in: mind
    required: true
    settings: {appraiser: rules}
  screen:
    is: embodiment.screen.server:Screen
    in: screen
    required: true
"""


@pytest.fixture
def page(browser: Browser) -> Iterator[Page]:
    """A page of its own."""
    with tablet(browser) as page:
        yield page


@contextlib.contextmanager
def tablet(browser: Browser) -> Iterator[Page]:
    """A page on a tablet, with a clock that can be wound forward."""
    context = browser.new_context(viewport={"width": 1024, "height": 600}, has_touch=True)
    page = context.new_page()
    complaints: list[str] = []
    page.on("pageerror", lambda error: complaints.append(str(error)))
    page.clock.install()
    yield page
    context.close()
    assert complaints == []


@pytest.fixture(scope="module")
def met(browser: Browser, tmp_path_factory: pytest.TempPathFactory) -> Iterator[tuple[Graph, Page]]:
    """A companion and its page, for one sheet after the other."""
    folder = tmp_path_factory.mktemp("met")
    with (
        running(arguments(folder, "auto", "--set", "screen.port=0"), folder) as graph,
        tablet(browser) as page,
    ):
        page.goto(graph.address)
        page.get_by_role("button", name="Rather type").first.click()
        yield graph, page
        kill(graph)


def arguments(folder: Path, sheet: str, *more: str) -> list[str]:
    """What `alongside up` is told."""
    (folder / "touch.yaml").write_text(PROFILE)
    settings = ["--set", f"companion.worksheet={sheet}"]
    return [str(folder / "touch.yaml"), "--transport", "local", *settings, *more]


def opened(page: Page, address: str) -> Hand:
    """The page with its worksheet opened by hand."""
    page.goto(address)
    page.get_by_role("button", name="Rather type").first.click()
    page.get_by_role("button", name="Worksheet", exact=True).click()
    hand = Hand(page)
    hand.until("open")
    return hand


def last_view(graph: Graph) -> SheetView:
    """The sheet as the record has it."""
    view = graph.events("SheetView")[-1].message
    assert isinstance(view, SheetView)
    return view


def answers(view: SheetView) -> dict[str, Any]:
    """What is filled in, by field."""
    return {item.key: json.loads(item.value) for item in view.fields if item.status == "filled"}


def rows_in(view: SheetView, table: str) -> int:
    """How many rows a table of the sheet has."""
    return next(len(json.loads(item.value or "[]")) for item in view.fields if item.key == table)


def kill(graph: Graph) -> None:
    """As a power cut would: at once, and all of it."""
    with contextlib.suppress(ProcessLookupError):
        os.killpg(graph.process.pid, signal.SIGKILL)
    graph.process.wait(10)


@pytest.mark.parametrize("name", sheet_names())
def test_a_sheet_is_filled_in_whole(name: str, met: tuple[Graph, Page]) -> None:
    graph, page = met
    began = time.monotonic()
    box = page.locator(".typing textarea")
    box.fill(f"Can we do the {name.replace('_', ' ')} worksheet?")
    box.press("Enter")
    hand = Hand(page)
    hand.until("open", sheet=name)
    for _ in range(40):
        if hand.status() != "open":
            break
        hand.answer()
    hand.until("done")
    view = last_view(graph)
    print(f"{name}: {', '.join(hand.kinds)} in {time.monotonic() - began:.1f} s")
    assert (view.sheet, view.status, view.progress) == (name, "done", 1.0)
    assert {item.status for item in view.fields} <= {"filled", "passed"}
    assert len(answers(view)) == len(hand.kinds)
    assert all(item.shown for item in view.fields if item.status == "filled")
    # Nothing that was passed over is shown, and everything else is.
    cards = page.locator(".answer-label").all_inner_texts()
    assert cards == [item.label for item in view.fields if item.status == "filled"]


def free_port() -> int:
    with socket.socket() as found:
        found.bind(("127.0.0.1", 0))
        return int(found.getsockname()[1])


CRASHES = {"thought_record": 5, "values": 1}
"""Sheets in which the process is killed, and after how many answers; the second stands at a table then."""


@pytest.mark.parametrize("name", CRASHES)
def test_a_sheet_is_where_it_was_after_a_crash(name: str, page: Page, tmp_path: Path) -> None:
    port = ["--set", f"screen.port={free_port()}"]
    with running(arguments(tmp_path, name, *port), tmp_path) as graph:
        hand = opened(page, graph.address)
        for _ in range(CRASHES[name]):
            hand.answer()
        in_table = hand.kind() == "table"
        if in_table:
            hand.rows(page.locator(".question-field"), 1)
            end = time.monotonic() + 20
            while rows_in(last_view(graph), hand.field()) != 1:
                assert time.monotonic() < end
                page.wait_for_timeout(50)
        asked, before = hand.field(), last_view(graph)
        kill(graph)
    hand.eventually("!window.alongside.connected")
    with running(arguments(tmp_path, name, *port, "--session", "last"), tmp_path) as graph:
        assert graph.address
        hand.eventually("window.alongside.connected")
        hand.until("open")
        assert hand.field() == asked
        after = last_view(graph)
        assert answers(after) == answers(before)
        assert len(answers(after)) == CRASHES[name]
        if in_table:
            assert page.locator(".question .table-row").count() == 1
        # A page that is opened anew finds it too.
        page.reload()
        page.get_by_role("button", name="Rather type").first.click()
        hand.until("open")
        assert hand.field() == asked
        if in_table:
            assert page.locator(".question .table-row").count() == 1
        for _ in range(40):
            if hand.status() != "open":
                break
            hand.answer()
        hand.until("done")
        whole = last_view(graph)
        kill(graph)
    assert whole.status == "done"
    assert answers(before).items() <= answers(whole).items()
