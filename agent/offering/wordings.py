"""How a sheet is offered: in its own words, after what a programme says, or gently after a lapse."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from agent.situation import Situation
from agent.words.candidate import Candidate
from agent.words.lines import fill, read
from agent.worksheets.run import begin, question
from agent.worksheets.schema import Sheet


def offers(now: Situation, sheet: Sheet, small: Sequence[Candidate]) -> Iterator[Candidate]:
    """Ways of offering `sheet`. `small` are short reflections that may go first, where it is heavy."""
    if now.suited and now.suited[0].need == "lapse":
        yield from fill(read("lines")["ask_permission"]["lapse"], "ask_permission.lapse", {}, "worksheet")
        return
    run = begin(sheet)
    for number, said in enumerate(now.suited[0].say if now.suited else ()):
        text = said if "?" in said else f"{said} {question(run, number)}"
        yield Candidate(text, f"offer.{sheet.key}.day.{number}", "worksheet", weight=2.0)
    for variation in range(len(sheet.offers)):
        text = question(run, variation)
        frame = f"offer.{sheet.key}.{variation}"
        for first in small[:1]:
            yield Candidate(f"{first.text} {text}", f"{frame}+", "worksheet", weight=1.4)
        yield Candidate(text, frame, "worksheet")
