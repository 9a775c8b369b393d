"""Sheets as PDF, read back: everything is on the page, inside the page, in fonts that travel with it."""

from __future__ import annotations

import io
import json
import subprocess
import sys
import time
from dataclasses import replace
from typing import Any

import pypdf
import pypdfium2
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from agent.worksheets.sheet import load_sheet, sheet_names
from alongside.errors import AlongsideError
from alongside.messages import SheetView
from alongside.records import SheetColumn, SheetField
from study.paper.pdf import sheet_pdf
from study.paper.printed import Printed
from study.paper.sources import blank


def text_of(data: bytes) -> str:
    """All words of a PDF, in reading order, spaces made single."""
    document = pypdfium2.PdfDocument(data)
    return " ".join(" ".join(page.get_textpage().get_text_range() for page in document).split())


def flat(text: str) -> str:
    return "".join(text.split()).replace("-", "")


def assert_in_order(data: bytes) -> None:
    """Every letter lies on its page, off the edges; every font is in the file; pages are numbered."""
    document = pypdfium2.PdfDocument(data)
    for number, page in enumerate(document, 1):
        wide, tall = page.get_size()
        words = page.get_textpage()
        for at in range(words.count_rects()):
            left, bottom, right, top = words.get_rect(at)
            assert left >= 40, (number, left)
            assert right <= wide - 40, (number, words.get_text_bounded(left, bottom, right, top))
            assert bottom >= 20, (number, bottom)
            assert top <= tall - 30, (number, top)
        assert f"{number} of {len(document)}" in words.get_text_range()
        assert "no treatment" in words.get_text_range()
    for page in pypdf.PdfReader(io.BytesIO(data)).pages:
        for font in page["/Resources"]["/Font"].values():  # type: ignore[index]
            described = font.get_object().get("/FontDescriptor")
            assert described is not None, font.get_object()["/BaseFont"]
            assert "/FontFile2" in described.get_object()


def field(kind: str, key: str = "f", value: Any = None, **more: Any) -> SheetField:
    given: dict[str, Any] = {"value": "" if value is None else json.dumps(value), **more}
    given.setdefault("status", "waiting" if value is None else "filled")
    words = {"label": f"Label of {key}", "prompt": f"What about {key}, as it is?", "help": "Help of it."}
    return SheetField(key=key, kind=kind, **{**words, **given})


SCALE = {"minimum": 0.0, "maximum": 10.0, "low_label": "calm", "high_label": "as bad as it gets"}
COLUMNS = (
    SheetColumn(key="what", label="What", kind="text"),
    SheetColumn(key="ease", label="Ease", kind="rating", minimum=0, maximum=10),
    SheetColumn(key="when", label="When", kind="time"),
)


def every_kind(filled: bool) -> SheetView:
    """A sheet with each kind of field on it."""
    values: dict[str, Any] = {
        "rating": 7, "text": "It was the message that I did not get.", "choice": "no, not by me",
        "several": ["labels", "shoulds"], "person": "Inés",
        "time": {"said": "tomorrow at six", "day": "", "at": ""},
        "table": [{"what": "Ring Łukasz", "ease": 4, "when": {"said": "Sunday", "day": "", "at": ""}}],
        "timer": {"seconds": 540, "whole": True}, "breathing": {"rounds": 3, "holds": True},
    }  # fmt: skip
    more: dict[str, dict[str, Any]] = {
        "rating": SCALE, "choice": {"choices": ("yes, it can be changed", "no, not by me")},
        "several": {"choices": ("labels", "shoulds", "mind reading")},
        "table": {"columns": COLUMNS, "least": 5},
        "timer": {"seconds": (900.0,)}, "breathing": {"seconds": (4.0, 4.0, 4.0, 4.0), "rounds": 4},
    }  # fmt: skip
    fields = [field(kind, kind, values[kind] if filled else None, **more.get(kind, {})) for kind in values]
    return SheetView(
        sheet="all", title="All of it", status="done" if filled else "open", fields=tuple(fields)
    )


@pytest.mark.parametrize("size", ["A4", "Letter"])
@pytest.mark.parametrize("name", sheet_names())
def test_every_sheet_prints_blank_with_all_it_asks(name: str, size: str) -> None:
    sheet = load_sheet(name)
    paper = blank(sheet)
    data = sheet_pdf(paper, size)
    assert_in_order(data)
    said = flat(text_of(data))
    for text in (sheet.title, sheet.about, "Name or code"):
        assert flat(text) in said
    for item in paper.view.fields:
        for text in (item.label, item.prompt, item.help, *item.choices, *(c.label for c in item.columns[1:])):
            assert flat(text) in said, text
    wide, tall = pypdfium2.PdfDocument(data)[0].get_size()
    assert (round(wide), round(tall)) == {"A4": (595, 842), "Letter": (612, 792)}[size]


@pytest.mark.parametrize("filled", [False, True])
def test_every_kind_of_field_prints(filled: bool) -> None:
    data = sheet_pdf(
        Printed(every_kind(filled), "One of each.", 12, filled=filled, who="P07" if filled else "")
    )
    assert_in_order(data)
    said = flat(text_of(data))
    assert "breathein" in said
    for word in ("Inés", "tomorrow at six", "Ring Łukasz", "9 minutes", "P07", "did not get"):
        assert (flat(word) in said) == filled, word


