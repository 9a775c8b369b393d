"""The camera component on a real decoder (a film plays the camera), and the picture source."""

from __future__ import annotations

import asyncio
import shutil
import time
from pathlib import Path

import cv2
import numpy as np
import pytest

import perception.camera
from alongside.component import Component, Context
from alongside.local import LocalTransport
from alongside.messages import CameraFrame, Control, Health
from perception.camera import Camera
from perception.picture_source import PictureSource
from perception.pictures import from_jpeg
from tests.perception.ear import Ear


class Live:
    """A film that plays at thirty pictures a second, over and over: a camera for all that can be told."""

    def __init__(self, path: str) -> None:
        self.path, self.film = path, cv2.VideoCapture(path)

    def read(self) -> tuple[bool, np.ndarray | None]:
        time.sleep(1 / 30)
        read = self.film.read()
        if not read[0]:
            self.film.open(self.path)
            read = self.film.read()
        return read

    def release(self) -> None:
        self.film.release()


@pytest.fixture
def film(tmp_path: Path) -> Path:
    """Ninety pictures, 800 pixels wide, each brighter than the one before."""
    path = tmp_path / "film.avi"
    writer = cv2.VideoWriter(str(path), cv2.VideoWriter.fourcc(*"MJPG"), 30, (800, 600))
    for number in range(90):
        writer.write(np.full((600, 800, 3), 20 + 2 * number, np.uint8))
    writer.release()
    return path


async def started(tmp_path: Path, component: Component) -> tuple[Ear, LocalTransport]:
    ear = Ear(tmp_path)
    graph = LocalTransport([ear, component])
    await graph.start()
    return ear, graph


def camera(tmp_path: Path, **settings: object) -> Camera:
    return Camera("camera", dict(settings), Context(session=tmp_path))


