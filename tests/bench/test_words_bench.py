"""The measure of words measures what it says."""

import numpy as np
import pytest

from alongside.records import Word
from bench.words.hesitation import between, found_in_place, hesitating
from bench.words.recordings import Item, pieces
from bench.words.rooms import heard
from bench.words.scoring import believed, errors, fillers, interval
from speech.audio import RATE, Samples
from tests.recordings import recordings


def speech() -> Samples:
    return recordings("librivox")[0].samples.astype(np.float32) / 32768


def said(*texts: str) -> list[Word]:
    return [Word(text=text, start=n, end=n + 0.5, confidence=0.1 * n) for n, text in enumerate(texts)]


def test_noise_is_as_loud_as_it_says() -> None:
    clean = speech()
    loud = np.mean(clean[: len(clean) // 320 * 320].reshape(-1, 320) ** 2, axis=1)
    level = np.mean(loud[loud >= np.median(loud)])
    for ratio in (10, 5):
        noise = heard(clean, f"{ratio} dB", 1) - clean
        assert 10 * np.log10(level / np.mean(noise**2)) == pytest.approx(ratio, abs=0.3)
    assert np.array_equal(heard(clean, "clean", 1), clean)
    assert np.sqrt(np.mean(heard(clean, "far", 1) ** 2)) < 0.2 * np.sqrt(np.mean(clean**2))


def test_errors_are_counted_without_fillers_and_spelling() -> None:
    assert errors("um it's gonna be alright", "It's going to be all right.") == (0, 6)
    assert errors("one two three", "") == (3, 3)
    assert errors("one two three", "one four three five") == (2, 3)
    low, high = interval([1, 0, 2, 1], [10, 10, 10, 10])
    assert 0 <= low < 0.1 < high


def test_fillers_count_where_they_are() -> None:
    assert fillers(["uh so I um went"], ["Um, so I went"]) == (1, 2, 1)
    assert fillers(["so I went"], ["so, um, I went"]) == (0, 0, 1)


def test_belief_is_compared_with_what_was_said() -> None:
    found = believed("one two three", said("one", "too", "um", "three"))
    assert [right for _, right in found] == [True, False, True]
    assert [confidence for confidence, _ in found] == pytest.approx([0.0, 0.1, 0.3])


def test_fillers_are_put_between_words_and_looked_for_there() -> None:
    words = [Word(text="one", start=0, end=1), Word(text="two", start=2, end=3)]
    assert between(words) == 1.5
    um = np.full(RATE // 2, 0.1, np.float32)
    item = Item("x", "x", np.full(3 * RATE, 0.01, np.float32), "one two")
    made = hesitating(item, 1.5, [("um", um), ("uh", um)], 1)
    assert len(made.samples) > len(item.samples) + 2 * len(um)
    (_, (start, end, _)) = made.times
    assert end - start == pytest.approx(0.5)
    assert found_in_place(made, [Word(text="Um,", start=start + 0.1, end=end)]) == 1
    assert found_in_place(made, [Word(text="Um,", start=end + 1, end=end + 2)]) == 0


def test_long_recordings_are_cut_and_nothing_is_lost() -> None:
    item = Item("x", "x", np.random.default_rng(1).normal(size=70 * RATE).astype(np.float32), "")
    parts = pieces(item)
    assert np.array_equal(np.concatenate(parts), item.samples)
    assert max(len(part) for part in parts) <= 30 * RATE
