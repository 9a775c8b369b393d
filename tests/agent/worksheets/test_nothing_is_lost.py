"""Whatever is said, touched or interrupted, on any sheet: the run stays valid and loses no answer."""

from __future__ import annotations

import json
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from agent.worksheets.play import in_play
from agent.worksheets.run import SheetRun, apply, begin, hear, question, summary, suspend, view
from agent.worksheets.saving import from_json_text, to_json
from agent.worksheets.schema import Field, Sheet
from agent.worksheets.sheet import load_sheet, sheet_names
from agent.worksheets.values import check
from alongside.codec import from_plain, to_plain
from alongside.messages import Answer, SheetView

SHEETS = {name: load_sheet(name) for name in sheet_names()}
EVENING = load_sheet(Path(__file__).with_name("evening.yaml"))
MOVES = ["enter", "enter", "enter", "edit", "skip", "back", "pause", "resume", "stop", "start"]
SAID = [
    "seven",
    "about eighty percent",
    "out of ten",
    "no idea",
    "skip",
    "go back",
    "can we stop",
    "hold on",
    "let's go on",
    "what do you mean",
    "my mother died on Sunday",
    "no, I meant six",
    "no, I meant the other one",
    "the same as last time",
    "ashamed, maybe eighty",
    "yes",
    "no",
    "that's all",
    "nothing else",
    "I want to die",
    "tomorrow at six",
    "with Jo, at the office",
    "tea, a walk and a book",
    "ready",
    "done",
    "holding my breath makes me dizzy",
]


def sane(field: Field) -> st.SearchStrategy[str]:
    """Values that fit a field."""
    if field.kind == "rating":
        return st.integers(int(field.minimum), int(field.maximum)).map(str)
    if field.kind == "choice":
        return st.sampled_from(field.choices)
    if field.kind == "several":
        return st.lists(st.sampled_from(field.choices), max_size=field.most or 3).map(json.dumps)
    if field.kind == "time":
        return st.sampled_from(['{"said": "at six", "day": "", "at": "18:00"}', "on Monday"])
    if field.kind == "timer":
        return st.sampled_from(['{"seconds": 30, "whole": false}', '{"seconds": 600, "whole": true}'])
    if field.kind == "breathing":
        return st.sampled_from(['{"rounds": 2, "holds": true}', '{"holds": false}'])
    if field.kind != "table":
        return st.sampled_from(["a walk", "Jo", "it was late", "I'm a failure"])
    cells = {column.key: sane(column.as_field()).map(as_cell) for column in field.columns}
    row = st.fixed_dictionaries({}, optional=cells)
    return st.one_of(st.lists(row, max_size=3).map(json.dumps), row.map(json.dumps))


def as_cell(raw: str) -> Any:
    """A cell as the page sends it: JSON where it is some, else the words."""
    try:
        return json.loads(raw)
    except ValueError:
        return raw


def answers(sheet: Sheet) -> st.SearchStrategy[Answer]:
    """Touches: mostly such as a page sends, some absurd."""
    wild = st.one_of(
        st.sampled_from(["5", "1e400", "nan", "[]", "null", "[{}]", '{"row": 1}', "[[]]"]),
        st.text(max_size=8),
    )
    fitting = st.sampled_from(sheet.fields).flatmap(
        lambda field: st.builds(
            Answer,
            sheet=st.just(sheet.key),
            field=st.sampled_from([field.key, ""]),
            move=st.sampled_from(["enter", "enter", "edit"]),
            value=sane(field),
            stamp=st.sampled_from([0.0, 1000.0, 1060.0, 1e18]),
        )
    )
    absurd = st.builds(
        Answer,
        sheet=st.sampled_from([sheet.key, "", "other"]),
        field=st.sampled_from([*(field.key for field in sheet.fields), "", "", "unknown"]),
        move=st.sampled_from(MOVES),
        value=wild,
        stamp=st.sampled_from([0.0, 1000.0, 1e18]),
    )
    return st.one_of(fitting, fitting, absurd)


def steps(sheet: Sheet) -> st.SearchStrategy[list[Any]]:
    """What may happen on a sheet; None is a crash, after which the run is read from its file."""
    named = [f"change the {field.label} to angry" for field in sheet.fields]
    back = [f"go back to the {field.label}" for field in sheet.fields]
    texts = st.one_of(st.sampled_from([*SAID, *named, *back]), st.text(max_size=15))
    return st.lists(
        st.one_of(texts, texts, answers(sheet), answers(sheet), st.just(suspend), st.none()), max_size=30
    )


