"""The ROS transport with real rclpy, in one process and between two."""

import asyncio
import signal
import subprocess
import sys
import time
from pathlib import Path
from typing import Any

import pytest
import yaml
from alongside_msgs.msg import State as RosState
from lifecycle_msgs.srv import ChangeState, GetState
from rcl_interfaces.srv import DescribeParameters, GetParameters, SetParameters
from rclpy.parameter import Parameter
from rclpy.qos import DurabilityPolicy, QoSProfile

from alongside.component import Context
from alongside.errors import AlongsideError
from alongside.messages import AudioChunk, Control, Event, Health, State, Stop, Turn
from alongside.profiles import launch_folder
from alongside.ros import RosTransport, ros_environment
from tests.ros_doubles import (
    Broken,
    Listener,
    Operator,
    Replayer,
    graph,
    operator,
    own_graph,
    program,
    until,
)

__all__ = ["operator", "own_graph"]

TALKER = {"talker": {"is": "tests.ros_doubles:Talker", "settings": {"greeting": "good day"}}}
CONTEXT = Context(Path("unused"), transport="ros")
AT_ONCE = 3.0
"""Seconds, of a busy machine too; a peer that has gone without a word is missed later."""


async def test_two_processes_lose_not_one_chunk_of_a_burst(tmp_path: Path) -> None:
    with program(tmp_path, TALKER) as talker:
        talker.ready("talker")
        ear = Listener()
        transport = RosTransport([ear], CONTEXT)
        await transport.start()
        try:
            for number in range(1000):
                ear.say(AudioChunk(samples=number.to_bytes(4, "little") + bytes(1020)))
                if number % 50 == 0:
                    await asyncio.sleep(0.01)
            for asked in range(1, 41):  # it is asked again while they still come
                ear.say(Control(name="talk", value="up"))
                await until(lambda asked=asked: len(ear.of(Event)) == asked)
                if ear.of(Event)[-1].data.startswith("1000"):
                    break
                await asyncio.sleep(0.25)
        finally:
            await transport.stop()
        assert ear.of(Event)[-1].data == "1000 True"


async def test_who_stops_has_left_the_graph_at_once(operator: Operator) -> None:
    async with graph(Listener("ear")) as transport:
        transport.node_of("ear").create_service(GetState, "something", lambda request, response: response)
        await until(lambda: "ear" in operator.node.get_node_names())
    await until(lambda: "ear" not in operator.node.get_node_names(), seconds=AT_ONCE)


@pytest.mark.slow
async def test_a_killed_process_is_replaced_and_reached_again_at_once(tmp_path: Path) -> None:
    ear = Listener()
    transport = RosTransport([ear], CONTEXT)
    await transport.start()
    try:
        for _ in range(3):
            ear.heard.clear()
            with program(tmp_path, TALKER) as talker:
                await asyncio.to_thread(talker.ready, "talker")
                ear.say(Control(name="talk", value="up"))
                await until(lambda: ear.of(Event) and len(ear.of(Turn)) == 2, seconds=AT_ONCE)
                talker.process.kill()
    finally:
        await transport.stop()


async def test_who_joins_late_gets_the_state_and_only_a_replayer_the_record(tmp_path: Path) -> None:
    with program(tmp_path, TALKER) as talker:
        talker.ready("talker")
        ear, recorder = Listener("ear"), Replayer("recorder")
        transport = RosTransport([ear, recorder], CONTEXT)
        await transport.start()
        try:
            await until(lambda: ear.of(State) and len(recorder.of(Turn)) == 2)
            await asyncio.sleep(0.3)
        finally:
            await transport.stop()
        assert [state.phase for state in ear.of(State)] == ["hold"]
        assert not ear.of(Turn)
        assert [(turn.turn_id, turn.text) for turn in recorder.of(Turn)] == [
            ("t0", "good day"),
            ("t1", "good day"),
        ]
        statuses = [
            health.status
            for health in recorder.heard
            if isinstance(health, Health) and health.component == "talker"
        ]
        assert statuses == ["starting", "ready"]


async def test_components_of_one_process_hear_each_other_but_not_themselves() -> None:
    left, right = Listener("left"), Listener("right")
    transport = RosTransport([left, right], CONTEXT)
    await transport.start()
    try:
        left.say(Stop(reason="from left"))
        right.say(Stop(reason="from right"))
        await until(lambda: left.heard and right.heard)
        await asyncio.sleep(0.3)
    finally:
        await transport.stop()
    assert [stop.reason for stop in left.of(Stop)] == ["from right"]
    assert [stop.reason for stop in right.of(Stop)] == ["from left"]


