"""`alongside up PROFILE`: start a graph and keep it running."""

from __future__ import annotations

import asyncio
import importlib.util
import os
import subprocess
import sys
from pathlib import Path
from typing import Annotated

import typer
from rich.console import Console

from alongside.contacts import required
from alongside.errors import AlongsideError
from alongside.profiles import Profile, launch_folder, load_profile
from alongside.sessions import find_session, new_session
from commands.supervisor import Child, Supervisor, python_process

ROS_PACKAGES = ("rclpy", "alongside_msgs", "hri_msgs")


def up(
    profile: Annotated[
        str, typer.Argument(help="A profile's name (see launch/profiles) or the path of a YAML file.")
    ],
    session: Annotated[
        str, typer.Option(help="Go on with this session (a folder, or `last`) instead of a new one.")
    ] = "",
    transport: Annotated[str, typer.Option(help="ros, local, or auto: ros where it is installed.")] = "auto",
    namespace: Annotated[str, typer.Option(help="ROS namespace, to keep robots or sessions apart.")] = "",
    set_: Annotated[
        list[str] | None,
        typer.Option("--set", metavar="NODE.KEY=VALUE", help="Change one setting; may be repeated."),
    ] = None,
) -> None:
    """Start a companion: every node of a profile, restarted if it dies, until Ctrl+C."""
    graph = load_profile(profile).with_settings(set_ or [])
    folder = find_session(session) if session else new_session()
    run_graph(
        graph,
        profile,
        folder,
        transport=choose_transport(transport),
        namespace=namespace,
        settings=set_ or [],
    )


def choose_transport(asked: str) -> str:
    """`ros` or `local`; AlongsideError if ROS is asked for and not there."""
    if asked not in ("auto", "ros", "local"):
        raise AlongsideError(f"there is no transport {asked!r}", "It must be ros, local or auto.")
    if asked == "local":
        return "local"
    missing = [name for name in ROS_PACKAGES if importlib.util.find_spec(name) is None]
    if not missing:
        # Found is not yet importable (a broken install); asking a child keeps ROS out of this process.
        test = subprocess.run(
            [sys.executable, "-c", f"import {', '.join(ROS_PACKAGES)}"], capture_output=True, text=True
        )
        missing = [] if test.returncode == 0 else [test.stderr.strip().splitlines()[-1]]
    if missing and asked == "ros":
        raise AlongsideError(
            f"ROS 2 cannot be used here: {', '.join(missing)}",
            "Install it with `make setup`, or use --transport local.",
        )
    return "local" if missing else "ros"


def run_graph(
    graph: Profile,
    given: str,
    folder: Path,
    *,
    transport: str,
    namespace: str = "",
    settings: list[str] | None = None,
) -> None:
    """Run a graph in the foreground until Ctrl+C, telling on the terminal how it goes.

    Raises AlongsideError before anything is started where crisis contacts are missing or cannot be used.
    """
    for node in graph.nodes:
        required(node.name, node.settings)
    arguments = [given, "--session", str(folder), "--transport", transport, "--namespace", namespace]
    for item in settings or []:
        arguments += ["--set", item]
    children = _children(graph, arguments, transport)
    teller = Teller(graph, folder)
    teller.begin(transport)
    supervisor = Supervisor(children, environment(transport, folder), folder / "graph.log", teller)
    asyncio.run(supervisor.run())
    teller.end()


def _children(graph: Profile, arguments: list[str], transport: str) -> list[Child]:
    if transport == "local":
        return [python_process("all", tuple(node.name for node in graph.nodes), arguments)]
    return [
        python_process(
            name, tuple(node.name for node in graph.of_process(name)), [*arguments, "--process", name]
        )
        for name in graph.processes
    ]


def environment(transport: str, folder: Path) -> dict[str, str]:
    """The environment of a graph's processes.

    Numeric libraries get one thread and malloc two arenas, so that a dozen nodes neither
    fight over two cores nor hoard memory; parts that want more threads ask for them.
    """
    env = {
        **os.environ,
        "OMP_NUM_THREADS": "1",
        "OPENBLAS_NUM_THREADS": "1",
        "MALLOC_ARENA_MAX": "2",
        "PYTHONUNBUFFERED": "1",
        "GLOG_minloglevel": "2",
    }
    if transport == "ros":
        from alongside.ros import ros_environment

        env.update(ros_environment(launch_folder()))
        env.setdefault("ROS_LOG_DIR", str(folder / "ros"))
    return env


class Teller:
    """Tells on the terminal how the graph is: one line a step, the last says what to do next."""

    def __init__(self, graph: Profile, folder: Path) -> None:
        self.graph = graph
        self.folder = folder
        self._waiting = {node.name for node in graph.nodes}
        self._address = ""
        self._told = False
        self._out = Console(stderr=True, highlight=False, soft_wrap=True)

    def begin(self, transport: str) -> None:
        """Say what is being started."""
        how = "as ROS 2 nodes" if transport == "ros" else "in one process, without ROS"
        self._out.print(f"{self.graph.title}: starting {len(self._waiting)} parts {how}")
        self._out.print(f"record: {self.folder}")

    def __call__(self, node: str, status: str, detail: str) -> None:
        if status == "ready" and detail.startswith("http"):
            self._address = detail
        if status in ("degraded", "failed", "restarting"):
            self._out.print(f"{node} {status}: {detail}")
        if status in ("ready", "failed") and node in self._waiting:
            self._waiting.discard(node)
            if status == "ready":
                self._out.print(f"  {node} ready")
        if not self._waiting and not self._told:
            self._told = True
            here = f"Open {self._address} in a browser. " if self._address else ""
            self._out.print(f"ready. {here}Ctrl+C ends.")

    def end(self) -> None:
        """Say where the record is."""
        self._out.print(f"ended. The record: {self.folder}")
        if (self.folder / "report.html").is_file():
            self._out.print(f"The report: {self.folder / 'report.html'}")
