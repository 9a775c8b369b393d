"""The worksheets of a session as PDF, in its folder: for the person to take home, and for the file."""

from __future__ import annotations

import re
from collections.abc import Iterable
from pathlib import Path

from alongside.messages import SheetView
from study.manifest import write_atomically
from study.paper.pdf import sheet_pdf
from study.paper.sources import of_view

SHEETS = "sheets"
"""The folder in a session's folder; the page's server reads it, too."""


def answered(sheets: Iterable[SheetView]) -> list[SheetView]:
    """Those in which anything stands."""
    return [view for view in sheets if any(field.value or field.shown for field in view.fields)]


def write_sheets(session: Path, sheets: Iterable[SheetView]) -> dict[str, bytes]:
    """Write `sheets/KEY.pdf` for each sheet with an answer in it; gives what was written, by key."""
    written = {view.sheet: sheet_pdf(of_view(view)) for view in answered(sheets)}
    if written:
        (session / SHEETS).mkdir(exist_ok=True)
    for key, data in written.items():
        write_atomically(session / SHEETS / f"{file_name(key)}.pdf", data)
    return written


def file_name(key: str) -> str:
    """A sheet's key as the name of a file."""
    return re.sub(r"[^\w-]", "_", key)[:80] or "sheet"