def cells(run: SheetRun) -> Iterator[tuple[str, str, Any]]:
    """Everything answered: (field, column, value) of single answers and of every cell, begun or finished."""
    for field, entry in zip(run.sheet.fields, run.entries, strict=True):
        plain = json.loads(entry.value) if entry.value else None
        if field.kind != "table":
            if plain is not None:
                yield field.key, "", plain
            continue
        part = json.loads(entry.part) if entry.part else {}
        for row in [*(plain or []), part.get("row", {}), *part.get("then", [])]:
            yield from ((field.key, key, value) for key, value in row.items() if value is not None)


def valid(run: SheetRun) -> None:
    """Everything that must hold of a run at any time."""
    seen = view(run)
    assert from_plain(SheetView, json.loads(json.dumps(to_plain(seen)))) == seen
    assert 0.0 <= seen.progress <= 1.0
    assert (seen.status == "open") <= (seen.current != "")
    assert (seen.status == "done") <= (seen.progress == 1.0 and seen.current == "")
    plays = in_play(run.sheet, [entry.value for entry in run.entries])
    assert run.position == len(run.entries) or plays[run.position]
    assert [item.status == "passed" for item in seen.fields] == [not on for on in plays]
    for field, entry in zip(run.sheet.fields, run.entries, strict=True):
        assert (entry.status == "filled") <= bool(entry.value)
        assert bool(entry.value) <= (entry.status == "filled" or field.kind == "table")
        assert not entry.part or field.kind in ("table", "timer", "breathing")
        if entry.value:
            plain = json.loads(entry.value)
            same, problem = check(field, plain if isinstance(plain, str) else entry.value)
            assert (json.loads(same), problem) == (plain, "")
    for variation in range(3):
        asked = question(run, variation)
        assert bool(asked) == (run.status != "stopped" or run.stop_rule is not None)
    assert summary(run).startswith(run.sheet.title)


@pytest.mark.parametrize("name", SHEETS)
@given(data=st.data())
@settings(deadline=None, max_examples=8)
def test_whatever_happens_the_run_stays_valid_and_keeps_everything(name: str, data: st.DataObject) -> None:
    keeps_everything(SHEETS[name], data)


@given(data=st.data())
@settings(deadline=None, max_examples=60)
def test_a_sheet_with_every_kind_keeps_everything_too(data: st.DataObject) -> None:
    keeps_everything(EVENING, data)


def keeps_everything(sheet: Sheet, data: st.DataObject) -> None:
    """Anything may happen to a run of the sheet."""
    kept = [field for field in sheet.fields if field.key in sheet.carries]
    run = begin(sheet, {field.key: check(field, data.draw(sane(field)))[0] for field in kept})
    for step in data.draw(steps(sheet)):
        before, frozen = run, repr(run)
        if step is None:
            run = from_json_text(to_json(run), sheet)
            assert run == before
            continue
        if step is suspend:
            run = suspend(run)
        elif isinstance(step, str):
            run = hear(run, step, at=1030.0).run
        else:
            run = apply(run, step)
        assert repr(before) == frozen
        valid(run)
        new = run.history[len(before.history) :]
        assert run.history[: len(before.history)] == before.history
        if step is not suspend:
            assert any(attempt.said == (step if isinstance(step, str) else step.value) for attempt in new)
        there = [*cells(run)]
        for key, column, value in cells(before):
            kept = (key, column, value) in there
            assert kept or any(
                attempt.field == key and json.dumps(value) in attempt.before for attempt in new
            ), (key, column, value)
    assert from_json_text(to_json(run), sheet) == run


@pytest.mark.parametrize("name", SHEETS)
def test_every_question_can_be_skipped_and_the_sheet_ends(name: str) -> None:
    run = hear(begin(SHEETS[name]), "yes").run
    for _ in SHEETS[name].fields:
        if run.status == "open":
            run = hear(run, "skip").run
    assert (view(run).status, view(run).progress) == ("done", 1.0)


@pytest.mark.parametrize("name", SHEETS)
@pytest.mark.parametrize("variation", range(4))
def test_the_page_shows_the_question_in_the_words_that_were_spoken(name: str, variation: int) -> None:
    run = hear(begin(SHEETS[name]), "yes").run
    while run.current is not None and run.status == "open":
        spoken = f"Right. {question(run, variation)}"
        shown = next(item for item in view(run, spoken).fields if item.key == run.current.key)
        assert shown.prompt in spoken
        run = hear(run, "skip").run
