"""Real MediaPipe on a real photograph: what it finds, and what it does with what is no face."""

from __future__ import annotations

from pathlib import Path

import cv2
import numpy as np
import pytest

from alongside.errors import AlongsideError
from perception.landmarks import Landmarker
from perception.pictures import from_jpeg, to_jpeg


def turned(photo: np.ndarray, degrees: float) -> np.ndarray:
    """The photograph turned counter-clockwise."""
    height, width = photo.shape[:2]
    return cv2.warpAffine(
        photo, cv2.getRotationMatrix2D((width / 2, height / 2), degrees, 1), (width, height)
    )


def test_a_smiling_face_is_found_where_it_is(landmarker: Landmarker, photo: np.ndarray) -> None:
    found = landmarker.read(from_jpeg(to_jpeg(photo)), 0.0)
    assert found is not None
    assert found.both("mouthSmile") > 0.8
    assert len(found.scores) == 52
    assert found.shape.shape == (478, 3)
    left, top, right, bottom = found.box
    assert left < 0.44 < right  # the tip of the nose
    assert top < 0.25 < bottom
    assert abs(found.yaw) < 5
    assert -8 < found.roll < 0


def test_no_face_is_none(landmarker: Landmarker) -> None:
    rng = np.random.default_rng(1)
    assert landmarker.read(np.zeros((240, 320, 3), np.uint8), 0.0) is None
    assert landmarker.read(rng.integers(0, 255, (240, 320, 3), dtype=np.uint8), 0.0) is None


@pytest.mark.parametrize(
    ("change", "light"),
    [(lambda p: (p * 0.12).astype(np.uint8), 0.07), (lambda p: (p * 0.4).astype(np.uint8), 0.25)],
    ids=["dark", "dim"],
)
def test_a_dark_picture_says_so(landmarker: Landmarker, photo: np.ndarray, change, light: float) -> None:
    found = landmarker.read(from_jpeg(to_jpeg(change(photo))), 0.0)
    assert found is not None
    assert found.light < light
    assert found.both("mouthSmile") > 0.7


def test_roll_follows_a_tilted_head(landmarker: Landmarker, photo: np.ndarray) -> None:
    upright = landmarker.read(from_jpeg(to_jpeg(photo)), 0.0)
    tilted = landmarker.read(from_jpeg(to_jpeg(turned(photo, 20))), 10.0)
    assert upright is not None
    assert tilted is not None
    assert tilted.roll - upright.roll == pytest.approx(20, abs=3)


def test_shape_does_not_depend_on_where_or_how_large_the_face_is(
    landmarker: Landmarker, photo: np.ndarray
) -> None:
    wide = cv2.copyMakeBorder(photo, 40, 10, 100, 20, cv2.BORDER_CONSTANT)
    near = landmarker.read(from_jpeg(to_jpeg(photo)), 0.0)
    far = landmarker.read(from_jpeg(to_jpeg(wide)), 10.0)
    assert near is not None
    assert far is not None
    mouth = [61, 291, 13, 14]
    assert np.abs(near.shape[mouth] - far.shape[mouth]).max() < 0.06


def test_time_that_stands_or_runs_back_is_no_matter(landmarker: Landmarker, photo: np.ndarray) -> None:
    picture = from_jpeg(to_jpeg(photo))
    for at in (5.0, 5.0, 1.0, -3.0, 1e12, 0.0):
        assert landmarker.read(picture, at) is not None


@pytest.mark.parametrize("yaw_look", ["yaw30", "smile_yaw30"])
def test_yaw_is_read(reading, head, yaw_look: str) -> None:
    for person in ("ada", "ben", "chi", "dee", "eli"):
        assert reading(head(person, yaw_look)).yaw == pytest.approx(25, abs=6)


def test_pitch_is_read_as_down_positive(reading, head) -> None:
    for person in ("ada", "ben", "chi", "dee", "eli"):
        up, down = reading(head(person, "pitch_up20")).pitch, reading(head(person, "pitch_down20")).pitch
        assert down - up > 18


def test_weights_that_are_none_are_named(tmp_path: Path) -> None:
    fake = tmp_path / "face.task"
    fake.write_bytes(b"no model")
    with pytest.raises(AlongsideError, match="is not a face landmarker"):
        Landmarker(fake)
