"""The planner's promises in any conversation: the same again, never over anyone, within its rates, calm."""

from __future__ import annotations

import itertools
from collections.abc import Iterator

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from alongside.messages import (
    Act,
    Affect,
    FaceSeen,
    Message,
    PartialSpeech,
    Patience,
    ProvisionalTurn,
    SpeechActivity,
    Spoken,
    State,
    Stop,
    Turn,
    VoiceClip,
)
from alongside.murmurs import MURMURS, unasked
from alongside.records import ActionUnit, Word
from embodiment.behaviour import murmurs, nods
from embodiment.behaviour.gestures import NODDING
from embodiment.behaviour.murmurs import Murmur
from embodiment.behaviour.planner import Cue, Planner
from embodiment.behaviour.presence import Pose

REPORT_S = 0.1
"""Seconds between two reports of the voice."""
Told = tuple[float, Message]


def voice(speaking: bool, level: float = -20.0, low: float = 0.0) -> SpeechActivity:
    return SpeechActivity(
        speaking=speaking, probability=0.9 if speaking else 0.02, level_db=level, low_pitch=low
    )


def act(number: int, text: str) -> Act:
    return Act(act_id=f"a{number}", turn_id=f"t{number}", kind="reflect", text=text)


def clip(number: int, text: str) -> VoiceClip:
    words = tuple(Word(text=w, start=0.3 * n, end=0.3 * n + 0.28) for n, w in enumerate(text.split()))
    length = int(0.3 * len(words) * 8000)
    return VoiceClip(
        act_id=f"a{number}", index=0, last=True, text=text, samples=bytes(2 * length), rate=8000, words=words
    )


def conversation(script: list[tuple[str, float]]) -> Iterator[Told]:
    """The messages of a made-up conversation with their times, as a graph would hand them over."""
    now, number, told = 0.0, 0, ""
    for what, seconds in script:
        if what in ("speaks", "softly", "drops", "pauses"):
            for step in range(max(1, round(seconds / REPORT_S))):
                level = -45.0 if what == "softly" and step % 4 == 3 else -20.0
                low = REPORT_S * step if what == "drops" else 0.0
                yield now, voice(what != "pauses", level, low)
                now += REPORT_S
            told += " I felt so alone, and we went home early" if what != "pauses" else ""
            yield now, PartialSpeech(turn_id=f"t{number}", revision=0, text=told)
        elif what == "maybe_over":
            yield now, ProvisionalTurn(turn_id=f"t{number}", revision=0, text=told or "yes")
        elif what == "answers":
            number, told = number + 1, ""
            yield now, Turn(turn_id=f"t{number - 1}", text="It was a long day.")
            yield now + 0.3, act(number, "Yes, that was hard for you, and nobody came.")
            yield now + 0.35, clip(number, "Yes, that was hard for you, and nobody came.")
            yield now + 0.5, Spoken(act_id=f"a{number}", status="started")
            yield now + 0.6 + seconds, Spoken(act_id=f"a{number}", status="finished")
            now += 0.6 + seconds
        elif what == "heavy":
            yield now, State(turn_id="t", phase="hold", gate_open=False, gate_reason="", valence=-0.6)
        elif what == "light":
            yield now, State(turn_id="t", phase="explore", gate_open=False, gate_reason="", valence=0.2)
        elif what == "smiles":
            unit = ActionUnit(code=12, intensity=seconds / 5, confidence=0.9)
            yield now, FaceSeen(present=True, attending=1.0, action_units=(unit,))
        elif what == "patience":
            yield now, Patience(seconds=seconds)
        else:
            yield now, Stop()
        now += 0.05


WHAT = """speaks softly drops pauses speaks softly pauses answers heavy light smiles patience maybe_over"""
scripts = st.lists(st.tuples(st.sampled_from(WHAT.split()), st.floats(0.1, 5.0)), max_size=22)


def play(told: list[Told], seed: int, asked_every: float = 0.05, **more: bool) -> list[Cue]:
    """What a planner does with these messages, when asked so often."""
    planner = Planner(str(seed), 0.0, **more)
    cues: list[Cue] = []
    asked = 0.0
    for at, message in told:
        while asked < at:
            cues += planner.until(asked)
            asked += asked_every
        cues += planner.hear(message, at)
    return cues + planner.until((told[-1][0] if told else 0.0) + 3.0)


