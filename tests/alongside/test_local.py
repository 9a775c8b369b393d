"""Components and the transport without ROS."""

import asyncio
from pathlib import Path

import pytest

from alongside.component import Component, Context
from alongside.errors import AlongsideError
from alongside.inbox import MOST_WAITING
from alongside.local import LocalTransport
from alongside.messages import FaceSeen, Health, Message, Patience, Stop, Turn

CONTEXT = Context(session=Path("/nonexistent"))


class Talker(Component):
    says = (Turn, Patience, Stop, FaceSeen)


class Hearer(Component):
    hears = (Turn, Patience, Stop, FaceSeen)

    def __init__(self, name: str = "hearer") -> None:
        super().__init__(name, {}, CONTEXT)
        self.heard: list[Message] = []
        self.gate = asyncio.Event()
        self.gate.set()

    async def on_turn(self, turn: Turn) -> None:
        await self.gate.wait()
        if turn.text == "break":
            raise ValueError("my secret words")
        if turn.text == "refuse":
            raise AlongsideError("that cannot be", "Do this")
        self.heard.append(turn)

    async def on_patience(self, patience: Patience) -> None:
        self.heard.append(patience)

    async def on_stop(self, stop: Stop) -> None:
        self.heard.append(stop)

    async def on_face_seen(self, seen: FaceSeen) -> None:
        await self.gate.wait()
        self.heard.append(seen)


class Watcher(Component):
    hears = (Health,)

    def __init__(self) -> None:
        super().__init__("watcher", {}, CONTEXT)
        self.health: list[Health] = []

    async def on_health(self, health: Health) -> None:
        self.health.append(health)


async def test_messages_arrive_in_order_and_not_at_their_sender() -> None:
    talker, hearer = Talker("talker", {}, CONTEXT), Hearer()
    transport = LocalTransport([talker, hearer])
    await transport.start()
    for number in range(50):
        talker.say(Turn(turn_id=str(number), text="hello"))
    await transport.settle()
    await transport.stop()
    assert [message.turn_id for message in hearer.heard if isinstance(message, Turn)] == [
        str(n) for n in range(50)
    ]


async def test_an_urgent_message_overtakes_what_is_in_progress() -> None:
    talker, hearer = Talker("talker", {}, CONTEXT), Hearer()
    transport = LocalTransport([talker, hearer])
    await transport.start()
    hearer.gate.clear()
    talker.say(Turn(turn_id="slow", text="x"))
    talker.say(Stop())
    await asyncio.sleep(0.01)
    assert [type(message) for message in hearer.heard] == [Stop]
    hearer.gate.set()
    await transport.settle()
    await transport.stop()


async def test_of_sensor_messages_the_newest_wins() -> None:
    talker, hearer = Talker("talker", {}, CONTEXT), Hearer()
    transport = LocalTransport([talker, hearer])
    await transport.start()
    hearer.gate.clear()
    for number in range(MOST_WAITING * 2):
        talker.say(FaceSeen(present=True, face_id=str(number)))
        if number == 0:
            await asyncio.sleep(0.01)  # the first is being handled; the others wait
    hearer.gate.set()
    await transport.settle()
    await transport.stop()
    assert [seen.face_id for seen in hearer.heard if isinstance(seen, FaceSeen)] == [
        "0",
        str(MOST_WAITING * 2 - 1),
    ]


async def test_a_late_joiner_gets_the_state() -> None:
    talker = Talker("talker", {}, CONTEXT)

    class Slow(Hearer):
        async def start(self) -> None:
            talker.say(Patience(seconds=2.5))
            talker.say(Turn(turn_id="gone", text="said before it listened"))

    hearer = Slow()
    transport = LocalTransport([talker, hearer])
    await transport.start()
    await transport.settle()
    await transport.stop()
    assert [type(message) for message in hearer.heard] == [Patience]


async def test_a_failing_handler_is_told_without_personal_words_and_the_component_goes_on(
    caplog: pytest.LogCaptureFixture,
) -> None:
    talker, hearer, watcher = Talker("talker", {}, CONTEXT), Hearer(), Watcher()
    transport = LocalTransport([watcher, talker, hearer])
    await transport.start()
    for words in ("break", "refuse", "fine"):
        talker.say(Turn(turn_id=words, text=words))
    await transport.settle()
    await transport.stop()
    assert [message.turn_id for message in hearer.heard if isinstance(message, Turn)] == ["fine"]
    told = [health.detail for health in watcher.health if health.status == "degraded"]
    assert told == ["ValueError while handling Turn", "that cannot be. Do this"]
    assert "secret" not in caplog.text


def test_undeclared_speech_is_a_programming_error() -> None:
    with pytest.raises(TypeError, match="does not declare"):
        Hearer().say(Turn(turn_id="a", text="b"))


def test_a_setting_that_does_not_exist_is_named_with_the_nearest() -> None:
    with pytest.raises(AlongsideError, match="talker has no setting 'x'"):
        Talker("talker", {"x": 1}, CONTEXT)
