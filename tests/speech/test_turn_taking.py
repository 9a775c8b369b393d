"""Turn-taking without audio: whatever is said, paused and transcribed late, each turn comes out once."""

import dataclasses
import itertools

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from speech.audio import FRAME_SECONDS
from speech.heard import Heard
from speech.turn_events import (
    Began,
    Empty,
    Event,
    Provisional,
    Released,
    Transcribe,
    WentOn,
)
from speech.turn_taking import Timing, TurnTaking, patience_factor


def frames(seconds: float) -> int:
    return round(seconds / FRAME_SECONDS)


def machine(timing: Timing | None = None) -> TurnTaking:
    numbers = itertools.count()
    return TurnTaking(timing, make_id=lambda: f"t{next(numbers)}")


def run(taking: TurnTaking, seconds: float, probability: float) -> list[Event]:
    return [event for _ in range(frames(seconds)) for event in taking.frame(probability)]


def of(events: list[Event], kind: type) -> list:
    return [event for event in events if isinstance(event, kind)]


def test_a_turn_ends_after_patience_and_only_with_its_words() -> None:
    taking = machine()
    run(taking, 1.0, 0.0)
    begun = run(taking, 1.5, 0.9)
    assert begun == [Began("t0")]
    (asked,) = run(taking, 0.25, 0.0)
    assert isinstance(asked, Transcribe)
    assert asked.start == frames(1.0) - frames(0.3)
    assert run(taking, 5.0, 0.0) == []
    (released,) = taking.transcribed(asked, Heard(text="hello"))
    assert isinstance(released, Released)
    assert (released.turn_id, released.revision) == ("t0", 0)
    assert (released.start, released.end) == (frames(1.0), frames(1.0) + frames(1.5))
    assert [heard.text for _, heard in released.parts] == ["hello"]


@pytest.mark.parametrize("patience", [0.7, 1.5, 3.0])
def test_patience_is_respected_to_a_frame(patience: float) -> None:
    taking = machine()
    taking.patience = patience
    run(taking, 1.0, 0.9)
    waited = 0
    done: list[Event] = []
    while not of(done, Released):
        done = taking.frame(0.0)
        waited += 1
        for asked in of(done, Transcribe):
            taking.transcribed(asked, Heard(text="x"))
    assert waited * FRAME_SECONDS == pytest.approx(patience, abs=1.5 * FRAME_SECONDS)


@pytest.mark.parametrize(("completeness", "share"), [(1.0, 0.5), (0.5, 1.0), (0.0, 2.0)])
def test_evidence_shortens_or_lengthens_the_wait(completeness: float, share: float) -> None:
    taking = machine()
    taking.patience = 2.0
    run(taking, 1.0, 0.9)
    (asked,) = run(taking, 0.2, 0.0)
    taking.judge(asked, completeness)
    taking.transcribed(asked, Heard(text="x"))
    assert of(run(taking, 2.0 * share - 0.2 - 0.07, 0.0), Released) == []
    assert of(run(taking, 0.12, 0.0), Released)


def test_a_person_who_goes_on_keeps_the_turn_and_old_work_is_void() -> None:
    taking = machine()
    run(taking, 1.0, 0.9)
    (first,) = run(taking, 0.4, 0.0)
    went_on = run(taking, 1.0, 0.9)
    assert went_on == [WentOn("t0", 1)]
    assert taking.transcribed(first, Heard(text="half of it")) == []
    (second,) = run(taking, 0.25, 0.0)
    assert (second.segment, second.revision, second.start) == (0, 1, first.start)
    taking.judge(first, 1.0)
    run(taking, 2.0, 0.0)
    (released,) = taking.transcribed(second, Heard(text="all of it"))
    assert [heard.text for _, heard in released.parts] == ["all of it"]
    assert released.revision == 1


def test_a_person_who_goes_on_while_the_words_are_late_keeps_the_turn() -> None:
    taking = machine()
    run(taking, 1.0, 0.9)
    (first,) = run(taking, 3.0, 0.0)
    assert run(taking, 0.5, 0.9) == [WentOn("t0", 1)]
    assert taking.transcribed(first, Heard(text="x")) == []
    assert taking.speaking


