"""Word times are put onto the sound."""

import itertools

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from alongside.records import Word
from speech.audio import RATE, Samples
from speech.word_edges import refine


def bursts(*spans: tuple[float, float], length: float) -> Samples:
    """A voice-like buzz in each span of seconds, a faint hiss elsewhere."""
    samples = np.random.default_rng(2).normal(0, 0.0005, int(length * RATE))
    for start, end in spans:
        time = np.arange(int(start * RATE), int(end * RATE)) / RATE
        samples[int(start * RATE) : int(start * RATE) + len(time)] += 0.2 * np.sin(2 * np.pi * 150 * time)
    return samples.astype(np.float32)


def test_a_word_does_not_begin_with_the_pause_before_it() -> None:
    samples = bursts((0.2, 0.6), (1.5, 1.9), length=2.5)
    first, second = refine(
        [Word(text="first", start=0.1, end=0.55), Word(text="second", start=0.55, end=1.85)], samples
    )
    assert first.end == pytest.approx(0.6, abs=0.03)
    assert second.start == pytest.approx(1.5, abs=0.03)


def test_a_word_ends_with_its_sound() -> None:
    samples = bursts((0.2, 0.6), (1.5, 1.9), length=2.5)
    late, early = refine(
        [Word(text="late", start=0.2, end=1.2), Word(text="early", start=1.45, end=1.6)], samples
    )
    assert late.end == pytest.approx(0.6, abs=0.03)
    assert early.end == pytest.approx(1.9, abs=0.03)


moments = st.lists(st.floats(0, 3, allow_nan=False), min_size=2, max_size=12)


@settings(max_examples=60, deadline=None)
@given(moments, st.lists(st.tuples(st.floats(0, 2.5), st.floats(0, 0.5)), max_size=4))
def test_words_stay_in_order(times: list[float], sounds: list[tuple[float, float]]) -> None:
    spans = itertools.pairwise(sorted(times))
    words = [Word(text=f"w{n}", start=a, end=b) for n, (a, b) in enumerate(spans)]
    samples = bursts(*((start, start + length) for start, length in sounds), length=3.0)
    found = refine(words, samples)
    assert [word.text for word in found] == [word.text for word in words]
    moments = [moment for word in found for moment in (word.start, word.end)]
    assert moments == sorted(moments)
    assert all(0 <= moment <= 3.0 + 1e-6 for moment in moments)


def test_a_recording_of_nothing_is_survived() -> None:
    assert refine([], np.zeros(0, np.float32)) == ()
    assert len(refine([Word(text="a", start=0.0, end=0.1)], np.zeros(100, np.float32))) == 1
