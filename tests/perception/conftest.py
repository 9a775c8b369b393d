"""Real MediaPipe on a real face, and on rendered heads whose face units are known."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from pathlib import Path

import cv2
import numpy as np
import pytest
import skimage

from alongside import weights
from perception.landmarks import FaceReading, Landmarker
from perception.neutral import NeutralFace
from perception.pictures import from_jpeg

HEADS = Path(__file__).parent / "heads"
PEOPLE = ("ada", "ben", "chi", "dee", "eli")


@pytest.fixture(scope="session")
def landmarker() -> Iterator[Landmarker]:
    """MediaPipe with the real weights, one for all tests."""
    found = Landmarker(weights.find("face-landmarker"))
    yield found
    found.close()


@pytest.fixture(scope="session")
def photo() -> np.ndarray:
    """A person smiling (Eileen Collins, NASA, public domain), blue first as OpenCV has it."""
    picture = cv2.imread(str(Path(skimage.__file__).parent / "data" / "astronaut.png"))
    assert picture is not None
    return picture


@pytest.fixture
def reading(landmarker: Landmarker) -> Callable[[bytes], FaceReading]:
    """Reads the face in a JPEG after forgetting the last one."""
    blank = np.zeros((64, 64, 3), np.uint8)

    def read(jpeg: bytes) -> FaceReading:
        landmarker.read(blank, 0.0)  # the face is gone: the next is found afresh
        found = landmarker.read(from_jpeg(jpeg), 0.0)
        assert found is not None
        return found

    return read


@pytest.fixture
def head() -> Callable[[str, str], bytes]:
    """The rendered picture of a person and a look."""
    return lambda person, look: (HEADS / f"{person}_{look}.jpg").read_bytes()


@pytest.fixture
def rested(
    reading: Callable[[bytes], FaceReading], head: Callable[[str, str], bytes]
) -> Callable[[str], NeutralFace]:
    """What is known of a person after four seconds at rest."""

    def rest(person: str) -> NeutralFace:
        neutral = NeutralFace()
        found = reading(head(person, "neutral"))
        for step in range(20):
            neutral.observe(found, step * 0.2, speaking=False)
        return neutral

    return rest
