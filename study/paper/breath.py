"""A breath to follow with a finger: a square where there are holds, an oval where there are none."""

from __future__ import annotations

from collections.abc import Sequence

from reportlab.lib.units import mm
from reportlab.pdfgen.canvas import Canvas
from reportlab.platypus import Paragraph

from study.paper.blanks import Blank
from study.paper.fonts import STRONG, TEXT, markup, width
from study.paper.look import ACCENT, EDGE, INK, QUIET, TINT, styles

SIDE = 58 * mm
CORNER = 9 * mm


class Breath(Blank):
    """The shape, what each side is for, and one small circle a round to tick off."""

    def __init__(
        self, seconds: Sequence[float], rounds: int, done: float | None = None, holds: bool = True
    ) -> None:
        super().__init__()
        self.seconds = tuple(seconds) if len(seconds) == 4 else (4.0, 0.0, 4.0, 0.0)
        if not holds:
            self.seconds = (self.seconds[0], 0.0, self.seconds[2], 0.0)
        self.rounds, self.done = max(1, rounds), done

    @property
    def holds(self) -> bool:
        """Whether the breath is held at all."""
        return self.seconds[1] > 0 or self.seconds[3] > 0

    def tall(self) -> float:
        return SIDE + 8 * mm

    def mark(self) -> None:
        canvas, low = self.canv, 4 * mm
        canvas.setStrokeColor(ACCENT)
        canvas.setFillColor(TINT)
        canvas.setLineWidth(2.2)
        if self.holds:
            canvas.roundRect(0, low, SIDE, SIDE, CORNER, fill=1)
        else:
            canvas.ellipse(0, low, SIDE, low + SIDE, fill=1)
        middle = low + SIDE / 2
        _arrow(canvas, 0, middle, (0, 1))
        _arrow(canvas, SIDE, middle, (0, -1))
        self._side(5 * mm, middle, "breathe in", self.seconds[0], "left")
        self._side(SIDE - 5 * mm, middle, "breathe out", self.seconds[2], "right")
        if self.holds:
            _arrow(canvas, SIDE / 2, low + SIDE, (1, 0))
            _arrow(canvas, SIDE / 2, low, (-1, 0))
            self._side(SIDE / 2, low + SIDE - 8 * mm, "hold", self.seconds[1], "centre")
            self._side(SIDE / 2, low + 9.5 * mm, "hold", self.seconds[3], "centre")
        canvas.setFillColor(ACCENT)
        x, y = (0.0, low + CORNER) if self.holds else (SIDE / 2, low)
        canvas.circle(x, y, 1.9 * mm, stroke=0, fill=1)
        self._beside(SIDE + 12 * mm, low)

    def _side(self, x: float, y: float, what: str, seconds: float, place: str) -> None:
        if seconds <= 0:
            return
        for text, font, size, color, drop in (
            (what, TEXT, 10.2, INK, 1.2 * mm),
            (f"{seconds:g}", STRONG, 12.5, ACCENT, -4.2 * mm),
        ):
            self.canv.setFont(font, size)
            self.canv.setFillColor(color)
            wide = width(text, size, font)
            self.canv.drawString(x - {"left": 0.0, "centre": wide / 2, "right": wide}[place], y + drop, text)

    def _beside(self, x: float, low: float) -> None:
        """How to follow it, and the rounds."""
        text = (
            "Start at the dot and follow the line with a finger, at the pace of your own breath. "
            "The numbers are seconds; near enough is good enough."
        )
        if self.holds:
            text += "\nIf holding your breath is not comfortable, leave the holds out: just in, and out."
        guide = Paragraph(markup(text), styles()["question"].clone("guide", leftIndent=0))
        room = self.wide - x
        _, tall = guide.wrap(room, SIDE)
        guide.drawOn(self.canv, x, low + SIDE - tall - 1 * mm)
        y = low + SIDE - tall - 14 * mm
        self.words(x, y + 5 * mm, "A circle for each round:", 9.2, QUIET)
        self.canv.setLineWidth(0.9)
        for number in range(min(self.rounds, 12)):
            did = self.done is not None and number < self.done
            self.canv.setStrokeColor(ACCENT if did else EDGE)
            self.canv.setFillColor(ACCENT)
            across = x + 2.5 * mm + (number % 6) * 8 * mm
            self.canv.circle(across, y - (number // 6) * 7 * mm, 2.3 * mm, fill=int(did))


def _arrow(canvas: Canvas, x: float, y: float, way: tuple[int, int]) -> None:
    """A small head on the line at x, y that shows which way it is followed."""
    (dx, dy), long, half = way, 2.6 * mm, 1.9 * mm
    path = canvas.beginPath()
    path.moveTo(x + dx * long, y + dy * long)
    path.lineTo(x - dx * long * 0.6 + dy * half, y - dy * long * 0.6 + dx * half)
    path.lineTo(x - dx * long * 0.6 - dy * half, y - dy * long * 0.6 - dx * half)
    path.close()
    canvas.setFillColor(ACCENT)
    canvas.drawPath(path, stroke=0, fill=1)
