"""`alongside voice`: what there is, and a sentence into a file."""

import json
import wave
from pathlib import Path

import numpy as np
import pytest
from typer.testing import CliRunner

from alongside.errors import AlongsideError
from alongside.weights import find
from commands.main import app
from speech.audio import Framer, to_float
from speech.recogniser import Recogniser
from tests.speech.sound_server import SoundServer
from tests.speech.wording import word_error_rate

run = CliRunner()
TEXT = "That sounds like a lot to carry, and I wonder who is there for you."


def told(*arguments: str) -> str:
    result = run.invoke(app, ["voice", *arguments])
    if isinstance(result.exception, AlongsideError):
        raise result.exception
    assert result.exit_code == 0, result.output
    return result.output


def test_the_list_names_every_engine_and_what_it_has() -> None:
    lines = told("list").splitlines()
    assert [line.split()[0] for line in lines] == ["piper", "espeak", "openai", "none"]
    assert "en_US-joe-medium" in lines[0]
    assert "de" in told("list", "--engine", "espeak").split()
    assert told("list", "--engine", "piper").startswith("en_US-joe-medium: en_US, 22050 Hz")


def test_a_voice_tells_its_speakers(tmp_path: Path) -> None:
    (tmp_path / "two.onnx").write_bytes(b"")
    about = {"audio": {"sample_rate": 16000}, "speaker_id_map": {"anna": 0, "ben": 1}}
    (tmp_path / "two.onnx.json").write_text(json.dumps(about))
    assert told("list", "--voice", str(tmp_path)).split("\n")[1:3] == ["  speaker anna", "  speaker ben"]
    (tmp_path / "two.onnx.json").write_text("[]")
    with pytest.raises(AlongsideError, match="no readable description"):
        told("list", "--voice", str(tmp_path / "two.onnx"))


@pytest.mark.parametrize("engine", ["piper", "espeak"])
def test_a_sentence_is_said_into_a_file_with_its_pauses(tmp_path: Path, engine: str) -> None:
    out = tmp_path / "said.wav"
    assert "said.wav" in told("say", TEXT, "--engine", engine, "--out", str(out))
    with wave.open(str(out)) as file:
        pcm, rate = file.readframes(file.getnframes()), file.getframerate()
    assert 2.0 < len(pcm) / 2 / rate < 8.0
    frames = Framer().push(pcm + bytes(rate), rate)
    heard = Recogniser(find("whisper-base")).final(to_float(b"".join(frames))).text
    assert word_error_rate([TEXT], [heard]) <= 0.25


def test_what_cannot_be_said_is_told_in_one_line(tmp_path: Path) -> None:
    with pytest.raises(AlongsideError, match="nothing to say"):
        told("say", "  ", "--engine", "espeak", "--out", str(tmp_path / "x.wav"))
    with pytest.raises(AlongsideError, match="cannot be reached"):
        told("say", "Hello.", "--engine", "openai", "--url", "http://127.0.0.1:9/v1")
    with pytest.raises(AlongsideError, match="cannot be written"):
        told("say", "Hello.", "--engine", "espeak", "--out", str(tmp_path / "no" / "x.wav"))


def test_a_sentence_is_heard_on_the_loudspeaker(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    server = SoundServer(tmp_path)
    for key, value in server.environment.items():
        monkeypatch.setenv(key, value)
    try:
        with server.record() as tape:
            told("say", "I hear you.", "--engine", "espeak")
            loud = np.abs(tape.samples.astype(np.int32)) > 300
        assert loud.sum() > 2000
    finally:
        server.close()
