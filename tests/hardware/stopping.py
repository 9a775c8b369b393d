"""A stop in the middle of a sentence and a nod, timed: to silence, and to the last thing that arrives.

As in a session, the companion's own pose after a stop follows: the body is not to move for it.
"""

from __future__ import annotations

import asyncio
import time
from collections.abc import Callable

from alongside.messages import FacePose, Stop
from tests.hardware.conftest import Stage
from tests.hardware.page_double import LOUD, PageDouble

INTO_S = 0.5
"""Seconds into the sentence at which it is stopped."""
AFTER_S = 0.5
"""Seconds that are watched after it."""
NODDED_S = 0.1
"""Seconds into a nod at which it is stopped."""
NOD = FacePose(mode="speaking", gaze_x=0.2, gesture="nod")
AT_REST = FacePose(mode="waiting", arousal=-0.25, heavy=True)
LONG = " ".join(["we can take all the time that you need today"] * 2)
Took = tuple[float | None, float]
"""Seconds to silence (None for a body without a voice) and to stillness."""


async def restless(say: Callable[[FacePose], None]) -> None:
    """Poses as they come in a lively moment, and more of them."""
    for number in range(1000):
        gesture = "nod" if number % 6 == 0 else ""
        say(FacePose(mode="speaking", gaze_x=number % 2 * 0.4 - 0.2, gesture=gesture))
        await asyncio.sleep(0.1)


async def of_double(stage: Stage, number: int) -> Took:
    """One stop of a robot's double."""
    loop, double = asyncio.get_running_loop(), stage.double
    moving = asyncio.create_task(restless(stage.say))
    stage.act(LONG, f"a{number}")
    if stage.speaks:
        await stage.until(lambda: double.speaking)
    await asyncio.sleep(INTO_S)
    moving.cancel()
    stage.say(NOD)
    await asyncio.sleep(NODDED_S)
    begun = loop.time()
    stage.say(Stop())
    stage.say(AT_REST)
    silent = AFTER_S
    while loop.time() < begun + AFTER_S:
        if not double.speaking:
            silent = min(silent, loop.time() - begun)
        await asyncio.sleep(0.001)
    last = max((at for at, _, _ in double.log if at > begun), default=begun)
    return (silent if stage.speaks else None), last - begun


WATCH = """
() => { const rows = (window.rows = []); const a = window.alongside;
  const watch = setInterval(() => { const p = a.pose();
    rows.push([(performance.timeOrigin + performance.now()) / 1000, a.level(),
      p.yaw, p.pitch, p.roll, 40 * p.gazeX, 40 * p.gazeY, 10 * p.lean, 10 * p.breath]); }, 5); }
"""


async def of_page(stage: Stage, double: PageDouble) -> Took:
    """One stop of the page, timed by the page's own clock."""
    page = double.page
    moving = asyncio.create_task(restless(stage.say))
    stage.act(LONG)
    await stage.until(lambda: stage.spoken(), 20)
    await page.evaluate(WATCH)
    await asyncio.sleep(INTO_S)
    moving.cancel()
    stage.say(NOD)
    await asyncio.sleep(NODDED_S)
    begun = time.time()
    stage.say(Stop())
    stage.say(AT_REST)
    await asyncio.sleep(AFTER_S)
    rows = [row for row in await page.evaluate("window.rows") if row[0] > begun]
    silent = max((at for at, level, *_ in rows if level > LOUD), default=begun)
    moved = max((at for at, _, *pose in rows if apart(pose, rows[-1][2:]) > 1.0), default=begun)
    return silent - begun, moved - begun


def apart(pose: list[float], other: list[float]) -> float:
    """Degrees of the head; as much of the eyes, the chest and the bearing."""
    return max(abs(a - b) for a, b in zip(pose, other, strict=True))
