"""JPEG in and out: whatever arrives, it is a picture or one plain error."""

from __future__ import annotations

import cv2
import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from alongside.errors import AlongsideError
from perception.pictures import WIDEST, brightness, from_jpeg, to_jpeg

SMALL = to_jpeg(np.random.default_rng(0).integers(0, 255, (24, 32, 3), dtype=np.uint8))


def test_colours_and_size_survive() -> None:
    blue = np.full((300, 400, 3), (200, 30, 10), np.uint8)  # blue first
    found = from_jpeg(to_jpeg(blue))
    assert found.shape == (300, 400, 3)
    assert np.abs(found[150, 200].astype(int) - (10, 30, 200)).max() < 12  # red first
    assert brightness(found) == pytest.approx(80 / 255, abs=0.03)


def test_a_large_picture_is_made_smaller() -> None:
    assert from_jpeg(to_jpeg(np.zeros((720, 1280, 3), np.uint8))).shape == (360, 640, 3)
    raw = cv2.imencode(".jpg", np.zeros((720, 1280, 3), np.uint8))[1].tobytes()
    assert from_jpeg(raw).shape == (360, 640, 3)


@settings(deadline=None)
@given(st.binary(max_size=300))
def test_noise_is_refused(data: bytes) -> None:
    with pytest.raises(AlongsideError):
        from_jpeg(data)


@settings(max_examples=300, deadline=None)
@given(st.integers(0, len(SMALL)), st.binary(max_size=40), st.integers(0, len(SMALL)))
def test_a_damaged_picture_is_a_picture_or_an_error(at: int, inserted: bytes, cut: int) -> None:
    try:
        found = from_jpeg(SMALL[:at] + inserted + SMALL[max(at, cut) :])
    except AlongsideError:
        return
    assert found.ndim == 3
    assert found.shape[1] <= WIDEST


def test_a_picture_that_claims_to_be_vast_is_not_decoded() -> None:
    at = SMALL.index(b"\xff\xc0") + 5
    bomb = SMALL[:at] + b"\xff\xff\xff\xff" + SMALL[at + 4 :]
    with pytest.raises(AlongsideError, match="impossible size"):
        from_jpeg(bomb)
