"""A run of a worksheet: it goes where it should, and nothing said on the way is lost."""

from __future__ import annotations

import json
from collections.abc import Callable

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from agent.worksheets.run import SheetRun, apply, begin, hear, question, summary, suspend, view
from agent.worksheets.sheet import load_sheet
from agent.worksheets.values import check
from alongside.codec import from_plain, to_plain
from alongside.messages import Answer, SheetView

SHEET = load_sheet("thought_record")
KEYS = [field.key for field in SHEET.fields]


def press(run: SheetRun, move: str, field: str = "", value: str = "") -> SheetRun:
    return apply(run, Answer(sheet=SHEET.key, field=field, move=move, value=value))  # type: ignore[arg-type]


def opened() -> SheetRun:
    return press(begin(SHEET), "start")


def said(run: SheetRun, *texts: str) -> SheetRun:
    for text in texts:
        run = hear(run, text).run
    return run


def shown(run: SheetRun) -> dict[str, str]:
    return {field.key: field.shown for field in view(run).fields if field.shown}


def test_a_whole_thought_record_by_voice() -> None:
    run = begin(SHEET)
    assert view(run).status == "offered"
    spoken = [
        "yeah, let's try",
        "about a seven, maybe eight",
        "At dinner. Someone made a joke about my job and everyone laughed.",
        "Ashamed, maybe eighty",
        "They'll talk about it for weeks. They all think I'm a failure.",
        "They all think I'm a failure.",
        "ninety percent",
        "They laughed, and nobody said anything.",
        "Tom came over afterwards and asked how I was.",
        "It was a stupid joke, and one of them noticed.",
        "sixty",
        "forty-five",
        "no, I meant fifty",
        "a four",
    ]
    kinds = []
    for text in spoken:
        heard = hear(run, text)
        run, kinds = heard.run, [*kinds, heard.kind]
    assert kinds == ["moved", *["filled"] * 11, "corrected", "filled"]
    assert view(run).status == "done"
    assert shown(run) == {
        "distress_before": "7.5",
        "situation": "At dinner. Someone made a joke about my job and everyone laughed.",
        "mood": "Ashamed",
        "mood_before": "80",
        "thoughts": "They'll talk about it for weeks. They all think I'm a failure.",
        "thought": "They all think I'm a failure.",
        "belief_before": "90",
        "evidence_for": "They laughed, and nobody said anything.",
        "evidence_against": "Tom came over afterwards and asked how I was.",
        "balanced": "It was a stupid joke, and one of them noticed.",
        "balanced_belief": "60",
        "mood_after": "50",
        "distress_after": "4",
    }
    assert "Feeling: Ashamed\nHow strong it was: 80 of 100" in summary(run)


def test_a_disclosure_in_the_middle_lays_the_sheet_aside_until_they_return() -> None:
    run = said(opened(), "six", "At the office.", "sad")
    heard = hear(run, "my mother died on Sunday")
    assert (heard.kind, heard.run.status, view(heard.run).current) == ("aside", "paused", "mood_before")
    assert question(heard.run, 0) in SHEET.returns
    still = hear(heard.run, "I haven't been sleeping since")
    assert (still.kind, still.run.status) == ("aside", "paused")
    back = hear(still.run, "okay, let's go on")
    assert (back.kind, back.run.status, view(back.run).current) == ("moved", "open", "mood_before")
    assert shown(back.run) == shown(run)
    assert [attempt.said for attempt in back.run.history if attempt.outcome == "aside"] == [
        "my mother died on Sunday",
        "I haven't been sleeping since",
    ]


def test_a_number_said_beside_a_loss_is_kept_and_the_sheet_waits() -> None:
    heard = hear(opened(), "a nine, because my mother died on Sunday")
    assert (heard.kind, heard.run.status, shown(heard.run)) == ("aside", "paused", {"distress_before": "9"})


@pytest.mark.parametrize(
    ("text", "field", "value"),
    [
        ("no, I meant a six", "distress_before", "6"),
        ("sorry, make that eight", "distress_before", "8"),
        ("wait, nine", "distress_before", "9"),
        ("change the distress to two", "distress_before", "2"),
    ],
)
def test_the_rating_before_is_corrected_in_passing(text: str, field: str, value: str) -> None:
    run = said(opened(), "seven")
    heard = hear(run, text)
    assert (heard.kind, heard.field, shown(heard.run)[field]) == ("corrected", field, value)
    assert view(heard.run).current == "situation"
    assert [attempt.before for attempt in heard.run.history][-1] == "7"


