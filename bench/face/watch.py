"""What is watched in the page: every sample it plays, every frame it draws, every message it gets.

The sound is taken where it leaves the page's audio graph, sample by sample, on the graph's own clock; the
browser says at each frame which of that clock's moments the loudspeaker is at. The mouth is read from what is
drawn: the gap between the lips of the SVG, or the mouth presets that a model was given. Times are seconds of
the page's own clock.
"""

from __future__ import annotations

import base64
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import numpy as np
import numpy.typing as npt
from playwright.async_api import Page

Floats = npt.NDArray[np.float64]

SCRIPT = Path(__file__).with_name("watch.js").read_text("utf-8")


@dataclass(frozen=True)
class Watched:
    """What was watched."""

    rate: int  # samples a second
    start: float  # of the sound, on the audio graph's clock
    sound: Floats  # -1 to 1
    clock: Floats  # rows: the audio graph's time, the page's time at which it is heard, whether it runs
    frames: Floats  # rows: drawn at, frame's stamp, gap of the lips, whether it changed, whether it speaks
    poses: Floats  # rows: drawn at, then every number of the pose, for each that differs from the last
    parts: list[str]  # the names of those numbers
    messages: list[tuple[float, str]]  # when each came, and its type

    def heard_at(self, sound_time: float) -> float:
        """When the loudspeaker was at that moment of the graph's clock; nan if the browser never said."""
        running = self.clock[(self.clock[:, 2] > 0) & (self.clock[:, 0] > 0)]
        apart = np.abs(running[:, 0] - sound_time)
        if len(apart) == 0 or apart.min() > 0.25:
            return float("nan")
        # The browser's answers jitter by a few milliseconds: the median of those around is taken.
        near = running[apart <= max(0.15, float(apart.min()))]
        return float(sound_time + np.median(near[:, 1] - near[:, 0]))


async def watched(page: Page) -> Watched:
    """All that was watched so far."""
    raw: dict[str, Any] = await page.evaluate("window.watched()")
    samples = np.frombuffer(base64.b64decode(raw["sound"]), "<i2") / 32768
    rate = int(raw["rate"]) or 48000
    return Watched(
        rate,
        raw["first"] / rate,
        samples,
        np.array(raw["clock"], float).reshape(-1, 3),
        np.array(raw["frames"], float).reshape(-1, 5),
        np.array(raw["poses"], float),
        list(raw["parts"]),
        [(float(at), str(kind)) for at, kind in raw["messages"]],
    )
