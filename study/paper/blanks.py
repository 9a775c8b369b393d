"""What is written on: lines, a scale to circle a number on, boxes to tick, a box for the time.

Each is handed its value where there is one, and then shows it marked as a pen would.
"""

from __future__ import annotations

import math
from collections.abc import Sequence

from reportlab.lib.colors import Color
from reportlab.lib.units import mm
from reportlab.platypus import Flowable, Paragraph

from study.paper.fonts import STRONG, TEXT, markup, width
from study.paper.look import ACCENT, EDGE, GUTTER, INK, LINE, QUIET, ROW, styles


class Blank(Flowable):
    """Something that begins after the gutter and takes a height of its own."""

    indent = GUTTER

    def wrap(self, availWidth: float, availHeight: float) -> tuple[float, float]:  # noqa: N803
        """As the library asks: its width and height in points."""
        self.wide = availWidth - self.indent
        self.width, self.height = availWidth, self.tall()
        return self.width, self.height

    def tall(self) -> float:
        """Its height, once `wide` is known."""
        raise NotImplementedError

    def draw(self) -> None:
        """Draw it, the gutter left free."""
        self.canv.saveState()
        self.canv.translate(self.indent, 0)
        self.mark()
        self.canv.restoreState()

    def mark(self) -> None:
        """Draw it from the left lower corner of its own."""
        raise NotImplementedError

    def words(self, x: float, y: float, text: str, size: float = 9.2, color: Color = QUIET) -> None:
        """One line of text from x on."""
        self.canv.setFillColor(color)
        self.canv.setFont(TEXT, size)
        self.canv.drawString(x, y, text)


class Lines(Blank):
    """Lines to write on; each word of `words` names a stretch of its own ("day", "time")."""

    def __init__(
        self, count: int = 1, share: float = 1.0, named: Sequence[str] = (), indent: float = GUTTER
    ) -> None:
        super().__init__()
        self.count, self.share, self.named, self.indent = count, share, tuple(named), indent

    def tall(self) -> float:
        return self.count * ROW + 1 * mm

    def mark(self) -> None:
        self.canv.setStrokeColor(LINE)
        self.canv.setLineWidth(0.7)
        if not self.named:
            for number in range(self.count):
                y = self.height - (number + 1) * ROW
                self.canv.line(0, y, self.wide * self.share, y)
            return
        x, each = 0.0, self.wide * self.share / len(self.named)
        for name in self.named:
            begin = x + width(name, 9.2) + 2 * mm
            self.words(x, 1 * mm, name)
            last = name == self.named[-1]
            self.canv.line(begin, 1 * mm, x + each - (0 if last else 6 * mm), 1 * mm)
            x += each


class Scale(Blank):
    """A line with ticks; the number is circled. Words stand at both ends."""

    def __init__(self, low: float, high: float, words: tuple[str, str], value: float | None = None) -> None:
        super().__init__()
        self.low, self.high, self.ends, self.value = low, high, words, value

    def tall(self) -> float:
        return 16.5 * mm if any(self.ends) else 12 * mm

    def mark(self) -> None:
        base, inset = self.height - 5 * mm, 4 * mm
        length = self.wide - 2 * inset

        def at(number: float) -> float:
            return inset + length * (number - self.low) / (self.high - self.low)

        labels, minor = ticks(self.low, self.high)
        self.canv.setStrokeColor(EDGE)
        self.canv.setLineWidth(0.9)
        self.canv.setLineCap(1)
        self.canv.line(at(self.low), base, at(self.high), base)
        for number in minor:
            self.canv.line(at(number), base - 1 * mm, at(number), base + 1 * mm)
        for number in labels:
            self.canv.line(at(number), base - 1.8 * mm, at(number), base + 1.8 * mm)
            self._number(at(number), base - 6.2 * mm, number)
        low, high = self.ends
        self.words(at(self.low) - width(f"{self.low:g}", 10.6) / 2, 0.4 * mm, low)
        self.words(at(self.high) + width(f"{self.high:g}", 10.6) / 2 - width(high, 9.2), 0.4 * mm, high)
        if self.value is not None:
            self._circle(at(self.value), base, self.value in labels)

    def _number(self, x: float, y: float, number: float) -> None:
        chosen = number == self.value
        self.canv.setFillColor(ACCENT if chosen else INK)
        self.canv.setFont(STRONG if chosen else TEXT, 10.6)
        self.canv.drawCentredString(x, y, f"{number:g}")

    def _circle(self, x: float, base: float, on_label: bool) -> None:
        self.canv.setStrokeColor(ACCENT)
        self.canv.setFillColor(ACCENT)
        if on_label:
            self.canv.setLineWidth(1.5)
            self.canv.circle(x, base - 5 * mm, 3.4 * mm)
        else:
            self.canv.setFont(STRONG, 10.6)
            self.canv.drawCentredString(x, base + 2.6 * mm, f"{self.value:g}")
        self.canv.circle(x, base, 1.1 * mm, stroke=0, fill=1)


