"""Takes the pictures of the face from the real page: `python -m docs.pictures.face [states] [strip] [model]`.

Needs what the tests need. The states are asked for as the companion's body asks for them, and looked at when
the face has settled; the strip is ten seconds of the whole companion listening to a person.
"""

from __future__ import annotations

import asyncio
import io
import sys
import tempfile
from pathlib import Path

from PIL import Image, ImageDraw, ImageFont

from alongside.messages import FacePose
from bench.face.shown import Shown, shown
from tests.e2e.browser import participant
from tests.e2e.graphs import running
from tests.embodiment.vrm.model import build
from tests.recordings import recordings, timeline, write_camera, write_wav

HERE = Path(__file__).parent
STATES = {
    "neutral": FacePose(mode="idle"),
    "listening": FacePose(mode="listening", expression="listening"),
    "thinking": FacePose(mode="thinking", expression="thinking"),
    "warm": FacePose(mode="idle", expression="warm", valence=0.3),
    "concerned": FacePose(mode="idle", expression="concerned", valence=-0.2),
    "sad with you": FacePose(mode="idle", expression="sad_with", valence=-0.4, heavy=True),
    "amused": FacePose(mode="idle", expression="amused", valence=0.5, arousal=0.3),
    "serious": FacePose(mode="idle", expression="serious", heavy=True),
}
SIDE, LABEL = 250, 30
GROUND = {False: ("#f6f1e7", "#414b50"), True: ("#1c2530", "#c8cecf")}
FONT = "DejaVuSans.ttf"


async def stills(dark: bool, avatar: Path | None = None) -> list[Image.Image]:
    """The face in each state, settled and with open eyes."""
    async with shown(dark=dark, avatar=avatar, size=(900, 760)) as here:
        found = []
        for pose in STATES.values():
            here.say(pose)
            await asyncio.sleep(3.5)
            found.append(await still(here))
        return found


async def still(here: Shown) -> Image.Image:
    """The face between two blinks and with its eyes where they rest."""
    face = here.page.locator(".portrait")
    for _ in range(40):
        before = await here.page.evaluate("window.alongside.pose()")
        picture = await face.screenshot()
        after = await here.page.evaluate("window.alongside.pose()")
        if abs(before["lidL"] - after["lidL"]) < 0.03 and abs(before["gazeX"] - after["gazeX"]) < 0.01:
            break
    return squared(picture)


def sheet(rows: list[tuple[list[Image.Image], list[str], bool]]) -> Image.Image:
    """Rows of pictures with words under them, each on its own ground."""
    columns = max(len(pictures) for pictures, _, _ in rows)
    height = SIDE + LABEL
    whole = Image.new("RGB", (columns * SIDE, len(rows) * height))
    draw = ImageDraw.Draw(whole)
    font = ImageFont.truetype(FONT, 19)
    for row, (pictures, labels, dark) in enumerate(rows):
        ground, ink = GROUND[dark]
        draw.rectangle((0, row * height, whole.width, (row + 1) * height), fill=ground)
        for column, (picture, label) in enumerate(zip(pictures, labels, strict=True)):
            whole.paste(picture, (column * SIDE, row * height))
            middle = (column * SIDE + SIDE / 2, row * height + SIDE + LABEL / 2 - 3)
            draw.text(middle, label, ink, font, anchor="mm")
    return whole


def save(whole: Image.Image, name: str) -> None:
    """As a small file."""
    whole.save(HERE / name, quality=88, optimize=True, progressive=True)


def states(avatar: Path | None = None, name: str = "face_states.jpg") -> None:
    """Eight states, by day and by night."""
    labels, rows = list(STATES), []
    for dark in (False, True):
        pictures = asyncio.run(stills(dark, avatar))
        rows += [(pictures[at : at + 4], labels[at : at + 4], dark) for at in (0, 4)]
    save(sheet(rows), name)


def model() -> None:
    """The same states by a VRM model."""
    with tempfile.TemporaryDirectory() as folder:
        file = Path(folder) / "figure.vrm"
        file.write_bytes(build())
        pictures = asyncio.run(stills(False, file))
    labels = list(STATES)
    save(sheet([(pictures[at : at + 4], labels[at : at + 4], False) for at in (0, 4)]), "face_model.jpg")


FRAMES, APART = 12, 10 / 11
FILM = f"""
  window.film = [];
  const from = performance.now(), keep = () => {{
    window.film.push([(performance.now() - from) / 1000, document.querySelector(".portrait").outerHTML]);
    if (window.film.length === {FRAMES}) clearInterval(timer);
  }}, timer = setInterval(keep, {1000 * APART});
  keep();
"""
"""Keeps the drawing itself, which takes no time, at even distances; photographed afterwards."""
ACROSS = 6
LEAD, PAUSE = 14.0, 0.45
"""Seconds before the person speaks (the greeting passes), and between two of their sentences."""


def strip() -> None:
    """Ten seconds of listening to a person who talks and pauses, as the whole companion does it."""
    with tempfile.TemporaryDirectory() as name:
        folder = Path(name)
        said, at, parts = recordings(), LEAD, []
        for recording in said[:4]:
            parts.append((at, recording))
            at += recording.seconds + PAUSE
        spoken = timeline(*parts, length=at + 5)
        wav, camera = write_wav(folder / "talk.wav", spoken), write_camera(folder / "face.mjpeg")
        arguments = ["avatar", "--transport", "local", "--set", "screen.port=0"]
        with running(arguments, folder) as graph, participant(graph.address, wav, camera) as person:
            person.page.set_viewport_size({"width": 900, "height": 760})
            person.hello()
            person.until("window.alongside.mode === 'listening'", 60)
            person.seen(FILM)
            person.until(f"window.film.length >= {FRAMES}", 60)
            times = person.seen("window.film.map(([at]) => at)")
            face, pictures = person.page.locator(".portrait"), []
            for number in range(FRAMES):
                person.seen(f"document.querySelector('.portrait').outerHTML = window.film[{number}][1]")
                pictures.append(squared(face.screenshot()))
    labels = [f"{at:.1f} s" for at in times]
    rows = [(pictures[at : at + ACROSS], labels[at : at + ACROSS], False) for at in range(0, FRAMES, ACROSS)]
    whole = sheet(rows)
    save(
        whole.resize((whole.width * 2 // 3, whole.height * 2 // 3), Image.Resampling.LANCZOS),
        "face_listening.jpg",
    )


def squared(picture: bytes) -> Image.Image:
    """The middle of a screenshot, in the size of the sheets."""
    whole = Image.open(io.BytesIO(picture)).convert("RGB")
    edge = min(whole.size)
    left, top = (whole.width - edge) // 2, (whole.height - edge) // 2
    return whole.crop((left, top, left + edge, top + edge)).resize((SIDE, SIDE), Image.Resampling.LANCZOS)


MAKERS = {"states": states, "strip": strip, "model": model}


def main() -> None:
    """All, or those named."""
    for name in sys.argv[1:] or MAKERS:
        MAKERS[name]()


if __name__ == "__main__":
    main()
