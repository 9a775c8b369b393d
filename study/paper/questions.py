"""One question of a sheet on paper: its number and name, what is asked, and what is written on."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

from reportlab.lib.units import mm
from reportlab.platypus import CondPageBreak, Flowable, KeepTogether, Paragraph, Spacer

from alongside.records import SheetField
from study.paper.blanks import Lines, Options, Scale, TimeBox
from study.paper.breath import Breath
from study.paper.fonts import markup
from study.paper.grid import grid
from study.paper.look import ACCENT, styles
from study.paper.printed import Printed, answer, in_words, number

LONG = 240
"""Characters from which an answer may run over to the next page instead of moving there whole."""


class Heading(Paragraph):
    """A question's number and name; the place that the bookmarks lead to."""

    mark = ""
    name = ""

    def draw(self) -> None:
        """Draw it, and set the bookmark."""
        if self.mark:
            self.canv.bookmarkHorizontal(self.mark, 0, self.height + 4 * mm)
            self.canv.addOutlineEntry(self.name, self.mark, level=1, closed=True)
        super().draw()


class Written(Paragraph):
    """An answer, with a quiet line beside it, over as many pages as it needs."""

    def draw(self) -> None:
        """Draw the line, then the words."""
        self.canv.saveState()
        self.canv.setStrokeColor(ACCENT)
        self.canv.setLineWidth(1.4)
        x = self.style.leftIndent - 3 * mm
        self.canv.line(x, 0.5 * mm, x, self.height - 0.5 * mm)
        self.canv.restoreState()
        super().draw()


def question(paper: Printed, item: SheetField, place: int, width: float) -> Iterator[Flowable]:
    """Everything of one question, the `place`th of its sheet, in the order it stands on the page."""
    value = answer(item) if paper.filled else None
    given = value is not None or (paper.filled and item.status == "skipped")
    heading = Heading(markup(item.label), styles()["label"], bulletText=str(place))
    heading.mark, heading.name = f"q{place}", item.label
    top: list[Flowable] = [heading]
    if (when := paper.conditions.get(item.key)) and not given:
        top.append(Paragraph(markup(when), styles()["help"]))
    if not (value and item.kind == "table"):  # its prompt by then asks for one more row
        top.append(Paragraph(markup(item.prompt), styles()["question"]))
    if item.help and not given:
        top.append(Paragraph(markup(item.help), styles()["help"]))
    top.append(Spacer(1, 2.2 * mm))
    body = list(_body(item, value, width, paper.filled))
    if given and value is None:
        body = [Paragraph("left out", styles()["help"])]
    if len(body) == 1 and not _flows(item, value):
        yield KeepTogether([*top, *body])
    else:
        yield CondPageBreak(45 * mm)
        yield KeepTogether(top)
        yield from body


def _flows(item: SheetField, value: Any) -> bool:
    """Whether its answer may be too long for what is left of a page, or for any page."""
    return (item.kind == "table" and bool(value)) or (isinstance(value, str) and len(value) > LONG)


def _body(item: SheetField, value: Any, width: float, filled: bool) -> Iterator[Flowable]:
    kind = item.kind
    if kind == "rating" and item.minimum < item.maximum:
        given = number(value)
        on_it = given is not None and item.minimum <= given <= item.maximum
        yield Scale(item.minimum, item.maximum, (item.low_label, item.high_label), given if on_it else None)
    elif kind in ("choice", "several") and item.choices:
        picked = value if isinstance(value, list) else [value] if value is not None else []
        yield Options(item.choices, kind == "several", picked)
    elif kind == "table" and item.columns:
        yield grid(item, value if isinstance(value, list) else [], width, filled)
    elif kind == "breathing":
        did = value if isinstance(value, dict) else {}
        yield Breath(item.seconds, item.rounds, number(did.get("rounds")), bool(did.get("holds", True)))
    elif kind == "timer":
        did = value if isinstance(value, dict) else {}
        yield TimeBox(
            item.seconds[0] if item.seconds else 0.0, number(did.get("seconds")), bool(did.get("whole"))
        )
    elif value is not None:
        yield Written(markup(in_words(kind, value)), styles()["answer"])
    elif kind == "time":
        yield Lines(named=("Day", "Time"), share=0.8)
    elif kind == "person":
        yield Lines(share=0.6)
    else:
        yield Lines(TEXT_LINES)


TEXT_LINES = 3
"""Lines for a text: room for two or three sentences by hand."""