async def test_namespaces_keep_robots_apart() -> None:
    here, there, other = Listener("ear", "robot1"), Listener("ear", "robot2"), Listener("other", "robot1")
    first, second = RosTransport([here, other], CONTEXT), RosTransport([there], CONTEXT)
    await asyncio.gather(first.start(), second.start())
    try:
        other.say(Stop())
        await until(lambda: here.heard)
        await asyncio.sleep(0.3)
    finally:
        await first.stop()
        await second.stop()
    assert not there.heard


async def test_what_a_foreign_program_may_not_say_is_refused_once_and_not_repeated(
    caplog: pytest.LogCaptureFixture,
) -> None:
    ear = Listener()
    transport = RosTransport([ear], CONTEXT)
    await transport.start()
    try:
        latched = QoSProfile(depth=10, durability=DurabilityPolicy.TRANSIENT_LOCAL)
        publisher = transport.node_of("ear").create_publisher(RosState, "state", latched)
        for _ in range(3):
            publisher.publish(RosState(phase="private words"))
        publisher.publish(RosState(phase="hold", turn_id="fine"))
        await until(lambda: ear.of(State))
    finally:
        await transport.stop()
    assert [state.turn_id for state in ear.of(State)] == ["fine"]
    warnings = [record.getMessage() for record in caplog.records if "refused" in record.getMessage()]
    assert len(warnings) == 1
    assert "State.phase must be one of" in warnings[0]
    assert "private" not in caplog.text


async def test_an_adapter_can_watch_listen_and_speak_for_its_component() -> None:
    ear, talker = Listener("ear"), Listener("talker")
    transport = RosTransport([ear, talker], CONTEXT)
    await transport.start()
    observed: list[Any] = []
    listened: list[Any] = []
    try:
        transport.observe("talker", observed.append)
        transport.observe("talker", lambda _: 1 / 0)  # a bad adapter harms nobody
        transport.listen("ear", Control, listened.append)
        say = transport.outlet("ear", Turn)
        await asyncio.sleep(0.3)
        talker.say(Control(name="talk", value="down"))
        say(Turn(turn_id="x", text="by the adapter"))
        await until(lambda: listened and talker.of(Turn) and ear.of(Turn))
    finally:
        await transport.stop()
    assert observed == listened
    assert talker.of(Turn) == ear.of(Turn)


async def test_the_transport_survives_a_failing_callback(caplog: pytest.LogCaptureFixture) -> None:
    ear, other = Listener("ear"), Listener("other")
    transport = RosTransport([ear, other], CONTEXT)
    await transport.start()
    try:
        failed: list[int] = []

        def fail() -> None:
            failed.append(1)
            timer.cancel()
            raise ValueError("private words")

        timer = transport.node_of("ear").create_timer(0.01, fail)
        await until(lambda: failed)
        other.say(Stop())
        await until(lambda: ear.heard)
    finally:
        await transport.stop()
    assert "ValueError" in caplog.text
    assert "private" not in caplog.text


async def test_settings_are_parameters_with_descriptions_and_launch_wins_over_the_profile(
    tmp_path: Path, operator: Operator
) -> None:
    given = tmp_path / "given.yaml"
    given.write_text(yaml.safe_dump({"talker": {"ros__parameters": {"gain": 2, "languages": ["en", "de"]}}}))
    arguments = ("--ros-args", "--params-file", str(given), "-p", "talker:count:=3")
    with program(tmp_path, TALKER, *arguments) as talker:
        talker.ready("talker")
        names = ["gain", "greeting", "manner", "languages", "count"]
        values = await operator.call(
            GetParameters, "talker/get_parameters", GetParameters.Request(names=names)
        )
        described = (
            await operator.call(
                DescribeParameters, "talker/describe_parameters", DescribeParameters.Request(names=names)
            )
        ).descriptors
        change = SetParameters.Request(parameters=[Parameter("gain", value=3.0).to_parameter_msg()])
        refused = (await operator.call(SetParameters, "talker/set_parameters", change)).results[0]
    gain, greeting, manner, languages, count = values.values
    assert (gain.integer_value, greeting.string_value, manner.string_value) == (2, "good day", "calm")
    assert (list(languages.string_array_value), count.integer_value) == (["en", "de"], 3)
    assert described[0].description == "How loud, 1 is as recorded."
    limits = described[0].floating_point_range[0]
    assert (limits.from_value, limits.to_value) == (0.0, 4.0)
    assert described[2].additional_constraints == "one of: calm, brisk"
    assert described[4].integer_range[0].from_value == 1
    assert all(item.read_only for item in described)
    assert not refused.successful


