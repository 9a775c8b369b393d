"""The companion's modes, and what it does at a stop, in hard moments and when nothing is heard."""

from __future__ import annotations

from dataclasses import asdict

import pytest

from alongside.codec import from_plain, to_plain
from alongside.messages import Act, FacePose, Health, Spoken, Stop
from tests.embodiment.stage import Stage, gestures, modes


@pytest.fixture
def stage() -> Stage:
    return Stage()


def test_a_turn_goes_from_listening_through_thinking_to_speaking_and_waiting(stage: Stage) -> None:
    stage.switch("session", "start")
    stage.speaks(3)
    stage.pauses(0.8)
    stage.turn()
    stage.wait(0.6)
    stage.act()
    stage.wait(0.5)
    stage.spoken("started")
    stage.wait(3)
    stage.spoken("finished")
    stage.wait(35)
    assert modes(stage.shots) == ["listening", "thinking", "speaking", "waiting", "idle"]


def test_a_pause_within_a_turn_is_still_listening(stage: Stage) -> None:
    stage.speaks(2)
    assert modes(stage.pauses(4)) == ["listening"]
    assert modes(stage.pauses(4)) == ["listening", "waiting"]


def test_someone_who_goes_on_is_listened_to_while_it_thinks(stage: Stage) -> None:
    stage.speaks(2)
    stage.turn()
    assert modes(stage.wait(0.5)) == ["thinking"]
    assert modes(stage.speaks(1)) == ["listening"]


def test_an_answer_that_never_comes_is_not_thought_about_for_ever(stage: Stage) -> None:
    stage.turn()
    assert modes(stage.wait(15)) == ["thinking", "waiting"]
    stage.act()
    assert modes(stage.wait(15)) == ["thinking", "waiting"]


def test_an_interrupted_act_makes_it_listen_at_once(stage: Stage) -> None:
    stage.act()
    stage.spoken("started")
    stage.wait(0.3)
    stage.speaks(0.3)
    stage.spoken("interrupted")
    assert modes(stage.speaks(1)) == ["listening"]


def test_a_player_that_dies_does_not_leave_it_speaking(stage: Stage) -> None:
    stage.act()
    stage.spoken("started")
    shots = stage.wait(60)
    assert modes(shots)[0] == "speaking"
    assert shots[-1].pose.mode == "idle"
    assert shots[-1].pose.expression == "neutral"


def test_a_voice_that_nobody_tells_of_any_more_has_stopped(stage: Stage) -> None:
    stage.speaks(1)
    assert modes(stage.wait(10)) == ["listening", "waiting"]


def test_words_of_an_unknown_act_are_spoken_all_the_same(stage: Stage) -> None:
    stage.spoken("started", "unknown")
    assert modes(stage.wait(1)) == ["speaking"]


def test_a_session_ends_with_a_goodbye_and_then_closed_eyes(stage: Stage) -> None:
    stage.switch("session", "start")
    stage.switch("session", "end")
    stage.act(kind="goodbye", text="Go gently tonight.")
    stage.wait(0.5)
    stage.spoken("started")
    assert modes(stage.wait(2)) == ["speaking"]
    stage.spoken("finished")
    assert modes(stage.wait(10)) == ["waiting", "asleep"]
    stage.switch("session", "start")
    assert modes(stage.wait(1)) == ["waiting"]


@pytest.mark.parametrize("component", ["listener", "microphone"])
def test_ears_that_fail_are_shown_until_they_are_well(stage: Stage, component: str) -> None:
    stage.hear(Health(component=component, status="failed", detail="no microphone"))
    assert modes(stage.wait(60)) == ["cannot_hear"]
    stage.hear(Health(component=component, status="ready"))
    assert modes(stage.wait(1)) == ["idle"]


def test_a_passing_trouble_is_shown_for_a_moment(stage: Stage) -> None:
    stage.hear(Health(component="listener", status="degraded"))
    assert modes(stage.wait(8)) == ["cannot_hear", "waiting"]


def test_other_troubles_and_chosen_silence_are_not_deafness(stage: Stage) -> None:
    stage.hear(Health(component="camera", status="failed"))
    stage.switch("microphone", "off")
    stage.hear(Health(component="microphone", status="failed"))
    assert modes(stage.wait(3)) == ["waiting"]
    stage.switch("microphone", "on")
    stage.turn("I would rather type.", channel="typed")
    assert "cannot_hear" not in modes(stage.wait(20))


