"""Worksheets as the page may have to show them: every kind in every state, every sheet at every field."""

from __future__ import annotations

import json
from collections.abc import Iterator
from dataclasses import replace
from typing import Any

from agent.worksheets.run import apply, begin, view
from agent.worksheets.sheet import load_sheet, sheet_names
from alongside.messages import Answer, SheetView
from alongside.records import SheetColumn, SheetField

CELLS = (
    SheetColumn(key="step", label="The step", kind="text"),
    SheetColumn(key="when", label="When", kind="time"),
    SheetColumn(key="who", label="Who with", kind="person"),
    SheetColumn(key="ease", label="How easy", kind="choice", choices=("Easy", "So-so", "Hard")),
    SheetColumn(key="worth", label="What it is worth to you", kind="rating", maximum=10.0),
)
TOMORROW = {"said": "tomorrow at six", "day": "2026-03-05", "at": "18:00"}
ROW = {"step": "Ring the surgery", "when": TOMORROW, "who": "nobody", "ease": "So-so", "worth": 7}


def _field(kind: str, value: Any, shown: str, **more: Any) -> tuple[SheetField, str, str]:
    help_ = "A sentence or two is plenty."
    label, prompt = f"Kind {kind}", "What would you put here, in your own words?"
    field = SheetField(key=kind, label=label, kind=kind, prompt=prompt, help=help_, status="asking", **more)
    return field, json.dumps(value), shown


KINDS = (
    _field("text", "It was raining, and I stood there.", "It was raining, and I stood there."),
    _field("rating", 7, "7", maximum=10.0, low_label="none", high_label="the most there could be"),
    _field("choice", "Not today", "Not today", choices=("Today", "Not today", "Never")),
    _field("several", ["Rest", "Walk"], "Rest, Walk", choices=("Rest", "Walk", "Music"), least=1, most=2),
    _field("time", TOMORROW, "tomorrow at six"),
    _field("person", "Ana", "Ana"),
    _field("table", [ROW, {"step": "Sleep on it"}], "Ring the surgery; Sleep on it", columns=CELLS, most=5),
    _field("timer", {"seconds": 90, "whole": False}, "a minute and a half", seconds=(180.0,)),
    _field("breathing", {"rounds": 3, "holds": False}, "3 rounds", seconds=(4.0, 4.0, 4.0, 4.0), rounds=4),
)


def every_kind() -> Iterator[SheetView]:
    """Each kind empty, with a problem, heard, filled before, and offered from another day."""
    for number, (field, value, shown) in enumerate(KINDS):
        earlier = tuple(replace(other, status="filled", value=v, shown=s) for other, v, s in KINDS[:number])
        states = {
            "empty": field,
            "problem": replace(field, problem="There was nothing in it yet."),
            "heard": replace(field, status="heard", value=value, shown=shown),
            "filled": replace(field, value=value, shown=shown),
            "offered": replace(field, offered=value, offered_shown=shown),
        }
        for state, asked in states.items():
            yield SheetView(
                sheet=f"kinds_{state}",
                title="Every kind",
                status="open",
                current=field.key,
                progress=number / len(KINDS),
                fields=(*earlier, asked),
            )


def every_sheet() -> Iterator[SheetView]:
    """Each sheet offered, at each of its fields, paused there once, and with all passed by."""
    for name in sheet_names():
        run = begin(load_sheet(name))
        yield view(run)
        run = apply(run, Answer(sheet=name, move="start"))
        yield view(apply(run, Answer(sheet=name, move="pause")))
        for _ in run.sheet.fields:
            if run.status != "open":
                break
            yield view(run)
            run = apply(run, Answer(sheet=name, move="skip"))
        yield view(run)
