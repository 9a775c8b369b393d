"""One process of a graph: `python -m alongside.process PROFILE --session DIR [--process NAME]`.

Started by the supervisor. Runs the nodes of one process over ROS, or all of a profile's
nodes over the local transport, until SIGINT or SIGTERM.
"""

from __future__ import annotations

import argparse
import asyncio
import dataclasses
import json
import logging
import os
import signal
import sys
from pathlib import Path
from typing import Any

from alongside.component import Component, Context
from alongside.errors import AlongsideError
from alongside.local import LocalTransport
from alongside.profiles import NodeSpec, load_object, load_profile, make_component


async def run(nodes: tuple[NodeSpec, ...], context: Context, address: str = "") -> None:
    """Make the components, run them until a signal, and stop them in order.

    `address` is this computer's own in a graph on several: its network must be there first.
    """
    components = [make_component(node, context) for node in nodes]
    transport = _transport(components, context)
    stopping = asyncio.Event()
    loop = asyncio.get_running_loop()
    for number in (signal.SIGINT, signal.SIGTERM):
        loop.add_signal_handler(number, stopping.set)
    watch = asyncio.create_task(_outlived(os.getppid(), stopping))
    if address:
        await _network(address, components, stopping)
        if stopping.is_set():
            return
    await transport.start()
    for node, component in zip(nodes, components, strict=True):
        if node.required and component.problem:
            await transport.stop()
            raise AlongsideError(component.problem)
    if context.transport == "ros":
        for node, component in zip(nodes, components, strict=True):
            if node.ros:
                load_object(node.ros, f"node {node.name!r}")(
                    transport.node_of(node.name), component, transport
                )
        if context.host:
            from alongside.clock_node import answer_clock

            answer_clock(transport.node_of(nodes[0].name), context.host)
    await stopping.wait()
    watch.cancel()
    await transport.stop()


async def _network(address: str, components: list[Component], stopping: asyncio.Event) -> None:
    from alongside.link import link_up, until_link

    if not link_up(address):
        for component in components:
            component.report("degraded", f"the network of {address} is down; it starts when that is back")
        await until_link(address, stopping)


def _transport(components: list[Component], context: Context) -> Any:
    if context.transport == "local":
        return LocalTransport(components)
    from alongside.ros import RosTransport

    return RosTransport(components, context)


async def _outlived(parent: int, stopping: asyncio.Event) -> None:
    """Stop when the supervisor is gone, even if it was killed: no orphan keeps a microphone open."""
    while os.getppid() == parent:  # noqa: ASYNC110 - the system tells nobody when a parent dies
        await asyncio.sleep(1.0)
    stopping.set()


def main() -> int:
    """Parse the arguments and run; errors are one line."""
    parser = argparse.ArgumentParser(prog="alongside.process", description=__doc__)
    parser.add_argument("profile")
    parser.add_argument("--session", type=Path, required=True, help="folder of this session")
    parser.add_argument("--process", default="", help="which process of the profile; all in one if not given")
    parser.add_argument("--transport", choices=("ros", "local"), default="local")
    parser.add_argument("--namespace", default="")
    parser.add_argument("--part", default="", help="the host this is, of a graph on several computers")
    parser.add_argument("--at", default="", metavar="ADDRESS", help="and its own address among them")
    parser.add_argument("--set", action="append", default=[], metavar="NODE.KEY=VALUE", help="one setting")
    # What `ros2 launch` and `ros2 run` append (remaps, parameters) is read by rclpy itself.
    given = sys.argv[1:]
    options = parser.parse_args(given[: given.index("--ros-args")] if "--ros-args" in given else given)
    # A descriptor of our own: some libraries are silenced by pointing the shared one nowhere for a while.
    log = os.fdopen(os.dup(2), "w", buffering=1, encoding="utf-8", errors="replace")
    logging.basicConfig(level=logging.INFO, format="%(levelname).1s %(name)s: %(message)s", stream=log)
    try:
        profile = load_profile(options.profile).with_settings(options.set)
        nodes = profile.of_process(options.process) if options.process else profile.nodes
        if not nodes:
            raise AlongsideError(
                f"profile {profile.name!r} has no process {options.process!r}",
                f"It has: {', '.join(profile.processes)}.",
            )
        graph = json.dumps(dataclasses.asdict(profile), sort_keys=True, default=str)
        context = Context(
            options.session, options.namespace, profile.name, options.transport, graph, options.part
        )
        asyncio.run(run(nodes, context, options.at))
    except AlongsideError as error:
        print(f"alongside: {error}", file=sys.stderr)
        return error.code
    return 0


if __name__ == "__main__":
    sys.exit(main())
