"""Takes the picture of the page: `python -m docs.pictures.session` (needs what the tests need)."""

from __future__ import annotations

import tempfile
from pathlib import Path

from tests.e2e.browser import Participant, participant
from tests.e2e.graphs import running
from tests.recordings import timeline, write_camera, write_wav

HERE = Path(__file__).parent


def main() -> None:
    """Talk a little, open the worksheet, and look."""
    with tempfile.TemporaryDirectory() as name:
        folder = Path(name)
        wav = write_wav(folder / "silence.wav", timeline(length=1))
        camera = write_camera(folder / "face.mjpeg")
        arguments = ["avatar", "--transport", "local", "--set", "screen.port=0"]
        with running(arguments, folder) as graph, participant(graph.address, wav, camera) as person:
            person.hello()
            listened(person)
            person.type("I snapped at my sister on the phone again, and now she won't pick up.")
            listened(person)
            fill_in(person)
            person.page.screenshot(path=HERE / "session.png")


def listened(person: Participant) -> None:
    """Wait until the companion has spoken."""
    person.page.wait_for_timeout(1500)
    person.until("!window.alongside.playing", 30)
    person.page.wait_for_timeout(600)


def fill_in(person: Participant) -> None:
    """The first fields of the thought record, and a look while the companion asks the next."""
    person.button("Worksheet", exact=False)
    panel = person.page.get_by_role("region", name="Worksheet")
    slider = panel.get_by_role("slider").first
    slider.wait_for()
    slider.focus()
    slider.press("ArrowRight")
    panel.get_by_role("button", name="Next").click()
    box = panel.get_by_role("textbox").first
    box.wait_for()
    box.fill("Sunday evening. She asked about Christmas and I snapped.")
    panel.get_by_role("button", name="Next").click()
    person.until("window.alongside.playing", 15)
    person.page.wait_for_timeout(900)


if __name__ == "__main__":
    main()
