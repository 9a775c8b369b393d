"""ROS actions served by coroutines on the event loop, one goal at a time."""

from __future__ import annotations

import asyncio
from collections.abc import Awaitable, Callable
from typing import Any

from rclpy.action import ActionServer, CancelResponse, GoalResponse
from rclpy.task import Future

from alongside.component import where_from
from alongside.ros import RosTransport

Run = Callable[[Any, Callable[[Any], None]], Awaitable[Any]]
"""Called with the goal and a function that publishes feedback; returns the action's result.

Cancelled when the client cancels; it may catch that, and return what was done so far. A
result whose `error` is not empty means that the goal was not reached.
"""


def serve_action(transport: RosTransport, node: Any, kind: Any, name: str, run: Run) -> ActionServer:
    """Serve action `name` of class `kind`. A goal is rejected while another one runs."""
    return _Serving(transport, node, kind, name, run).server


class _Serving:
    """One action server.

    `_accept`, `_execute` and `_cancel` run on the executor's thread, the rest on the event loop.
    """

    def __init__(self, transport: RosTransport, node: Any, kind: Any, name: str, run: Run) -> None:
        self._transport, self._node, self._kind, self._run = transport, node, kind, run
        self._busy = False
        self._task: asyncio.Task[Any] | None = None
        self.server = ActionServer(
            node, kind, name, self._execute, goal_callback=self._accept, cancel_callback=self._cancel
        )

    def _accept(self, goal: Any) -> Any:
        if self._busy:
            return GoalResponse.REJECT
        self._busy = True
        return GoalResponse.ACCEPT

    async def _execute(self, handle: Any) -> Any:
        # The coroutine is the executor's: it waits for a future of rclpy, not of asyncio.
        done: Future[Any] = Future(executor=self._node.executor)
        self._transport.call(self._begin, handle, done)
        result = await done
        if handle.is_cancel_requested:
            handle.canceled()
        elif result.error:
            handle.abort()
        else:
            handle.succeed()
        self._busy = False
        return result

    def _cancel(self, handle: Any) -> Any:
        self._transport.call(self._cancel_task)
        return CancelResponse.ACCEPT

    def _begin(self, handle: Any, done: Any) -> None:
        self._task = asyncio.ensure_future(self._run(handle.request, handle.publish_feedback))
        self._task.add_done_callback(lambda task: self._finish(task, done))

    def _cancel_task(self) -> None:
        if self._task:
            self._task.cancel()

    def _finish(self, task: asyncio.Task[Any], done: Any) -> None:
        executor = self._node.executor
        if executor is None:  # the node has gone, and its client with it
            return
        done.set_result(self._result(task))
        executor.wake()  # nothing else tells it to look at its coroutines again

    def _result(self, task: asyncio.Task[Any]) -> Any:
        if task.cancelled():
            return self._kind.Result(error="cancelled")
        error = task.exception()
        if isinstance(error, Exception):
            return self._kind.Result(error=f"it failed: {where_from(error)}")
        return task.result()
