"""A session whose broker is killed (-9) in the middle and started again: it goes on, and nothing is lost."""

import asyncio
import json
from pathlib import Path
from typing import Any

import psutil
import pytest
import websockets
import yaml

from alongside.eventlog import verify
from alongside.messages import Act, Answer, Event, Health, SheetView, Turn
from hardware.doubles.peripheral import PeripheralDouble
from hardware.peripherals.access import Access
from tests.e2e.graphs import Graph, running
from tests.e2e.record import Record
from tests.hardware.peripherals.conftest import until

pytestmark = pytest.mark.slow
PROFILE = """
title: A session with things in the room
nodes:
  recorder: {is: study.recorder:Recorder, in: record, settings: {report: false}}
  companion:
    is: agent.conversation:Conversation
    in: mind
    settings: {appraiser: rules, worksheet: three_good_things}
  body: {is: embodiment.body:Body, in: screen}
  screen: {is: embodiment.screen.server:Screen, in: screen, settings: {port: 0}}
"""
SAID = ("My sister was ill and I was so afraid.", "I still am, at night.", "I have not told anybody.")
MOST_BYTES = 30e6
"""By which the companion's memory may grow while its broker is away."""


async def test_the_session_goes_on_and_a_press_counts_once(mosquitto: Any, tmp_path: Path) -> None:
    version = "5"
    settings = {"broker": "127.0.0.1", "port": mosquitto.port, "version": version}
    profile = yaml.safe_load(PROFILE)
    profile["nodes"]["peripherals"] = {
        "is": "hardware.peripherals.component:Peripherals", "in": "screen", "settings": settings,
    }  # fmt: skip
    path = tmp_path / "room.yaml"
    path.write_text(yaml.safe_dump(profile))
    board = PeripheralDouble(Access("127.0.0.1", mosquitto.port, "board", version), means="answer:4")
    with running([str(path), "--transport", "local"], tmp_path) as graph:
        address = await asyncio.to_thread(lambda: graph.address)
        line = f"{address.replace('http', 'ws')}ws"
        await board.start()
        try:
            async with websockets.connect(line, origin=address.rstrip("/"), proxy=None) as page:
                await the_broker_goes_and_comes(board, page, Record(graph), mosquitto, graph)
        finally:
            await board.stop()
        assert await asyncio.to_thread(graph.stop) == 0
    nothing_is_lost(graph, Record(graph))


async def the_broker_goes_and_comes(
    board: PeripheralDouble, page: Any, record: Record, mosquitto: Any, graph: Graph
) -> None:
    async def send(kind: str, **content: str) -> None:
        await page.send(json.dumps({"type": kind, **content}))

    async def recorded(kind: type, count: int = 1, /, **having: Any) -> Any:
        return await asyncio.to_thread(record.until, kind, count, **having)

    await send("Control", name="session", value="start")
    await until(lambda: board.companion == "online")
    await send("Typed", text=SAID[0])
    await recorded(Act, kind="reflect")
    await until(lambda: board.beat(71) or record.of(Event, kind="heart_rate"))  # a heart beats on
    memory = held(graph)

    mosquitto.kill()
    await asyncio.to_thread(graph.said, "peripherals degraded: the MQTT broker at")
    for number, text in enumerate(SAID[1:], 2):
        await send("Typed", text=text)
        turn = await recorded(Turn, number)
        await recorded(Act, turn_id=turn.turn_id)
    await send("Answer", sheet="", field="", move="start", value="", channel="touch")
    await recorded(SheetView, status="open")
    board.press()  # the open question's answer: kept by the board until the companion has it
    await recorded(Health, component="peripherals", status="degraded")
    mosquitto.start()
    await asyncio.to_thread(graph.said, "peripherals is back")
    answer = await recorded(Answer, move="enter")
    assert (answer.field, answer.value) == ("distress_before", "4")
    await until(lambda: not board.waiting)
    await until(lambda: board.beat(74) or 74.0 in beats(record))
    await until(lambda: "lamp" in board.shown)
    assert held(graph) - memory < MOST_BYTES


def held(graph: Graph) -> int:
    """Bytes that the companion's processes hold."""
    return sum(child.memory_info().rss for child in psutil.Process(graph.process.pid).children())


def nothing_is_lost(graph: Graph, record: Record) -> None:
    assert verify(graph.session).ok
    assert [turn.text for turn in record.of(Turn)] == list(SAID)
    for turn in record.of(Turn):
        assert record.of(Act, turn_id=turn.turn_id)
    assert len(record.of(Answer, move="enter")) == 1
    assert set(beats(record)) == {71.0, 74.0}


def beats(record: Record) -> list[float]:
    """The heart rates on the record."""
    return [json.loads(event.data)["bpm"] for event in record.of(Event, kind="heart_rate")]
