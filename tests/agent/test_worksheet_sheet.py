"""Worksheets as YAML: the ones that ship are in order, and a mistake is told with its line."""

from __future__ import annotations

from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from agent.worksheets.sheet import load_sheet, sheet_names
from alongside.errors import AlongsideError

GOOD = """key: small
title: Small
about: One question.
minutes: 1
offers: [a, b, c]
returns: [a, b, c]
closings: [a, b, c]
fields:
  - key: mood
    label: Feeling
    kind: text
    prompts: [a, b, c]
    help: h
    repair: [a, b, c]
  - key: strength
    label: Strength
    kind: rating
    maximum: 10
    rates: mood
    prompts: [a, b, c, "{mood}?"]
    help: h
    repair: [a, b, c]
"""


def load(folder: Path, text: str) -> None:
    path = folder / "small.yaml"
    path.write_text(text, encoding="utf-8")
    load_sheet(path)


def test_the_thought_record_has_its_seven_columns_and_distress_around_them() -> None:
    sheet = load_sheet("thought_record")
    assert "thought_record" in sheet_names()
    assert [field.key for field in sheet.fields] == [
        "distress_before",
        "situation",
        "mood",
        "mood_before",
        "thought",
        "belief_before",
        "evidence_for",
        "evidence_against",
        "balanced",
        "balanced_belief",
        "mood_after",
        "distress_after",
    ]
    ranges = {field.key: field.maximum for field in sheet.fields if field.kind == "rating"}
    assert ranges["distress_before"] == ranges["distress_after"] == 10
    assert ranges["mood_before"] == ranges["mood_after"] == ranges["belief_before"] == 100


def test_what_is_said_is_short_and_asks_one_thing() -> None:
    for name in sheet_names():
        for field in load_sheet(name).fields:
            for text in (*field.prompts, *field.repair):
                assert len(text.split()) <= 26, text
                assert text.count("?") <= 1, text
                assert "!" not in text, text


def test_a_good_sheet_is_read(tmp_path: Path) -> None:
    load(tmp_path, GOOD)


@pytest.mark.parametrize(
    ("change", "line", "what"),
    [
        (("    kind: text", "    kynd: text"), 11, "unknown key 'kynd'. Did you mean 'kind'?"),
        (("    kind: text", "    kind: essay"), 11, "kind 'essay' must be text, rating, choice or several"),
        (("minutes: 1", "minutes: soon"), 4, "'minutes' must be a whole number"),
        (("title: Small\n", ""), 1, "'title' is missing"),
        (("    prompts: [a, b, c]", "    prompts: [a, b]"), 12, "'prompts' needs 3 wordings"),
        (('"{mood}?"', '"{thought}?"'), 20, "{thought} is no field before this place"),
        (("    rates: mood", "    rates: strength"), 19, "'strength' is no text field before this one"),
        (("  - key: strength", "  - key: mood"), 15, "key 'mood' must be a name of its own"),
        (("    maximum: 10", "    maximum: 0"), 15, "'strength' needs a maximum above its minimum"),
        (("    kind: text", "    kind: choice"), 9, "'mood' needs choices"),
        (
            (
                "    help: h\n    repair: [a, b, c]\n  -",
                "    help: h\n    help: h\n    repair: [a, b, c]\n  -",
            ),
            14,
            "twice",
        ),
        (("offers: [a, b, c]", "offers: [a, b, c"), 6, "expected"),
        (("minutes: 1", "minutes: !!int x"), 4, "cannot be read"),
    ],
)
def test_a_mistake_is_told_in_one_line_with_its_place(
    tmp_path: Path, change: tuple[str, str], line: int, what: str
) -> None:
    assert change[0] in GOOD
    with pytest.raises(AlongsideError) as told:
        load(tmp_path, GOOD.replace(change[0], change[1], 1))
    assert f"small.yaml, line {line}: " in str(told.value)
    assert what in str(told.value)
    assert "\n" not in str(told.value)


def test_an_unknown_name_tells_which_there_are() -> None:
    with pytest.raises(AlongsideError, match="thought_record"):
        load_sheet("no_such_sheet")


@given(st.text(max_size=60), st.integers(0, len(GOOD)))
def test_no_text_makes_more_than_one_line_of_error(
    tmp_path_factory: pytest.TempPathFactory, text: str, place: int
) -> None:
    folder = tmp_path_factory.getbasetemp()
    told = ""
    try:
        load(folder, (GOOD[:place] + text + GOOD[place:]).encode("utf-8", "replace").decode())
    except AlongsideError as error:
        told = str(error)
    assert "\n" not in told
