"""Two people before one camera: one is read, the other is counted."""

from __future__ import annotations

import json
from collections.abc import Callable, Iterator
from dataclasses import dataclass

import cv2
import numpy as np
import pytest

from alongside import weights
from alongside.errors import AlongsideError
from alongside.messages import Event, FaceSeen
from perception.company import ABOUT_S, Box, Company, FaceBoxes
from perception.landmarks import Landmarker
from perception.pictures import from_jpeg, to_jpeg
from perception.reader import FaceReader
from tests.perception.test_face import Clock, wired

__all__ = ["Clock", "wired"]

Room = Callable[..., bytes]


@pytest.fixture
def room(head: Callable[[str, str], bytes]) -> Room:
    """A picture of 640 x 480 with rendered people: (who, look, width, left)."""

    def show(*people: tuple[str, str, int, int]) -> bytes:
        picture = np.full((480, 640, 3), 120, np.uint8)
        for who, look, wide, left in people:
            face = cv2.imdecode(np.frombuffer(head(who, look), np.uint8), cv2.IMREAD_COLOR)
            picture[100 : 100 + wide, left : left + wide] = cv2.resize(face, (wide, wide))
        return to_jpeg(picture)

    return show


ADA, BEN = ("ada", "smile", 256, 20), ("ben", "frown", 190, 430)


@pytest.fixture(scope="module")
def boxes() -> Iterator[FaceBoxes]:
    found = FaceBoxes(weights.find("face-landmarker"))
    yield found
    found.close()


def test_faces_are_counted(boxes: FaceBoxes, room: Room) -> None:
    for people in ((), (ADA,), (ADA, BEN)):
        assert len(boxes.boxes(from_jpeg(room(*people)))) == len(people)


def test_weights_without_a_detector_are_named(tmp_path) -> None:
    (tmp_path / "face.task").write_bytes(b"none")
    with pytest.raises(AlongsideError, match="holds no face detector"):
        FaceBoxes(tmp_path / "face.task")


def test_the_nearest_is_read_and_stays_the_one_while_away(
    landmarker: Landmarker, boxes: FaceBoxes, room: Room
) -> None:
    landmarker.read(np.zeros((64, 64, 3), np.uint8), 0.0)
    reader, at = FaceReader(landmarker, boxes), 0.0

    def see(*people: tuple[str, str, int, int], times: int = 1) -> list:
        nonlocal at
        looks, jpeg = [], room(*people)
        for _ in range(times):
            at += 0.25
            looks.append(reader.read(jpeg, at, at, heard=None))
        return looks

    both = see(ADA, BEN, times=14)
    assert all(look.seen.present and look.seen.xmax < 0.5 for look in both)
    assert both[-1].others == 1
    alone = see(BEN, times=14)  # ada bows out of the picture: ben is not she
    assert not any(look.seen.present for look in alone)
    assert all(look.affect is None for look in alone)
    assert alone[-1].others == 1
    back = see(ADA, BEN, times=3)
    assert all(look.seen.present and look.seen.xmax < 0.5 for look in back)
    gone = see(BEN, times=60)  # a quarter of a minute: ben is the one who is there now
    assert gone[-1].seen.present
    assert gone[-1].seen.xmin > 0.5
    assert gone[-1].others == 0


async def test_the_face_component_tells_when_somebody_comes_and_goes(wired, room: Room) -> None:
    ear, _, _, show = wired
    for people, times in (((ADA,), 5), ((ADA, BEN), 30), ((ADA,), 30)):
        await show(room(*people), times)
    told = [json.loads(item.data) for item in ear.all(Event) if item.kind == "bystanders"]
    assert told == [{"count": 1}, {"count": 0}]
    seen = ear.all(FaceSeen)
    assert all(item.present and item.xmax < 0.5 for item in seen)
    assert len({item.face_id for item in seen}) == 1


@dataclass
class Told:
    """A detector that says what it is told."""

    faces: list[Box]

    def boxes(self, picture: np.ndarray) -> list[Box]:
        return self.faces


LEFT, RIGHT = (0.1, 0.2, 0.4, 0.7), (0.6, 0.2, 0.8, 0.5)
WHITE = np.full((48, 64, 3), 255, np.uint8)
WHITE[:, 32:] = 200


def test_one_wrong_count_tells_nothing() -> None:
    detector = Told([LEFT])
    company = Company(detector)
    for second, faces in enumerate([[LEFT], [LEFT, RIGHT], [LEFT], [LEFT], []]):
        detector.faces = faces
        company.view(WHITE, float(second))
        company.keeps(LEFT, float(second))
        assert company.others == 0


def test_alone_a_person_may_move_anywhere_and_in_company_not() -> None:
    alone, among = Company(Told([LEFT])), Company(Told([LEFT, RIGHT]))
    for company in (alone, among):
        company.view(WHITE, 0.0)
        assert company.keeps(LEFT, 0.0)
    assert alone.keeps(RIGHT, 0.1)
    assert not among.keeps(RIGHT, 0.1)
    near = among.view(WHITE, 0.2)
    assert (near[:, :20] == 255).all()
    assert len(np.unique(near[:, 60:])) == 1  # there they are not looked for
    assert among.view(WHITE, ABOUT_S + 1).shape == WHITE.shape
