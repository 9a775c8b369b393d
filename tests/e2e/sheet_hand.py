"""A hand that fills worksheets in on the page: it looks at what is asked, and touches what is there."""

from __future__ import annotations

import time
from typing import Any

from playwright.sync_api import Locator, Page, TimeoutError

WAIT = 20.0
"""Seconds that anything may take."""
LOOKS = ".sheet > .sheet-body > .question"
SAYS = (
    "The meeting on Monday, and how quiet it went after I spoke",
    "That they all thought it was a silly thing to say",
    "My sister Ana",
    "Ring the surgery and ask",
    "It was a hard week, and I got through most of it",
)


class Hand:
    """Fills in one sheet on one page, field by field."""

    def __init__(self, page: Page, rating: int = 3) -> None:
        self.page = page
        self.rating = rating
        self.sheet = page.locator(".sheet")
        self.question = page.locator(LOOKS)
        self.kinds: list[str] = []
        self.said = 0

    # ---------------------------------------------------------------- looking

    def status(self) -> str:
        """How the sheet stands on the page: offered, open, paused or done."""
        return self.sheet.get_attribute("data-status") or ""

    def field(self) -> str:
        """The key of the field that is asked."""
        return self.sheet.get_attribute("data-field") or ""

    def until(self, status: str, sheet: str = "") -> None:
        """Wait until the sheet, or that sheet, stands so."""
        which = f'.sheet[data-sheet="{sheet}"]' if sheet else ".sheet"
        try:
            self.page.locator(f'{which}[data-status="{status}"]:not([hidden])').wait_for(timeout=WAIT * 1000)
        except TimeoutError as late:
            raise AssertionError(f"never {status}: {self.sheet.inner_text()}") from late

    def eventually(self, expression: str) -> None:
        """Wait until a JavaScript condition holds."""
        end = time.monotonic() + WAIT
        while not self.page.evaluate(expression):
            assert time.monotonic() < end, f"never: {expression}"
            self.page.wait_for_timeout(20)

    def moved(self, before: str) -> None:
        """Wait until the sheet asks something else than `before`, or is done."""
        end = time.monotonic() + WAIT
        while self.status() == "open" and self.field() == before:
            assert time.monotonic() < end, f"stays at {before!r}: {self.sheet.inner_text()}"
            self.page.wait_for_timeout(10)

    def kind(self) -> str:
        """What kind of field is shown, by what it is made of."""
        marks = {
            "table": ".table",
            "time": ".time",
            "breathing": ".breathing",
            "timer": ".timer",
            "rating": ".rating",
            "person": ".field-line-text",
            "choice": "[role=radiogroup]",
            "several": ".choices",
        }
        place = self.question.locator(".question-field")
        return next((kind for kind, mark in marks.items() if place.locator(mark).count()), "text")

    # ---------------------------------------------------------------- touching

    def press(self, label: str) -> None:
        """One of the sheet's own moves."""
        self.sheet.locator("> .row:not([hidden])").get_by_role("button", name=label, exact=True).click()

    def answer(self) -> str:
        """Answer the field that is asked and go on; gives its kind."""
        before, kind = self.field(), self.kind()
        self.fill(kind)
        if kind not in ("timer", "breathing") and self.field() == before:
            self.press("Next")
        self.moved(before)
        self.kinds.append(kind)
        return kind

    def fill(self, kind: str) -> None:
        """Enter something that fits."""
        place = self.question.locator(".question-field")
        if kind == "table":
            self.rows(place, 2)
        elif kind in ("timer", "breathing"):
            self.sit_through(place)
        else:
            self.cell(place, kind)

    def cell(self, place: Locator, kind: str) -> None:
        """Something into a field, or into a cell of a table."""
        if kind == "rating":
            line = place.get_by_role("slider")
            line.focus()
            line.press("Home")
            for _ in range(self.rating):
                line.press("ArrowRight")
        elif kind == "choice":
            place.locator(".choice").first.click()
        elif kind == "several":
            place.locator(".choice").nth(0).click()
            place.locator(".choice").nth(1).click()
        elif kind == "time":
            place.get_by_role("button", name="Tomorrow").click()
            place.get_by_role("button", name="Evening").click()
        else:
            place.locator("textarea, input").first.fill(self.words())

    def rows(self, place: Locator, count: int) -> None:
        """Rows of a table, each with all its cells; one is taken away again and written anew.

        A table that holds all it may has been gone on from by itself.
        """
        before, rows = self.field(), place.locator(".table-row")
        there = rows.count()
        self.row(place)
        if self.field() != before:
            return
        place.locator(".table-remove").last.click()
        assert rows.count() == there
        for number in range(count):
            self.row(place)
            if self.field() != before:
                return
            assert rows.count() == there + number + 1

    def row(self, place: Locator) -> None:
        """One row more."""
        for cell in place.locator(".table-cell").all():
            self.cell(cell, kind_of(cell))
        place.locator(".table-acts button").first.click()
        # The companion may go on by itself now; give it the time it takes.
        self.page.wait_for_timeout(150)

    def sit_through(self, place: Locator) -> None:
        """Let what runs in time run to its end, on the page's own clock wound forward."""
        place.get_by_role("button", name="Start", exact=True).click()
        self.page.clock.fast_forward(3_600_000)
        self.page.wait_for_timeout(100)
        self.page.clock.fast_forward(5_000)

    def words(self) -> str:
        """Something to write, not the same each time."""
        self.said += 1
        return f"{SAYS[self.said % len(SAYS)]} ({self.said})"


def kind_of(cell: Locator) -> str:
    """What kind of cell it is, by what it is made of."""
    marks: dict[str, Any] = {"time": ".time", "rating": ".rating", "choice": ".choices"}
    return next((kind for kind, mark in marks.items() if cell.locator(mark).count()), "text")
