"""What seeing costs: from a camera picture to the feeling read from it, at 25 pictures a second of 640 x 480.

    python -m bench.seeing [--seconds 60] [--film FILE]
    python -m bench.seeing --minutes 60 [--film FILE]

The face component in a graph of its own, fed pictures of a moving film (a photograph that sways, or FILE)
as JPEG, as a camera feeds it. Told: milliseconds from the picture to its `FaceSeen` and to its `Affect`,
pictures that were left out, the share of a core, and how much memory grew after the first ten seconds.

With `--minutes`, so many minutes of camera as fast as they can be read, on a clock that goes with the
pictures: every picture is read, somebody speaks and answers now and then, and every five minutes the person
is away for a quarter of a minute. Told, minute by minute: the memory of the process, and the processor's time
for a picture.
"""

from __future__ import annotations

import argparse
import asyncio
import os
import statistics
import tempfile
import time
from collections.abc import Iterator
from pathlib import Path

import cv2
import numpy as np
import psutil
import skimage

from alongside.component import Component, Context
from alongside.local import LocalTransport
from alongside.messages import Affect, CameraFrame, Event, FaceSeen, Message, SpeechActivity, Turn
from perception.face import Face
from perception.fusion import Fusion
from perception.picture_source import pictures
from perception.pictures import to_jpeg

RATE = 25
SETTLED_S = 10.0
RECENT = 100
"""Pictures whose answers are waited for."""
LATER_MINUTE = 5
"""By then everything has been loaded, and everybody was away once."""


class Viewer(Component):
    """Sends pictures and notes when what was read of them arrives."""

    hears = (FaceSeen, Affect, Event)
    says = (CameraFrame, SpeechActivity, Turn)

    def __init__(self, context: Context) -> None:
        super().__init__("viewer", {}, context)
        self.shown: dict[float, float] = {}
        self.seen: list[float] = []
        self.felt: list[float] = []
        self.faces = self.events = 0

    def show(self, jpeg: bytes) -> None:
        """One picture, now."""
        frame = CameraFrame(data=jpeg)
        self.shown[frame.stamp] = time.perf_counter()
        if len(self.shown) > RECENT:
            del self.shown[next(iter(self.shown))]
        self.say(frame)

    async def on_face_seen(self, seen: FaceSeen) -> None:
        """The answer to a picture has the picture's stamp."""
        self.faces += seen.present
        self._note(seen, self.seen)

    async def on_affect(self, affect: Affect) -> None:
        """As above."""
        self._note(affect, self.felt)

    async def on_event(self, _: Event) -> None:
        """Counted."""
        self.events += 1

    def _note(self, message: Message, into: list[float]) -> None:
        if message.stamp in self.shown:
            into.append(1000 * (time.perf_counter() - self.shown[message.stamp]))


def swaying() -> Iterator[bytes]:
    """A photograph of a face that moves slowly, 640 x 480, with a sensor's noise, without end."""
    photo = cv2.imread(str(Path(skimage.__file__).parent / "data" / "astronaut.png"))
    assert photo is not None
    chance, frames = np.random.default_rng(0), []
    for turn in np.linspace(0, 2 * np.pi, 100, endpoint=False):
        move = np.array([[1.6, 0, -40 + 25 * np.sin(turn)], [0, 1.6, 10 * np.cos(turn)]])
        still = cv2.warpAffine(photo, move, (640, 480)).astype(np.int16)
        frames.append(to_jpeg(np.clip(still + chance.normal(0, 4, still.shape), 0, 255).astype(np.uint8)))
    while True:
        yield from frames


