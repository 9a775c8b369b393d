"""A participant's browser: real Chromium, a recorded voice for its microphone, a real face for its camera."""

from __future__ import annotations

import base64
import contextlib
import time
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import numpy as np
import numpy.typing as npt
from playwright.sync_api import Page, sync_playwright

from tests.recordings import Pcm

CHROMIUM = "/usr/bin/chromium"
DEVICES = (
    "--no-sandbox",
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-sync",
    "--autoplay-policy=no-user-gesture-required",
    "--use-fake-device-for-media-stream",
    "--use-fake-ui-for-media-stream",
)
"""Switches for a page that may use microphone and camera, both made up, and may sound at once."""
EVENTS = "window.alongside.events.map(e => e.what)"

# Beside the page, and changing nothing in it: what goes into the microphone, what comes out of the
# loudspeaker and how the face stands, about fifty times a second on one clock. And somebody in the room:
# what they say is added to what the microphone hears, when it is their turn and not at some second.
WATCH = """
(() => {
  const samples = []; window.samples = samples; let mic = null;
  const real = navigator.mediaDevices.getUserMedia.bind(navigator.mediaDevices);
  navigator.mediaDevices.getUserMedia = async (wish) => {
    const stream = await real(wish);
    if (!stream.getAudioTracks().length) return stream;
    const context = new AudioContext(); const analyser = context.createAnalyser(); analyser.fftSize = 1024;
    const heard = context.createMediaStreamDestination(); const data = new Float32Array(1024);
    for (const to of [analyser, heard]) context.createMediaStreamSource(stream).connect(to);
    mic = () => { analyser.getFloatTimeDomainData(data);
      return Math.sqrt(data.reduce((sum, x) => sum + x * x, 0) / data.length); };
    window.speak = (pcm) => {
      const said = new Int16Array(Uint8Array.from(atob(pcm), (c) => c.charCodeAt(0)).buffer);
      const sound = context.createBuffer(1, said.length, 16000); const source = context.createBufferSource();
      sound.copyToChannel(Float32Array.from(said, (x) => x / 32768), 0); source.buffer = sound;
      for (const to of [analyser, heard]) source.connect(to);
      source.start();
    };
    return heard.stream;
  };
  setInterval(() => {
    const a = window.alongside; if (!a) return;
    const now = performance.now() / 1000, heard = mic ? mic() : -1;
    samples.push([now, heard, a.level(), a.mouth(), a.mode, a.expression(), a.act]);
  }, 20);
})();
"""


@dataclass(frozen=True)
class Watched:
    """What was sampled: seconds, levels (RMS, 0 to 1; microphone -1 while closed), mouth openness, states."""

    time: npt.NDArray[np.float64]
    microphone: npt.NDArray[np.float64]
    sound: npt.NDArray[np.float64]
    mouth: npt.NDArray[np.float64]
    mode: list[str]
    expression: list[str]
    act: list[str]

    def sounding(self, level: float = 0.004) -> npt.NDArray[np.bool_]:
        """Where the page is audible."""
        return self.sound > level


class Participant:
    """The page as a person uses it."""

    def __init__(self, page: Page, complaints: list[str]) -> None:
        self.page = page
        self.complaints = complaints

    def hello(self) -> None:
        """Begin with microphone and camera."""
        self.page.get_by_role("button", name="Say hello").click()

    def button(self, name: str, exact: bool = True) -> None:
        """Press a button by its label."""
        self.page.get_by_role("button", name=name, exact=exact).first.click()

    def type(self, words: str) -> None:
        """Open the text box if need be, and send a line."""
        box = self.page.get_by_role("textbox").first
        if not box.is_visible():
            self.button("Rather type")
        box.fill(words)
        box.press("Enter")

    def speak(self, said: Pcm) -> None:
        """Say something now, 16 kHz, into the microphone that is open."""
        self.page.evaluate("(pcm) => window.speak(pcm)", base64.b64encode(said.tobytes()).decode())

    def seen(self, expression: str) -> Any:
        """A JavaScript value of the page."""
        return self.page.evaluate(expression)

    def until(self, expression: str, seconds: float = 20.0) -> None:
        """Wait until a JavaScript condition holds."""
        # Asked from outside: the page's content security policy rightly forbids `eval` within it.
        end = time.monotonic() + seconds
        while not self.page.evaluate(expression):
            assert time.monotonic() < end, f"never: {expression}; {self.page.evaluate(EVENTS)}"
            self.page.wait_for_timeout(50)

    def watched(self) -> Watched:
        """All samples so far."""
        rows = self.page.evaluate("window.samples")
        numbers = np.array([row[:4] for row in rows], float)
        return Watched(*numbers.T, *([row[n] for row in rows] for n in (4, 5, 6)))  # type: ignore[arg-type]


@contextlib.contextmanager
def participant(
    address: str, room: Path, camera: Path, prepare: Callable[[Page], None] | None = None
) -> Iterator[Participant]:
    """Open the page in Chromium with these for microphone (over and over) and camera."""
    switches = [
        *DEVICES,
        "--disable-gpu",
        f"--use-file-for-fake-audio-capture={room}",
        f"--use-file-for-fake-video-capture={camera}",
    ]
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=CHROMIUM, args=switches)
        page = browser.new_page(viewport={"width": 1280, "height": 800})
        complaints: list[str] = []
        page.on("console", lambda line: complaints.append(line.text) if line.type == "error" else None)
        page.on("pageerror", lambda error: complaints.append(str(error)))
        page.add_init_script(WATCH)
        if prepare:
            prepare(page)
        page.goto(address)
        try:
            yield Participant(page, complaints)
        finally:
            browser.close()