def test_help_is_on_a_blank_sheet_and_not_beside_an_answer() -> None:
    asked = SheetView(sheet="s", title="S", fields=(field("text", "one"), field("text", "two", "given")))
    assert text_of(sheet_pdf(Printed(asked))).count("Help of it.") == 2
    assert text_of(sheet_pdf(Printed(asked, filled=True))).count("Help of it.") == 1


def test_what_was_left_out_or_never_asked_is_told_apart() -> None:
    fields = (field("text", "one", status="skipped"), field("text", "two", status="passed"))
    said = text_of(sheet_pdf(Printed(SheetView(sheet="s", title="S", fields=fields), filled=True)))
    assert "left out" in said
    assert "Label of one" in said
    assert "Label of two" not in said


def test_a_condition_is_told_on_a_blank_sheet() -> None:
    shown = SheetView(sheet="s", title="S", fields=(field("text", "one"),))
    assert "Only if it rained." in text_of(
        sheet_pdf(Printed(shown, conditions={"one": "Only if it rained."}))
    )


def test_a_long_answer_flows_over_pages_and_nothing_of_it_is_lost() -> None:
    answer = " ".join(f"word{number}" for number in range(2000))
    row = {"what": " ".join(f"cell{number}" for number in range(900)), "ease": 3}
    fields = (field("text", "long", answer), field("table", "rows", [row] * 2, columns=COLUMNS))
    data = sheet_pdf(Printed(SheetView(sheet="s", title="S", fields=fields), filled=True))
    assert_in_order(data)
    said = text_of(data)
    assert all(f"word{number}" in said for number in range(0, 2000, 37))
    assert "cell899" in said
    assert len(pypdfium2.PdfDocument(data)) > 4


@settings(max_examples=25, deadline=None)
@given(st.text(max_size=700), st.lists(st.text(min_size=1, max_size=60), min_size=2, max_size=6, unique=True))
def test_no_text_breaks_the_page(text: str, choices: list[str]) -> None:
    fields = (
        replace(field("text", "text", text), label=text[:80] or "-", prompt=text[:160], help=text[:200]),
        field("several", "several", choices[:1], choices=tuple(choices)),
        field("table", "table", [{"what": text, "ease": 3}], columns=COLUMNS),
    )
    for filled in (False, True):
        data = sheet_pdf(
            Printed(SheetView(sheet="s", title=text[:60] or "S", fields=fields), text, filled=filled)
        )
        for page in pypdfium2.PdfDocument(data):
            words = page.get_textpage()
            for at in range(words.count_rects()):
                assert words.get_rect(at)[2] <= page.get_size()[0] + 1


PARTS = ["what", "ease", "rounds", "holds", "seconds", "said", "at"]
ANY_JSON = st.recursive(
    st.none() | st.booleans() | st.floats(allow_nan=False) | st.integers() | st.text(max_size=20),
    lambda inner: st.lists(inner, max_size=3) | st.dictionaries(st.sampled_from(PARTS), inner),
    max_leaves=6,
)
KINDS = ["text", "rating", "choice", "several", "time", "person", "table", "timer", "breathing", "new"]


@settings(max_examples=60, deadline=None)
@given(st.sampled_from(KINDS), ANY_JSON, st.booleans(), st.booleans())
def test_a_record_with_anything_in_it_can_still_be_printed(
    kind: str, value: Any, whole: bool, filled: bool
) -> None:
    more: dict[str, Any] = (
        {"columns": COLUMNS, "choices": ("a", "b"), "seconds": (4.0,) * 4, **SCALE} if whole else {}
    )
    item = field(kind, "f", value, **more)
    assert sheet_pdf(Printed(SheetView(sheet="s", title="S", fields=(item,)), filled=filled))


def test_markup_in_an_answer_stays_text() -> None:
    words = "a <b>bold</b> & <font size=99>claim</font> </para> &amp; {x}"
    data = sheet_pdf(
        Printed(SheetView(sheet="s", title="S", fields=(field("text", "f", words),)), filled=True)
    )
    assert flat(words) in flat(text_of(data))


def test_the_same_sheet_is_the_same_bytes_in_every_process() -> None:
    script = (
        "import hashlib; from study.paper.pdf import sheet_pdf; from study.paper.sources import blank;"
        "from agent.worksheets.sheet import load_sheet;"
        "print(hashlib.sha256(sheet_pdf(blank(load_sheet('thought_record')))).hexdigest())"
    )
    told = set()
    for _ in range(2):
        done = subprocess.run([sys.executable, "-c", script], capture_output=True, text=True, check=True)
        told.add(done.stdout)
        time.sleep(1.1)  # nothing in it is to tell the second it was made in
    assert len(told) == 1
    paper = Printed(every_kind(True), filled=True)
    assert sheet_pdf(paper) == sheet_pdf(paper)


def test_a_screen_reader_is_told_the_title_the_language_and_the_questions() -> None:
    reader = pypdf.PdfReader(io.BytesIO(sheet_pdf(blank(load_sheet("thought_record")))))
    assert reader.metadata is not None
    assert reader.metadata.title == "Thought record"
    assert str(reader.trailer["/Root"]["/Lang"]).startswith("en")  # type: ignore[index]
    top, questions = reader.outline
    assert top["/Title"] == "Thought record"  # type: ignore[index]
    assert [str(item["/Title"]) for item in questions][:2] == ["Distress at the start", "What happened"]  # type: ignore


def test_a_paper_that_does_not_exist_is_told_in_a_line() -> None:
    with pytest.raises(AlongsideError, match="A4 or Letter"):
        sheet_pdf(blank(load_sheet("thought_record")), "A5")
