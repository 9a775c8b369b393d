"""A voice held in a pause is a filler; a hiss, a click and a word are not."""

import numpy as np
import pytest

from alongside.records import Word
from speech.audio import RATE, Samples
from speech.fillers import unread

SAID = [Word(text="well", start=0.1, end=0.6), Word(text="yes", start=1.9, end=2.4)]


def vowel(seconds: float, pitch: float = 120.0, first: float = 600.0, glide: float = 0.0) -> Samples:
    """A buzz through two resonances, the first of which may move: an "uh", or a diphthong."""
    time = np.arange(int(seconds * RATE)) / RATE
    found = np.zeros(len(time))
    for partial in range(1, 30):
        hertz = pitch * partial
        near = first + glide * time / seconds
        gain = 1 / (1 + ((hertz - near) / 120) ** 2) + 0.5 / (1 + ((hertz - 1200) / 150) ** 2) + 0.01
        found += gain * np.sin(2 * np.pi * hertz * time)
    return np.asarray(0.2 * found / np.abs(found).max(), np.float32)


def talk(middle: Samples, at: float = 1.0) -> Samples:
    """Two words with a second sound between them, over a faint hiss."""
    samples = np.random.default_rng(3).normal(0, 0.0005, 5 * RATE // 2).astype(np.float32)
    for start, sound in ((0.1, vowel(0.5, glide=500)), (at, middle), (1.9, vowel(0.5, glide=-300))):
        samples[int(start * RATE) : int(start * RATE) + len(sound)] += sound
    return samples


@pytest.mark.parametrize("pitch", [95.0, 130.0, 210.0])
def test_a_voice_held_in_a_pause_is_a_filler(pitch: float) -> None:
    first, um, last = unread(SAID, talk(vowel(0.4, pitch)))
    assert (first, last) == tuple(SAID)
    assert um.text == "um"
    assert um.start == pytest.approx(1.0, abs=0.08)
    assert um.end == pytest.approx(1.4, abs=0.08)
    assert um.confidence < 0.6


def test_a_pause_and_what_is_no_voice_are_not() -> None:
    hiss = np.random.default_rng(4).normal(0, 0.05, int(0.4 * RATE)).astype(np.float32)
    for sound in (np.zeros(10, np.float32), hiss, hiss[:400], vowel(0.1)):
        assert unread(SAID, talk(sound)) == tuple(SAID)


def test_what_runs_on_from_a_word_is_that_word_held() -> None:
    assert unread(SAID, talk(vowel(0.5), at=0.6)) == tuple(SAID)


def test_what_was_read_is_not_found_again() -> None:
    read = [SAID[0], Word(text="um", start=0.95, end=1.45), SAID[1]]
    assert unread(read, talk(vowel(0.4))) == tuple(read)


def test_nothing_is_found_in_nothing() -> None:
    assert unread([], np.zeros(0, np.float32)) == ()
    assert unread([], np.zeros(RATE, np.float32)) == ()
    assert unread(SAID, np.zeros(3 * RATE, np.float32)) == tuple(SAID)
