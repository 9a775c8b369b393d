"""The main job in a real browser, on both transports: a person talks, is answered aloud, fills a sheet in."""

import json
import os
import time
from collections.abc import Callable
from pathlib import Path

import jiwer
import numpy as np
import pytest

from alongside.eventlog import verify
from alongside.messages import Act, Turn
from tests.e2e.browser import EVENTS, Participant, Watched, participant
from tests.e2e.graphs import Graph, running
from tests.e2e.waits import waits
from tests.recordings import Recording, recordings, timeline, write_camera, write_wav

pytestmark = pytest.mark.slow

SPOKEN = recordings()
INTERRUPTS, TELLS, ANSWERS = SPOKEN[3], SPOKEN[4], SPOKEN[1]
AUDIBLE = 0.004
"""Level (RMS) from which the page is audible."""
HOPS = 6
"""Times a processor is waited for on the way to silence: page, server, listener, voice, server, page."""


@pytest.fixture(scope="module")
def media(tmp_path_factory: pytest.TempPathFactory) -> tuple[Path, Path]:
    folder = tmp_path_factory.mktemp("media")
    return write_wav(folder / "room.wav", timeline(length=10.0)), write_camera(folder / "face.mjpeg")


@pytest.fixture(scope="module")
def without_ros(tmp_path_factory: pytest.TempPathFactory) -> dict[str, str]:
    """An environment in which `import rclpy` fails."""
    folder = tmp_path_factory.mktemp("without-ros")
    (folder / "rclpy.py").write_text("raise ImportError('there is no ROS here')\n")
    return {"PYTHONPATH": os.pathsep.join([str(folder), os.environ.get("PYTHONPATH", "")])}


@pytest.mark.parametrize("transport", ["ros", "local"])
def test_a_whole_session(
    transport: str, media: tuple[Path, Path], without_ros: dict[str, str], tmp_path: Path
) -> None:
    env = without_ros if transport == "local" else {}
    with running(["avatar", "--transport", "auto", "--set", "screen.port=0"], tmp_path, env) as graph:
        address = graph.address
        assert ("ROS 2 nodes" if transport == "ros" else "without ROS") in graph.lines[0]
        with participant(address, *media) as person:
            person.hello()
            the_greeting_is_interrupted(person)
            what_was_said_is_understood_and_answered(person, graph)
            the_worksheet_fills_by_touch_and_by_voice(person, graph)
            person.button("Stop", exact=False)
            person.until("window.alongside.phase === 'ended'")
            watched = person.watched()
            assert person.complaints == []
        graph.wait_for("Stop")
        assert graph.stop() == 0
    the_mouth_moves_with_the_sound_and_only_then(watched)
    the_face_lives(watched)
    the_face_of_the_person_was_seen(graph)
    assert verify(graph.session).ok
    report = (graph.session / "report.html").read_text()
    assert "<svg" in report
    assert "http://" not in report.replace("http://www.w3.org", "")


def the_greeting_is_interrupted(person: Participant) -> None:
    person.until(f"window.alongside.level() > {AUDIBLE}", 60)
    with waits() as machine:
        person.speak(INTERRUPTS.samples)
        person.until("window.alongside.events.some(e => e.what.startsWith('spoken interrupted'))", 30)
    watched = person.watched()
    # Onset: the first 20 ms of microphone sound that is louder than the room.
    onset = watched.time[np.argmax(watched.microphone > 0.01)]
    before = (watched.time > onset - 0.3) & (watched.time < onset)
    assert watched.sounding()[before].any(), "nothing was sounding to be interrupted"
    after = watched.time > onset
    silent_from = watched.time[after & watched.sounding()].max(initial=onset) if any(after) else onset
    late = [t for t in watched.time[after & watched.sounding()] if t < onset + 3.0]
    stopped = (max(late) if late else silent_from) - onset
    late_by = HOPS * machine.typical()
    print(
        f"interruption: silent {stopped * 1000:.0f} ms after the person's onset, "
        f"{late_by * 1000:.0f} ms of it waiting for a processor"
    )
    assert stopped < 0.3 + late_by


def what_was_said_is_understood_and_answered(person: Participant, graph: Graph) -> None:
    is_understood(INTERRUPTS, turn(person, graph, 1), 0.25)
    is_answered_aloud(person, graph, turn(person, graph, 1))
    person.speak(TELLS.samples)
    is_understood(TELLS, turn(person, graph, 2), 0.25)
    assert person.page.locator(".captions-line").inner_text().strip()
    is_answered_aloud(person, graph, turn(person, graph, 2))


