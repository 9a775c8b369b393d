"""`alongside up PROFILE`: start a graph and keep it running."""

from __future__ import annotations

import asyncio
import contextlib
import importlib.util
import os
import subprocess
import sys
from collections.abc import Awaitable, Callable
from pathlib import Path
from typing import Annotated

import typer

from alongside.component import Context
from alongside.contacts import required
from alongside.errors import AlongsideError
from alongside.place import Place, stand
from alongside.profiles import Profile, launch_folder, load_profile, make_component, profile_names
from alongside.sessions import find_session, new_session
from commands.supervisor import Child, Supervisor, python_process
from commands.teller import Teller

SCREEN = "embodiment.screen.server:Screen"
ROS_PACKAGES = ("rclpy", "alongside_msgs", "hri_msgs")


def up(
    profile: Annotated[
        str,
        typer.Argument(help="A profile's name (`alongside profile` lists them) or the path of a YAML file."),
    ],
    session: Annotated[
        str, typer.Option(help="Go on with this session (a folder, or `last`) instead of a new one.")
    ] = "",
    transport: Annotated[str, typer.Option(help="ros, local, or auto: ros where it is installed.")] = "auto",
    namespace: Annotated[str, typer.Option(help="ROS namespace, to keep robots or sessions apart.")] = "",
    part: Annotated[
        str,
        typer.Option(metavar="HOST", help="Start only what this host of the profile runs (see `hosts:`)."),
    ] = "",
    host: Annotated[
        list[str] | None,
        typer.Option(metavar="NAME=ADDRESS", help="Where a host of the profile is; may be repeated."),
    ] = None,
    set_: Annotated[
        list[str] | None,
        typer.Option("--set", metavar="NODE.KEY=VALUE", help="Change one setting; may be repeated."),
    ] = None,
) -> None:
    """Start a companion: every node of a profile, restarted if it dies, until Ctrl+C."""
    graph = load_profile(profile).with_settings(set_ or [])
    check_settings(graph, profile, set_ or [])
    place = None
    if part:
        hosts, graph = graph.hosts, _with_record(graph, graph.part(part))
        place = stand(hosts, part, host or [])
    elif host:
        raise AlongsideError("--host is for a graph on several computers", "Say which is this one: --part.")
    transport = choose_transport("ros" if place else transport)
    folder = find_session(session) if session else new_session()
    run_graph(
        graph,
        profile,
        folder,
        transport=transport,
        namespace=namespace,
        settings=set_ or [],
        place=place,
    )


def check_settings(graph: Profile, given: str, settings: list[str]) -> None:
    """AlongsideError for a setting that somebody wrote and no node has, before anything starts.

    That is what was set for this run, and all of a profile of one's own; the profiles that come along are
    tested, and looking them through would load every part of the graph here, too.
    """
    changed = {item.partition(".")[0] for item in settings}
    own = given not in profile_names()
    for node in graph.nodes:
        if own or node.name in changed:
            make_component(node, Context(Path("/nonexistent")))


def _with_record(whole: Profile, here: Profile) -> Profile:
    """`here`, a part of a graph. AlongsideError where it needs the record, and that is written elsewhere."""
    written, needed = "study.recorder:Recorder", ("agent.conversation:Conversation", SCREEN)
    readers = [node.name for node in here.nodes if node.component in needed]
    recorders = [node for node in whole.nodes if node.component == written]
    if readers and recorders and not any(node in here.nodes for node in recorders):
        raise AlongsideError(
            f"{readers[0]} takes up the record after a crash, and {recorders[0].name} writes it elsewhere",
            "Let both run on one.",
        )
    return here


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
    place: Place | None = None,
    beside: Callable[[], Awaitable[None]] | None = None,
) -> None:
    """Run a graph in the foreground until Ctrl+C, telling on the terminal how it goes.

    `place` is that of this computer, where `graph` holds only the nodes that it runs. What is done `beside`
    it ends the graph when it is over.
    Raises AlongsideError before anything is started where crisis contacts are missing or cannot be used.
    """
    for node in graph.nodes:
        required(node.name, node.settings)
    arguments = [given, "--session", str(folder), "--transport", transport, "--namespace", namespace]
    if place:
        arguments += place.arguments
    for item in settings or []:
        arguments += ["--set", item]
    dds_profile = place.write_dds_profile(folder) if place else None
    children = _children(graph, arguments, transport)
    teller = Teller(graph, folder)
    teller.begin(transport)
    supervisor = Supervisor(
        children, environment(transport, folder, dds_profile), folder / "graph.log", teller
    )
    asyncio.run(_beside(supervisor, beside) if beside else supervisor.run())
    teller.end()


async def _beside(supervisor: Supervisor, work: Callable[[], Awaitable[None]]) -> None:
    async def watched() -> None:
        try:
            await work()
        finally:
            supervisor.stop()

    task = asyncio.create_task(watched())
    try:
        await supervisor.run()
    finally:
        task.cancel()
        with contextlib.suppress(asyncio.CancelledError):
            await task


def _children(graph: Profile, arguments: list[str], transport: str) -> list[Child]:
    if transport == "local":
        return [python_process("all", tuple(node.name for node in graph.nodes), arguments)]
    return [
        python_process(
            name, tuple(node.name for node in graph.of_process(name)), [*arguments, "--process", name]
        )
        for name in graph.processes
    ]


def environment(transport: str, folder: Path, dds_profile: Path | None = None) -> dict[str, str]:
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

        env.update(ros_environment(launch_folder(), dds_profile))
        env.setdefault("ROS_LOG_DIR", str(folder / "ros"))
    return env
