"""Pitch, level, pauses and arousal of sounds whose answer is known, and of recorded people."""

from collections.abc import Callable

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from speech.arousal import BASELINE, Arousal
from speech.audio import RATE, Samples
from speech.heard import Sound
from speech.prosody import measure, summarise
from tests.recordings import Recording


def voice(pitch: float, seconds: float = 1.0, level: float = 0.1) -> Samples:
    """A buzz with the harmonics of a voice."""
    time = np.arange(int(seconds * RATE)) / RATE
    harmonics = [np.sin(2 * np.pi * pitch * k * time) / k for k in range(1, 12) if pitch * k < 7000]
    return (level * np.sum(harmonics, axis=0)).astype(np.float32)


@settings(deadline=None, max_examples=50)
@given(st.floats(75, 380), st.floats(0.01, 0.5))
def test_pitch_is_found_at_any_level(pitch: float, level: float) -> None:
    found = measure(voice(pitch, 0.5, level))
    assert np.median(found.pitch_hz) == pytest.approx(pitch, rel=0.01)
    assert found.voiced == pytest.approx(0.47, abs=0.05)


@given(st.floats(0, 10), st.integers(0, 20000))
def test_nothing_makes_it_fail(scale: float, length: int) -> None:
    noise = (np.random.default_rng(length).normal(0, scale, length)).astype(np.float32)
    found = summarise([measure(noise)], 3)
    assert np.isfinite([found.pitch_hz, found.pitch_range_st, found.level_db, found.words_per_second]).all()


def test_noise_has_no_pitch() -> None:
    noise = np.random.default_rng(0).normal(0, 0.1, 2 * RATE).astype(np.float32)
    assert measure(noise).voiced < 0.1


def test_a_glide_has_its_range_and_a_pause_its_share() -> None:
    phase = np.cumsum(100 * 2 ** np.linspace(0, 1, 2 * RATE) / RATE)
    glide = np.sum([0.1 * np.sin(2 * np.pi * k * phase) / k for k in range(1, 12)], axis=0).astype(np.float32)
    assert measure(glide).pitch_hz.min() == pytest.approx(100, rel=0.03)
    assert summarise([measure(glide)], 4).pitch_range_st == pytest.approx(9.6, abs=0.4)
    paused = np.concatenate([voice(120), np.zeros(RATE // 2, np.float32), voice(120)])
    found = summarise([measure(paused)], 5)
    assert found.pause_share == pytest.approx(0.2, abs=0.03)
    assert found.words_per_second == pytest.approx(2.0, abs=0.1)


def test_recorded_people_sound_like_people(
    spoken: list[Recording], floats: Callable[[Recording], Samples]
) -> None:
    for recording in spoken:
        found = summarise([measure(floats(recording))], len(recording.words.split()))
        assert 70 < found.pitch_hz < 260
        assert 1.0 < found.pitch_range_st < 15
        assert -45 < found.level_db < -5
        assert 1.0 < found.words_per_second < 6.0


def sound(pitch: float = 120.0, level: float = -25.0, seconds: float = 3.0) -> Sound:
    random = np.random.default_rng(int(pitch * 10))
    count = int(seconds / 0.016)
    pitches = pitch * 2 ** (random.normal(0, 2, count) / 12)
    levels = random.normal(level, 3, count)
    return Sound(pitches.astype(np.float32), levels.astype(np.float32), seconds, 0.2, seconds + 0.2)


def test_arousal_is_against_the_persons_own_voice_and_unsure_before_it_knows_it() -> None:
    arousal = Arousal()
    assert arousal.estimate(sound(), 8) == (0.0, 0.1)
    for number in range(8):
        confident = arousal.voiced >= BASELINE
        assert arousal.estimate(sound(), 8)[1] == (0.5 if confident else 0.1)
        arousal.learn(sound(pitch=118 + number % 3), 8)
    calm, sure = arousal.estimate(sound(), 8)
    assert abs(calm) < 0.25
    assert sure == 0.5
    stirred, _ = arousal.estimate(sound(pitch=160, level=-17), 12)
    flat, _ = arousal.estimate(sound(pitch=105, level=-32), 5)
    assert stirred > 0.5
    assert flat < -0.4


def test_a_voice_that_is_always_high_and_loud_is_not_aroused() -> None:
    arousal = Arousal()
    for number in range(10):
        arousal.learn(sound(pitch=220 + number % 3, level=-15), 9)
    value, _ = arousal.estimate(sound(pitch=221, level=-15), 9)
    assert abs(value) < 0.25


def test_a_sound_too_short_to_judge_is_not_judged_and_not_learned() -> None:
    arousal = Arousal()
    arousal.learn(sound(seconds=0.5), 1)
    assert arousal.voiced == 0
    assert arousal.estimate(sound(seconds=0.5), 1) == (0.0, 0.0)


def test_the_baseline_does_not_grow_for_ever() -> None:
    arousal = Arousal()
    for _ in range(500):
        arousal.learn(sound(), 8)
    assert arousal.voiced < 130