def turn(person: Participant, graph: Graph, number: int) -> Turn:
    """What was said, as it was understood in the end, once it is."""
    end = time.monotonic() + 60
    while True:
        turns = {item.message.turn_id: item.message for item in graph.events("Turn")}  # type: ignore[attr-defined]
        if len(turns) >= number:
            return list(turns.values())[number - 1]  # type: ignore[return-value]
        assert time.monotonic() < end, f"only {len(turns)} turns: {person.seen(EVENTS)}\n{graph.output}"
        person.page.wait_for_timeout(100)


def is_understood(said: Recording, turn: Turn, most: float) -> None:
    heard = "".join(c for c in turn.text.lower().replace("-", " ") if c.isalpha() or c == " ")
    error = jiwer.wer(said.words, heard)
    print(f"word error rate {error:.2f}: {heard}")
    assert error <= most


def is_answered_aloud(person: Participant, graph: Graph, turn: Turn) -> None:
    [*_, answer] = acts(person, graph, 1, lambda act: act.turn_id == turn.turn_id)
    if answer.text:
        is_said(person, answer)


def acts(person: Participant, graph: Graph, count: int, which: Callable[[Act], bool]) -> list[Act]:
    """Acts of a kind, once there are so many."""
    end = time.monotonic() + 60
    while True:
        found = [item.message for item in graph.events("Act") if which(item.message)]  # type: ignore[arg-type]
        if len(found) >= count:
            return found  # type: ignore[return-value]
        assert time.monotonic() < end, f"only {found}: {person.seen(EVENTS)}\n{graph.output}"
        person.page.wait_for_timeout(100)


def is_said(person: Participant, act: Act) -> None:
    """An act is said to its end."""
    person.until(f"window.alongside.events.some(e => e.what === 'spoken finished {act.act_id}')", 60)


def the_worksheet_fills_by_touch_and_by_voice(person: Participant, graph: Graph) -> None:
    person.button("Worksheet", exact=False)
    panel = person.page.get_by_role("region", name="Worksheet")
    panel.wait_for(timeout=10_000)
    line = panel.get_by_role("slider").first
    line.wait_for(timeout=10_000)
    line.focus()
    line.press("ArrowRight")
    line.press("ArrowRight")
    panel.get_by_role("button", name="Next").click()
    first = graph.wait_for("Answer", 2)[-1].message
    assert first.value == "7"  # type: ignore[attr-defined]
    is_said(person, acts(person, graph, 2, lambda act: act.kind == "worksheet_step")[-1])
    person.speak(ANSWERS.samples)
    is_understood(ANSWERS, turn(person, graph, 3), 0.35)
    filled = {}
    for _ in range(50):
        sheet = graph.events("SheetView")[-1].message
        filled = {item.key: item for item in sheet.fields if item.status in ("filled", "heard")}  # type: ignore[attr-defined]
        if len(filled) >= 2:
            break
        person.page.wait_for_timeout(200)
    assert len(filled) >= 2, sheet
    spoken = [item for item in filled.values() if "young man" in item.shown.lower()]
    assert spoken, f"what was said is on no field: {[json.loads(item.value) for item in filled.values()]}"
    assert "young man" in panel.inner_text().lower() or "young man" in str(
        panel.get_by_role("textbox").first.input_value()
    )


def the_mouth_moves_with_the_sound_and_only_then(watched: Watched) -> None:
    sounding = watched.sounding()
    # Away from the edges of sound: the mouth opens a little before, and closes after.
    near = np.convolve(sounding, np.ones(41), "same") > 0
    assert sounding.sum() * 0.02 > 3, "hardly anything was audible"
    worst = int(np.argmax(np.where(near, 0, watched.mouth)))
    # A breath drawn before speaking parts the lips to a tenth; nothing else may.
    assert watched.mouth[worst] < 0.12, (
        f"the mouth was {watched.mouth[worst]:.2f} open in silence at {watched.time[worst]:.2f} s, "
        f"{watched.mode[worst]}, {watched.expression[worst]}, around it: "
        f"{np.round(watched.mouth[worst - 30 : worst + 30 : 4], 2)}"
    )
    assert watched.mouth[sounding].std() > 0.05, "the mouth was still while it spoke"
    assert watched.mouth[sounding].mean() > 3 * watched.mouth[~near].mean()


def the_face_lives(watched: Watched) -> None:
    assert {"listening", "speaking"} <= set(watched.mode)
    assert len(set(watched.expression)) >= 2, f"the face never changed: {set(watched.expression)}"


def the_face_of_the_person_was_seen(graph: Graph) -> None:
    seen = [item.message for item in graph.events("Affect") if item.message.source == "face"]  # type: ignore[attr-defined]
    assert len(seen) > 5
    assert np.median([affect.valence for affect in seen]) > 0, "she smiles"  # type: ignore[attr-defined]
