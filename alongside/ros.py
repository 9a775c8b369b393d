"""The transport over ROS 2: every component is a node of its own; one executor thread a process.

asyncio owns the main thread, where all components live. One `SingleThreadedExecutor` spins in a
daemon thread, and its callbacks only pass messages on to the event loop. (The wheels'
`EventsExecutor.spin` takes a whole core and ignores signals, and a `MultiThreadedExecutor` costs twice
the time for nothing: the components are served one message at a time anyway.)

ROS is imported when a transport starts, so that this module can be read without it.
"""

from __future__ import annotations

import asyncio
import importlib
import logging
import os
import threading
from collections import deque
from collections.abc import Callable, Iterable
from pathlib import Path
from typing import Any

from alongside.component import Component, Context, where_from
from alongside.errors import AlongsideError
from alongside.inbox import Inbox
from alongside.messages import Message

log = logging.getLogger("alongside.ros")

STEADY, LONGEST_ACQUAINTANCE = 0.3, 1.5
"""Seconds: start once others are there and no new partner was found for the first, or after the second."""
MOST_HELD = 1000
"""Messages kept for a component that has not started yet."""


def ros_environment(launch_folder: Path, dds_profile: Path | None = None) -> dict[str, str]:
    """What every process of a graph needs in its environment, so that all find each other.

    `dds_profile` is that of a graph on several computers; without one all keeps to this computer. A DDS
    profile of the user's own wins.
    """
    if "FASTDDS_DEFAULT_PROFILES_FILE" in os.environ:
        return {}
    profile = dds_profile or launch_folder / "dds" / "local.xml"
    if not profile.is_file():
        raise AlongsideError(f"the DDS profile {profile} is missing", "Install Alongside again.")
    # LOCALHOST would switch the profile's transports off without a word.
    return {"FASTDDS_DEFAULT_PROFILES_FILE": str(profile), "ROS_AUTOMATIC_DISCOVERY_RANGE": "SYSTEM_DEFAULT"}


def import_ros() -> Any:
    """The rclpy module. AlongsideError naming what is missing."""
    for name in ("rclpy", "alongside_msgs.msg", "hri_msgs.msg", "sensor_msgs.msg"):
        try:
            importlib.import_module(name)
        except ImportError as error:
            raise AlongsideError(
                f"ROS 2 cannot be used here: {name.split('.')[0]} does not import ({error})",
                "Install it with `make setup`, or use --transport local.",
            ) from None
    return importlib.import_module("rclpy")


class Member:
    """One component on the transport: its node, its inbox, and who watches what it says."""

    def __init__(self, component: Component) -> None:
        self.component = component
        self.inbox = Inbox(component)
        self.node: Any = None
        self.active = False
        self.resting = False  # deactivated from outside
        self.held: deque[Message] = deque(maxlen=MOST_HELD)
        self.observers: list[Callable[[Message], None]] = []

    def deliver(self, message: Message) -> None:
        """Hand a message over; while it is not active only what it would miss otherwise is kept."""
        if self.active:
            self.inbox.put(message)
        elif message.delivery == "state" or (self.component.replays and message.delivery == "record"):
            self.held.append(message)

    def change(self, active: bool) -> None:
        """Follow its node's lifecycle."""
        if self.active and not active:
            self.component.report("degraded", "deactivated. Activate it with: ros2 lifecycle set")
        elif self.resting and active:
            self.resting = False
            self.component.report("ready")
        self.resting = self.resting or (self.active and not active)
        self.active = active
        while active and self.held:
            self.inbox.put(self.held.popleft())


