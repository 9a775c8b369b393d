"""The face component with real MediaPipe and a real photograph, wired as in a graph."""

from __future__ import annotations

import asyncio
from collections.abc import AsyncIterator, Callable
from pathlib import Path

import cv2
import numpy as np
import pytest

from alongside.component import Context
from alongside.local import LocalTransport
from alongside.messages import Affect, CameraFrame, Control, FaceSeen, Health, SpeechActivity
from perception.face import GOOD_AGAIN, NO_PICTURE_S, Face
from perception.pictures import to_jpeg
from tests.perception.ear import Ear

EMPTY = to_jpeg(np.full((240, 320, 3), 90, np.uint8))


class Clock:
    """A steady clock that moves when told."""

    def __init__(self) -> None:
        self.now = 100.0

    def __call__(self) -> float:
        return self.now


Show = Callable[..., "asyncio.Future[None]"]


@pytest.fixture
async def wired(tmp_path: Path) -> AsyncIterator[tuple[Ear, Face, Clock, Show]]:
    """A face component at 10 pictures a second of its own clock, and an ear."""
    ear, clock = Ear(tmp_path), Clock()
    face = Face("face", {}, Context(session=tmp_path), clock)
    graph = LocalTransport([ear, face])
    await graph.start()

    async def show(jpeg: bytes, times: int = 1) -> None:
        for _ in range(times):
            clock.now += 0.1
            ear.say(CameraFrame(data=jpeg))
            await graph.settle()

    yield ear, face, clock, show
    await graph.stop()


@pytest.fixture
def smiling(photo: np.ndarray) -> bytes:
    return to_jpeg(photo)


async def test_a_smile_is_seen_and_felt(wired, smiling: bytes) -> None:
    ear, _, _, show = wired
    await show(smiling, 30)
    seen, felt = ear.all(FaceSeen), ear.all(Affect)
    assert len(seen) == 30
    assert 14 <= len(felt) <= 16  # five a second
    assert all(item.present for item in seen)
    assert len({item.face_id for item in seen}) == 1
    assert seen[-1].face_id
    assert seen[-1].xmin < 0.44 < seen[-1].xmax
    assert seen[-1].attending >= 0.5
    assert {unit.code for unit in seen[-1].action_units} >= {1, 2, 6, 12, 43}
    last = felt[-1]
    assert (last.source, last.expression) == ("face", "happy")
    assert last.valence > 0.5
    assert last.confidence >= 0.25
    assert last.expression_confidence > 0.4


async def test_an_empty_room_is_no_face_and_no_affect(wired) -> None:
    ear, _, _, show = wired
    await show(EMPTY, 5)
    assert [item.present for item in ear.all(FaceSeen)] == [False] * 5
    assert not ear.all(Affect)


async def test_a_dark_picture_is_trusted_less(wired, photo: np.ndarray) -> None:
    ear, _, _, show = wired
    await show(to_jpeg((photo * 0.12).astype(np.uint8)), 5)
    assert ear.all(FaceSeen)[-1].present
    assert ear.all(Affect)[-1].confidence < 0.1


async def test_a_blurred_picture_is_trusted_less(wired, photo: np.ndarray) -> None:
    ear, _, _, show = wired
    trusted = []
    for blur in (0.1, 2, 4):
        await show(to_jpeg(cv2.GaussianBlur(photo, (0, 0), blur)), 5)
        trusted.append(ear.all(Affect)[-1].confidence)
    assert trusted[0] > 0.25
    assert trusted[0] > 2 * trusted[1]
    assert trusted[2] < 0.1 * trusted[0] + 0.02


async def test_a_speaking_mouth_is_trusted_less_and_not_read(wired, smiling: bytes) -> None:
    ear, _, _, show = wired
    await show(smiling, 5)
    before = ear.all(Affect)[-1].confidence
    ear.say(SpeechActivity(speaking=True))
    await show(smiling, 2)
    assert ear.all(Affect)[-1].confidence == pytest.approx(before / 4, rel=0.01)
    assert 26 not in {unit.code for unit in ear.all(FaceSeen)[-1].action_units}


async def test_broken_pictures_are_counted_and_told_once(wired, smiling: bytes) -> None:
    ear, face, _, show = wired
    await show(smiling)
    for data in (b"", b"\xff\xd8no picture", smiling[:40], bytes(5_000_000)):
        await show(data)
    await show(smiling)
    health = [item for item in ear.all(Health) if item.component == "face"]
    assert [item.status for item in health] == ["starting", "ready", "degraded"]
    assert face.broken == 4
    assert ear.all(FaceSeen)[-1].present
    await show(smiling, GOOD_AGAIN)
    assert ear.all(Health)[-1].status == "ready"
    await show(b"again")
    assert ear.all(Health)[-1].status == "degraded"


async def test_pictures_that_come_too_often_are_left_out(wired, smiling: bytes) -> None:
    ear, _, clock, show = wired
    for _ in range(30):
        clock.now -= 0.1 - 1 / 30
        await show(smiling)
    assert 7 <= len(ear.all(FaceSeen)) <= 11  # of one second


async def test_a_camera_that_is_off_shows_no_one(wired, smiling: bytes) -> None:
    ear, _, _, show = wired
    await show(smiling, 3)
    ear.say(Control(name="camera", value="off"))
    await show(smiling, 3)
    assert [item.present for item in ear.all(FaceSeen)] == [True] * 3 + [False]
    ear.say(Control(name="camera", value="on"))
    await show(smiling)
    assert ear.all(FaceSeen)[-1].present


async def test_a_camera_that_stops_sending_leaves_no_face_standing(wired, smiling: bytes) -> None:
    ear, _, clock, show = wired
    await show(smiling)
    clock.now += NO_PICTURE_S + 0.1
    await ear.until(lambda: not ear.all(FaceSeen)[-1].present, 3)


async def test_missing_weights_are_named_and_the_rest_goes_on(tmp_path: Path, smiling: bytes) -> None:
    ear, face = Ear(tmp_path), Face("face", {"model": "/nowhere/face.task"}, Context(session=tmp_path))
    graph = LocalTransport([ear, face])
    await graph.start()
    ear.say(CameraFrame(data=smiling))
    await graph.settle()
    await graph.stop()
    assert ("failed", True) in {
        (item.status, "/nowhere/face.task" in item.detail) for item in ear.all(Health)
    }
