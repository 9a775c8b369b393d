"""The sheets of a session end as PDFs in its folder, and can be taken home from the page."""

from __future__ import annotations

import base64
import re
from pathlib import Path

import pypdfium2

from alongside.eventlog import EventLog
from alongside.messages import SheetView
from alongside.records import SheetField
from study.deletion import destroy
from study.report import write_report
from tests.study.study_script import BEGAN, write_session


def test_each_sheet_with_an_answer_is_beside_the_report_and_in_it(tmp_path: Path) -> None:
    write_session(tmp_path)
    page = write_report(tmp_path).read_text()
    paper = (tmp_path / "sheets" / "thought_record.pdf").read_bytes()
    said = " ".join(part.get_textpage().get_text_range() for part in pypdfium2.PdfDocument(paper))
    assert "Thought record" in said
    assert "Filled in" in said
    assert (tmp_path / "sheets" / "thought_record.pdf").stat().st_mode & 0o077 == 0
    found = re.search(r'download="thought_record\.pdf" href="data:application/pdf;base64,([^"]+)"', page)
    assert found
    assert base64.b64decode(found[1]) == paper


def test_an_untouched_sheet_is_not_printed_and_a_strange_key_makes_no_path(tmp_path: Path) -> None:
    field = SheetField(key="a", label="A", kind="text", prompt="A?", help="", status="waiting")
    log = EventLog(tmp_path)
    log.append(SheetView(sheet="plain", title="Plain", fields=(field,)), at=BEGAN)
    strange = SheetField(
        key="a", label="A", kind="text", prompt="A?", help="", status="filled", value='"yes"', shown="yes"
    )
    log.append(SheetView(sheet="../../up", title="Up", fields=(strange,)), at=BEGAN + 1)
    log.close()
    write_report(tmp_path)
    assert [path.name for path in (tmp_path / "sheets").iterdir()] == ["______up.pdf"]


def test_deleting_the_record_takes_the_sheets_too(tmp_path: Path) -> None:
    write_session(tmp_path)
    write_report(tmp_path)
    destroy(tmp_path)
    assert [path.name for path in tmp_path.iterdir()] == ["receipt.json"]