def ticks(low: float, high: float) -> tuple[list[float], list[float]]:
    """Where a scale has numbers, and where it has small ticks: about ten numbers, at round places."""
    span = high - low
    step = next(size for size in _round_steps() if span / size <= 10.001)
    labels = [low + step * number for number in range(int(span / step + 1e-9) + 1)]
    if abs(labels[-1] - high) > 1e-9:
        labels.append(high)
    small = step / 2 if step >= 2 else 0.0
    minor = [low + small * number for number in range(int(span / small) + 1)] if small else []
    return [round(number, 6) for number in labels], minor


def _round_steps() -> list[float]:
    return [base * 10.0**power for power in range(7) for base in (1, 2, 5)]


class Options(Blank):
    """Choices, each with a box: round ones where one is meant, square ones where several may be."""

    def __init__(self, choices: Sequence[str], square: bool, picked: Sequence[str] = ()) -> None:
        super().__init__()
        self.choices, self.square, self.picked = tuple(choices), square, tuple(picked)

    def tall(self) -> float:
        widest = max(width(choice, 11.2) for choice in self.choices)
        self.columns = next((n for n in (3, 2) if widest <= self.wide / n - 11 * mm), 1)
        if len(self.choices) <= 2 and self.columns == 3:
            self.columns = 2
        self.each = self.wide / self.columns
        rows = math.ceil(len(self.choices) / self.columns)
        style = styles()["question"].clone("choice", leftIndent=0, spaceBefore=0)
        self.texts = [Paragraph(markup(choice), style) for choice in self.choices]
        heights = [text.wrap(self.each - 9 * mm, 10_000)[1] for text in self.texts]
        # Down the first column, then the next: the order in which a list is read.
        self.places = [(number // rows, number % rows) for number in range(len(self.choices))]
        self.row = [
            max(tall for tall, place in zip(heights, self.places, strict=True) if place[1] == row) + 2.4 * mm
            for row in range(rows)
        ]
        return sum(self.row) + 1 * mm

    def mark(self) -> None:
        for text, choice, (column, row) in zip(self.texts, self.choices, self.places, strict=True):
            top = self.height - 1 * mm - sum(self.row[:row])
            x = column * self.each
            self._box(x, top - 4.2 * mm, choice in self.picked)
            text.drawOn(self.canv, x + 6.5 * mm, top - text.height)

    def _box(self, x: float, y: float, picked: bool) -> None:
        side = 3.7 * mm
        self.canv.setStrokeColor(ACCENT if picked else EDGE)
        self.canv.setFillColor(ACCENT)
        self.canv.setLineWidth(1.1 if picked else 0.8)
        if not self.square:
            self.canv.circle(x + side / 2, y + side / 2, side / 2)
            if picked:
                self.canv.circle(x + side / 2, y + side / 2, side / 4, stroke=0, fill=1)
            return
        self.canv.roundRect(x, y, side, side, 0.7 * mm)
        if picked:
            self.canv.setLineWidth(1.6)
            self.canv.setLineCap(1)
            self.canv.lines(
                [
                    (x + 0.8 * mm, y + 1.9 * mm, x + 1.6 * mm, y + 1.0 * mm),
                    (x + 1.6 * mm, y + 1.0 * mm, x + 3.1 * mm, y + 2.9 * mm),
                ]
            )


class TimeBox(Blank):
    """How long it is for, and a small box for how long it was."""

    def __init__(self, planned: float, taken: float | None = None, whole: bool = False) -> None:
        super().__init__()
        self.planned, self.taken, self.whole = planned, taken, whole

    def tall(self) -> float:
        return 12 * mm

    def mark(self) -> None:
        self.words(0, 4.4 * mm, f"Set aside {minutes(self.planned)}. Time it took:", 10.6, INK)
        x = width(f"Set aside {minutes(self.planned)}. Time it took:", 10.6) + 4 * mm
        self.canv.setStrokeColor(EDGE)
        self.canv.setLineWidth(0.8)
        self.canv.roundRect(x, 1.5 * mm, 34 * mm, 9 * mm, 1.5 * mm)
        if self.taken is not None:
            self.canv.setFillColor(ACCENT)
            self.canv.setFont(STRONG, 11)
            self.canv.drawCentredString(x + 17 * mm, 4.5 * mm, minutes(self.taken))
        else:
            self.words(x + 23 * mm, 4.4 * mm, "minutes"[:3], 9.2)


def minutes(seconds: float) -> str:
    """ "90 seconds", "3 minutes", "1 minute"."""
    if seconds < 120 and seconds % 60:
        return f"{seconds:g} seconds"
    count = round(seconds / 60, 1)
    return f"{count:g} minute{'' if count == 1 else 's'}"
