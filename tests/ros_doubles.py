"""Small components for tests of the ROS transport, and a program that runs them in a process of its own."""

from __future__ import annotations

import asyncio
import contextlib
import signal
import subprocess
import sys
import threading
import time
from collections.abc import AsyncIterator, Callable, Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Any, Literal

import pytest
import rclpy
import yaml
from rclpy.action import ActionClient
from rclpy.executors import ExternalShutdownException, SingleThreadedExecutor
from rclpy.qos import DurabilityPolicy, QoSProfile

from alongside.component import Component, Context
from alongside.errors import AlongsideError
from alongside.messages import AudioChunk, Control, Event, Health, Message, State, Stop, Turn
from alongside.profiles import launch_folder
from alongside.ros import RosTransport, ros_environment
from alongside.settings import setting
from tests.domains import Domain


@dataclass(frozen=True)
class TalkerSettings:
    gain: float = setting(1.0, "How loud, 1 is as recorded.", low=0.0, high=4.0)
    greeting: str = setting("hello", "What the first turn says.")
    manner: Literal["calm", "brisk"] = setting("calm", "How it talks.")
    languages: tuple[str, ...] = setting((), "Languages it knows.")
    count: int = setting(2, "How many turns.", low=1)


class Talker(Component):
    """Says a state and a few turns when it starts, and counts the audio it hears."""

    hears = (AudioChunk, Control)
    says = (State, Turn, Event)
    Settings = TalkerSettings

    def __init__(self, *arguments: Any) -> None:
        super().__init__(*arguments)
        self.chunks: list[bytes] = []

    async def start(self) -> None:
        for number in range(self.settings.count):
            self.say(Turn(turn_id=f"t{number}", text=self.settings.greeting))
        for phase in ("arrive", "hold"):
            self.say(State(turn_id="t", phase=phase, gate_open=False, gate_reason=""))  # type: ignore[arg-type]

    async def on_audio_chunk(self, chunk: AudioChunk) -> None:
        self.chunks.append(chunk.samples)

    async def on_control(self, control: Control) -> None:
        numbers = [int.from_bytes(chunk[:4], "little") for chunk in self.chunks]
        self.say(Event(kind="heard", data=f"{len(numbers)} {numbers == sorted(numbers)}"))


class Clock(Component):
    """Says a chunk of silence, twenty times a second."""

    says = (AudioChunk,)
    _task: asyncio.Task[None] | None = None

    async def start(self) -> None:
        self._task = asyncio.create_task(self._tick())

    async def stop(self) -> None:
        if self._task:
            self._task.cancel()

    async def _tick(self) -> None:
        while True:
            self.say(AudioChunk(samples=bytes(1024)))
            await asyncio.sleep(0.05)


class Broken(Component):
    """Cannot start."""

    async def start(self) -> None:
        raise AlongsideError("it is broken", "Mend it.")


class Listener(Component):
    """Keeps everything it hears."""

    hears = (Turn, State, Event, Stop)
    says = (AudioChunk, Control, Stop)

    def __init__(self, name: str = "ear", namespace: str = "") -> None:
        super().__init__(name, {}, Context(Path("unused"), namespace, "test", "ros"))
        self.heard: list[Message] = []

    def of(self, kind: type[Message]) -> list[Any]:
        return [message for message in self.heard if type(message) is kind]

    async def _keep(self, message: Message) -> None:
        self.heard.append(message)

    on_turn = on_state = on_event = on_stop = on_health = _keep


class Replayer(Listener):
    """The same, but also for what was said before it came."""

    hears = (Turn, State, Health)
    replays = True


async def until(condition: Callable[[], object], seconds: float = 10.0) -> None:
    """Wait on the event loop until `condition` holds."""
    end = time.monotonic() + seconds
    while not condition():
        assert time.monotonic() < end, "it never came"
        await asyncio.sleep(0.01)


