"""A worksheet as a PDF: `sheet_pdf` gives its bytes, the same ones for the same sheet."""

from __future__ import annotations

from io import BytesIO
from typing import Any

from reportlab.lib.units import mm
from reportlab.pdfgen.canvas import Canvas
from reportlab.platypus import BaseDocTemplate, Flowable, Frame, PageTemplate, Paragraph, Spacer

from alongside.errors import AlongsideError
from study.paper.blanks import Lines
from study.paper.fonts import TEXT, markup, register
from study.paper.look import BOTTOM, LEFT, LINE, PAPERS, QUIET, RIGHT, TOP, styles
from study.paper.printed import Printed
from study.paper.questions import question

NOTE = (
    "A sheet to think with. It is no treatment and no test, "
    "and it does not stand in for a person who can help."
)


def sheet_pdf(paper: Printed, size: str = "A4") -> bytes:
    """The sheet on paper of that size (A4 or Letter)."""
    if size not in PAPERS:
        raise AlongsideError(f"there is no paper {size!r}", f"It must be {' or '.join(PAPERS)}.")
    register()
    pages = _build(paper, size, 0)[1]  # once to count the pages, for "1 of 3"
    return _build(paper, size, pages)[0]


def _build(paper: Printed, size: str, pages: int) -> tuple[bytes, int]:
    out = BytesIO()
    wide, tall = PAPERS[size]
    document = BaseDocTemplate(
        out,
        pagesize=PAPERS[size],
        title=paper.view.title,
        subject=paper.about,
        author="Alongside",
        creator="Alongside",
        lang="en-GB",
        invariant=1,
        displayDocTitle=1,
        initialFontName=TEXT,  # else every page begins in Helvetica, which would not be in the file
    )
    frame = Frame(LEFT, BOTTOM, wide - LEFT - RIGHT, tall - TOP - BOTTOM, 0, 0, 0, 0)

    def foot(canvas: Canvas, _document: Any) -> None:
        number = canvas.getPageNumber()
        canvas.saveState()
        if number == 1:
            canvas.bookmarkPage("top")
            canvas.addOutlineEntry(paper.view.title, "top", level=0, closed=False)
            canvas.showOutline()
        canvas.setStrokeColor(LINE)
        canvas.setLineWidth(0.5)
        canvas.line(LEFT, 16.5 * mm, wide - RIGHT, 16.5 * mm)
        canvas.setFillColor(QUIET)
        canvas.setFont(TEXT, 8.4)
        canvas.drawString(LEFT, 12 * mm, NOTE)
        canvas.drawRightString(wide - RIGHT, 12 * mm, f"{number} of {pages}")
        canvas.restoreState()

    document.addPageTemplates([PageTemplate("sheet", [frame], onPage=foot)])
    document.build(_story(paper, wide - LEFT - RIGHT))
    return out.getvalue(), int(document.page)


def _story(paper: Printed, wide: float) -> list[Flowable]:
    story: list[Flowable] = [Paragraph(markup(paper.view.title), styles()["title"])]
    if paper.about:
        story.append(Paragraph(markup(paper.about), styles()["about"]))
    facts = [f"Filled in {paper.day}"] if paper.day else []
    facts += [paper.who] if paper.who else []
    if not paper.filled:
        facts += [f"About {paper.minutes} minutes"] if paper.minutes else []
        facts.append("Leave out whatever you like, stop whenever you like")
    elif paper.view.status != "done":
        facts.append("Not finished")
    if facts:
        story.append(Paragraph(markup(" · ".join(facts)), styles()["small"]))
    story.append(Spacer(1, 4 * mm))
    if not paper.filled:
        story += [Lines(named=("Name or code", "Date"), indent=0), Spacer(1, 4 * mm)]
    number = 0
    for item in paper.view.fields:
        if paper.filled and item.status == "passed":
            continue
        number += 1
        story += question(paper, item, number, wide)
    return story