def test_speech_that_has_just_begun_again_holds_the_turn_back() -> None:
    taking = machine()
    run(taking, 1.0, 0.9)
    (asked,) = run(taking, 1.0, 0.0)
    taking.frame(0.9)
    assert of(taking.transcribed(asked, Heard(text="x")), Released) == []
    assert of(run(taking, 0.1, 0.9), WentOn)


def test_what_may_be_the_end_is_told_before_it_is_one() -> None:
    taking = machine()
    run(taking, 1.0, 0.9)
    (asked,) = run(taking, 0.2, 0.0)
    (told,) = taking.transcribed(asked, Heard(text="x"))
    assert isinstance(told, Provisional)
    (released,) = run(taking, 0.7, 0.0)
    assert isinstance(released, Released)
    assert dataclasses.astuple(told) == dataclasses.astuple(released)[:-1]


def test_what_will_be_waited_out_long_is_told_late() -> None:
    taking = machine()
    taking.patience = 3.0
    run(taking, 1.0, 0.9)
    (asked,) = run(taking, 0.2, 0.0)
    assert taking.transcribed(asked, Heard(text="x")) == []
    assert run(taking, 2.0, 0.0) == []
    assert len(of(run(taking, 0.4, 0.0), Provisional)) == 1


def released_after(silence: float = 1.0) -> tuple[TurnTaking, Transcribe]:
    """A turn that was just released."""
    taking = machine()
    run(taking, 1.0, 0.9)
    (asked,) = run(taking, 0.2, 0.0)
    taking.transcribed(asked, Heard(text="half"))
    assert of(run(taking, silence - 0.2, 0.0), Released)
    return taking, asked


def test_who_goes_on_before_an_answer_sounds_has_the_turn_again_and_all_of_it_is_one() -> None:
    taking, asked = released_after()
    assert run(taking, 1.0, 0.9) == [WentOn("t0", 1, reopened=True)]
    (again,) = run(taking, 0.2, 0.0)
    assert (again.start, again.revision) == (asked.start, 1)
    taking.transcribed(again, Heard(text="half and whole"))
    (released,) = of(run(taking, 1.5, 0.0), Released)
    assert (released.turn_id, released.revision) == ("t0", 1)
    assert [heard.text for _, heard in released.parts] == ["half and whole"]


def test_who_speaks_when_an_answer_sounds_or_long_after_begins_another_turn() -> None:
    taking, _ = released_after()
    taking.answered()
    assert run(taking, 0.5, 0.9) == [Began("t1")]
    taking, _ = released_after()
    run(taking, Timing().reopen, 0.0)
    assert run(taking, 0.5, 0.9) == [Began("t1")]


@pytest.mark.parametrize("late", ["the patience was long", "the words came late"])
def test_however_late_a_turn_was_released_there_is_time_left_to_go_on_with_it(late: str) -> None:
    taking = machine()
    taking.patience = 4.0 if late.startswith("the patience") else 0.4
    run(taking, 1.0, 0.9)
    (asked,) = run(taking, 0.2, 0.0)
    if late.startswith("the words"):
        run(taking, 3.8, 0.0)
    taking.transcribed(asked, Heard(text="half"))
    while taking.turn_id:
        taking.frame(0.0)
    assert run(taking, Timing().late - 0.1, 0.0) == []
    assert run(taking, 0.5, 0.9) == [WentOn("t0", 1, reopened=True)]


def test_who_goes_on_over_the_first_moments_of_an_answer_has_the_turn_again() -> None:
    """The answer came too soon: what is said over it belongs to the turn that it answered."""
    taking, _ = released_after()
    run(taking, 0.2, 0.0)
    taking.answered("t0")
    run(taking, 0.4, 0.0)
    assert run(taking, 0.3, 0.9) == [Began("t1")]
    assert taking.go_on_after_all() == [WentOn("t0", 1, reopened=True)]
    assert (taking.turn_id, taking.segment, taking.speaking) == ("t0", 1, True)
    assert taking.go_on_after_all() == []
    (asked,) = of(run(taking, 0.2, 0.0), Transcribe)
    assert (asked.turn_id, asked.segment, asked.revision) == ("t0", 1, 1)
    taking.transcribed(asked, Heard(text="the rest"))
    (released,) = of(run(taking, 2.0, 0.0), Released)
    assert [heard.text for _, heard in released.parts] == ["half", "the rest"]
    assert (released.turn_id, released.revision) == ("t0", 1)


