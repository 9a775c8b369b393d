"""TLS and passwords, on a real Mosquitto; and what is said when they are wrong."""

import asyncio
import logging
import subprocess
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest

from alongside.component import Context
from alongside.errors import AlongsideError
from alongside.local import LocalTransport
from alongside.messages import FacePose
from hardware.peripherals.access import Access, tls_context
from hardware.peripherals.component import Peripherals

PASSWORD = "a-very-secret-word"


@pytest.fixture
def secured(pki: Path, tmp_path: Path, new_mosquitto: Any) -> Iterator[Any]:
    """A broker that wants TLS, a client certificate, and a password."""
    passwords = tmp_path / "passwords"
    for make, user in (("-c", "companion"), ("", "board")):
        given = [item for item in (make, "-b", str(passwords), user, PASSWORD) if item]
        subprocess.run(["mosquitto_passwd", *given], check=True, capture_output=True)
    files = [f"{key} {pki / name}" for key, name in (("cafile", "ca.pem"), ("certfile", "broker.pem"))]
    lines = (*files, f"keyfile {pki / 'broker.key'}", "require_certificate true")
    lines = (*lines, "allow_anonymous false", f"password_file {passwords}")
    broker = new_mosquitto(tmp_path, lines)
    broker.start()
    yield broker
    broker.kill()


def settings(broker: Any, pki: Path, **other: Any) -> dict[str, Any]:
    """All that is right."""
    files = {"ca": "ca.pem", "certificate": "client.pem", "key": "client.key"}
    right = {key: str(pki / name) for key, name in files.items()}
    return {
        "broker": "127.0.0.1",
        "port": broker.port,
        "tls": True,
        "user": "companion",
        "password_env": "MQTT_TEST_PASSWORD",
        **right,
        **other,
    }


@pytest.mark.parametrize("version", ["3.1.1", "5"])
async def test_a_session_over_tls_with_certificate_and_password(
    room: Any, secured: Any, pki: Path, version: str, monkeypatch: pytest.MonkeyPatch, caplog: Any
) -> None:
    caplog.set_level(logging.DEBUG)
    monkeypatch.setenv("MQTT_TEST_PASSWORD", PASSWORD)
    tls = tls_context(*(str(pki / name) for name in ("ca.pem", "client.pem", "client.key")))
    access = Access("127.0.0.1", secured.port, "board", version, "board", PASSWORD, tls)
    assert PASSWORD not in repr(access)
    async with room(settings(secured, pki, version=version), access) as r:
        r.say(FacePose(mode="listening"))
        await r.until(lambda: "lamp" in r.board.shown)
    assert PASSWORD not in caplog.text


@pytest.mark.parametrize(
    ("wrong", "said"),
    [
        ({"ca": "other.pem"}, "is not trusted. Set ca"),
        ({"user": "nobody"}, "refuses us. Check user and password"),
        ({"user": "nobody", "version": "5"}, "refuses us. Check user and password"),
        ({"certificate": "", "key": ""}, "TLS. Check tls, port, certificate and key"),
    ],
)
async def test_what_is_wrong_is_said_in_one_line(
    secured: Any, pki: Path, tmp_path: Path, wrong: dict[str, str], said: str, monkeypatch: Any, caplog: Any
) -> None:
    monkeypatch.setenv("MQTT_TEST_PASSWORD", PASSWORD)
    wrong = {key: str(pki / value) if value.endswith(".pem") else value for key, value in wrong.items()}
    body = Peripherals("peripherals", settings(secured, pki, **wrong), Context(tmp_path))
    transport = LocalTransport((body,))
    await transport.start()
    for _ in range(150):
        if said in caplog.text:
            break
        await asyncio.sleep(0.05)
    await transport.stop()
    assert said in caplog.text
    assert PASSWORD not in caplog.text


@pytest.mark.parametrize(
    ("given", "said"),
    [
        ({"version": "5"}, "embedded broker speaks MQTT 3.1.1"),
        ({"broker": "b", "tls": True, "ca": "/no/file.pem"}, "there is no file /no/file.pem"),
        ({"broker": "b", "user": "me", "password_file": "/no/file"}, "password file /no/file cannot be read"),
    ],
)
async def test_settings_that_cannot_work_are_said_at_the_start(
    tmp_path: Path, given: dict[str, Any], said: str
) -> None:
    body = Peripherals("peripherals", given, Context(tmp_path))
    with pytest.raises(AlongsideError, match=said):
        await body.start()


async def test_a_taken_port_is_said(tmp_path: Path, mosquitto: Any) -> None:
    body = Peripherals("peripherals", {"port": mosquitto.port}, Context(tmp_path))
    with pytest.raises(AlongsideError, match="something else uses it"):
        await body.start()
    await body.stop()


async def test_the_password_file_wins(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    from hardware.peripherals.access import read_password

    monkeypatch.setenv("X_PASSWORD", "from the variable")
    (tmp_path / "p").write_text("from the file\n")
    assert read_password("X_PASSWORD", str(tmp_path / "p")) == "from the file"
    assert read_password("X_PASSWORD", "") == "from the variable"