def said(cues: list[Cue]) -> list[tuple[float, Murmur]]:
    return [(cue.at, cue.does) for cue in cues if isinstance(cue.does, Murmur) and cue.does.text]


def poses(cues: list[Cue]) -> list[tuple[float, Pose]]:
    return [(cue.at, cue.does) for cue in cues if isinstance(cue.does, Pose)]


@settings(max_examples=25, deadline=None)
@given(scripts, st.integers(0, 50), st.floats(0.01, 2.0))
def test_the_same_messages_and_seed_bring_the_same_cues_however_often_it_is_asked(
    script: list[tuple[str, float]], seed: int, every: float
) -> None:
    told = list(conversation(script))
    assert play(told, seed) == play(told, seed, asked_every=every)


def test_another_seed_brings_others() -> None:
    told = list(conversation([("speaks", 4.0), ("pauses", 0.6)] * 12))
    assert play(told, 1) != play(told, 2)


@settings(max_examples=30, deadline=None)
@given(scripts, st.integers(0, 50))
def test_it_murmurs_only_into_a_pause_or_a_dip_and_never_over_its_own_act(
    script: list[tuple[str, float]], seed: int
) -> None:
    told = list(conversation(script))
    for at, murmur in said(play(told, seed)):
        assert murmur.text in MURMURS
        assert unasked(murmur.act_id)
        before = [message for when, message in told if when <= at]
        voices = [message for message in before if isinstance(message, SpeechActivity)]
        assert not voices[-1].speaking or voices[-1].level_db <= -29.0, "over a voice"
        ours = [message for message in before if isinstance(message, (Act, Spoken, Turn))]
        answered = not ours or (isinstance(ours[-1], Spoken) and ours[-1].status == "finished")
        assert answered, "an answer is due"
        assert not any(isinstance(message, Stop) for message in before)


def rate_of(times: list[float], least_apart: float, speech: float, per_minute: float, saved: float) -> None:
    assert all(b - a >= least_apart - 1e-6 for a, b in itertools.pairwise(times))
    assert len(times) <= per_minute * speech / 60 + saved + 1


@settings(max_examples=30, deadline=None)
@given(scripts, st.integers(0, 50))
def test_its_rates_stay_within_their_bounds(script: list[tuple[str, float]], seed: int) -> None:
    told = list(conversation(script))
    cues = play(told, seed)
    speech = REPORT_S * sum(isinstance(m, SpeechActivity) and m.speaking for _, m in told) + len(script)
    rate_of([at for at, _ in said(cues)], murmurs.GAP_S, speech, murmurs.PER_MINUTE[1], murmurs.SAVED)
    listening = [at for at, pose in poses(cues) if pose.gesture in NODDING and pose.mode == "listening"]
    assert len(listening) <= nods.PER_MINUTE[1] * speech / 60 + nods.SAVED + 1
    moved = [at for at, pose in poses(cues) if pose.gesture]
    for at in moved:  # calm: whatever comes together, a head does not jerk about
        assert sum(at <= other < at + 10 for other in moved) <= 12


@settings(max_examples=30, deadline=None)
@given(scripts, st.integers(0, 50))
def test_in_a_hard_moment_the_head_is_still(script: list[tuple[str, float]], seed: int) -> None:
    told = list(conversation([("heavy", 1.0), *((w, s) for w, s in script if w != "light")]))
    cues = play(told, seed)
    hard = [(at, pose) for at, pose in poses(cues) if pose.heavy]
    assert not {pose.gesture for _, pose in hard} - {"", "slow_nod", "tilt", "lean", "in_breath"}
    slow = [at for at, pose in hard if pose.gesture == "slow_nod"]
    assert all(b - a >= nods.HEAVY_GAP_S - 1e-6 for a, b in itertools.pairwise(slow))
    spoken = [(at, murmur.text) for at, murmur in said(cues)]
    assert {text for _, text in spoken} <= {"Mm."}
    assert all(b[0] - a[0] >= murmurs.HEAVY_GAP_S - 1e-6 for a, b in itertools.pairwise(spoken))
    for _, pose in hard:
        assert pose.valence <= 0.0 or pose.mode == "speaking"
        assert (pose.gaze_x, pose.gaze_y) == (0, 0) or pose.gaze_y > 0, "away is down, and short"