def test_a_word_whose_reading_is_waited_for_is_asked_for_again_under_the_turn_that_it_belongs_to() -> None:
    taking, _ = released_after()
    taking.answered("t0")
    run(taking, 0.4, 0.0)
    (short,) = of(run(taking, 0.2, 0.9) + run(taking, 0.2, 0.0), Transcribe)
    went_on, again = taking.go_on_after_all()
    assert went_on == WentOn("t0", 1, reopened=True)
    assert isinstance(again, Transcribe)
    assert (again.turn_id, again.start, again.end) == ("t0", short.start, short.end)
    assert taking.transcribed(short, Heard(text="no")) == []
    assert taking.needed_from <= short.start
    taking.transcribed(again, Heard(text="no"))
    (released,) = of(run(taking, 2.0, 0.0), Released)
    assert [heard.text for _, heard in released.parts] == ["half", "no"]


def test_a_signal_over_an_answer_or_what_comes_later_opens_nothing_again() -> None:
    taking, _ = released_after()
    taking.answered("t0")
    run(taking, 0.4, 0.0)
    (signal,) = of(run(taking, 0.2, 0.9) + run(taking, 0.2, 0.0), Transcribe)
    taking.transcribed(signal, Heard(text="mm-hm"))
    (released,) = of(run(taking, 2.0, 0.0), Released)
    assert (released.turn_id, released.revision) == ("t1", 0)
    assert taking.go_on_after_all() == []
    for answered, after in (("t0", Timing().barely + 0.1), ("another", 0.1)):
        taking, _ = released_after()
        taking.answered(answered)
        run(taking, after, 0.0)
        assert run(taking, 0.3, 0.9) == [Began("t1")]
        assert taking.go_on_after_all() == []


def test_a_recogniser_that_never_answers_costs_the_words_and_not_the_turn() -> None:
    taking = machine()
    run(taking, 1.0, 0.9)
    taking.glimpsed("what was read in passing")
    events = run(taking, Timing().lost + 0.2, 0.0)
    (released,) = of(events, Released)
    assert not released.whole
    assert [(heard.text, heard.confidence) for _, heard in released.parts] == [
        ("what was read in passing", 0.1)
    ]
    run(taking, 3.0, 0.0)
    run(taking, 1.0, 0.9)
    assert of(run(taking, Timing().late_at_all + 0.2, 0.0), Empty) == [Empty("t1", whole=False)]


def test_who_pauses_long_within_turns_is_given_longer_unless_they_seem_done() -> None:
    usual, slow = machine(), machine()
    for _ in range(4):
        run(slow, 1.0, 0.9)
        run(slow, 1.2, 0.0)
    assert slow.pauses.usual > 1.1
    assert slow.pauses.least(0.0) > 1.1
    assert slow.pauses.least(1.0) < 0.7
    assert usual.pauses.usual < 0.5


def test_a_key_held_down_for_ever_does_not_keep_the_turn_for_ever() -> None:
    taking = machine()
    taking.held = True
    run(taking, 1.0, 0.9)
    (asked,) = of(run(taking, 1.0, 0.0), Transcribe)
    taking.transcribed(asked, Heard(text="x"))
    assert of(run(taking, Timing().let_go - 2.0, 0.0), Released) == []
    assert of(run(taking, 2.0, 0.0), Released)


def test_a_key_let_go_while_they_speak_ends_the_turn_there() -> None:
    taking = machine()
    taking.held = True
    run(taking, 1.0, 0.9)
    (asked,) = taking.hurry()
    assert isinstance(asked, Transcribe)
    assert of(taking.transcribed(asked, Heard(text="x")), Released)


