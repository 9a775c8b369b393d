"""When a frame sounded, reckoned from when frames arrived."""

import random
from collections.abc import Iterator

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from speech.audio import FRAME, FRAME_SECONDS, RATE, Framer
from speech.trail import Trail

QUIET = np.zeros(FRAME, np.float32)


def arrivals(
    count: int, *, seed: int = 1, ppm: float = 0.0, lost: float = 0.0, busy: float = 0.0
) -> Iterator[tuple[float, float]]:
    """(when a frame sounded, its stamp): from a clock that is off, over a way that loses some frames,
    to a computer that is at times too busy to take them."""
    chance = random.Random(seed)
    sounded, free, last = 1.7e9, 0.0, 0.0
    for _ in range(count):
        sounded += FRAME_SECONDS * (1 + ppm / 1e6)
        if chance.random() < lost:
            sounded += chance.choice((1, 2, 4)) * FRAME_SECONDS
        if chance.random() < busy:
            free = sounded + chance.uniform(0.02, 0.2)
        last = max(last, free, sounded + chance.expovariate(500))
        yield sounded, last


@pytest.mark.parametrize("ppm", [-200.0, 50.0])
def test_eight_hours_do_not_part_the_clocks(ppm: float) -> None:
    trail, worst = Trail(), 0.0
    for number, (sounded, stamp) in enumerate(arrivals(8 * 3600 * RATE // FRAME, ppm=ppm)):
        trail.append(QUIET, stamp)
        trail.forget(number - 40)
        if number % 100 == 99:
            worst = max(worst, abs(trail.time(number) - sounded))
    assert worst < 0.005


@settings(deadline=None, max_examples=25)
@given(st.integers(0, 10**6), st.floats(-200, 200), st.floats(0, 0.004), st.floats(0, 0.01))
def test_lost_and_late_frames_misplace_no_word(seed: int, ppm: float, lost: float, busy: float) -> None:
    trail, truth, errors = Trail(), [], []
    for number, (sounded, stamp) in enumerate(arrivals(4000, seed=seed, ppm=ppm, lost=lost, busy=busy)):
        trail.append(QUIET, stamp)
        truth.append(sounded)
        trail.forget(number - 200)
        if number > 200 and number % 10 == 0:
            # A turn is released half a second after its end, at the soonest.
            errors += [abs(trail.time(number - back) - truth[number - back]) for back in (12, 30, 100)]
    assert np.percentile(errors, 95) < 0.02
    assert np.median(errors) < 0.002


def test_a_source_that_was_away_is_followed_at_once() -> None:
    trail = Trail()
    for number in range(60):
        trail.append(QUIET, 100.0 + number * FRAME_SECONDS + (7.0 if number >= 30 else 0.0))
    assert trail.time(29) == pytest.approx(100.0 + 29 * FRAME_SECONDS)
    assert trail.time(30) == pytest.approx(107.0 + 30 * FRAME_SECONDS)


def test_what_is_forgotten_still_has_a_time() -> None:
    trail = Trail()
    assert np.isfinite(trail.time(5))
    for number in range(100):
        trail.append(QUIET, 50.0 + number * FRAME_SECONDS)
        trail.forget(number - 10)
    assert len(trail) == 11
    assert trail.end == 100
    assert trail.time(3) == pytest.approx(50.0 + 3 * FRAME_SECONDS)
    assert trail.time(110) == pytest.approx(50.0 + 110 * FRAME_SECONDS)


def test_the_sound_asked_for_is_the_sound_that_was_kept() -> None:
    trail = Trail()
    for number in range(10):
        trail.append(np.full(FRAME, number, np.float32), number * FRAME_SECONDS)
    trail.forget(4)
    assert trail.span(5, 7).tolist() == [5.0] * FRAME + [6.0] * FRAME
    assert len(trail.span(2, 5)) == FRAME
    assert len(trail.span(2, 3)) == 0


@given(st.lists(st.integers(0, 3000), min_size=1, max_size=20))
def test_a_frame_is_as_much_earlier_than_its_chunk_as_sound_waited(chunks: list[int]) -> None:
    framer, heard, framed = Framer(), 0, 0
    for length in chunks:
        assert heard - framer.waiting * RATE == pytest.approx(framed)
        framed += FRAME * len(framer.push(bytes(2 * length)))
        heard += length