@pytest.mark.parametrize(
    ("parameter", "problem"),
    [
        ("gain:=9.0", "between 0.0 and 4.0"),
        ("gain:=loud", "talker: gain must be float"),
        ("manner:=wild", "It must be one of: calm, brisk"),
        ("count:=0", "parameter count"),
    ],
)
def test_a_bad_parameter_ends_the_process_with_one_line(tmp_path: Path, parameter: str, problem: str) -> None:
    with program(tmp_path, TALKER, "--ros-args", "-p", parameter) as talker:
        assert talker.process.wait(20) == 1
        time.sleep(0.1)
        assert len(talker.lines) == 1, talker.lines
        assert talker.lines[0].startswith("alongside: ")
        assert problem in talker.lines[0]


async def test_a_node_can_be_put_to_rest_and_woken_over_its_lifecycle(
    tmp_path: Path, operator: Operator
) -> None:
    async def state_of(node: str) -> str:
        answer = await operator.call(GetState, f"{node}/get_state", GetState.Request())
        return str(answer.current_state.label)

    async def change(node: str, label: str) -> bool:
        request = ChangeState.Request()
        request.transition.label = label
        return bool((await operator.call(ChangeState, f"{node}/change_state", request)).success)

    nodes = {**TALKER, "broken": {"is": "tests.ros_doubles:Broken"}}
    with program(tmp_path, nodes) as talker:
        talker.ready("talker")
        assert (await state_of("talker"), await state_of("broken")) == ("active", "inactive")
        assert await change("talker", "deactivate")
        assert await state_of("talker") == "inactive"
        assert await change("talker", "activate")
        assert await state_of("talker") == "active"
        assert not await change("broken", "activate")
        assert await state_of("broken") == "inactive"
        assert talker.end()[0] == 0
    said = [line for line in talker.lines if "alongside.talker" in line]
    assert [line.split(": ")[1] for line in said] == ["starting", "ready", "degraded", "ready"]


@pytest.mark.parametrize("number", [signal.SIGINT, signal.SIGTERM])
def test_a_signal_ends_a_process_cleanly_and_at_once(tmp_path: Path, number: int) -> None:
    with program(tmp_path, {**TALKER, "second": TALKER["talker"]}) as talker:
        talker.ready("talker")
        talker.ready("second")
        code, seconds = talker.end(number)
    assert code == 0, talker.lines
    assert seconds < 2.0
    assert not [line for line in talker.lines if "Traceback" in line or "rror" in line]


async def test_a_component_that_cannot_start_says_so_and_the_others_go_on() -> None:
    ear, broken = Listener("ear"), Broken("broken", {}, CONTEXT)
    other = Replayer("other")
    transport = RosTransport([broken, ear, other], CONTEXT)
    await transport.start()
    try:
        await until(lambda: any(health.status == "failed" for health in other.of(Health)))
    finally:
        await transport.stop()
    assert broken.problem == "it is broken. Mend it."


@pytest.mark.parametrize(("name", "namespace"), [("bad name", ""), ("ear", "robot-1"), ("1st", "")])
async def test_a_name_that_ros_does_not_allow_is_refused(name: str, namespace: str) -> None:
    transport = RosTransport([Listener(name, namespace)], CONTEXT)
    with pytest.raises(AlongsideError, match="not a name for ROS"):
        await transport.start()
    await transport.stop()


@pytest.mark.parametrize("missing", ["rclpy", "alongside_msgs", "hri_msgs"])
def test_missing_ros_is_named_in_one_line(missing: str) -> None:
    code = f"""
import asyncio, sys
sys.modules[{missing!r}] = None
from alongside.ros import RosTransport
from alongside.component import Context
from pathlib import Path
asyncio.run(RosTransport([], Context(Path("x"))).start())
"""
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True)
    assert f"ROS 2 cannot be used here: {missing} does not import" in done.stderr.splitlines()[-1]
    assert "--transport local" in done.stderr.splitlines()[-1]


def test_the_environment_names_the_profile_that_comes_with_it(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.delenv("FASTDDS_DEFAULT_PROFILES_FILE", raising=False)
    environment = ros_environment(launch_folder())
    assert Path(environment["FASTDDS_DEFAULT_PROFILES_FILE"]).is_file()
    assert environment["ROS_AUTOMATIC_DISCOVERY_RANGE"] == "SYSTEM_DEFAULT"
    with pytest.raises(AlongsideError, match=r"local\.xml is missing"):
        ros_environment(Path("nowhere"))
    monkeypatch.setenv("FASTDDS_DEFAULT_PROFILES_FILE", "/etc/robot.xml")
    assert ros_environment(launch_folder()) == {}
