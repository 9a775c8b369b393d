"""One film before the browser's camera and before the camera component: the same is read of it."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Callable
from pathlib import Path

import cv2
import numpy as np
import pytest
from playwright.async_api import async_playwright

from alongside.messages import CameraFrame
from perception.camera import next_picture, open_device
from perception.landmarks import FaceReading
from perception.pictures import WIDEST, from_jpeg
from perception.regressor import load
from tests.e2e.browser import CHROMIUM, DEVICES
from tests.embodiment.conftest import start_screen

__all__ = ["start_screen"]
pytestmark = pytest.mark.slow

LOOKS = ("neutral", "smile", "brow_down", "yaw30")
SHADES = (30, 90, 150, 210)
"""The grey of the room tells which look is shown."""
HELD = 10
"""Pictures of a look, at ten a second."""


def film(path: Path, head: Callable[[str, str], bytes]) -> Path:
    """ada's looks, one after another, as a raw film (YUV4MPEG2)."""
    with path.open("wb") as out:
        out.write(b"YUV4MPEG2 W640 H480 F10:1 Ip A1:1 C420jpeg\n")
        for look, shade in zip(LOOKS, SHADES, strict=True):
            picture = np.full((480, 640, 3), shade, np.uint8)
            face = cv2.imdecode(np.frombuffer(head("ada", look), np.uint8), cv2.IMREAD_COLOR)
            picture[60:444, 128:512] = cv2.resize(face, (384, 384))
            raw = b"FRAME\n" + cv2.cvtColor(picture, cv2.COLOR_BGR2YUV_I420).tobytes()
            for _ in range(HELD):
                out.write(raw)
    return path


def by_look(jpegs: list[bytes], reading: Callable[[bytes], FaceReading]) -> dict[str, np.ndarray]:
    """By look, the median of strengths (21), yaw, pitch, roll and gaze (in 30 degrees), box, light, sharp."""
    told: dict[str, list[np.ndarray]] = defaultdict(list)
    for jpeg in jpegs:
        shade = float(from_jpeg(jpeg)[:40, :100].mean())
        which = int(np.argmin(np.abs(np.array(SHADES) - shade)))
        if abs(SHADES[which] - shade) < 20 and len(told[LOOKS[which]]) < 5:
            found = reading(jpeg)
            numbers = load().read(found, load().anyone)
            degrees = (found.yaw, found.pitch, found.roll, numbers.gaze_right, numbers.gaze_down)
            strengths = [numbers.strengths[code] for code in sorted(numbers.strengths)]
            told[LOOKS[which]].append(
                np.array([*strengths, *(np.array(degrees) / 30), *found.box, found.light, found.sharp])
            )
    return {look: np.median(rows, axis=0) for look, rows in told.items()}


async def test_a_film_is_read_alike_through_the_browser_and_from_the_camera(
    tmp_path: Path, start_screen, head, reading
) -> None:
    path = film(tmp_path / "film.y4m", head)
    device = open_device(str(path))
    assert device is not None
    direct = []
    while (jpeg := next_picture(device, 0.0, WIDEST)) is not None:
        direct.append(jpeg)
    device.release()
    assert len(direct) == HELD * len(LOOKS)

    wired = await start_screen()
    async with async_playwright() as playwright:
        switches = [*DEVICES, "--disable-gpu", f"--use-file-for-fake-video-capture={path}"]
        browser = await playwright.chromium.launch(executable_path=CHROMIUM, args=switches)
        page = await browser.new_page()
        await page.goto(wired.screen.address)
        await page.get_by_role("button", name="Say hello").click()
        await wired.until(lambda: len(wired.heard(CameraFrame)) >= 40, 30)
        shown = [frame.data for frame in wired.heard(CameraFrame)]
        await browser.close()
    through, straight = by_look(shown, reading), by_look(direct, reading)
    assert through.keys() == straight.keys() == set(LOOKS)
    for look in LOOKS:
        apart = np.abs(through[look] - straight[look])
        assert apart[:21].max() < 0.06, look
        assert apart[21:24].max() * 30 < 0.6, look
        assert apart[24:26].max() * 30 < 2.5, look
        assert apart[26:].max() < 0.02, look