@settings(max_examples=30, deadline=None)
@given(scripts, st.integers(0, 50))
def test_a_smile_is_given_back_smaller_and_later_and_nothing_else_is(
    script: list[tuple[str, float]], seed: int
) -> None:
    told = list(conversation(script))
    smiles = [(at, m.action_units[0].intensity) for at, m in told if isinstance(m, FaceSeen)]
    for at, pose in poses(play(told, seed)):
        if pose.valence > 0.1 and pose.mode != "speaking":
            seen = [strength for when, strength in smiles if when <= at - 0.5 + 1e-6]
            assert seen, "before it could be seen"
            assert pose.valence <= 0.6 * max(seen) + 0.01


@settings(max_examples=25, deadline=None)
@given(scripts, st.integers(0, 50), scripts)
def test_a_stop_ends_all_that_was_planned(
    script: list[tuple[str, float]], seed: int, after: list[tuple[str, float]]
) -> None:
    before = list(conversation([*script, ("stop", 0.1)]))
    ended = before[-1][0]
    talk = [(what, seconds) for what, seconds in after if what != "answers"]
    later = [(ended + 0.01 + at, message) for at, message in conversation(talk)]
    cues = [cue for cue in play([*before, *later], seed) if cue.at >= ended]
    still = [cue.does for cue in cues if isinstance(cue.does, Pose) and cue.at > ended]
    assert not still, "nothing moves after a stop"
    assert not [cue for cue in cues if isinstance(cue.does, Murmur) and cue.does.text]
    last = [pose for at, pose in poses(cues) if at == ended][-1]
    assert (last.gesture, last.gaze_x, last.gaze_y, last.mode) == ("", 0, 0, "waiting")


def test_without_murmurs_nothing_is_said() -> None:
    told = list(conversation([("softly", 5.0), ("pauses", 0.5)] * 30))
    assert said(play(told, 1))
    assert not said(play(told, 1, murmurs=False))


@pytest.mark.parametrize("seed", range(6))
def test_something_is_seen_within_a_tenth_of_a_second_of_silence_that_is_told(seed: int) -> None:
    script = [("speaks", 6.0), ("pauses", 1.0)] * 12
    told = [(at, m) for at, m in conversation(script) if not isinstance(m, PartialSpeech)]
    fell_silent = [
        now
        for (_, before), (now, after) in itertools.pairwise(
            [(at, message) for at, message in told if isinstance(message, SpeechActivity)]
        )
        if before.speaking and not after.speaking  # type: ignore[attr-defined]
    ]
    seen = poses(play(told, seed))
    noticed = [any(at <= when <= at + 0.1 + 1e-6 for when, _ in seen) for at in fell_silent]
    assert sum(noticed) >= 0.8 * len(noticed)


def test_affect_of_the_words_counts_at_once() -> None:
    planner = Planner("1", 0.0)
    planner.hear(voice(True), 0.0)
    cues = planner.hear(Affect(source="words", valence=-0.8, arousal=0.2, confidence=0.9), 0.5)
    assert poses(cues)[-1][1].heavy


@pytest.mark.parametrize("seed", range(6))
def test_alone_it_lives_without_restlessness(seed: int) -> None:
    shown = [(at, pose) for at, pose in poses(Planner(str(seed), 0.0).until(600.0)) if pose.mode == "idle"]
    breaths = [at for at, pose in shown if pose.gesture]
    assert {pose.gesture for _, pose in shown if pose.gesture} == {"in_breath"}
    assert 600 / 70 - 1 <= len(breaths) <= 600 / 20
    gaps = [round(b - a) for a, b in itertools.pairwise(breaths)]
    assert len(set(gaps)) > len(gaps) / 2, "not by the clock"
    looks = [at for (_, a), (at, b) in itertools.pairwise(shown) if a.gaze_x != b.gaze_x]
    assert 60 <= len(looks) <= 240, "eyes move every few seconds"
    assert min(b - a for a, b in itertools.pairwise(looks)) >= 1.5, "and are at rest in between"
