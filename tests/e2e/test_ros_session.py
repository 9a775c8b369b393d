"""The main job driven through ROS topics, by an independent program and under fire."""

import json
import random
import subprocess
import sys
import time
from pathlib import Path

import jiwer
import psutil
import pytest
import yaml

from alongside.eventlog import verify
from tests.e2e.graphs import Graph, running
from tests.recordings import recordings, timeline, write_wav

pytestmark = pytest.mark.slow
LAB_PROGRAM = Path(__file__).with_name("lab_program.py")


def test_an_independent_rclpy_program_drives_a_whole_session(tmp_path: Path) -> None:
    recording = recordings()[3]
    wav = write_wav(tmp_path / "speech.wav", timeline((0.5, recording), length=recording.seconds + 1))
    with running(["avatar", "--transport", "ros", "--set", "screen.port=0"], tmp_path) as graph:
        _ = graph.address
        done = subprocess.run(
            [sys.executable, str(LAB_PROGRAM), str(wav)],
            env=graph.env,
            capture_output=True,
            text=True,
            timeout=200,
        )
        assert done.returncode == 0, done.stderr
        saw = json.loads(done.stdout.splitlines()[-1])
        said = " ".join(saw["turns"])
        assert (
            jiwer.wer(recording.words, "".join(c for c in said.lower() if c.isalpha() or c == " ")) < 0.25
        ), said
        assert saw["live"] == saw["turns"]
        assert saw["incremental"] >= 2
        assert saw["greeted"]
        assert saw["answered"]
        assert saw["visemes"] > 10
        assert saw["opened"]
        assert saw["filled"]
        assert saw["closed"]
        assert graph.stop() == 0
    verdict = verify(graph.session)
    assert verdict.ok, verdict
    assert "amiable woman" in (graph.session / "report.html").read_text().lower()


def test_nodes_killed_at_random_come_back_and_the_session_goes_on(tmp_path: Path) -> None:
    rng = random.Random(7)
    spoken = recordings()
    wav = write_wav(
        tmp_path / "speech.wav",
        timeline(*((5.0 + 12 * n, spoken[1 + n % 3]) for n in range(12)), length=5.0 + 12 * 12),
    )
    profile = tmp_path / "hit.yaml"
    nodes = {
        "wav": {"is": "speech.wav_source:WavSource", "in": "mic", "settings": {"path": str(wav)}},
        "player": {"is": "bench.player:Player", "in": "player"},
        "screen": {"settings": {"port": 0}},
        "recorder": {"settings": {"report": False}},
    }
    profile.write_text(yaml.safe_dump({"title": "Under fire", "extends": "avatar", "nodes": nodes}))
    with running([str(profile), "--transport", "ros"], tmp_path) as graph:
        _ = graph.address
        killed = []
        for _ in range(6):
            time.sleep(4)
            killed.append(kill_one(graph, rng))
        before = turns(graph)
        end = time.monotonic() + 90
        while not (turns(graph) - before) & {item.message.turn_id for item in graph.events("Act")}:  # type: ignore[attr-defined]
            assert time.monotonic() < end, f"nobody answered after {killed}:\n{graph.output}"
            time.sleep(0.2)
        assert graph.stop() == 0
    verdict = verify(graph.session)
    assert verdict.ok, verdict
    said = [(item.message.turn_id, item.message.revision) for item in graph.events("Turn")]  # type: ignore[attr-defined]
    assert len(said) == len(set(said)), "a turn was recorded twice"


def turns(graph: Graph) -> set[str]:
    """What was said so far."""
    return {item.message.turn_id for item in graph.events("Turn")}  # type: ignore[attr-defined]


def kill_one(graph: Graph, rng: random.Random) -> str:
    """SIGKILL one process of the graph, but not the microphone (a person's mouth does not crash)."""
    supervisor = psutil.Process(graph.process.pid)
    targets = [
        child
        for child in supervisor.children()
        if "--process" in child.cmdline() and child.cmdline()[child.cmdline().index("--process") + 1] != "mic"
    ]
    victim = rng.choice(targets)
    words = victim.cmdline()
    victim.kill()
    return words[words.index("--process") + 1]
