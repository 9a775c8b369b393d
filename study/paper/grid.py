"""A table on paper: its heads, the rows that were filled, and empty rows to write in."""

from __future__ import annotations

from typing import Any

from reportlab.platypus import Paragraph, Table, TableStyle

from alongside.records import SheetColumn, SheetField
from study.paper.fonts import TEXT, markup, width
from study.paper.look import ACCENT, GUTTER, LINE, ROW, TINT, styles
from study.paper.printed import in_words

ROWS = 4
"""Empty rows where the sheet does not say how many."""
_SHARE = {"rating": 0.55, "time": 0.75, "person": 0.8, "choice": 0.9, "text": 1.6}


def grid(item: SheetField, rows: list[dict[str, Any]], wide: float, filled: bool) -> Table:
    """The table of one field, as wide as what is left of the gutter."""
    columns = item.columns
    if len(columns) == 1:
        return _list(item, rows, wide - GUTTER, filled)
    heads = [Paragraph(_head(column), styles()["head"]) for column in columns]
    done = [[Paragraph(markup(_cell(column, row)), styles()["cell"]) for column in columns] for row in rows]
    empty = _empty(item, rows, filled)
    body: list[list[Any]] = [*done, *[[""] * len(columns) for _ in range(empty)]]
    heights = [None, *[None] * len(done), *[ROW * (1.25 if len(columns) > 2 else 1.1)] * empty]
    table = Table(
        [heads, *body],
        colWidths=_widths(columns, wide - GUTTER),
        rowHeights=heights,
        repeatRows=1,
        splitInRow=1,
        hAlign="RIGHT",
    )
    table.setStyle(
        TableStyle(
            [
                ("FONTNAME", (0, 0), (-1, -1), TEXT),
                ("VALIGN", (0, 0), (-1, -1), "TOP"),
                ("VALIGN", (0, 0), (-1, 0), "BOTTOM"),
                ("BACKGROUND", (0, 0), (-1, 0), TINT),
                ("LINEBELOW", (0, 0), (-1, 0), 0.9, ACCENT),
                ("LINEBELOW", (0, 1), (-1, -1), 0.6, LINE),
                ("LINEAFTER", (0, 0), (-2, -1), 0.6, LINE),
                ("LEFTPADDING", (0, 0), (-1, -1), 5),
                ("RIGHTPADDING", (0, 0), (-1, -1), 5),
                ("TOPPADDING", (0, 0), (-1, -1), 4),
                ("BOTTOMPADDING", (0, 0), (-1, -1), 4),
            ]
        )
    )
    return table


def _list(item: SheetField, rows: list[dict[str, Any]], wide: float, filled: bool) -> Table:
    """A table of one column is a numbered list, and needs no head."""
    column, empty = item.columns[0], _empty(item, rows, filled)
    done: list[Any] = [Paragraph(markup(_cell(column, row)), styles()["cell"]) for row in rows]
    cells = [*done, *[""] * empty]
    body: list[list[Any]] = [
        [Paragraph(str(number), styles()["small"]), content] for number, content in enumerate(cells, 1)
    ]
    table = Table(
        body, colWidths=[18, wide - 18], rowHeights=[*[None] * len(done), *[ROW] * empty], splitInRow=1,
        hAlign="RIGHT",
    )  # fmt: skip
    table.setStyle(
        TableStyle(
            [
                ("FONTNAME", (0, 0), (-1, -1), TEXT),
                ("VALIGN", (0, 0), (-1, -1), "BOTTOM"),
                ("LINEBELOW", (1, 0), (1, -1), 0.7, LINE),
                ("LEFTPADDING", (0, 0), (-1, -1), 0),
                ("BOTTOMPADDING", (0, 0), (-1, -1), 3),
            ]
        )
    )
    return table


def _empty(item: SheetField, rows: list[dict[str, Any]], filled: bool) -> int:
    """How many empty rows there are to write in."""
    return 0 if rows and filled else max(item.least, min(item.most or ROWS, max(ROWS, item.least)))


def _head(column: SheetColumn) -> str:
    """A column's name; below it, small, what may be written there."""
    small = ""
    if column.kind == "rating":
        small = f"{column.minimum:g} to {column.maximum:g}"
    elif column.kind == "choice":
        small = " / ".join(column.choices)
    note = f'<br/><font name="SourceSans3" size="8.2">{markup(small)}</font>' if small else ""
    return markup(column.label) + note


def _cell(column: SheetColumn, row: dict[str, Any]) -> str:
    return in_words(column.kind, row.get(column.key) if isinstance(row, dict) else row)


def _widths(columns: tuple[SheetColumn, ...], wide: float) -> list[float]:
    """Room by what is written there, but never narrower than the longest word of the head."""
    needs = [
        max(width(word, 9.6) * 1.08 for word in (column.label or "x").split()) + 11 for column in columns
    ]
    shares = [_SHARE.get(column.kind, 1.0) for column in columns]
    spare = max(0.0, wide - sum(needs))
    return [need + spare * share / sum(shares) for need, share in zip(needs, shares, strict=True)]
