"""A session's messages, as they come: each turn and act counted once, as it was heard in the end."""

from __future__ import annotations

import time
from dataclasses import replace
from pathlib import Path

import pytest

from agent.synchrony.live import Watch, measures
from agent.synchrony.said import spoken
from alongside.eventlog import EventLog
from alongside.messages import Act, Spoken, State, Turn
from alongside.murmurs import murmur_id
from alongside.own_sound import OwnSound, own_sound
from alongside.records import Prosody, Word
from study.account import read_account
from study.relating.heard import together
from tests.agent.synchrony.test_synchrony import talk


def turn(number: int, text: str, **also: object) -> Turn:
    at = 10.0 * number + 1
    fields = {"turn_id": f"t{number}", "text": text, "start": at, "end": at + 3, **also}
    return Turn(**fields)  # type: ignore[arg-type]


def act(number: int, text: str, kind: str = "reflect") -> Act:
    return Act(act_id=f"a{number}", turn_id=f"t{number}", kind=kind, text=text)  # type: ignore[arg-type]


def sounded(number: int, status: str, at: float) -> Spoken:
    return Spoken(act_id=f"a{number}", status=status, stamp=at)  # type: ignore[arg-type]


def test_a_turn_that_is_opened_again_and_an_act_that_never_sounds_count_once() -> None:
    watch = Watch()
    watch.turn(turn(0, "I went"))
    watch.act(act(0, "You went."))
    watch.turn(turn(0, "I went to the river and swam.", revision=1))
    watch.act(replace(act(0, "The river, and you swam."), act_id="b0", revision=1))
    watch.sounded(Spoken(act_id="b0", status="started", stamp=4.8))
    watch.sounded(Spoken(act_id="b0", status="finished", stamp=6.8))
    watch.turn(turn(1, "It was cold."))
    watch.act(act(1, "Cold water."))
    watch.sounded(sounded(1, "failed", 15.0))
    watch.turn(turn(2, "Very."))
    found = watch.conduct()
    assert found.own_turns == 1
    assert watch.synchrony().turns == 3, "the last turn waits for its answer"
    gap = watch.synchrony().timing.gaps["companion"]
    assert gap.value == pytest.approx(0.8)
    assert found.measures["time_share"].value == pytest.approx(2 / 8)


def test_how_a_turn_was_read_goes_with_it_and_typed_talk_has_no_clock() -> None:
    watch = Watch()
    for number in range(6):
        watch.turn(turn(number, "I can't sleep, I just lie there.", channel="typed"))
        watch.premise(f"t{number}", number == 0)
        watch.state(
            State(
                turn_id=f"t{number}", phase="hold", gate_open=False, gate_reason="", valence=-0.1 * number,
                arousal=0.2, talk="sustain", disclosure=0.8,
            )
        )  # fmt: skip
        kind = "correct_premise" if number == 0 else "inform"
        watch.act(act(number, "You could try to get up for a while.", kind))
    watch.turn(turn(6, "Hm."))
    found = watch.conduct()
    assert found.own_turns == 6
    assert found.measures["input_after_sustain"].value == 1.0
    assert found.measures["premises_corrected"].value == 1.0
    assert watch.synchrony().timing.gaps["companion"].value is None
    assert watch.synchrony().emotional.valence["companion"].follows.n == 6


def test_murmurs_are_timed_and_are_no_turns() -> None:
    watch = Watch()
    words = (Word(text="well", start=1.0, end=1.4), Word(text="then", start=3.0, end=3.9))
    watch.act(Act(act_id=murmur_id(2.0), turn_id="", kind="backchannel", text="Mm-hm."))
    watch.sounded(Spoken(act_id=murmur_id(2.0), status="started", stamp=2.0))
    watch.turn(turn(0, "well then", words=words))
    watch.act(act(0, "Well then."))
    watch.sounded(sounded(0, "started", 5.0))
    assert watch.synchrony().timing.backchannel.value == pytest.approx(0.6)
    assert watch.synchrony().turns == 1


def test_who_watches_is_told_each_channel_by_itself_with_its_band() -> None:
    watch = Watch()
    assert measures(watch.synchrony()) == ()
    for said in talk():
        watch.observer.hear(said)
    told = measures(watch.synchrony())
    assert {(item.name, item.side) for item in told} >= {
        (name, "companion") for name in ("words", "feeling", "voice")
    }
    for item in told:
        assert item.low <= item.change <= item.high
        assert item.turns > 3
        assert item.scale > 0


def test_the_companions_own_pitch_and_level_are_those_of_its_sound_live_and_of_the_record(
    tmp_path: Path,
) -> None:
    watch, record = Watch(), EventLog(tmp_path)
    base = time.time()
    for number in range(24):
        at = base + 10 * number
        pitch, level = 180.0 + 9 * (number % 4), -30.0 + number % 3
        sound = Prosody(pitch_hz=pitch, level_db=level, words_per_second=2.0)
        said = turn(number, "I went to the river again.", start=at, end=at + 3, stamp=at + 3, prosody=sound)
        answer = replace(act(number, "The river again."), stamp=at + 4)
        own = OwnSound(pitch - 60, level) if number != 20 else OwnSound(None, None)
        begun, ended = sounded(number, "started", at + 4), sounded(number, "finished", at + 6)
        watch.turn(said)
        for message in (said, answer, begun, replace(own_sound(answer.act_id, own), stamp=at + 5), ended):
            watch.again(message)
            record.append(message, "desk")
    record.close()
    live, told = watch.synchrony().prosodic, together(read_account(tmp_path)).prosodic
    assert live == told
    for channel in (live.pitch, live.level):
        found = channel.proximity["companion"]
        assert found.value is not None
        assert found.value > 0.3, "high goes with high and soft with soft, turn by turn"
    assert live.pitch.proximity["companion"].n == live.level.proximity["companion"].n > 3


def test_where_nobody_measures_the_sound_the_level_is_the_plans_and_there_is_no_pitch() -> None:
    said = spoken(act(0, "The river again."))
    assert (said.pitch, said.level) == (None, 0.0)