async def measure(seconds: float, film: Iterator[bytes], folder: Path) -> str:
    """Play it, and say what it cost."""
    context = Context(session=folder)
    viewer, me = Viewer(context), psutil.Process(os.getpid())
    graph = LocalTransport([viewer, Face("face", {"rate": 30, "affect_rate": 10}, context)])
    await graph.start()
    settled = None
    began = due = time.perf_counter()
    count = 0
    while time.perf_counter() - began < seconds:
        if settled is None and time.perf_counter() - began > SETTLED_S:
            settled = (time.process_time(), time.perf_counter(), me.memory_info().rss)
        viewer.show(next(film))
        count += 1
        due += 1 / RATE
        await asyncio.sleep(max(0.0, due - time.perf_counter()))
    assert settled is not None
    share = (time.process_time() - settled[0]) / (time.perf_counter() - settled[1])
    grown = (me.memory_info().rss - settled[2]) / 1e6
    await graph.stop()
    lines = [f"{count} pictures in {seconds:.0f} s, {len(viewer.seen)} read; load {os.getloadavg()[0]:.1f}"]
    for name, found in (("FaceSeen", viewer.seen), ("Affect", viewer.felt)):
        slow = statistics.quantiles(found, n=20)[-1]
        lines.append(
            f"picture to {name}: median {statistics.median(found):.1f} ms, 95 % within {slow:.1f} ms"
        )
    lines.append(
        f"{100 * share:.0f} % of a core, the feeding of pictures included; memory grew by {grown:.1f} MB"
    )
    return "\n".join(lines)


class Camera:
    """The clock of a film: every picture is a 25th of a second later."""

    def __init__(self) -> None:
        self.taken = 0

    def __call__(self) -> float:
        return self.taken / RATE


async def at_speed(minutes: int, film: Iterator[bytes], folder: Path) -> None:
    """As many minutes of camera as fast as they are read; prints as it goes."""
    context, camera, me = Context(session=folder), Camera(), psutil.Process(os.getpid())
    viewer, nobody = Viewer(context), to_jpeg(np.full((480, 640, 3), 90, np.uint8))
    face = Face("face", {"rate": 30, "affect_rate": 10}, context, camera)
    graph = LocalTransport([viewer, face, Fusion("fusion", {}, context, camera)])
    await graph.start()
    grown: list[float] = []
    for minute in range(1, minutes + 1):
        began = time.process_time()
        for _ in range(60 * RATE):
            camera.taken += 1
            second, at_once = divmod(camera.taken, RATE)
            if not at_once:
                viewer.say(SpeechActivity(speaking=second % 20 < 8))
            if camera.taken % (20 * RATE) == 0:
                viewer.say(Turn(turn_id=f"t{second}", text="yes"))
            away = second % 300 >= 285
            viewer.say(CameraFrame(stamp=1.8e9 + camera(), data=nobody if away else next(film)))
            await graph.settle()
        grown.append(me.memory_info().rss / 1e6)
        each = 1000 * (time.process_time() - began) / (60 * RATE)
        print(f"minute {minute}: {grown[-1]:.1f} MB; {each:.1f} ms of processor a picture", flush=True)
    await graph.stop()
    print(f"{camera.taken} pictures, {viewer.faces} with a face, {viewer.events} events")
    if len(grown) > LATER_MINUTE:
        slope = np.polyfit(np.arange(LATER_MINUTE, len(grown)), grown[LATER_MINUTE:], 1)[0]
        print(
            f"from minute {LATER_MINUTE} to the last: {grown[-1] - grown[LATER_MINUTE - 1]:+.1f} MB, "
            f"by a line through them {60 * slope:+.1f} MB an hour"
        )


def main() -> None:
    """Measure and print."""
    asked = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    asked.add_argument("--seconds", type=float, default=60.0)
    asked.add_argument("--minutes", type=int, help="of camera, at speed, to see whether memory grows")
    asked.add_argument("--film", type=str)
    given = asked.parse_args()
    film = pictures(given.film) if given.film else swaying()
    with tempfile.TemporaryDirectory() as folder:
        if given.minutes:
            asyncio.run(at_speed(given.minutes, film, Path(folder)))
            return
        print(asyncio.run(measure(given.seconds, film, Path(folder))))


if __name__ == "__main__":
    main()
