"""One profile on two computers: two network namespaces with their own supervisors, and a stranger."""

from __future__ import annotations

import contextlib
import json
import os
import random
import signal
import subprocess
import sys
import threading
import time
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import psutil
import pytest
import yaml

from alongside.errors import AlongsideError
from tests.deployment.lan import Lan, RefusedError, lan
from tests.deployment.parts import SAID
from tests.e2e.graphs import Graph, running

PROFILE = {
    "title": "two computers",
    "hosts": {"robot": {"runs": ["senses"]}, "desk": {}},
    "nodes": {
        "recorder": {"is": "study.recorder:Recorder", "in": "record"},
        "companion": {
            "is": "agent.conversation:Conversation",
            "in": "mind",
            "settings": {"appraiser": "rules"},
        },
        "ear": {"is": "tests.deployment.parts:Ear", "in": "senses"},
    },
}
HERMIT = {
    "title": "one computer",
    "nodes": {"hermit": {"is": "tests.deployment.parts:Ear", "in": "hermit"}},
}


def until(condition: Callable[[], Any], seconds: float = 30.0) -> Any:
    end = time.monotonic() + seconds
    while not (found := condition()):
        assert time.monotonic() < end, "it never came"
        time.sleep(0.1)
    return found


class Watcher:
    """Somebody's ROS program on one of the computers, with ROS's own network settings."""

    def __init__(self, name: str, before: list[str], env: dict[str, str]) -> None:
        self.seen: dict[str, Any] = {"nodes": [], "heard": []}
        self.process = subprocess.Popen(
            [*before, sys.executable, "-m", "tests.deployment.parts", name],
            env=env,
            stdout=subprocess.PIPE,
            text=True,
        )
        threading.Thread(target=self._read, daemon=True).start()

    def _read(self) -> None:
        assert self.process.stdout is not None
        for line in self.process.stdout:
            self.seen = json.loads(line)

    def sees(self, *names: str) -> bool:
        return set(names) <= set(self.seen["nodes"])


class Site:
    """The network, the two parts of the graph, and a watcher on each computer."""

    def __init__(self, network: Lan, folder: Path, stack: contextlib.ExitStack) -> None:
        self.network = network
        self.profile = folder / "split.yaml"
        self.profile.write_text(yaml.safe_dump(PROFILE))
        self.env = {
            **{key: value for key, value in os.environ.items() if not key.startswith("FASTDDS")},
            "ROS_DOMAIN_ID": str(random.randint(1, 99)),
            "ALONGSIDE_SESSIONS": str(folder / "doctor"),
        }
        self.watchers = {
            name: Watcher(f"watcher_{name}", network.on(name), self.env)
            for name in ("robot", "desk", "stranger")
        }
        for watcher in self.watchers.values():
            stack.callback(watcher.process.wait)
            stack.callback(watcher.process.kill)
        self.graphs: dict[str, Graph] = {
            name: stack.enter_context(self._up(name, folder / name)) for name in ("desk", "robot")
        }

    @property
    def hosts(self) -> list[str]:
        return [f"--host={name}={self.network.address[name]}" for name in ("robot", "desk")]

    def _up(self, name: str, folder: Path) -> contextlib.AbstractContextManager[Graph]:
        folder.mkdir()
        domain = {"ROS_DOMAIN_ID": self.env["ROS_DOMAIN_ID"]}
        arguments = [str(self.profile), "--part", name, *self.hosts]
        return running(arguments, folder, domain, self.network.on(name))

    def answered(self) -> list[str]:
        """Turns of the robot's that the desk's companion answered and the robot spoke, by the record."""
        try:
            acts = {item.message.act_id: item.message.turn_id for item in self.graphs["desk"].events("Act")}
            spoken = [item.message.act_id for item in self.graphs["desk"].events("Spoken")]
        except (AlongsideError, FileNotFoundError, IndexError):  # no record yet
            return []
        return [acts[act] for act in spoken if act in acts]