def test_a_stop_is_stillness_at_once_and_stays(stage: Stage) -> None:
    stage.speaks(4)
    stage.act(gesture="tilt", expression="happy", valence=0.5)
    stage.spoken("started")
    stage.hear(Stop())
    shots = stage.wait(0.05) + stage.speaks(10) + stage.pauses(20)
    assert {shot.pose for shot in shots} == {shots[0].pose}
    still = shots[0].pose
    assert (still.mode, still.expression, still.gesture) == ("waiting", "neutral", "")
    assert (still.gaze_x, still.gaze_y) == (0, 0)
    stage.switch("session", "start")
    assert modes(stage.speaks(1)) == ["listening"]


def test_the_safety_words_after_a_stop_are_shown_as_spoken(stage: Stage) -> None:
    stage.hear(Stop(by="guardian"))
    stage.wait(0.2)
    stage.act(act_id="safe", kind="safety", text="I want you to be safe.")
    stage.spoken("started", "safe")
    shots = stage.wait(1)
    assert modes(shots) == ["speaking"]
    assert all(shot.pose.heavy for shot in shots)


def test_an_act_of_before_the_stop_does_not_lift_it(stage: Stage) -> None:
    stage.act()
    stage.hear(Stop())
    stage.spoken("started")
    assert modes(stage.wait(1)) == ["waiting"]


def test_hard_moments_come_with_the_words_and_go_with_the_state(stage: Stage) -> None:
    stage.words(-0.7)
    assert all(shot.pose.heavy for shot in stage.speaks(2))
    stage.state(valence=-0.3, phase="hold")
    assert all(shot.pose.heavy for shot in stage.speaks(2))
    stage.state(valence=0.1)
    assert not any(shot.pose.heavy for shot in stage.speaks(2))
    stage.state(risk=4)
    assert all(shot.pose.heavy for shot in stage.speaks(2))
    assert not stage.wait(120)[-1].pose.heavy


def test_in_a_hard_moment_it_stays_with_them_instead_of_looking_pensive(stage: Stage) -> None:
    stage.speaks(3)
    stage.words(-0.8)
    stage.turn()
    assert modes(stage.wait(2)) == ["listening"]


def test_the_face_of_an_act_is_worn_while_it_sounds_and_a_little_longer(stage: Stage) -> None:
    stage.act(expression="happy", valence=0.5, arousal=0.3, gesture="lean")
    before = stage.wait(0.5)
    stage.spoken("started")
    while_it_sounds = stage.wait(3)
    stage.spoken("finished")
    after = stage.wait(2)
    assert {shot.pose.expression for shot in before} == {"neutral"}
    assert {(s.pose.expression, s.pose.valence, s.pose.arousal) for s in while_it_sounds} == {
        ("happy", 0.5, 0.3)
    }
    assert [shot.pose.gesture for shot in gestures(while_it_sounds, "lean")] == ["lean"]
    worn = [shot for shot in after if shot.pose.expression == "happy"]
    assert 0.6 <= len(worn) * 0.05 <= 1.0


def test_an_act_without_words_is_shown_at_once(stage: Stage) -> None:
    stage.turn()
    stage.act(text="", kind="silence", gesture="slow_nod", expression="sad", valence=-0.3, pause_before=2.5)
    shots = stage.wait(4)
    assert modes(shots) == ["waiting"]
    assert gestures(shots)[0] is shots[0]
    assert [shot.pose.gesture for shot in gestures(shots)] == ["slow_nod"]
    assert 2.4 <= sum(shot.pose.expression == "sad" for shot in shots) * 0.05 <= 2.6


def test_a_nod_of_an_act_comes_before_its_words_and_a_long_one_begins_with_a_breath(stage: Stage) -> None:
    stage.turn()
    stage.act("It was late. " * 8, gesture="nod", pause_before=0.9)
    before = stage.wait(1.2)
    assert [shot.pose.gesture for shot in gestures(before)] == ["nod", "in_breath"]
    breath = gestures(before, "in_breath")[0]
    assert breath.at - before[0].at == pytest.approx(0.45, abs=0.06)
    stage.spoken("started")
    assert not gestures(stage.wait(5), "nod", "in_breath")


def test_a_short_act_needs_no_breath(stage: Stage) -> None:
    stage.act("Third time.")
    assert not gestures(stage.wait(1))


def test_all_poses_can_be_sent(stage: Stage) -> None:

    stage.hear(Act(act_id="x", turn_id="", kind="greet", text="Hello.", expression="happy"))
    stage.hear(Spoken(act_id="x", status="started"))
    for shot in stage.tells(20):
        pose = FacePose(**asdict(shot.pose))
        assert from_plain(FacePose, to_plain(pose)) == pose
