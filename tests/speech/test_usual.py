"""A person's own usual, what differs from it, and arousal read from that."""

from dataclasses import asdict, replace

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from alongside.messages import Spoken
from alongside.records import Prosody, Word
from speech.arousal import BASELINE, arousal
from speech.heard import Heard
from speech.manner import Manner
from speech.prosody import measure
from speech.turn_events import Released
from speech.usual import MOST_TURNS, Usual, measures
from tests.speech.voices import voice

PLAIN = Prosody(
    pitch_hz=120,
    pitch_range_st=5,
    level_db=-25,
    words_per_second=2.5,
    articulation_rate=4,
    pause_share=0.1,
    latency=0.8,
    jitter=0.018,
    shimmer_db=1.0,
    hnr_db=10,
    cpp_db=10,
    h1_h2_db=1,
)


def varied(seed: int, around: Prosody = PLAIN) -> Prosody:
    """A turn of the same person."""
    random = np.random.default_rng(seed)
    return replace(
        around,
        pitch_hz=around.pitch_hz * 2 ** (random.normal(0, 1) / 12),
        level_db=around.level_db + random.normal(0, 2),
        words_per_second=around.words_per_second + random.normal(0, 0.5),
        pause_share=abs(around.pause_share + random.normal(0, 0.05)),
    )


def known(turns: int = 20, around: Prosody = PLAIN) -> Usual:
    usual = Usual()
    for seed in range(turns):
        usual.learn(varied(seed, around), 3.0)
    return usual


class TestUsual:
    def test_nothing_is_known_at_first(self) -> None:
        own = known(2).compare(PLAIN, 3.0).own
        assert own.turns == 2
        assert not any(value for name, value in asdict(own).items() if name != "turns")

    def test_confidence_grows_with_the_turns(self) -> None:
        found = [known(turns).compare(PLAIN, 3.0).own.confidence for turns in (2, 3, 5, 10, 30, 100)]
        assert found == sorted(found)
        assert found[0] == 0
        assert 0.2 < found[1] < 0.4
        assert 0.85 < found[-1] < 0.9

    def test_what_differs_is_told_in_their_own_spread(self) -> None:
        usual = known()
        own = usual.compare(PLAIN, 3.0).own
        assert all(abs(value) < 1 for value in (own.pitch, own.level, own.rate, own.pauses, own.hnr))
        assert own.usual_words_per_second == pytest.approx(2.5, abs=0.3)
        assert own.usual_level_db == pytest.approx(-25, abs=1)
        assert own.usual_pitch_hz == pytest.approx(120, rel=0.05)
        stirred = usual.compare(
            replace(PLAIN, pitch_hz=150, level_db=-18, words_per_second=4, latency=0.1), 3.0
        ).own
        assert stirred.pitch > 2
        assert stirred.level > 2
        assert stirred.rate > 1.5
        assert stirred.latency < -1
        breathy = usual.compare(replace(PLAIN, cpp_db=6, h1_h2_db=6, hnr_db=6), 3.0).own
        assert breathy.cpp < -2 < 2 < breathy.h1_h2
        assert breathy.hnr < -2

    def test_a_person_who_varies_much_must_differ_more(self) -> None:
        steady, lively = Usual(), Usual()
        for number in range(20):
            steady.learn(replace(PLAIN, words_per_second=2.5 + 0.02 * (number % 3)), 3)
            lively.learn(replace(PLAIN, words_per_second=2.5 + 0.8 * (number % 3 - 1)), 3)
        fast = replace(PLAIN, words_per_second=3.7)
        assert steady.compare(fast, 3.0).own.rate > 2 * lively.compare(fast, 3.0).own.rate > 0

    def test_a_few_wild_turns_bend_nothing(self) -> None:
        usual = known()
        before = usual.compare(PLAIN, 3.0).own
        for _ in range(4):
            usual.learn(Prosody(pitch_hz=390, level_db=-3, words_per_second=9, pause_share=0.9), 3)
        after = usual.compare(PLAIN, 3.0).own
        assert after.pitch == pytest.approx(before.pitch, abs=0.8)
        assert after.usual_level_db == pytest.approx(before.usual_level_db, abs=1)

    def test_what_could_not_be_measured_is_neither_compared_nor_learnt(self) -> None:
        usual = known()
        assert usual.compare(Prosody(), 3.0).own.pitch == 0
        for _ in range(50):
            usual.learn(Prosody(), 3.0)
            usual.learn(PLAIN, 0.5)
        assert usual.compare(PLAIN, 3.0).own.usual_pitch_hz == pytest.approx(120, rel=0.05)

    def test_a_quick_yes_is_not_fast_speech(self) -> None:
        yes = replace(PLAIN, words_per_second=6.0, level_db=-15, latency=0.05)
        own = known().compare(yes, 0.3).own
        assert (own.rate, own.level) == (0, 0)
        assert own.latency < -1
        assert known().compare(yes, 3.0).own.rate > 2

    def test_it_does_not_grow_for_ever(self) -> None:
        assert known(1000).turns == MOST_TURNS

    @settings(deadline=None)
    @given(
        st.lists(
            st.builds(
                Prosody,
                pitch_hz=st.floats(0, 400),
                level_db=st.floats(-90, 0),
                words_per_second=st.floats(0, 1e6),
                pause_share=st.floats(0, 1),
                jitter=st.floats(0, 1),
                h1_h2_db=st.floats(-60, 60),
            ),
            max_size=12,
        )
    )
    def test_it_is_always_a_number(self, turns: list[Prosody]) -> None:
        usual = Usual()
        for item in turns:
            assert np.isfinite(list(asdict(usual.compare(item, 2.0).own).values())).all()
            usual.learn(item, 2.0)


