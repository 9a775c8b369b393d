"""How a printed sheet looks: the page's own colours, dark enough for a grey printer, and few sizes."""

from __future__ import annotations

from functools import lru_cache
from typing import Any

from reportlab.lib.colors import HexColor
from reportlab.lib.pagesizes import A4, LETTER
from reportlab.lib.styles import ParagraphStyle
from reportlab.lib.units import mm

from study.paper.fonts import STRONG, TEXT, register

PAPERS: dict[str, tuple[float, float]] = {"A4": A4, "Letter": LETTER}
INK = HexColor("#2a3439")
QUIET = HexColor("#596267")
EDGE = HexColor("#7f7563")
LINE = HexColor("#bdb3a2")
ACCENT = HexColor("#1b4d58")
TINT = HexColor("#e9f0ec")

LEFT, RIGHT, TOP, BOTTOM = 24 * mm, 22 * mm, 20 * mm, 24 * mm
GUTTER = 9 * mm
"""Room for the question's number, left of everything that belongs to it."""
ROW = 8.6 * mm
"""From one line to write on to the next."""


@lru_cache(maxsize=1)
def styles() -> dict[str, ParagraphStyle]:
    """The paragraphs of a sheet."""
    register()

    def style(name: str, size: float, lead: float, **more: Any) -> ParagraphStyle:
        basis: dict[str, Any] = {
            "fontName": TEXT,
            "fontSize": size,
            "leading": lead,
            "textColor": INK,
            "splitLongWords": 1,
            "bulletFontName": TEXT,
        }
        return ParagraphStyle(name, **{**basis, "allowWidows": 0, "allowOrphans": 0, **more})

    return {
        "title": style("title", 25, 29, fontName=STRONG, textColor=ACCENT, spaceAfter=4),
        "about": style("about", 12, 16.5, spaceAfter=5),
        "small": style("small", 9.2, 12.4, textColor=QUIET),
        "label": style(
            "label",
            12.2,
            15.5,
            fontName=STRONG,
            textColor=ACCENT,
            leftIndent=GUTTER,
            bulletFontName=STRONG,
            bulletFontSize=11,
            bulletColor=EDGE,
            spaceBefore=5.5 * mm,
        ),
        "question": style("question", 11.2, 15, leftIndent=GUTTER, spaceBefore=1),
        "help": style("help", 9.2, 12.4, textColor=QUIET, leftIndent=GUTTER, spaceBefore=1.5),
        "answer": style("answer", 11.6, 16.2, leftIndent=GUTTER + 4 * mm),
        "cell": style("cell", 10.4, 13.6),
        "head": style("head", 9.6, 12, fontName=STRONG, textColor=ACCENT),
    }
