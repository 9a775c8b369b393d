"""A slow camera, one in the dark, one whose pictures are none: told, believed less, over when it is over."""

from __future__ import annotations

import time
from collections.abc import Callable
from pathlib import Path
from typing import Any

import numpy as np
import pytest

import perception.camera
from alongside.errors import AlongsideError
from alongside.messages import Affect, CameraFrame, FaceSeen, Health
from perception.face import DARK_S
from perception.pictures import from_jpeg, to_jpeg
from tests.perception.test_camera import camera, started
from tests.perception.test_face import Clock, wired

__all__ = ["Clock", "wired"]


async def test_five_pictures_a_second_are_enough(wired, head) -> None:
    ear, _, clock, show = wired
    for look, times in (("neutral", 20), ("smile", 10), ("neutral", 10)):
        for _ in range(times):
            clock.now += 0.1
            await show(head("ada", look))
    assert len(ear.all(FaceSeen)) == 40
    assert all(item.present for item in ear.all(FaceSeen))
    assert [item.status for item in ear.all(Health) if item.component == "face"] == ["starting", "ready"]
    felt = [item.valence for item in ear.all(Affect)]
    assert max(felt[20:30]) > 0.4
    assert felt[-1] < 0.1
    assert ear.all(Affect)[25].confidence > 0.35


async def test_in_the_dark_confidence_goes_and_it_is_told_until_there_is_light(
    wired, photo: np.ndarray
) -> None:
    ear, _, _, show = wired
    sure: list[float] = []
    for light in (1.0, 0.3, 0.15, 0.08):
        await show(to_jpeg((photo * light).astype(np.uint8)), 6)
        sure.append(ear.all(Affect)[-1].confidence)
    assert sure == sorted(sure, reverse=True)
    assert sure[0] > 0.2
    assert sure[-1] < 0.02
    await show(to_jpeg(photo))

    def told() -> list[str]:
        return [item.status for item in ear.all(Health) if item.component == "face"]

    before = len(told())
    night = np.random.default_rng(0).integers(0, 6, photo.shape).astype(np.uint8)
    await show(to_jpeg(night), round(DARK_S * 10) + 5)
    assert not ear.all(FaceSeen)[-1].present
    assert told()[before:] == ["degraded"]
    assert "too dark" in ear.all(Health)[-1].detail
    await show(to_jpeg(photo), 3)
    assert ear.all(FaceSeen)[-1].present
    assert told()[before:] == ["degraded", "ready"]
    assert ear.all(Affect)[-1].confidence == pytest.approx(sure[0], abs=0.01)


GOOD = np.random.default_rng(1).integers(0, 255, (48, 64, 3)).astype(np.uint8)


@pytest.mark.parametrize(
    "made",
    [
        lambda: GOOD[:, :, 0],
        lambda: GOOD[:, :, :1],
        lambda: np.dstack([GOOD, GOOD[:, :, 0]]),
        lambda: GOOD.astype(np.uint16) << 8,
    ],
    ids=["grey", "one channel", "alpha", "16 bits"],
)
def test_what_is_a_picture_is_taken(made: Callable[[], np.ndarray]) -> None:
    assert from_jpeg(to_jpeg(made())).shape == (48, 64, 3)


BAD: dict[str, np.ndarray] = {
    "yuv pairs": GOOD[:, :, :2],
    "floats": GOOD / 255,
    "a row of bytes": GOOD.ravel(),
    "nothing": GOOD[:0],
}


@pytest.mark.parametrize("kind", list(BAD))
def test_what_is_none_is_named(kind: str) -> None:
    with pytest.raises(AlongsideError, match="gives no pictures but"):
        to_jpeg(BAD[kind])


async def test_a_camera_whose_format_is_wrong_is_told_once_and_comes_back(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    opened: list[str] = []

    class Odd:
        def __init__(self, path: str) -> None:
            opened.append(path)
            self.good = len(opened) > 2  # its format is put right when it is opened for the third time

        def read(self) -> tuple[bool, Any]:
            time.sleep(0.01)
            noise = np.random.default_rng().integers(0, 255, GOOD.shape).astype(np.uint8)
            return True, noise if self.good else noise[:, :, :2]

        def release(self) -> None:
            pass

    monkeypatch.setattr(perception.camera, "open_device", Odd)
    monkeypatch.setattr(perception.camera, "RETRY_S", 0.05)
    ear, graph = await started(tmp_path, camera(tmp_path, device="x", rate=30))
    await ear.until(lambda: len(ear.all(CameraFrame)) > 3)
    await graph.stop()
    told = [item for item in ear.all(Health) if item.component == "camera"]
    assert [item.status for item in told if item.status != "starting"][-2:] == ["degraded", "ready"]
    assert [item.status for item in told].count("degraded") == 1
    assert "no pictures but uint8 of (48, 64, 2)" in next(i.detail for i in told if i.status == "degraded")
