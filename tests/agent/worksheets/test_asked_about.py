"""A run that heard something only likely: it says what it took it for, and goes on with the answer."""

from __future__ import annotations

import json
from pathlib import Path

from agent.worksheets.run import begin, hear, question, view
from agent.worksheets.sheet import load_sheet
from agent.worksheets.state import SheetRun

EVENING = load_sheet(Path(__file__).with_name("evening.yaml"))


def told(*said: str) -> SheetRun:
    run = begin(EVENING)
    for text in said:
        run = hear(run, text).run
    return run


def test_an_hour_is_asked_about_with_its_half_of_the_day() -> None:
    run = told("yes", "closer to the top", "yes", "the first one", "a walk by the river", "tomorrow around 7")
    assert run.entry("distress_before").value == "8"
    assert question(run, 0) == "7 in the evening, is that right?"
    assert next(field for field in view(run).fields if field.key == "at").shown == "7 in the evening"
    run = hear(run, "no, in the morning").run
    assert json.loads(run.entry("at").value)["at"] == "07:00"


def test_a_table_ends_at_that_is_all_even_in_the_middle_of_a_row() -> None:
    run = told(
        "yes", "five", "the first one", "a walk by the river", "tomorrow", "my sister", "the first one"
    )
    assert run.current is not None
    assert run.current.key == "things"
    run = hear(run, "the lamp and my shoes").run
    run = hear(run, "that's all").run
    assert [row["what"] for row in json.loads(run.entry("things").value)] == ["the lamp", "my shoes"]
    assert run.current.key == "sit"