class RosTransport:
    """Joins the components of one process to the graph. Same contract as LocalTransport."""

    def __init__(self, components: Iterable[Component], context: Context) -> None:
        self.context = context
        self._members = {component.name: Member(component) for component in components}
        self._loop: Any = None
        self._ros: Any = None  # the rclpy context
        self._executor: Any = None
        self._thread: threading.Thread | None = None
        self._stopping = False

    # ------------------------------------------------------------ what components and adapters use

    def send(self, sender: Component, message: Message) -> None:
        """Publish what a component says. Called on the event loop."""
        member = self._members[sender.name]
        if member.node is None or member.resting:
            return
        member.node.publish(message)
        for observer in member.observers:
            try:
                observer(message)
            except Exception as error:
                log.error("an adapter of %s failed: %s", sender.name, where_from(error))

    def node_of(self, name: str) -> Any:
        """The rclpy node of a component, for topics, services and actions that only ROS needs."""
        return self._members[name].node

    def observe(self, name: str, callback: Callable[[Message], None]) -> None:
        """Have `callback` called, on the event loop, with everything that component says."""
        self._members[name].observers.append(callback)

    def listen(
        self, name: str, kind: type[Message], callback: Callable[[Any], None], *, replay: bool = False
    ) -> None:
        """Have `callback` called, on the event loop, with every message of that kind in the graph.

        Heard by the node of component `name`, whoever says it; `replay` as for components.
        """
        self._members[name].node.subscribe(kind, self._pass_to(callback), replay=replay, own=True)

    def outlet(self, name: str, kind: type[Message]) -> Callable[[Message], None]:
        """A function that says a message of that kind in the name of a component, also to itself.

        Ask for it early: it takes a moment until others have found a new publisher.
        """
        member = self._members[name]
        member.node.outlet(kind)

        def say(message: Message) -> None:
            if member.node is None:  # it has left the graph
                return
            member.node.publish(message)
            if type(message) in member.component.hears:
                member.deliver(message)

        return say

    def call(self, function: Callable[..., object], *arguments: Any) -> None:
        """Run `function` on the event loop soon. For callbacks of ROS, from any thread."""
        if not self._stopping:
            self._loop.call_soon_threadsafe(function, *arguments)

    # ------------------------------------------------------------ start and stop

    async def start(self) -> None:
        """Join the graph, then start all components; each hears from the moment it is ready.

        Raises AlongsideError if ROS is missing or a node cannot be made.
        """
        self._loop = asyncio.get_running_loop()
        rclpy = import_ros()
        try:
            self._make_nodes(rclpy)
        except BaseException:
            self._leave()
            raise
        self._thread = threading.Thread(target=self._spin, name="ros", daemon=True)
        self._thread.start()
        await self._get_acquainted()
        await asyncio.gather(*(self._open(member) for member in self._members.values()))

    async def stop(self) -> None:
        """Stop all components, last first, and leave the graph."""
        for member in reversed(list(self._members.values())):
            member.active = False
            await member.inbox.close()
        self._leave()

    def _make_nodes(self, rclpy: Any) -> None:
        from alongside.ros_node import ComponentNode, check_names

        check_names(member.component for member in self._members.values())
        self._ros = rclpy.Context()
        try:
            rclpy.init(context=self._ros, signal_handler_options=rclpy.signals.SignalHandlerOptions.NO)
        except Exception as error:  # rclpy raises several unrelated kinds here
            raise AlongsideError(f"ROS 2 could not start: {error}", "Check ROS_DOMAIN_ID and HOME.") from None
        self._executor = rclpy.executors.SingleThreadedExecutor(context=self._ros)
        for member in self._members.values():
            hear, changed = self._pass_to(member.deliver), self._pass_to(member.change)
            member.node = ComponentNode(member.component, self._ros, hear, changed)
            member.component.bind(self)
            member.node.trigger_configure()
            self._executor.add_node(member.node)

    async def _get_acquainted(self) -> None:
        """Wait until the nodes have found their partners, so that what is said first is heard."""
        nodes = [member.node for member in self._members.values()]
        found, since, began = -1, 0.0, self._loop.time()
        while nodes and self._loop.time() - began < LONGEST_ACQUAINTANCE:
            now = sum(node.matched() for node in nodes)
            alone = len(nodes[0].get_node_names()) <= len(nodes)
            if now != found:
                found, since = now, self._loop.time()
            elif not alone and self._loop.time() - since >= STEADY:
                return
            await asyncio.sleep(0.05)

    async def _open(self, member: Member) -> None:
        if await member.inbox.open():
            member.node.started = True
            await self._on_executor(member.node.trigger_activate)

    async def _on_executor(self, function: Callable[[], object]) -> None:
        """Run `function` on the executor's thread: a lifecycle must not be changed from two at once."""
        done = asyncio.Event()

        def run() -> None:
            try:
                function()
            finally:
                self.call(done.set)

        self._executor.create_task(run)
        await done.wait()

    def _pass_to(self, function: Callable[..., object]) -> Callable[..., None]:
        return lambda *arguments: self.call(function, *arguments)

    def _spin(self) -> None:
        while not self._stopping and self._ros.ok():
            try:
                self._executor.spin()
            except Exception as error:  # of a callback; without this guard the whole process turns deaf
                if not self._stopping and self._ros.ok():
                    log.error("a ROS callback failed: %s", where_from(error))

    def _leave(self) -> None:
        self._stopping = True
        if self._executor is not None:
            self._executor.shutdown(timeout_sec=1.0)
        if self._thread is not None:
            self._thread.join(2.0)
        for member in self._members.values():
            if member.node is not None:
                member.node.destroy_node()
                member.node = None
        if self._ros is not None:
            self._ros.try_shutdown()