class TestArousal:
    def test_it_is_unsure_before_it_knows_the_voice(self) -> None:
        usual = Usual()
        assert arousal(PLAIN, 3.0, usual) == (0.0, 0.1)
        for number in range(8):
            assert arousal(PLAIN, 3.0, usual)[1] == (0.5 if usual.voiced >= BASELINE else 0.1)
            usual.learn(varied(number), 3.0)
        calm, sure = arousal(PLAIN, 3.0, usual)
        assert abs(calm) < 0.25
        assert sure == 0.5
        louder = replace(PLAIN, pitch_hz=160, level_db=-17, words_per_second=4)
        lower = replace(PLAIN, pitch_hz=105, level_db=-32, words_per_second=1.5)
        assert arousal(louder, 3.0, usual)[0] > 0.5
        assert arousal(lower, 3.0, usual)[0] < -0.4

    def test_a_voice_that_is_always_high_and_loud_is_not_aroused(self) -> None:
        high = replace(PLAIN, pitch_hz=220, level_db=-15, words_per_second=3.5)
        assert abs(arousal(high, 3.0, known(around=high))[0]) < 0.25

    def test_a_sound_too_short_to_judge_is_not_judged(self) -> None:
        assert arousal(PLAIN, 0.5, known()) == (0.0, 0.0)


class TestManner:
    HEARD = Heard(
        text="so it is",
        words=tuple(Word(text=text, start=0.0, end=0.1) for text in ("so", "it", "is")),
        sound=measure(voice(120, 2.0, jitter=0.01)),
    )

    def say(self, manner: Manner, at: float, turn_id: str = "") -> Prosody:
        event = Released(turn_id or str(at), 0, 0, 60, ((0, self.HEARD),))
        found = manner.of(event, lambda frame: at + frame * 0.032)
        manner.learn(event, found)
        return found

    def test_a_turn_that_was_not_over_counts_once(self) -> None:
        manner = Manner()
        found = [self.say(manner, 10.0 * number, "same").own.turns for number in range(4)]
        assert found == [0, 0, 0, 0]

    def test_a_turn_is_compared_with_those_before_it_for_the_whole_session(self) -> None:
        manner = Manner()
        found = [self.say(manner, 10.0 * number).own.turns for number in range(6)]
        assert found == [0, 1, 2, 3, 4, 5]

    def test_latency_runs_from_the_companions_last_word(self) -> None:
        manner = Manner()
        assert self.say(manner, 5.0).latency == 0
        manner.spoken(Spoken(act_id="a", status="started", stamp=9.0))
        manner.spoken(Spoken(act_id="a", status="finished", stamp=12.0))
        assert self.say(manner, 12.7).latency == pytest.approx(0.7)
        assert self.say(manner, 20.0).latency == 0  # nothing was said to them in between
        manner.spoken(Spoken(act_id="b", status="finished", stamp=30.0))
        assert self.say(manner, 29.0).latency == 0  # they spoke over it
        manner.spoken(Spoken(act_id="c", status="finished", stamp=40.0))
        assert self.say(manner, 400.0).latency == 0  # minutes later: no answer


def test_only_what_was_measured_is_a_measure() -> None:
    assert measures(Prosody()) == {}
    assert set(measures(PLAIN)) > {"pitch", "level", "rate", "pauses", "creak"}
