"""The typeface on paper: the page's own, Source Sans 3, embedded; what it lacks comes from DejaVu Sans.

Only the characters used go into the file. The typeface is Adobe's, unmodified, under the SIL Open Font
Licence, which is in the folder beside it.
"""

from __future__ import annotations

from functools import lru_cache
from io import BytesIO
from itertools import groupby
from pathlib import Path
from xml.sax.saxutils import escape

import matplotlib
from fontTools.ttLib import TTFont as FontFile  # type: ignore[import-untyped]
from reportlab.pdfbase import pdfmetrics
from reportlab.pdfbase.ttfonts import TTFont

TEXT = "SourceSans3"
STRONG = "SourceSans3-Semibold"
SPARE = "DejaVuSans"
_FILES = {TEXT: "SourceSans3-Regular.ttf.woff", STRONG: "SourceSans3-Semibold.ttf.woff"}


@lru_cache(maxsize=1)
def register() -> frozenset[int]:
    """Have the fonts at hand, once a process; gives the characters that the typeface has."""
    known: set[int] = set()
    for name, file in _FILES.items():
        path = Path(__file__).with_name("fonts") / file
        font = FontFile(path, recalcBBoxes=False, recalcTimestamp=False)  # the same bytes on every day
        known = set(font.getBestCmap())
        font.flavor = None  # out of its packing: the PDF library reads plain TrueType
        plain = BytesIO()
        font.save(plain)
        plain.seek(0)
        pdfmetrics.registerFont(TTFont(name, plain))
    spare = Path(matplotlib.get_data_path()) / "fonts" / "ttf" / "DejaVuSans.ttf"
    pdfmetrics.registerFont(TTFont(SPARE, str(spare)))
    pdfmetrics.registerFontFamily(TEXT, normal=TEXT, bold=STRONG, italic=TEXT, boldItalic=STRONG)
    return frozenset(known)


def markup(text: str) -> str:
    """`text` as the paragraph's markup: nothing in it is read as a command, line ends stay line ends."""
    known = register()
    pieces = []
    for has, group in groupby(text, key=lambda char: ord(char) in known or char in "\n\t"):
        piece = escape("".join(group)).replace("\n", "<br/>").replace("\t", " ")
        pieces.append(piece if has else f'<font name="{SPARE}">{piece}</font>')
    return "".join(pieces)


def width(text: str, size: float, font: str = TEXT) -> float:
    """How wide one line of `text` is, in points."""
    register()
    return float(pdfmetrics.stringWidth(text, font, size))
