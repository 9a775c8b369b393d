"""What only ROS has of the companion: session services, and the `run_worksheet` action."""

from __future__ import annotations

import asyncio
import json
from collections.abc import Callable
from typing import Any

from alongside_msgs.action import RunWorksheet
from alongside_msgs.srv import EndSession, GetState, StartSession

from alongside.component import Component
from alongside.conversion import to_ros
from alongside.messages import Answer, Control, Message, SheetView, State
from alongside.ros import RosTransport
from alongside.ros_actions import serve_action

OPENS_WITHIN = 10.0
"""Seconds within which the companion must have put a worksheet on the table."""


def attach(node: Any, component: Component, transport: RosTransport) -> None:
    """Serve the session and the worksheets."""
    Session(node, component, transport)
    serve_action(transport, node, RunWorksheet, "run_worksheet", Worksheets(component, transport).run)


class Session:
    """`start_session`, `end_session` and `get_state`. The services answer on the executor's thread."""

    def __init__(self, node: Any, component: Component, transport: RosTransport) -> None:
        self._name = component.context.session.name
        self._transport = transport
        self._control = transport.outlet(component.name, Control)
        self._running = False
        self._state: State | None = None
        self._sheet: SheetView | None = None
        transport.observe(component.name, self._on_said)
        # Also what was switched before this process was started again.
        transport.listen(component.name, Control, self._on_control, replay=True)
        node.create_service(StartSession, "start_session", self._start)
        node.create_service(EndSession, "end_session", self._end)
        node.create_service(GetState, "get_state", self._get)

    def _on_said(self, message: Message) -> None:
        if isinstance(message, State):
            self._state = message
        elif isinstance(message, SheetView):
            self._sheet = message

    def _on_control(self, control: Control) -> None:
        if control.name == "session":
            self._running = control.value == "start"

    def _start(self, request: Any, response: Any) -> Any:
        response.session = self._name
        response.accepted = not self._running
        if self._running:
            response.detail = "the session is already running"
        else:
            self._switch("start")
        return response

    def _end(self, request: Any, response: Any) -> Any:
        response.accepted = self._running
        if self._running:
            self._switch("end")
        else:
            response.detail = "no session is running"
        return response

    def _switch(self, value: str) -> None:
        self._running = value == "start"  # at once: a second call must not start it twice
        self._transport.call(self._control, Control(name="session", value=value, by="operator"))

    def _get(self, request: Any, response: Any) -> Any:
        state, sheet = self._state, self._sheet
        response.known, response.running = state is not None, self._running
        if state:
            response.state = to_ros(state)
        if sheet:
            response.worksheet = to_ros(sheet)
        return response


class Worksheets:
    """Runs a worksheet for the `run_worksheet` action by answering as a touch on the screen would."""

    def __init__(self, component: Component, transport: RosTransport) -> None:
        self._answer = transport.outlet(component.name, Answer)
        self._views: asyncio.Queue[SheetView] | None = None
        transport.observe(component.name, self._on_said)

    def _on_said(self, message: Message) -> None:
        if isinstance(message, SheetView) and self._views is not None:
            self._views.put_nowait(message)

    async def run(self, goal: Any, feedback: Callable[[Any], None]) -> Any:
        """Start the goal's sheet and follow it until it is done or put away."""
        if not goal.sheet:
            return RunWorksheet.Result(status=RunWorksheet.Result.FAILED, error="name a worksheet")
        self._views = asyncio.Queue()
        last: SheetView | None = None
        self._answer(Answer(sheet=goal.sheet, move="start"))
        try:
            while True:
                view = await asyncio.wait_for(self._views.get(), None if last else OPENS_WITHIN)
                if view.sheet == goal.sheet and view.status in ("open", "paused", "done"):
                    last = view
                    feedback(RunWorksheet.Feedback(field=view.current, progress=float(view.progress)))
                    if view.status == "done":
                        return _result(RunWorksheet.Result.DONE, last)
                elif last:  # another sheet, or none, or this one only on offer again
                    return _result(RunWorksheet.Result.STOPPED, last, "it was put away")
        except asyncio.TimeoutError:
            return _result(RunWorksheet.Result.FAILED, None, f"no worksheet {goal.sheet!r} was opened")
        except asyncio.CancelledError:
            self._answer(Answer(sheet=goal.sheet, move="stop"))
            return _result(RunWorksheet.Result.STOPPED, last, "cancelled")
        finally:
            self._views = None


def _result(status: str, view: SheetView | None, error: str = "") -> Any:
    filled = {item.key: json.loads(item.value) for item in (view.fields if view else ()) if item.value}
    return RunWorksheet.Result(status=status, answers=json.dumps(filled), error=error)
