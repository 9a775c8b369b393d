"""QTrobot v3: gateways of both kinds, a robot that leaves its broker, pace that goes with a sentence."""

from __future__ import annotations

import asyncio
import contextlib
import ssl
from collections.abc import AsyncIterator, Callable
from contextlib import asynccontextmanager
from pathlib import Path
from typing import Any

import pytest

import hardware.qtrobot3
from embodiment.robot import Face, Manner, Point, RobotLostError
from hardware.doubles.qtrobot3 import QTrobot3Double
from hardware.qtrobot3 import QTrobot3


@asynccontextmanager
async def qtrobot3(*, named: bool = True) -> AsyncIterator[tuple[QTrobot3, QTrobot3Double]]:
    """A robot and its double, connected."""
    double = QTrobot3Double(named=named)
    await double.start()
    robot = QTrobot3(double.address)
    await robot.open()
    try:
        yield robot, double
    finally:
        await robot.close()
        await double.stop()


async def until(what: Callable[[], Any], seconds: float = 10.0) -> None:
    """Wait for something to be so."""
    end = asyncio.get_running_loop().time() + seconds
    while not what():
        assert asyncio.get_running_loop().time() < end, "waited in vain"
        await asyncio.sleep(0.01)


@pytest.mark.parametrize("named", [True, False])
async def test_both_kinds_of_gateway_are_spoken_to(named: bool) -> None:
    async with qtrobot3(named=named) as (robot, double):
        await robot.say("one", Manner(rate=0.8))
        assert double.asked("text") == ["one"]
        assert double.rate == 0.8
        await robot.express(Face("sad", -0.6))
        await until(lambda: double.face == "QT/sad")


async def test_it_holds_its_head_where_it_is_when_it_is_stopped() -> None:
    async with qtrobot3() as (robot, double):
        await robot.gaze(Point(1.0, 0.3, 0.1))
        await until(lambda: double.head[0] > 10)
        double.head = (7.0, 3.0)  # on its way
        await asyncio.sleep(0.3)
        await robot.stop()
        await asyncio.sleep(0.2)
        assert double.head == (7.0, 3.0)


async def test_a_robot_that_leaves_its_broker_is_missed(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(hardware.qtrobot3, "SILENT_S", 0.6)
    async with qtrobot3() as (robot, double):
        lost: list[str] = []
        robot.told.lost = lost.append
        await asyncio.sleep(0.8)
        assert not lost
        for task in double._tasks:
            task.cancel()
        await until(lambda: lost)
        assert lost == ["it has fallen silent"]


async def test_a_serial_number_that_nobody_has_is_said(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("hardware.magpie_line.PATIENCE_S", 0.5)
    double = QTrobot3Double()
    await double.start()
    with pytest.raises(RobotLostError, match="does not answer on its broker"):
        await QTrobot3(f"127.0.0.1:{double.port}/QTRD999999").open()
    await double.stop()
    with pytest.raises(RobotLostError, match="no MQTT broker"):
        await QTrobot3("127.0.0.1:9/QTRD999999").open()


@asynccontextmanager
async def by_tls(port: int, pki: Path) -> AsyncIterator[int]:
    """A port at which a broker's own is reached by TLS."""
    context = ssl.create_default_context(ssl.Purpose.CLIENT_AUTH)
    context.load_cert_chain(pki / "broker.pem", pki / "broker.key")
    lines: set[asyncio.Task[None]] = set()

    async def pass_on(near: asyncio.StreamReader, far: asyncio.StreamWriter) -> None:
        with contextlib.suppress(OSError):
            while data := await near.read(4096):
                far.write(data)
                await far.drain()
        far.close()

    async def serve(reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        there, back = await asyncio.open_connection("127.0.0.1", port)
        lines.update(asyncio.create_task(work) for work in (pass_on(reader, back), pass_on(there, writer)))

    server = await asyncio.start_server(serve, "127.0.0.1", 0, ssl=context)
    try:
        yield server.sockets[0].getsockname()[1]
    finally:
        server.close()
        for line in lines:
            line.cancel()
        await asyncio.gather(*lines, return_exceptions=True)


async def test_its_broker_is_reached_by_tls_and_only_with_a_certificate_that_is_trusted(pki: Path) -> None:
    double = QTrobot3Double()
    await double.start()
    _, _, serial = double.address.partition("/")
    async with by_tls(double.port, pki) as port:
        address = f"127.0.0.1:{port}/{serial}"
        robot = QTrobot3(address, {"tls": "yes", "ca": str(pki / "ca.pem")})
        await robot.open()
        await robot.say("nobody reads this on the way", Manner())
        await robot.close()
        assert double.asked("text") == ["nobody reads this on the way"]
        for options in ({"tls": "yes", "ca": str(pki / "other.pem")}, {}):
            with pytest.raises(RobotLostError, match="no MQTT broker"):
                await QTrobot3(address, options).open()
    await double.stop()
