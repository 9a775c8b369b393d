"""Session services and the `run_worksheet` action, with a companion that only keeps a small sheet."""

import json
from pathlib import Path

import pytest
from action_msgs.msg import GoalStatus
from alongside_msgs.action import RunWorksheet
from alongside_msgs.srv import EndSession, GetState, StartSession

from agent.conversation import Conversation
from agent.node import attach
from alongside.component import Component, Context
from alongside.messages import Answer, Control, SheetView, State
from alongside.records import SheetField
from tests.ros_doubles import Operator, graph, operator, own_graph, until

__all__ = ["operator", "own_graph"]
CONTEXT = Context(Path("somewhere/evening"), transport="ros")


class Companion(Component):
    """One worksheet, `mood`, of one field; starting it shows the field, any answer fills it."""

    hears = (Control, Answer)
    says = (State, SheetView)

    def __init__(self) -> None:
        super().__init__("companion", {}, CONTEXT)
        self.controls: list[Control] = []
        self.moves: list[str] = []

    async def on_control(self, control: Control) -> None:
        self.controls.append(control)
        self.say(State(turn_id="t1", phase="arrive", gate_open=False, gate_reason="fresh"))

    async def on_answer(self, answer: Answer) -> None:
        self.moves.append(answer.move)
        if answer.sheet != "mood":
            return
        if answer.move == "start":
            self._view("open", "", 0.0)
        elif answer.move == "enter":
            self._view("done", json.dumps(answer.value), 1.0)
        else:
            self.say(SheetView(sheet=""))

    def _view(self, status: str, value: str, progress: float) -> None:
        field = SheetField(
            key="how",
            label="How",
            kind="text",
            prompt="How was it?",
            help="",
            status="filled" if value else "asking",
            value=value,
        )
        self.say(
            SheetView(sheet="mood", status=status, current="how", progress=progress, fields=(field,))  # type: ignore[arg-type]
        )


class Page(Component):
    says = (Answer,)


async def test_a_session_is_started_asked_after_and_ended_once(operator: Operator) -> None:
    companion = Companion()
    async with graph(companion) as transport:
        attach(transport.node_of("companion"), companion, transport)
        before = await operator.call(GetState, "get_state", GetState.Request())
        early = await operator.call(EndSession, "end_session", EndSession.Request())
        started = await operator.call(StartSession, "start_session", StartSession.Request())
        again = await operator.call(StartSession, "start_session", StartSession.Request())
        await until(lambda: companion.controls)
        during = await operator.call(GetState, "get_state", GetState.Request())
        ended = await operator.call(EndSession, "end_session", EndSession.Request())
        await until(lambda: len(companion.controls) == 2)
        after = await operator.call(GetState, "get_state", GetState.Request())
    assert (before.known, before.running) == (False, False)
    assert (early.accepted, early.detail) == (False, "no session is running")
    assert (started.accepted, started.session) == (True, "evening")
    assert (again.accepted, again.detail) == (False, "the session is already running")
    assert (during.known, during.running, during.state.phase) == (True, True, "arrive")
    assert ended.accepted
    assert not after.running
    assert [(one.name, one.value, one.by) for one in companion.controls] == [
        ("session", "start", "operator"),
        ("session", "end", "operator"),
    ]


async def test_a_worksheet_is_run_to_its_end(operator: Operator) -> None:
    companion, page = Companion(), Page("page", {}, CONTEXT)
    async with graph(companion, page) as transport:
        attach(transport.node_of("companion"), companion, transport)
        handle, told = await operator.send(RunWorksheet, "run_worksheet", RunWorksheet.Goal(sheet="mood"))
        await until(lambda: told)
        page.say(Answer(sheet="mood", field="how", value="quite calm"))
        status, result = await operator.result(handle)
    assert (status, result.status) == (GoalStatus.STATUS_SUCCEEDED, "done")
    assert json.loads(result.answers) == {"how": "quite calm"}
    assert [(feedback.field, feedback.progress) for feedback in told] == [("how", 0.0), ("how", 1.0)]


async def test_a_worksheet_can_be_cancelled_and_be_put_away(operator: Operator) -> None:
    companion, page = Companion(), Page("page", {}, CONTEXT)
    async with graph(companion, page) as transport:
        attach(transport.node_of("companion"), companion, transport)
        handle, told = await operator.send(RunWorksheet, "run_worksheet", RunWorksheet.Goal(sheet="mood"))
        await until(lambda: told)
        await operator.cancel(handle)
        cancelled = await operator.result(handle)
        await until(lambda: companion.moves == ["start", "stop"])
        handle, told = await operator.send(RunWorksheet, "run_worksheet", RunWorksheet.Goal(sheet="mood"))
        await until(lambda: told)
        page.say(Answer(sheet="mood", move="stop"))
        put_away = await operator.result(handle)
    assert (cancelled[0], cancelled[1].status) == (GoalStatus.STATUS_CANCELED, "stopped")
    assert (put_away[0], put_away[1].error) == (GoalStatus.STATUS_ABORTED, "it was put away")


@pytest.mark.parametrize(
    ("sheet", "problem"), [("", "name a worksheet"), ("other", "no worksheet 'other' was opened")]
)
async def test_a_worksheet_that_does_not_open_is_told(
    operator: Operator, monkeypatch: pytest.MonkeyPatch, sheet: str, problem: str
) -> None:
    monkeypatch.setattr("agent.node.OPENS_WITHIN", 0.3)
    companion = Companion()
    async with graph(companion) as transport:
        attach(transport.node_of("companion"), companion, transport)
        handle, _ = await operator.send(RunWorksheet, "run_worksheet", RunWorksheet.Goal(sheet=sheet))
        status, result = await operator.result(handle)
    assert (status, result.status, result.error) == (GoalStatus.STATUS_ABORTED, "failed", problem)


async def test_the_real_companion_runs_and_puts_away_a_worksheet(operator: Operator, tmp_path: Path) -> None:
    companion = Conversation("companion", {}, Context(tmp_path, transport="ros"))
    page = Page("page", {}, CONTEXT)
    async with graph(companion, page) as transport:
        attach(transport.node_of("companion"), companion, transport)
        started = await operator.call(StartSession, "start_session", StartSession.Request())
        goal = RunWorksheet.Goal(sheet="thought_record")
        handle, told = await operator.send(RunWorksheet, "run_worksheet", goal)
        await until(lambda: told)
        first = told[0].field
        page.say(Answer(sheet="thought_record", field=first, value="6"))
        await until(lambda: told[-1].field != first)
        page.say(Answer(sheet="thought_record", move="stop"))
        status, result = await operator.result(handle)
        state = await operator.call(GetState, "get_state", GetState.Request())
    assert started.accepted
    assert (status, result.status) == (GoalStatus.STATUS_ABORTED, "stopped")
    assert list(json.loads(result.answers)) == [first]
    assert state.running
