"""A sheet filled on paper is typed in: checked, corrected, twice if wanted, and the same run as any other."""

from __future__ import annotations

import json
from collections.abc import Callable, Iterator
from pathlib import Path

import pypdfium2
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from typer.testing import CliRunner

from agent.worksheets.saving import from_json_text, to_json
from agent.worksheets.sheet import load_sheet, sheet_names
from agent.worksheets.state import SheetRun
from commands.main import app
from study.paper.entry import Entry, StoppedError, differences

THOUGHTS = (
    "7", "at the office", "ashamed", "80", "I am no good, they all know", "I am no good", "90",
    "the report was late", "it was one report", "one report was late, the rest were not", "60", "40", "4",
)  # fmt: skip


class Typed:
    """Answers in a row, and what was shown meanwhile; Enter once they are used up."""

    def __init__(self, *lines: str) -> None:
        self.lines: Iterator[str] = iter(lines)
        self.shown: list[str] = []

    def __call__(self, prompt: str) -> str:
        return next(self.lines, "")


def entered(name: str, *lines: str) -> tuple[SheetRun, Typed]:
    typed = Typed(*lines)
    return Entry(typed, typed.shown.append).enter(load_sheet(name)), typed


def value(run: SheetRun, key: str) -> object:
    entry = run.entry(key)
    return json.loads(entry.value) if entry.value else None


def test_a_sheet_is_typed_in_and_is_done_and_every_line_says_paper() -> None:
    run, _ = entered("thought_record", *THOUGHTS)
    assert run.status == "done"
    assert value(run, "distress_before") == 7
    assert value(run, "balanced") == "one report was late, the rest were not"
    assert {attempt.channel for attempt in run.history} == {"paper"}
    assert from_json_text(to_json(run), run.sheet) == run


def test_what_cannot_be_is_not_taken_and_it_is_said_why() -> None:
    run, typed = entered("thought_record", "70", "seven", "7", *THOUGHTS[1:])
    assert value(run, "distress_before") == 7
    assert any("from 0 to 10" in line for line in typed.shown)


def test_enter_alone_is_left_empty_and_back_goes_back() -> None:
    run, _ = entered("thought_record", "7", "wrong place", "<", "the office", *([""] * 20))
    assert value(run, "situation") == "the office"
    assert run.entry("thought").status == "skipped"
    assert run.status == "done"


def test_a_mistake_is_put_right_at_the_end_and_can_be_emptied() -> None:
    run, typed = entered("thought_record", *THOUGHTS, "1", "6", "3", "", "")
    assert value(run, "distress_before") == 6
    assert run.entry("mood").status == "skipped"
    assert any(attempt.before == '"ashamed"' for attempt in run.history)
    assert any("  1. Distress at the start: 7" in line for line in typed.shown)


def test_choices_by_number_or_words_tables_by_cell_times_and_timers() -> None:
    run, _ = entered(
        "worry_time", "5", "at six", "the rent", "the dentist", "", "look", "the rent", "2", "the tree",
        "12:30", "4",
    )  # fmt: skip
    assert value(run, "slot") == {"said": "at six", "day": "", "at": ""}
    assert value(run, "worries") == [{"worry": "the rent"}, {"worry": "the dentist"}]
    assert value(run, "next") == "look at one"
    assert value(run, "sort") == "out of my hands"
    assert value(run, "elsewhere") == {"seconds": 750, "whole": True}
    assert run.entry("step").value == ""  # not asked: it hangs on another answer
    assert run.status == "done"


def test_a_rule_that_would_stop_a_talk_does_not_stop_the_typing() -> None:
    run, _ = entered("thought_record", "10", *THOUGHTS[1:])
    assert run.status == "done"
    assert value(run, "distress_after") == 4


def test_typing_that_is_broken_off_is_kept_and_taken_up() -> None:
    typed = Typed("7", "the office", "!")
    with pytest.raises(StoppedError) as stopped:
        Entry(typed, typed.shown.append).enter(load_sheet("thought_record"))
    begun = from_json_text(to_json(stopped.value.run), load_sheet("thought_record"))
    rest = Typed(*THOUGHTS[2:])
    run = Entry(rest, rest.shown.append).enter(load_sheet("thought_record"), begun)
    assert value(run, "situation") == "the office"
    assert value(run, "mood") == "ashamed"
    assert run.status == "done"


def test_two_entries_are_compared_and_settled_one_by_one() -> None:
    first, _ = entered("thought_record", *THOUGHTS)
    second, _ = entered("thought_record", "8", *THOUGHTS[1:5], "I am not good", *THOUGHTS[6:])
    typed = Typed("2", "x", "e", "I'm no good")
    run, found = Entry(typed, typed.shown.append).settle(first, second)
    assert [item.field for item in found] == ["distress_before", "thought"]
    assert value(run, "distress_before") == 8
    assert value(run, "thought") == "I'm no good"
    assert run.status == "done"
    assert any(attempt.before == "7" for attempt in run.history)
    assert not differences(first, first)


KEYS = st.sampled_from(["", "<", "?", "1", "7", "0", "2 3", "12:30", "\\"])


@settings(max_examples=30, deadline=None)
@given(st.sampled_from(sheet_names()), st.lists(st.one_of(KEYS, st.text(max_size=12)), max_size=60))
def test_whatever_is_typed_leaves_a_whole_run(name: str, lines: list[str]) -> None:
    typed = Typed(*(line for line in lines if line.strip() != "!"))
    run = Entry(typed, typed.shown.append).enter(load_sheet(name))
    assert run.status == "done"
    assert from_json_text(to_json(run), run.sheet) == run


def test_by_command_from_blank_to_filled(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    def run(*words: str, typed: Callable[[str], str] | None = None) -> str:
        if typed is not None:
            monkeypatch.setattr("builtins.input", typed)
        done = CliRunner().invoke(app, ["worksheet", *words], catch_exceptions=False)
        assert done.exit_code == 0, done.output
        return done.output

    blank, saved, filled = tmp_path / "blank.pdf", tmp_path / "p7.json", tmp_path / "p7.pdf"
    run("print", "thought_record", "--paper", "Letter", "--out", str(blank))
    assert pypdfium2.PdfDocument(blank)[0].get_size() == (612, 792)
    told = run(
        "enter", "thought_record", "--out", str(saved), "--twice", typed=Typed(*THOUGHTS, "", *THOUGHTS)
    )
    assert "0 of 13 fields differed" in told
    run("print", "thought_record", "--filled", str(saved), "--out", str(filled), "--person", "P7")
    said = " ".join(page.get_textpage().get_text_range() for page in pypdfium2.PdfDocument(filled))
    assert "I am no good" in said
    assert "P7" in said
