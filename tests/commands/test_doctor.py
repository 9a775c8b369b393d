"""What doctor says of clocks, the DDS profile and the graph's other computers."""

import json
import time
from pathlib import Path

import pytest
from typer.testing import CliRunner

from alongside.clock_node import answer_clock, ask_clocks
from alongside.clocks import Exchange
from alongside.hosts import Host
from commands.main import app
from commands.network import dds_profile, silent, told
from commands.timekeeping import TIME_ERROR, clock_finding, keepers, kernel_state
from tests.ros_doubles import Operator, operator, own_graph

__all__ = ["operator", "own_graph"]
ROBOT = Host("robot", "10.0.0.2")


def test_the_kernel_is_asked_whether_the_clock_is_kept() -> None:
    assert kernel_state() in (*range(TIME_ERROR + 1), None)


def test_the_clock_in_one_line(tmp_path: Path) -> None:
    for number, name in enumerate(("bash", "systemd-timesyn", "chronyd")):
        (tmp_path / str(number)).mkdir()
        (tmp_path / str(number) / "comm").write_text(f"{name}\n")
    by = keepers(tmp_path)
    assert by == ["chrony", "systemd-timesyncd"]
    assert clock_finding(0, ["chrony"]).found == "synchronised by chrony"
    lost = clock_finding(TIME_ERROR, [])
    assert (lost.ok, lost.found) == (False, "not synchronised, and nothing here keeps it")
    assert "apt-get install chrony" in lost.do
    assert not clock_finding(TIME_ERROR, by).ok
    assert not clock_finding(None, []).ok


def test_a_clock_that_is_fifty_milliseconds_off_is_warned_of(operator: Operator) -> None:
    answer_clock(operator.node, "robot", lambda: time.time() + 0.05)
    exchanges = ask_clocks(["robot"], 10.0)["robot"]
    there, clock = told(ROBOT, "10.0.0.2", exchanges)
    assert there.ok
    assert "answers over ROS" in there.found
    assert not clock.ok
    assert "more than 20 ms" in clock.found
    assert float(clock.found.split(" ms")[0]) == pytest.approx(50.0, abs=15.0)


def test_a_clock_that_is_right_is_not() -> None:
    _, clock = told(ROBOT, "10.0.0.2", [Exchange(1.0, 1.002, 1.003)])
    assert clock.ok
    assert clock.found == "+0.5 ms from ours, to within 1.5 ms"


def test_a_host_without_the_graph_is_told_from_one_that_is_off() -> None:
    here = silent("two_computers", ROBOT, "127.0.0.1")
    assert "is there, but no part of the graph answers" in here.found
    assert "alongside up two_computers --part robot" in here.do
    assert not here.ok


def test_a_dds_profile_that_is_not_there_is_named(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    monkeypatch.delenv("FASTDDS_DEFAULT_PROFILES_FILE", raising=False)
    monkeypatch.delenv("RMW_IMPLEMENTATION", raising=False)
    assert [item.ok for item in dds_profile()] == [True]
    monkeypatch.setenv("FASTDDS_DEFAULT_PROFILES_FILE", str(tmp_path / "none.xml"))
    assert [item.ok for item in dds_profile()] == [False]
    (tmp_path / "none.xml").write_text("<dds>")
    assert ["is no XML" in item.found for item in dds_profile()] == [True]
    (tmp_path / "none.xml").write_text("<dds/>")
    monkeypatch.setenv("RMW_IMPLEMENTATION", "rmw_cyclonedds_cpp")
    assert [(item.part, item.ok) for item in dds_profile()] == [
        ("ROS middleware", False),
        ("DDS profile", True),
    ]


def test_a_computer_that_is_not_the_host_is_told_so() -> None:
    ran = CliRunner().invoke(app, ["doctor", "two_computers", "--part", "desk", "--json"])
    found = {item["part"]: item for item in json.loads(ran.stdout)}
    assert found["host desk"]["found"].startswith("this computer is not 'desk'")
    assert {"clock", "DDS profile"} <= set(found)