class Program:
    """`python -m alongside.process` as the supervisor starts it, over ROS."""

    def __init__(self, folder: Path, nodes: dict[str, Any], *extra: str) -> None:
        profile = folder / "test.yaml"
        profile.write_text(yaml.safe_dump({"title": "test", "nodes": nodes}))
        command = [sys.executable, "-m", "alongside.process", str(profile), "--session", str(folder)]
        self.lines: list[str] = []
        self.process = subprocess.Popen(
            [*command, "--transport", "ros", *extra],
            stderr=subprocess.STDOUT,
            stdout=subprocess.PIPE,
            text=True,
        )
        self._reader = threading.Thread(target=self._read, daemon=True)
        self._reader.start()

    def _read(self) -> None:
        assert self.process.stdout is not None
        self.lines.extend(line.rstrip() for line in self.process.stdout)

    def ready(self, node: str, seconds: float = 20.0) -> None:
        """Wait until a node says it is ready."""
        end = time.monotonic() + seconds
        while f"I alongside.{node}: ready" not in self.lines:
            assert self.process.poll() is None, self.lines
            assert time.monotonic() < end, self.lines
            time.sleep(0.02)

    def end(self, number: int = signal.SIGINT) -> tuple[int, float]:
        """Send a signal; the exit code and how many seconds it took."""
        began = time.monotonic()
        self.process.send_signal(number)
        code = self.process.wait(10)
        self._reader.join(2)
        return code, time.monotonic() - began


@contextlib.contextmanager
def program(folder: Path, nodes: dict[str, Any], *extra: str) -> Iterator[Program]:
    """A program for the length of a `with` block."""
    running = Program(folder, nodes, *extra)
    try:
        yield running
    finally:
        running.process.kill()
        running.process.wait()


class Operator:
    """Somebody else's rclpy program beside the graph: hears topics, calls services, sends goals."""

    def __init__(self, name: str = "operator") -> None:
        self.context = rclpy.Context()
        rclpy.init(context=self.context, args=[])
        self.node = rclpy.create_node(name, context=self.context)
        self.executor = SingleThreadedExecutor(context=self.context)
        self.executor.add_node(self.node)
        self.clients: list[Any] = []
        self.thread = threading.Thread(target=self._spin, daemon=True)
        self.thread.start()

    def _spin(self) -> None:
        with contextlib.suppress(ExternalShutdownException):
            self.executor.spin()

    def hear(self, kind: Any, topic: str, *, latched: bool = False) -> list[Any]:
        """A list that fills with what comes on a topic."""
        heard: list[Any] = []
        durability = DurabilityPolicy.TRANSIENT_LOCAL if latched else DurabilityPolicy.VOLATILE
        self.node.create_subscription(kind, topic, heard.append, QoSProfile(depth=100, durability=durability))
        return heard

    async def call(self, kind: Any, name: str, request: Any) -> Any:
        """A service's answer."""
        client = self.node.create_client(kind, name)
        assert await asyncio.to_thread(client.wait_for_service, 10.0), name
        return await self._done(client.call_async(request))

    async def send(self, kind: Any, name: str, goal: Any) -> tuple[Any, list[Any]]:
        """The handle of a goal, and the list that its feedback comes into."""
        client = await self._make(lambda: ActionClient(self.node, kind, name))
        self.clients.append(client)
        assert await asyncio.to_thread(client.wait_for_server, 10.0), name
        told: list[Any] = []
        handle = await self._done(
            client.send_goal_async(goal, feedback_callback=lambda message: told.append(message.feedback))
        )
        return handle, told

    async def result(self, handle: Any) -> tuple[int, Any]:
        """Status (action_msgs/GoalStatus) and result of an accepted goal."""
        answer = await self._done(handle.get_result_async())
        return int(answer.status), answer.result

    async def cancel(self, handle: Any) -> None:
        """Ask for a goal to be cancelled."""
        await self._done(handle.cancel_goal_async())

    async def _make(self, function: Callable[[], Any]) -> Any:
        """Call `function` on the executor's thread: an action client made beside it may break it."""
        return await self._done(self.executor.create_task(function))

    async def _done(self, future: Any) -> Any:
        await until(future.done)
        return future.result()

    def close(self) -> None:
        self.executor.shutdown()
        self.thread.join(2)
        for client in self.clients:
            client.destroy()
        self.node.destroy_node()
        self.context.try_shutdown()


@pytest.fixture
def operator(own_graph: None) -> Iterator[Operator]:
    """An operator's program, in the same domain."""
    running = Operator()
    yield running
    running.close()


@contextlib.asynccontextmanager
async def graph(*components: Component) -> AsyncIterator[RosTransport]:
    """Components on the ROS transport for the length of an `async with` block."""
    transport = RosTransport(components, components[0].context)
    await transport.start()
    try:
        yield transport
    finally:
        await transport.stop()


@pytest.fixture(autouse=True)
def own_graph(monkeypatch: pytest.MonkeyPatch) -> Iterator[None]:
    """The environment of a graph's processes, in a DDS domain of this test alone."""
    domain = Domain()
    monkeypatch.setenv("ROS_DOMAIN_ID", str(domain.number))
    for name, value in ros_environment(launch_folder()).items():
        monkeypatch.setenv(name, value)
    yield
    domain.give_back()