def test_the_words_before_are_corrected_in_passing() -> None:
    run = said(opened(), "seven", "At the office.", "sad")
    heard = hear(run, "no, I meant angry")
    assert (heard.kind, shown(heard.run)["mood"]) == ("corrected", "angry")
    text = hear(said(opened(), "seven"), "I meant to call her but I didn't dare")
    assert (text.kind, text.field) == ("filled", "situation")


def test_back_and_named_fields() -> None:
    run = said(opened(), "seven", "At the office.", "sad")
    heard = hear(run, "can we go back")
    assert (heard.kind, heard.field) == ("moved", "mood")
    assert "You had: sad." in question(heard.run, 0)
    assert view(said(heard.run, "furious")).current == "mood_before"
    there = hear(run, "can we go back to the situation")
    assert (there.kind, there.field) == ("moved", "situation")
    kept = hear(there.run, "skip")
    assert (shown(kept.run)["situation"], view(kept.run).current) == ("At the office.", "mood_before")


def test_skip_stop_and_take_up_again() -> None:
    run = said(opened(), "skip", "can we stop")
    assert (view(run).status, question(run, 0)) == ("none", "")
    assert view(run).fields[0].status == "skipped"
    again = press(run, "start")
    assert (view(again).status, view(again).current) == ("open", "situation")


def test_help_and_not_knowing() -> None:
    run = said(opened(), "what do you mean?")
    assert question(run, 0).startswith(SHEET.fields[0].help)
    unsure = hear(run, "I don't know")
    assert (unsure.kind, question(unsure.run, 1)) == ("unclear", SHEET.fields[0].repair[1])
    assert view(hear(unsure.run, "no idea").run).fields[0].status == "skipped"


def test_a_bare_seven_of_a_hundred_is_settled_in_words() -> None:
    run = said(opened(), "seven", "At the office.", "sad")
    doubt = hear(run, "seven")
    assert (doubt.kind, question(doubt.run, 0)) == ("unclear", "7 out of ten, or out of a hundred?")
    field = view(doubt.run).fields[3]
    assert (field.status, field.shown, field.value) == ("heard", "7", "")
    assert shown(said(doubt.run, "out of ten"))["mood_before"] == "70"


def test_their_own_words_come_back_in_the_question() -> None:
    run = said(opened(), "seven", "At the office.", "I felt really ashamed.")
    assert question(run, 0) == "Ashamed. How strong, from zero to a hundred?"
    assert len({question(run, variation) for variation in range(4)}) == 4
    long = said(opened(), "seven", "At the office.", "a " * 30 + "knot")
    assert question(long, 0) == SHEET.fields[3].prompts[0]


def test_a_bad_value_is_told_on_its_field_and_nothing_is_lost() -> None:
    run = press(press(opened(), "enter", "distress_before", "5"), "edit", "distress_before", "eleven")
    field = view(run).fields[0]
    assert (field.value, field.problem) == ("5", "A number from 0 to 10, please.")
    assert run.history[-1].said == "eleven"
    high = press(opened(), "enter", "", "11")
    assert view(high).fields[0].problem == "The scale goes from 0 to 10."
    assert question(high, 0) in SHEET.fields[0].repair


def test_a_touched_card_is_asked_again_and_any_field_can_be_filled_out_of_turn() -> None:
    run = press(press(opened(), "enter", "balanced", "Both are true."), "edit", "balanced")
    assert view(run).current == "balanced"
    run = press(run, "enter", "balanced", "Both are true, mostly.")
    assert view(run).current == "balanced_belief"
    assert run.history[-1].before == '"Both are true."'


def test_an_answer_to_another_sheet_changes_nothing_but_is_kept() -> None:
    run = opened()
    other = apply(run, Answer(sheet="values", field="situation", value="x"))
    assert (other.entries, other.position, len(other.history)) == (
        run.entries,
        run.position,
        len(run.history) + 1,
    )


def test_suspending_and_resuming_returns_to_the_same_question() -> None:
    run = said(opened(), "seven")
    assert view(press(suspend(run), "resume")).current == view(run).current


