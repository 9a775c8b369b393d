"""Real MediaPipe on a real face, and on rendered heads whose face units are known."""

from __future__ import annotations

import copy
from collections.abc import Callable, Iterator
from pathlib import Path

import cv2
import numpy as np
import pytest
import skimage

from alongside import weights
from perception.landmarks import FaceReading, Landmarker
from perception.neutral import NeutralFace
from perception.pictures import Picture, from_jpeg
from perception.regressor import load

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


class Stills:
    """Finds the face in a still picture, after forgetting the last one. Each picture is read once."""

    def __init__(self, landmarker: Landmarker) -> None:
        self._landmarker = landmarker
        self._found: dict[bytes, FaceReading | None] = {}

    def read(self, picture: Picture, at: float) -> FaceReading | None:
        """The face in `picture`."""
        key = picture.tobytes()
        if key not in self._found:
            self._landmarker.read(np.zeros((64, 64, 3), np.uint8), 0.0)
            self._found[key] = self._landmarker.read(picture, 0.0)
        return self._found[key]


@pytest.fixture(scope="session")
def stills(landmarker: Landmarker) -> Stills:
    """MediaPipe for pictures that are no film."""
    return Stills(landmarker)


@pytest.fixture(scope="session")
def reading(stills: Stills) -> Callable[[bytes], FaceReading]:
    """Reads the face in a JPEG after forgetting the last one."""

    def read(jpeg: bytes) -> FaceReading:
        found = stills.read(from_jpeg(jpeg), 0.0)
        assert found is not None
        return found

    return read


@pytest.fixture(scope="session")
def head() -> Callable[[str, str], bytes]:
    """The rendered picture of a person and a look."""
    return lambda person, look: (HEADS / f"{person}_{look}.jpg").read_bytes()


@pytest.fixture(scope="session")
def rested(
    reading: Callable[[bytes], FaceReading], head: Callable[[str, str], bytes]
) -> Callable[[str], NeutralFace]:
    """What is known of a person after four seconds at rest."""
    known: dict[str, NeutralFace] = {}

    def rest(person: str) -> NeutralFace:
        if person not in known:
            known[person] = learn(person)
        return copy.deepcopy(known[person])

    def learn(person: str) -> NeutralFace:
        neutral = NeutralFace()
        found = reading(head(person, "neutral"))
        for step in range(20):
            neutral.observe(found, load().read(found, neutral.rest), step * 0.2, speaking=False)
        return neutral

    return rest