@pytest.fixture(scope="module")
def site(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Site]:
    with contextlib.ExitStack() as stack:
        try:
            network = stack.enter_context(lan("robot", "desk", "stranger"))
        except RefusedError as problem:
            pytest.skip(f"NOT TESTED, two computers: no network namespaces on this machine ({problem})")
        made = Site(network, tmp_path_factory.mktemp("site"), stack)
        yield made
        for graph in made.graphs.values():  # both at once; the stack waits for each
            graph.process.send_signal(signal.SIGINT)


def test_a_turn_heard_on_one_computer_is_answered_on_the_other_and_spoken_on_the_first(site: Site) -> None:
    assert until(site.answered)[0].startswith("ear")
    heard = site.graphs["desk"].events("Turn")[0].message
    assert heard.text == SAID
    # each supervisor has its own part, and neither tells on its terminal what was said
    assert [graph.said(r"starting (\d) parts")[1] for graph in site.graphs.values()] == ["2", "1"]
    for graph in site.graphs.values():
        assert SAID not in "\n".join(graph.lines) + (graph.session / "graph.log").read_text()


def test_nothing_is_heard_beyond_the_two(site: Site, tmp_path: Path) -> None:
    (tmp_path / "hermit.yaml").write_text(yaml.safe_dump(HERMIT))
    domain = {"ROS_DOMAIN_ID": site.env["ROS_DOMAIN_ID"]}
    robot, desk, stranger = (site.watchers[name] for name in ("robot", "desk", "stranger"))
    alone = [str(tmp_path / "hermit.yaml"), "--transport", "ros"]
    with running(alone, tmp_path, domain, site.network.on("robot")) as graph:
        graph.said("ready")
        # what anybody runs on the two computers meets the graph, and the network carries everybody's ROS
        until(lambda: robot.sees("ear", "companion", "hermit") and desk.sees("ear", "companion"))
        until(lambda: {"turn", "act"} <= set(robot.seen["heard"]) & set(desk.seen["heard"]))
        until(lambda: stranger.sees("watcher_robot", "watcher_desk"))
        time.sleep(1.5)
        assert stranger.seen == {
            "nodes": ["watcher_desk", "watcher_robot", "watcher_stranger"],
            "heard": [],
        }
        # a graph that was asked for no other computer is heard by none
        assert not desk.sees("hermit")


def test_the_doctor_sees_the_other_computer_and_compares_the_clocks(site: Site) -> None:
    command = [sys.executable, "-m", "commands.main", "doctor", str(site.profile), "--part", "desk"]
    done = subprocess.run(
        [*site.network.on("desk"), *command, *site.hosts, "--json"],
        env=site.env,
        capture_output=True,
        text=True,
    )
    found = {item["part"]: item for item in json.loads(done.stdout)}
    assert found["host desk"]["ok"]
    assert found["host robot"]["ok"], found["host robot"]
    assert "answers over ROS" in found["host robot"]["found"]
    assert found["clock of robot"]["ok"], found["clock of robot"]  # one machine, one clock
    assert float(found["clock of robot"]["found"].split(" ms")[0]) == pytest.approx(0.0, abs=20.0)


def test_a_computer_whose_part_died_behind_a_pulled_cable_comes_back(site: Site) -> None:
    before = until(site.answered)
    site.network.cable("robot", "down")
    supervisor = psutil.Process(site.graphs["robot"].process.pid)
    [part] = supervisor.children()
    part.kill()
    site.graphs["robot"].said("senses restarting")
    site.graphs["robot"].said(r"ear degraded: the network of 10\.77\.0\.1 is down")
    until(lambda: not site.watchers["desk"].sees("ear"), 15.0)  # its lease has run out
    code = "from commands.network import *; print(silent('p', Host('robot'), sys.argv[1]).found)"
    away = [sys.executable, "-c", f"import sys; {code}", site.network.address["robot"]]
    told = subprocess.run([*site.network.on("desk"), *away], env=site.env, capture_output=True, text=True)
    assert told.stdout.strip() == "nothing answers at 10.77.0.1", told.stderr
    site.network.cable("robot", "up")
    after = until(lambda: [turn for turn in site.answered() if turn not in before])
    assert after[0].split("x")[0] != before[0].split("x")[0]
