"""Murmurs, and what head and eyes do on words: what invites them, what becomes of them, and when."""

from __future__ import annotations

import itertools
import random
from typing import Literal

import pytest

from alongside.messages import Act, Hold, Patience, ProvisionalTurn, Spoken, State, Turn, VoiceClip
from alongside.records import Word
from embodiment.behaviour.filler import AFTER_S
from embodiment.behaviour.murmurs import AFTER_LOW_S, GIVE_UP, GIVE_UP_S
from embodiment.behaviour.speaking import LEAD_S, Speaking, guessed_clauses
from tests.embodiment.stage import Shot, Stage, gestures

SEEDS = range(6)


def ready(seed: int) -> Stage:
    """A stage on which somebody has talked so long that a murmur is due wherever there is a place."""
    stage = Stage(seed)
    stage.speaks(60)
    assert not stage.murmurs, "there was no place"
    return stage


def texts(stage: Stage) -> list[str]:
    return [murmur.text for _, murmur in stage.murmurs if murmur.text]


@pytest.mark.parametrize("seed", SEEDS)
def test_a_pause_that_is_no_end_is_a_place_and_a_turn_that_seems_over_is_none(seed: int) -> None:
    stage = ready(seed)
    stage.hear(ProvisionalTurn(turn_id="t", revision=0, text="and that was all"))
    stage.activity(False)
    stage.hear(ProvisionalTurn(turn_id="t", revision=0, text="and that was all"))
    stage.pauses(1.0)
    assert not texts(stage)
    stage.speaks(3)
    stage.pauses(0.5)
    assert len(texts(stage)) == 1


@pytest.mark.parametrize("seed", SEEDS)
def test_low_pitch_is_answered_seven_tenths_later_in_a_dip(seed: int) -> None:
    stage = ready(seed)
    began = stage.now
    for step in range(30):
        low = 0.05 * step if step < 6 else 0.0
        stage.wait(0.05, lambda low=low: stage.activity(True, -45.0, low))  # type: ignore[misc]
    assert len(texts(stage)) == 1
    assert AFTER_LOW_S <= stage.murmurs[0][0] - began <= AFTER_LOW_S + 0.6
    loud = ready(seed)
    for step in range(30):
        low = 0.05 * step if step < 6 else 0.0
        loud.wait(0.05, lambda low=low: loud.activity(True, -20.0, low))  # type: ignore[misc]
    assert not texts(loud)


@pytest.mark.parametrize("seed", SEEDS)
def test_a_feeling_is_met_softly_and_at_once(seed: int) -> None:
    stage = ready(seed)
    stage.partial("after that I felt so ashamed")
    stage.wait(0.4, lambda: stage.activity(True, -45.0))
    assert texts(stage) == ["Mm."]


def test_an_answer_that_is_late_is_bridged_by_a_filler_seldom_and_never_in_a_hard_moment() -> None:
    def waits(stage: Stage, heavy: bool = False, channel: Literal["voice", "typed"] = "voice") -> list[str]:
        """The fillers of a turn whose answer comes after three seconds."""
        before = len(texts(stage))
        if heavy:
            stage.hear(State(turn_id="s", phase="hold", gate_open=False, gate_reason="", valence=-0.6))
        stage.hear(Turn(turn_id="t", text="Should I tell her?", channel=channel))
        stage.wait(3.0)
        stage.hear(Act(act_id="a", turn_id="t", kind="ask", text="What holds you back?"))
        stage.hear(Spoken(act_id="a", status="started"))
        stage.hear(Spoken(act_id="a", status="finished"))
        return texts(stage)[before:]

    stage = Stage(1)
    assert waits(stage, channel="typed") == []
    assert [waits(stage) for _ in range(5)] == [["Hmm."], [], [], [], ["Hmm."]]
    assert waits(Stage(1), heavy=True) == []
    quick = Stage(1)
    quick.hear(Turn(turn_id="t", text="Should I tell her?"))
    quick.wait(AFTER_S - 0.2)
    quick.hear(Act(act_id="a", turn_id="t", kind="silence", text=""))
    quick.wait(3.0)
    assert texts(quick) == [], "a silence that was decided is no wait"


def test_who_speaks_on_before_it_sounds_is_let_speak() -> None:
    stage = ready(1)
    stage.pauses(0.5)
    (_, murmur), *_ = stage.murmurs
    stage.speaks(0.2)
    assert stage.murmurs[-1][1].text == ""
    assert stage.murmurs[-1][1].act_id == murmur.act_id
    stage.pauses(0.5)
    assert len(texts(stage)) == 1


def test_one_that_sounds_is_not_taken_back() -> None:
    stage = ready(2)
    stage.pauses(0.4)
    stage.spoken("started", stage.murmurs[0][1].act_id)
    shots = stage.speaks(1.0)
    assert len(stage.murmurs) == 1
    assert {shot.pose.mode for shot in shots} == {"listening"}, "it still listens while it murmurs"


