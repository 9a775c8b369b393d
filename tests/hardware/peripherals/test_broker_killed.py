"""The broker is killed (-9) and restarted in a session: all come back, nothing that mattered is lost."""

import asyncio
from pathlib import Path
from typing import Any

import psutil
import pytest

from alongside.component import Context
from alongside.messages import FacePose, Health, Stop
from hardware.peripherals import access, link
from hardware.peripherals.access import Access
from hardware.peripherals.component import Peripherals
from hardware.peripherals.outbox import STREAMS


@pytest.mark.parametrize("version", ["3.1.1", "5"])
async def test_killed_and_restarted_again_and_again(room: Any, mosquitto: Any, version: str) -> None:
    settings = {"broker": "127.0.0.1", "port": mosquitto.port, "version": version}
    process = psutil.Process()
    async with room(settings, Access("127.0.0.1", mosquitto.port, "board", version)) as r:
        pressed = 0

        async def busy(presses: int) -> None:
            nonlocal pressed
            for step in range(presses * 10):
                r.say(FacePose(mode="listening", valence=(step % 3 - 1) * 0.5, gaze_x=step % 20 / 10 - 1))
                if step % 10 == 0:
                    r.board.press()
                    pressed += 1
                r.board.beat(60 + step % 20)
                await asyncio.sleep(0.002)

        await busy(10)
        memory = process.memory_info().rss
        for _ in range(2):
            working = asyncio.create_task(busy(25))
            await asyncio.sleep(0.15)
            mosquitto.kill()
            await working
            assert len(r.body.link.outbox) < STREAMS
            mosquitto.start()
            await r.until(lambda: len(r.others.of(Stop)) >= pressed and r.board.companion == "online")
        assert pressed == 60
        assert len(r.others.of(Stop)) == pressed  # none lost, none twice
        await r.until(lambda: not r.board.waiting)
        # The lamp shows what is wanted now, though the poses in between went nowhere.
        r.say(FacePose(mode="listening", valence=0.9))
        await r.until(lambda: r.board.shown["lamp"].get("color") == {"r": 255, "g": 170, "b": 60})
        assert r.body.link.outbox.dropped == 0
        assert process.memory_info().rss - memory < 30e6
        told = [
            item.status for item in r.others.of(Health) if item.component == "peripherals" and item.detail
        ]
        assert told == ["ready", "degraded", "ready", "degraded", "ready"]


async def test_a_stop_while_the_broker_is_away_reaches_the_board_when_it_is_back(
    room: Any, mosquitto: Any
) -> None:
    settings = {"broker": "127.0.0.1", "port": mosquitto.port}
    async with room(settings, Access("127.0.0.1", mosquitto.port, "board")) as r:
        r.say(FacePose(mode="speaking", valence=-0.6))
        await r.until(lambda: "lamp" in r.board.shown)
        mosquitto.kill()
        await r.until(lambda: not r.body.link.connected)
        for _ in range(500):
            r.say(FacePose(mode="speaking", valence=0.6, gaze_x=0.3))
        await asyncio.sleep(0.3)  # a stop overtakes poses that wait to be handled
        r.say(Stop())
        await asyncio.sleep(0.2)
        mosquitto.start()
        await r.until(lambda: r.board.stops and r.board.shown["lamp"].get("transition") == 0)


async def test_a_broker_that_takes_the_line_and_says_nothing_costs_no_sockets(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(access, "ANSWER_S", 0.1)
    monkeypatch.setattr(link, "RETRY_S", (0.01,))
    lines: list[asyncio.StreamWriter] = []
    enough = asyncio.Event()

    def took(_: asyncio.StreamReader, line: asyncio.StreamWriter) -> None:
        lines.append(line)
        if len(lines) == 8:
            enough.set()

    broker = await asyncio.start_server(took, "127.0.0.1", 0)
    port = broker.sockets[0].getsockname()[1]
    body = Peripherals("peripherals", {"broker": "127.0.0.1", "port": port}, Context(tmp_path))
    await body.start()
    await asyncio.wait_for(enough.wait(), 20)
    ours = [item for item in psutil.Process().net_connections() if item.raddr and item.raddr.port == port]
    await body.stop()
    for line in lines:
        line.close()
    broker.close()
    assert len([item for item in ours if item.status == "ESTABLISHED"]) <= 2