async def test_it_sends_small_pictures_at_its_rate(
    tmp_path: Path, film: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(perception.camera, "open_device", Live)
    ear, graph = await started(tmp_path, camera(tmp_path, device=str(film), rate=10, width=320))
    await ear.until(lambda: len(ear.all(CameraFrame)) >= 5)
    await graph.stop()
    frames = ear.all(CameraFrame)
    assert from_jpeg(frames[0].data).shape == (240, 320, 3)
    gaps = np.diff([frame.stamp for frame in frames])
    assert gaps.min() > 0.05
    assert gaps.mean() == pytest.approx(0.1, abs=0.04)


async def test_no_camera_is_told_once_and_the_graph_goes_on(
    tmp_path: Path, film: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(perception.camera, "RETRY_S", 0.1)
    late = tmp_path / "late.avi"
    ear, graph = await started(tmp_path, camera(tmp_path, device=str(late)))
    await ear.until(lambda: ear.all(Health)[-1].status == "failed")
    await asyncio.sleep(0.5)
    assert [item.status for item in ear.all(Health) if item.component == "camera"].count("failed") == 1
    assert "no camera answers" in ear.all(Health)[-1].detail
    shutil.move(film, late)  # it is plugged in
    await ear.until(lambda: ear.all(Health)[-1].status == "ready" and bool(ear.all(CameraFrame)))
    await graph.stop()


async def test_a_camera_that_is_unplugged_comes_back(
    tmp_path: Path, film: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(perception.camera, "RETRY_S", 0.1)
    ear, graph = await started(tmp_path, camera(tmp_path, device=str(film), rate=30))

    def told() -> list[str]:
        return [item.status for item in ear.all(Health) if item.component == "camera"]

    await ear.until(lambda: told()[-2:] == ["degraded", "ready"], 20)  # the film ended, and plays again
    await graph.stop()


async def test_off_closes_the_device_and_on_opens_it(
    tmp_path: Path, film: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    opened: list[cv2.VideoCapture] = []

    def watched(device: str) -> Live:
        found = Live(device)
        opened.append(found.film)
        return found

    monkeypatch.setattr(perception.camera, "open_device", watched)
    ear, graph = await started(tmp_path, camera(tmp_path, device=str(film), on=False))
    await asyncio.sleep(0.2)
    assert not opened
    ear.say(Control(name="camera", value="on"))
    await ear.until(lambda: len(ear.all(CameraFrame)) >= 2)
    ear.say(Control(name="camera", value="off"))
    await ear.until(lambda: not opened[0].isOpened())
    count = len(ear.all(CameraFrame))
    await asyncio.sleep(0.3)
    assert len(ear.all(CameraFrame)) == count
    ear.say(Control(name="camera", value="on"))
    await ear.until(lambda: len(ear.all(CameraFrame)) > count)
    ear.say(Control(name="pause", value="on", by="operator"))
    await ear.until(lambda: not opened[-1].isOpened())
    count = len(ear.all(CameraFrame))
    ear.say(Control(name="pause", value="off", by="operator"))
    await ear.until(lambda: len(ear.all(CameraFrame)) > count)
    ear.say(Control(name="session", value="end"))
    await ear.until(lambda: not opened[-1].isOpened())
    await graph.stop()


async def test_a_still_picture_plays_the_camera(tmp_path: Path, photo: np.ndarray) -> None:
    path = tmp_path / "face.png"
    cv2.imwrite(str(path), photo)
    source = PictureSource("camera", {"path": str(path), "rate": 20}, Context(session=tmp_path))
    ear, graph = await started(tmp_path, source)
    await ear.until(lambda: len(ear.all(CameraFrame)) >= 5)
    ear.say(Control(name="camera", value="off"))
    await asyncio.sleep(0.1)
    count = len(ear.all(CameraFrame))
    await asyncio.sleep(0.3)
    assert len(ear.all(CameraFrame)) == count
    await graph.stop()
    assert from_jpeg(ear.all(CameraFrame)[0].data).shape == (512, 512, 3)


async def test_a_film_is_shown_over_and_over(tmp_path: Path) -> None:
    path = tmp_path / "short.avi"
    writer = cv2.VideoWriter(str(path), cv2.VideoWriter.fourcc(*"MJPG"), 30, (64, 48))
    for value in (50, 200):
        writer.write(np.full((48, 64, 3), value, np.uint8))
    writer.release()
    source = PictureSource("camera", {"path": str(path), "rate": 30}, Context(session=tmp_path))
    ear, graph = await started(tmp_path, source)
    await ear.until(lambda: len(ear.all(CameraFrame)) >= 6)
    await graph.stop()
    light = [round(from_jpeg(frame.data).mean()) for frame in ear.all(CameraFrame)[:6]]
    assert light == pytest.approx([50, 200] * 3, abs=6)


@pytest.mark.parametrize(
    ("name", "says"), [("none.png", "there is no picture"), ("text.png", "holds no picture")]
)
async def test_a_file_that_is_no_picture_is_named(tmp_path: Path, name: str, says: str) -> None:
    (tmp_path / "text.png").write_text("only words")
    source = PictureSource("camera", {"path": str(tmp_path / name)}, Context(session=tmp_path))
    ear, graph = await started(tmp_path, source)
    await graph.stop()
    failed = [item for item in ear.all(Health) if item.status == "failed"]
    assert len(failed) == 1
    assert says in failed[0].detail


async def test_a_frozen_camera_is_told_shows_nobody_and_comes_back(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """A picture that never changes; then, when it is opened again, one with a sensor's noise."""
    chance, opened = np.random.default_rng(0), []

    class Freezes:
        def __init__(self, path: str) -> None:
            opened.append(path)
            self.frozen = len(opened) == 1

        def read(self) -> tuple[bool, np.ndarray]:
            time.sleep(0.02)
            noise = 0 if self.frozen else chance.integers(0, 40, (48, 64, 3))
            return True, (np.full((48, 64, 3), 90) + noise).astype(np.uint8)

        def release(self) -> None:
            pass

    monkeypatch.setattr(perception.camera, "open_device", Freezes)
    monkeypatch.setattr(perception.camera, "FROZEN_S", 0.3)
    monkeypatch.setattr(perception.camera, "RETRY_S", 0.1)
    ear, graph = await started(tmp_path, camera(tmp_path, device="x", rate=30))
    await ear.until(lambda: len({frame.data for frame in ear.all(CameraFrame)}) > 3)
    await graph.stop()
    told = [item for item in ear.all(Health) if item.component == "camera"]
    assert "one and the same picture" in next(item.detail for item in told if item.status == "degraded")
    assert told[-1].status == "ready"
