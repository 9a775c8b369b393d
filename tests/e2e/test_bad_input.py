"""What goes wrong is said in one line that names it and what to do; what can go on goes on."""

import json
import socket
import subprocess
import sys
from pathlib import Path

import pytest

from tests.e2e.graphs import running

RECORDER = '  recorder: {is: "study.recorder:Recorder", settings: {report: false}}\n'
SCREEN = '  screen: {is: "embodiment.screen.server:Screen", required: true, settings: {port: 0}}\n'


def written(folder: Path, *nodes: str) -> str:
    path = folder / "p.yaml"
    path.write_text("title: Trouble\nnodes:\n" + "".join(nodes))
    return str(path)


def alongside(*arguments: str) -> subprocess.CompletedProcess[str]:
    """The command, to its end."""
    command = [sys.executable, "-m", "commands.main", *arguments]
    return subprocess.run(command, capture_output=True, text=True, timeout=60)


def complaint(done: subprocess.CompletedProcess[str]) -> str:
    """Its one line of complaint; it must have failed, and without a traceback."""
    assert done.returncode != 0, done.stderr
    assert "Traceback" not in done.stderr + done.stdout
    (line,) = [line for line in done.stderr.splitlines() if line.startswith("alongside: ")]
    return line


@pytest.mark.parametrize(
    ("words", "told"),
    [(("wortsheet",), "Did you mean 'worksheet'?"), (("up", "--nope"), "No such option: --nope")],
)
def test_a_mistyped_verb_or_option(words: tuple[str, ...], told: str) -> None:
    done = alongside(*words)
    assert done.returncode == 2
    assert told in done.stderr
    assert "Traceback" not in done.stderr


@pytest.mark.parametrize("verb", ["up", "profile"])
def test_an_unknown_profile(verb: str) -> None:
    assert "there is no profile 'avatarr'. Did you mean 'avatar'?" in complaint(alongside(verb, "avatarr"))


@pytest.mark.parametrize("verb", ["verify", "report", "replay"])
def test_an_unknown_session(verb: str) -> None:
    assert "there is no session 'nowhere'" in complaint(alongside(verb, "nowhere"))


def test_malformed_yaml(tmp_path: Path) -> None:
    path = tmp_path / "p.yaml"
    path.write_text("title: x\nnodes:\n  a: [1, 2\n")
    assert f"{path} line 4" in complaint(alongside("up", str(path)))


def test_an_unknown_setting(tmp_path: Path) -> None:
    done = alongside("up", "avatar", "--transport", "local", "--set", "screen.prot=1")
    assert "screen has no setting 'prot'. Did you mean 'port'?" in complaint(done)


def test_a_port_that_is_taken(tmp_path: Path) -> None:
    with socket.create_server(("127.0.0.1", 0)) as taken:
        port = taken.getsockname()[1]
        profile = written(tmp_path, RECORDER, SCREEN.replace("port: 0", f"port: {port}"))
        line = complaint(alongside("up", profile, "--transport", "local"))
    assert f"Port {port} is in use" in line
    assert "set screen.port" in line


def test_a_broken_wav_that_is_required(tmp_path: Path) -> None:
    broken = tmp_path / "broken.wav"
    broken.write_bytes(b"RIFF\x00\x00 not a sound")
    node = f'  wav: {{is: "speech.wav_source:WavSource", required: true, settings: {{path: "{broken}"}}}}\n'
    assert str(broken) in complaint(alongside("up", written(tmp_path, node), "--transport", "local"))


def test_missing_weights_are_named_and_the_session_goes_on(tmp_path: Path) -> None:
    nothing = {"ALONGSIDE_CACHE": str(tmp_path / "none"), "HF_HOME": str(tmp_path / "none")}
    nodes = '  listener: {is: "speech.listener:Listener"}\n  voice: {is: "speech.voice:Voice"}\n'
    profile = written(tmp_path, RECORDER, nodes, SCREEN)
    with running([profile, "--transport", "local"], tmp_path, nothing) as graph:
        graph.said(r"listener failed: .*Get them with: alongside weights whisper-base")
        graph.said(r"voice (failed|degraded): .*alongside weights voice-joe")
        assert "<" in graph.get("/")
        assert graph.stop() == 0
    assert not [line for line in graph.lines if "Traceback" in line]


def test_no_microphone_and_no_camera(tmp_path: Path) -> None:
    nodes = (
        '  microphone: {is: "speech.microphone:Microphone", settings: {device: 99}}\n'
        '  camera: {is: "perception.camera:Camera", settings: {device: "99"}}\n'
    )
    with running([written(tmp_path, RECORDER, nodes, SCREEN), "--transport", "local"], tmp_path) as graph:
        graph.said(r"microphone (failed|degraded): \S+.*\.")
        graph.said(r"camera (failed|degraded): \S+.*\.")
        assert "<" in graph.get("/")
        assert graph.stop() == 0


def test_a_malformed_line_to_chat_is_told_and_the_next_is_answered() -> None:
    lines = 'not json\n{"word": "x"}\n{"text": 3}\n{"text": "I slept badly again."}\n'
    command = [sys.executable, "-m", "commands.main", "chat", "--jsonl"]
    done = subprocess.run(command, input=lines, capture_output=True, text=True, timeout=60)
    answers = [json.loads(line) for line in done.stdout.splitlines()]
    assert [("error" in answer) for answer in answers] == [True, True, True, False]
    assert set(answers[3]) == {"text", "act", "state"}
    assert set(answers[3]["state"]) >= {"stage", "phase", "gate", "risk", "ground"}
