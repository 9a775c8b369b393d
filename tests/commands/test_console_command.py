"""`alongside console`: serves its page to whoever has the address, and says in a line what is wrong."""

from __future__ import annotations

import os
import re
import signal
import subprocess
import sys
from pathlib import Path

import httpx
import pytest
from typer.testing import CliRunner

from alongside.errors import AlongsideError
from commands.main import app


@pytest.mark.parametrize("study", [False, True])
def test_it_serves_the_sessions_that_run_until_it_is_ended(study: bool, tmp_path: Path) -> None:
    command = [sys.executable, "-m", "commands.main", "console", "--port", "0", "--name", "kim"]
    if study:
        (tmp_path / "study.yaml").touch()
        command.append(str(tmp_path))
    environment = {**os.environ, "ALONGSIDE_SESSIONS": str(tmp_path), "PYTHONUNBUFFERED": "1"}
    with subprocess.Popen(command, stdout=subprocess.PIPE, text=True, env=environment) as running:
        assert running.stdout is not None
        line = running.stdout.readline()
        assert f"sessions in {tmp_path / 'sessions' if study else tmp_path}." in line
        found = re.search(r"Open (http://127\.0\.0\.1:\d+/)\?token=(\S+) ", line)
        assert found, line
        assert httpx.get(found[1], trust_env=False).status_code == 403
        with httpx.Client(trust_env=False, follow_redirects=True) as client:
            client.get(f"{found[1]}?token={found[2]}")
            answer = client.get(f"{found[1]}sessions").json()
        running.send_signal(signal.SIGINT)
        assert running.wait(15) == 0
    assert answer == {"sessions": [], "name": "kim", "role": "operator"}


@pytest.mark.parametrize(
    ("arguments", "why"),
    [
        (["nowhere"], "no session 'nowhere'"),
        (["http://127.0.0.1:8431/"], "not the address of a session's console"),
        (["--name", "kim", "--role", " "], "not known"),
    ],
)
def test_what_cannot_be_is_said_in_a_line(
    arguments: list[str], why: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("ALONGSIDE_SESSIONS", str(tmp_path))
    error = CliRunner().invoke(app, ["console", "--port", "0", *arguments]).exception
    assert isinstance(error, AlongsideError)
    assert why in str(error)
