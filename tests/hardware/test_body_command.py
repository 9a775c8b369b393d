"""`alongside body`: a lab lists, checks and tries a robot."""

from __future__ import annotations

import asyncio
import threading
from collections.abc import Iterator
from pathlib import Path

import pytest
from typer.testing import CliRunner

from alongside.errors import AlongsideError
from commands.body import app
from hardware.doubles.furhat import FurhatDouble
from hardware.robots import robot_names

RUN = CliRunner()


@pytest.fixture
def furhat() -> Iterator[FurhatDouble]:
    """A double in a thread of its own, as a robot is on a computer of its own."""
    loop, double = asyncio.new_event_loop(), FurhatDouble()
    loop.run_until_complete(double.start())
    thread = threading.Thread(target=loop.run_forever)
    thread.start()
    yield double
    asyncio.run_coroutine_threadsafe(double.stop(), loop).result(5)
    loop.call_soon_threadsafe(loop.stop)
    thread.join(5)
    loop.close()


def test_every_robot_is_listed_with_what_stands_in() -> None:
    listed = RUN.invoke(app, ["list"])
    assert all(name in listed.output for name in robot_names())
    for name in ("screen", *robot_names()):
        card = RUN.invoke(app, ["list", name]).output
        assert "gaze" in card
        assert "address" in card


def test_check_says_how_long_a_robot_took(furhat: FurhatDouble) -> None:
    found = RUN.invoke(app, ["check", "furhat", "--address", furhat.address])
    assert "answers" in found.output


def test_check_says_what_to_do_about_a_robot_that_is_not_there() -> None:
    found = RUN.invoke(app, ["check", "furhat", "--address", "127.0.0.1:9"])
    assert isinstance(found.exception, AlongsideError)
    assert "Check its address" in str(found.exception)


def test_the_screen_is_listed_among_them_and_is_nothing_to_connect_to() -> None:
    assert "screen" in RUN.invoke(app, ["list"]).output
    assert "alongside demo" in RUN.invoke(app, ["list", "screen"]).output
    for verb in ("check", "wiggle", "double"):
        found = RUN.invoke(app, [verb, "screen"])
        assert isinstance(found.exception, AlongsideError)
        assert "alongside demo" in str(found.exception)


def test_check_without_an_address_says_how_one_looks() -> None:
    found = RUN.invoke(app, ["check", "furhat"])
    assert isinstance(found.exception, AlongsideError)
    assert "--address, like 192.168.1.114" in str(found.exception)


def test_a_robot_of_a_labs_own_that_is_broken_does_not_hide_the_others(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    about = tmp_path / "broken-1.0.dist-info"
    about.mkdir()
    (about / "METADATA").write_text("Metadata-Version: 2.1\nName: broken\nVersion: 1.0\n")
    (about / "entry_points.txt").write_text("[alongside.robots]\nbroken = broken_robot:Broken\n")
    (tmp_path / "broken_robot.py").write_text("import what_nobody_has\n")
    monkeypatch.syspath_prepend(tmp_path)
    robot_names.cache_clear()
    try:
        listed = RUN.invoke(app, ["list"])
        assert listed.exit_code == 0
        assert "needs what_nobody_has, which is not installed" in listed.output
        assert "Furhat" in listed.output
    finally:
        robot_names.cache_clear()


def test_wiggle_shows_everything_on_the_card_and_ends_still(
    furhat: FurhatDouble, monkeypatch: pytest.MonkeyPatch
) -> None:
    for name in ("LOOK_S", "GESTURE_S", "LIGHT_S"):
        monkeypatch.setattr(f"commands.body.{name}", 0.05)  # nobody watches
    found = RUN.invoke(app, ["wiggle", "furhat", "--address", furhat.address])
    assert "failed" not in found.output
    shown = {kind for _, kind, _ in furhat.log}
    assert {"text", "audio", "gaze", "gesture", "expression", "light"} <= {
        str(getattr(k, "value", k)) for k in shown
    }
    assert not furhat.speaking
    assert "freeze" in [kind for _, kind, _ in furhat.log][-3:]


def test_a_key_is_asked_for(furhat: FurhatDouble) -> None:
    furhat.key = "open sesame"
    refused = RUN.invoke(app, ["check", "furhat", "--address", furhat.address])
    assert "key" in str(refused.exception)
    let_in = RUN.invoke(app, ["check", "furhat", "--address", furhat.address, "--option", "key=open sesame"])
    assert "answers" in let_in.output