WORDS = st.one_of(
    st.sampled_from(
        [
            "seven",
            "about eighty",
            "seventy percent",
            "no idea",
            "skip",
            "go back",
            "can we stop",
            "hold on",
            "let's go on",
            "what do you mean",
            "my mother died on Sunday",
            "no, I meant six",
            "change the feeling to angry",
            "go back to the thought",
            "ashamed, maybe eighty",
            "yes",
            "no",
            "I want to die",
            "out of ten",
            "At the office, with Jo.",
        ]
    ),
    st.text(max_size=20),
)
ANSWERS = st.builds(
    Answer,
    sheet=st.sampled_from([SHEET.key, SHEET.key, SHEET.key, "", "other"]),
    field=st.sampled_from([*KEYS, "", "", "", "unknown"]),
    move=st.sampled_from(["enter", "enter", "edit", "skip", "back", "pause", "resume", "stop", "start"]),
    value=st.one_of(
        st.sampled_from(["5", "70%", "", "text", "1e400", "nan", "[]", "null"]), st.text(max_size=12)
    ),
)
STEPS = st.lists(st.one_of(WORDS, ANSWERS), max_size=40)


def consistent(run: SheetRun) -> None:
    """Everything that must hold of a run at any time."""
    seen = view(run)
    assert from_plain(SheetView, json.loads(json.dumps(to_plain(seen)))) == seen
    assert 0.0 <= seen.progress <= 1.0
    assert seen.current in ("", *KEYS)
    assert (seen.status == "open") <= (seen.current != "")
    assert (seen.status == "done") <= (seen.progress == 1.0 and seen.current == "")
    assert [field.key for field in seen.fields] == KEYS
    assert sum(field.status == "asking" for field in seen.fields) <= 1
    for field, entry in zip(SHEET.fields, run.entries, strict=True):
        assert (entry.status == "filled") == bool(entry.value)
        if entry.value:
            plain = json.loads(entry.value)
            assert check(field, plain if isinstance(plain, str) else entry.value) == (entry.value, "")
    for variation in range(3):
        asked = question(run, variation)
        assert "{" not in asked or "{" in "".join(entry.value for entry in run.entries)
        assert bool(asked) == (run.status != "stopped")
    assert summary(run).startswith(SHEET.title)


@given(STEPS)
@settings(deadline=None, max_examples=200)
def test_whatever_happens_the_run_stays_valid_and_keeps_everything(steps: list[str | Answer]) -> None:
    run = begin(SHEET)
    for step in steps:
        before = run
        frozen = repr(before)
        run = hear(run, step).run if isinstance(step, str) else apply(run, step)
        assert repr(before) == frozen
        consistent(run)
        assert run.history[: len(before.history)] == before.history
        text = step if isinstance(step, str) else step.value
        assert any(attempt.said == text for attempt in run.history[len(before.history) :])
        for old, new, key in zip(before.entries, run.entries, KEYS, strict=True):
            if old.value != new.value and old.value:
                assert any(note.field == key and note.before == old.value for note in run.history)


@given(STEPS)
@settings(deadline=None, max_examples=50)
def test_the_same_steps_give_the_same_run(steps: list[str | Answer]) -> None:
    step: Callable[[SheetRun, str | Answer], SheetRun]

    def step(run: SheetRun, what: str | Answer) -> SheetRun:
        return hear(run, what).run if isinstance(what, str) else apply(run, what)

    first, second = begin(SHEET), begin(load_sheet("thought_record"))
    for what in steps:
        first, second = step(first, what), step(second, what)
    assert first == second


def test_every_field_can_be_skipped_and_the_sheet_ends() -> None:
    run = opened()
    for _ in KEYS:
        run = hear(run, "skip").run
    assert (view(run).status, view(run).progress) == ("done", 1.0)
    assert question(run, 7) in SHEET.closings


@pytest.mark.parametrize("variation", range(4))
def test_the_page_shows_the_question_in_the_words_that_were_spoken(variation: int) -> None:
    run = apply(begin(load_sheet("thought_record")), Answer(sheet="thought_record", move="start"))
    asked = 0
    while run.current is not None and run.status == "open":
        said = f"Right. {question(run, variation)}"
        shown = next(field for field in view(run, said).fields if field.key == run.current.key)
        assert shown.prompt in said
        run = apply(run, Answer(sheet="thought_record", field=run.current.key, move="skip"))
        asked += 1
    assert asked == len(run.sheet.fields)