def test_a_click_begins_no_turn() -> None:
    taking = machine()
    for _ in range(50):
        assert taking.frame(0.95) + taking.frame(0.95) + taking.frame(0.0) == []


def test_what_holds_no_words_is_no_turn() -> None:
    taking = machine()
    run(taking, 0.5, 0.9)
    (asked,) = run(taking, 1.0, 0.0)
    assert taking.transcribed(asked, Heard()) == [Empty("t0")]
    assert taking.turn_id == ""


def test_long_speech_is_cut_where_the_voice_was_weakest_and_stays_one_turn() -> None:
    taking = machine()
    asked = []
    for second in range(60):
        for number in range(frames(1.0)):
            asked += taking.frame(0.4 if number == 20 and second % 3 == 0 else 0.9)
    cuts = of(asked, Transcribe)
    assert len(cuts) == 2
    assert all(not cut.soft_end for cut in cuts)
    assert all((cut.end - cut.start) * FRAME_SECONDS <= 25.0 for cut in cuts)
    assert cuts[0].end == cuts[1].start
    last = of(run(taking, 1.0, 0.0), Transcribe)[0]
    results = [taking.transcribed(cut, Heard(text=str(n))) for n, cut in enumerate([*cuts, last])]
    assert [heard.text for _, heard in results[-1][0].parts] == ["0", "1", "2"]


def test_a_long_segment_is_closed_by_a_pause_and_the_next_begins_beside_it() -> None:
    taking = machine()
    run(taking, 13.0, 0.9)
    (first,) = run(taking, 0.4, 0.0)
    run(taking, 1.0, 0.9)
    (second,) = run(taking, 0.25, 0.0)
    assert (first.segment, second.segment) == (0, 1)
    assert taking.wants(first)
    assert taking.wants(second)
    assert second.start >= first.end - frames(0.15)


def test_push_to_talk_holds_the_turn_and_its_end_is_the_end() -> None:
    taking = machine()
    taking.held = True
    run(taking, 1.0, 0.9)
    (asked,) = run(taking, 8.0, 0.0)
    assert taking.transcribed(asked, Heard(text="x")) == []
    assert of(taking.hurry(), Released)


def test_after_drop_nothing_of_the_turn_comes_out() -> None:
    taking = machine()
    run(taking, 1.0, 0.9)
    (asked,) = run(taking, 0.25, 0.0)
    taking.drop()
    assert taking.transcribed(asked, Heard(text="x")) == []
    assert run(taking, 5.0, 0.0) == []


def test_silence_asks_for_nothing_to_be_kept() -> None:
    taking = machine()
    for _ in range(20000):
        assert taking.frame(0.01) == []
        assert taking.frames - taking.needed_from < 20


@given(st.floats(0, 1), st.floats(0, 1))
def test_what_seems_more_complete_never_waits_longer(one: float, other: float) -> None:
    low, high = sorted((one, other))
    assert 0.5 <= patience_factor(high) <= patience_factor(low) <= 2.0


@settings(max_examples=200, deadline=None)
@given(
    st.lists(st.tuples(st.integers(4, 80), st.integers(1, 40)), min_size=1, max_size=8), st.integers(0, 100)
)
def test_an_utterance_is_never_split(parts: list[tuple[int, int]], late: int) -> None:
    """Pauses shorter than patience, transcripts up to three seconds late: one turn."""
    taking = machine()
    taking.patience = 1.4
    waiting: list[tuple[int, Transcribe]] = []
    events: list[Event] = []

    def frame(probability: float) -> None:
        new = taking.frame(probability)
        waiting.extend((taking.frames + late, asked) for asked in of(new, Transcribe))
        while waiting and waiting[0][0] <= taking.frames:
            new += taking.transcribed(waiting.pop(0)[1], Heard(text="x"))
        events.extend(new)

    for voiced, silent in parts:
        for _ in range(voiced):
            frame(0.9)
        for _ in range(silent):
            frame(0.05)
    for _ in range(frames(6.0)):
        frame(0.0)
    assert len(of(events, Began)) == len(of(events, Released)) == 1
