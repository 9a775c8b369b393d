"""A ROS node of our own for one robot: a domain, a node, and a thread that spins it.

What the node hears is passed on to the event loop; nothing here makes the event loop wait. Only modules that
need ROS 2 import this one.
"""

from __future__ import annotations

import asyncio
import threading
from collections.abc import Callable
from typing import Any

from alongside.errors import AlongsideError

try:
    import rclpy
    from rclpy.executors import SingleThreadedExecutor
    from rclpy.qos import DurabilityPolicy, HistoryPolicy, QoSProfile, ReliabilityPolicy
    from rclpy.signals import SignalHandlerOptions
except ImportError as error:
    raise AlongsideError(
        f"this robot needs ROS 2, which is not installed ({error.name} is missing)",
        "Install it with `make setup`, or source your ROS 2 before you start Alongside.",
    ) from None

NEWEST = QoSProfile(
    history=HistoryPolicy.KEEP_LAST,
    depth=1,
    reliability=ReliabilityPolicy.RELIABLE,
    durability=DurabilityPolicy.VOLATILE,
)
"""For what a body is to look like: it must arrive, and only the newest counts."""
LEAVE_S = 2.0
"""Seconds the thread may take to end."""


def read_domain(address: str) -> int | None:
    """The ROS domain that an address names; None, the one of this process, where it is empty.

    Raises AlongsideError for an address that is no number from 0 to 232.
    """
    if not address.strip():
        return None
    try:
        domain = int(address)
    except ValueError:
        domain = -1
    if not 0 <= domain <= 232:
        raise AlongsideError(
            f"{address!r} is no ROS domain", "Give the robot's ROS_DOMAIN_ID, 0 to 232, or nothing."
        )
    return domain


class RosLine:
    """One node, from `join` to `leave`. `tell` brings its callbacks to the event loop."""

    def __init__(self, name: str, domain: int | None) -> None:
        self._name, self._domain = name, domain
        self._loop = asyncio.get_running_loop()
        self._open = False
        self._context: Any = None
        self.node: Any = None
        self.executor: Any = None
        self._thread: threading.Thread | None = None

    async def join(self, build: Callable[[Any], None]) -> None:
        """Make the node, have `build` (in another thread) give it topics and actions, and spin it."""
        self._open = True
        await asyncio.to_thread(self._join, build)

    async def leave(self) -> None:
        """Take the node away. Callbacks that are under way reach nobody."""
        self._open = False
        await asyncio.to_thread(self._leave)

    def tell(self, function: Callable[..., object], *arguments: Any) -> None:
        """Call `function` on the event loop soon; from any thread."""
        if self._open and not self._loop.is_closed():
            self._loop.call_soon_threadsafe(self._told, function, arguments)

    def _told(self, function: Callable[..., object], arguments: tuple[Any, ...]) -> None:
        if self._open:
            function(*arguments)

    def _join(self, build: Callable[[Any], None]) -> None:
        self._context = rclpy.Context()
        try:
            rclpy.init(
                context=self._context,
                domain_id=self._domain,
                signal_handler_options=SignalHandlerOptions.NO,
            )
            self.node = rclpy.create_node(self._name, context=self._context, start_parameter_services=False)
            build(self.node)
            self.executor = SingleThreadedExecutor(context=self._context)
            self.executor.add_node(self.node)
        except Exception as error:  # rclpy raises several unrelated kinds here
            self._leave()
            raise AlongsideError(
                f"ROS 2 could not start: {error}".splitlines()[0], "Check ROS_DOMAIN_ID and HOME."
            ) from None
        self._thread = threading.Thread(target=self._spin, name=self._name, daemon=True)
        self._thread.start()

    def _spin(self) -> None:
        try:
            self.executor.spin()
        except rclpy.executors.ExternalShutdownException:
            return

    def _leave(self) -> None:
        if self.executor is not None:
            self.executor.shutdown(LEAVE_S)
        if self._thread is not None:
            self._thread.join(LEAVE_S)
        if self.node is not None:
            for waitable in list(self.node.waitables):
                waitable.destroy()  # actions: a node leaves them in the graph
            self.node.destroy_node()
        if self._context is not None:
            rclpy.try_shutdown(context=self._context)
        self.executor = self.node = self._context = self._thread = None
