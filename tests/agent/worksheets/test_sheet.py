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
        "thoughts",
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
        (
            ("    kind: text", "    kind: essay"),
            11,
            "kind 'essay' must be text, rating, choice, several, time, person, table, timer or breathing",
        ),
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


WIDE = """key: wide
title: Wide
about: Every kind there is.
minutes: 5
suits: {stages: [preparation, action], needs: [plan]}
caution: Not for a first day.
offers: [a, b, c]
returns: [a, b, c]
closings: [a, b, c]
stops:
  - when: {field: strength, at_least: 9}
    say: [a, b, c]
    then: stop
    instead: grounding
carries: [things]
follow_up:
  about: things
  prompts: ["{about}, how was it?", b, c]
  lapse: relapse_prevention
fields:
  - {key: strength, label: Much, kind: rating, maximum: 10, prompts: [a, b, c], help: h, repair: [a, b, c]}
  - key: which
    label: Which
    kind: several
    choices: [Red, Green]
    least: 1
    most: 2
    when:
      - {field: strength, at_least: 2}
      - {field: strength, filled: true}
    prompts: [a, b, c]
    help: h
    repair: [a, b, c]
  - key: things
    label: Things
    kind: table
    most: 3
    columns:
      - {key: what, label: What, kind: text}
      - {key: day, label: When, kind: time, ask: ["When is {row}?"]}
      - {key: ease, label: Ease, kind: rating, maximum: 10, ask: ["How easy?"]}
    row_prompts: [a, b, c, "After {row}, another?"]
    when: {field: which, has: Red}
    prompts: [a, b, c]
    help: h
    repair: [a, b, c]
  - {key: sit, label: Sit, kind: timer, seconds: 600, prompts: [a, b, c], help: h, repair: [a, b, c]}
  - key: breathe
    label: Breathe
    kind: breathing
    pattern: [4, 4, 4, 4]
    rounds: 4
    opt_out: [a, b, c]
    prompts: [a, b, c]
    help: h
    repair: [a, b, c]
"""


def test_a_sheet_may_hold_every_kind_with_branches_stop_rules_and_what_carries_over(tmp_path: Path) -> None:
    path = tmp_path / "wide.yaml"
    path.write_text(WIDE, encoding="utf-8")
    sheet = load_sheet(path)
    fields = {field.key: field for field in sheet.fields}
    assert sheet.suits.stages == ("preparation", "action")
    assert (sheet.stops[0].then, sheet.stops[0].instead) == ("stop", "grounding")
    assert sheet.follow_up is not None
    assert sheet.follow_up.lapse == "relapse_prevention"
    assert [condition.test for condition in fields["which"].when] == ["at_least", "filled"]
    assert [column.key for column in fields["things"].columns] == ["what", "day", "ease"]
    assert (fields["breathe"].pattern, fields["sit"].seconds) == ((4, 4, 4, 4), 600)


@pytest.mark.parametrize(
    ("change", "line", "what"),
    [
        (("needs: [plan]", "needs: [planning]"), 5, "Did you mean 'plan'?"),
        (("at_least: 9", "at_least: 19"), 11, "19 is not on the scale of 'strength'. It goes from 0 to 10."),
        (("field: strength, at_least: 9", "field: strenth, at_least: 9"), 11, "'strenth' is no field"),
        (("at_least: 2}", "at_lest: 2}"), 29, "Did you mean 'at_least'?"),
        (("has: Red", "has: Blue"), 43, "has 'Blue' must be Red or Green"),
        (("field: which, has: Red", "field: breathe, filled: true"), 43, "'breathe' is no field before"),
        (("    then: stop", "    then: end"), 13, "then 'end' must be pause or stop"),
        (("carries: [things]", "carries: [thing]"), 15, "Did you mean 'things'?"),
        (("  about: things", "  about: plan"), 17, "about 'plan' must be"),
        (("    most: 2\n", "    most: 3\n"), 27, "'most' of 'which' cannot be 3. From 0 to 2."),
        (('ask: ["How easy?"]', "choices: [a, b]"), 41, "'choices' is not for kind 'rating'"),
        (("seconds: 600", "seconds: 0"), 47, "a timer runs for 1 second to 4 hours"),
        (("pattern: [4, 4, 4, 4]", "pattern: [4, 4, 4]"), 51, "In, hold, out, hold"),
        (("    rounds: 4", "    seconds: 4"), 52, "'seconds' is not for kind 'breathing'. It is for timer."),
        (('{row}?"]}', '{which}?"]}'), 40, "{which} is no field before this place"),
    ],
)
def test_a_mistake_in_the_finer_parts_is_told_with_its_place(
    tmp_path: Path, change: tuple[str, str], line: int, what: str
) -> None:
    assert change[0] in WIDE
    with pytest.raises(AlongsideError) as told:
        load(tmp_path, WIDE.replace(change[0], change[1], 1))
    assert f"small.yaml, line {line}: " in str(told.value)
    assert what in str(told.value)


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