def test_a_body_that_cannot_murmur_nods_and_is_not_asked_for_ever() -> None:
    stage = Stage(3)
    while len(texts(stage)) < GIVE_UP:
        stage.speaks(4)
        before = len(stage.murmurs)
        for _ in range(12):
            stage.pauses(0.05)
            if len(stage.murmurs) > before:
                before = len(stage.murmurs)
                stage.spoken("failed", stage.murmurs[-1][1].act_id)
    stage.tells(GIVE_UP_S - 10)
    assert len(texts(stage)) == GIVE_UP
    stage.tells(120)
    assert len(texts(stage)) > GIVE_UP


def test_an_answer_that_is_only_a_murmur_is_still_listening() -> None:
    stage = Stage()
    stage.hear(Act(act_id="b", turn_id="t", kind="backchannel", text="Mm-hm."))
    stage.spoken("started", "b")
    assert "speaking" not in {shot.pose.mode for shot in stage.wait(1)}


def test_long_patience_leaves_room_for_one_where_a_short_one_does_not() -> None:
    stage = ready(4)
    stage.hear(Patience(seconds=2.5))
    stage.activity(False)
    stage.hear(ProvisionalTurn(turn_id="t", revision=0, text="and then he left"))
    stage.pauses(1.0)
    assert len(texts(stage)) == 1


# ---------------------------------------------------------------- on the companion's own words

WORDS = "Yes, you carried all of that alone through a very long winter"


def clip(index: int = 0, pause: float = 0.0, text: str = WORDS) -> VoiceClip:
    words = tuple(Word(text=w, start=0.3 * n, end=0.3 * n + 0.25) for n, w in enumerate(text.split()))
    count = int(0.3 * len(words) * 8000)
    return VoiceClip(
        act_id="a", index=index, last=True, text=text, samples=bytes(2 * count), rate=8000, words=words,
        pause_before=pause,
    )  # fmt: skip


def say(stage: Stage, *clips: VoiceClip) -> list[Shot]:
    stage.act(WORDS)
    for item in clips:
        stage.hear(item)
    stage.wait(0.3)
    stage.spoken("started")
    return stage.wait(8.0)


@pytest.mark.parametrize("seed", SEEDS)
def test_movements_lie_on_words_and_apart(seed: int) -> None:
    stage = Stage(seed)
    shots = say(stage, clip(), clip(1, 0.5))
    began = shots[0].at - 0.05
    found = gestures(shots, "beat", "nod")
    assert found[0].pose.gesture == "nod", "a yes is nodded"
    starts = [max(0.0, 0.3 * n - LEAD_S) for n in range(12)]
    starts += [0.3 * n - LEAD_S + 3.6 + 0.5 for n in range(12)]
    for shot in found:
        assert min(abs(shot.at - began - at) for at in starts) <= 0.06
    assert all(b.at - a.at >= 1.5 for a, b in itertools.pairwise(found))
    assert 2 <= len(found) <= 6


def test_a_voice_that_pauses_takes_the_movements_with_it() -> None:
    free, held = Stage(5), Stage(5)
    for stage in (free, held):
        stage.act(WORDS)
        stage.hear(clip(text="we talked about it winter"))
        stage.spoken("started")
        stage.wait(0.5)
    held.hear(Hold(act_id="a", hold=True))
    assert not gestures(held.wait(2.0), "beat")
    held.hear(Hold(act_id="a", hold=False))
    late = gestures(held.wait(3.0), "beat")
    then = gestures(free.wait(3.0), "beat")
    assert len(late) == len(then)
    assert all(a.at - b.at == pytest.approx(2.0, abs=0.06) for a, b in zip(late, then, strict=True))


def test_what_is_cut_short_moves_no_more() -> None:
    stage = Stage(6)
    stage.act(WORDS)
    stage.hear(clip())
    stage.spoken("started")
    stage.wait(0.4)
    stage.hear(Spoken(act_id="a", status="interrupted"))
    assert not gestures(stage.wait(5.0))


def test_the_eyes_go_away_with_a_long_clause_and_are_back_at_its_end() -> None:
    away = 0
    for seed in range(20):
        stage = Stage(seed)
        stage.wait(1.0)
        shots = say(stage, clip())
        began = shots[0].at - 0.05
        early = [s for s in shots if s.at - began <= 0.4 and (s.pose.gaze_x or s.pose.gaze_y)]
        away += bool(early)
        end = [s for s in shots if 3.2 <= s.at - began <= 3.6]
        assert all(s.pose.gaze_x == s.pose.gaze_y == 0 for s in end)
    assert 6 <= away <= 18


def test_a_body_with_a_voice_of_its_own_is_timed_by_a_calm_pace() -> None:
    act = Act(act_id="a", turn_id="", kind="reflect", text="It was late, and nobody came. You waited.")
    clauses = guessed_clauses(act)
    assert [len(clause.words) for clause in clauses] == [3, 3, 2]
    assert 3.0 < sum(clause.lasts + clause.pause for clause in clauses) < 5.0


def test_clauses_of_acts_that_never_sound_do_not_pile_up() -> None:
    speaking = Speaking(random.Random(1))
    for number in range(50):
        speaking.clip(VoiceClip(act_id=f"a{number}", index=0, last=True, text="", samples=b""), 0.0)
    assert len(speaking._waiting) <= 8
