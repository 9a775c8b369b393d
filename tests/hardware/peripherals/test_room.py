"""A session with a lamp, an arm, a button and a strap, on a real Mosquitto and on the embedded broker."""

import asyncio
import json
import statistics
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest

from alongside.messages import Answer, Control, Event, FacePose, Health, SheetView, State, Stop
from alongside.records import SheetField
from hardware.peripherals.access import Access

ROOT = Path(__file__).resolve().parents[3]


@pytest.fixture(params=["3.1.1", "5", "embedded"])
def broker(request: pytest.FixtureRequest) -> Iterator[tuple[dict[str, Any], Access]]:
    """Settings of the companion and the board's access, for each kind of broker."""
    if request.param == "embedded":
        port = request.getfixturevalue("free_port")
        yield {"port": port}, Access("127.0.0.1", port, "board")
        return
    port = request.getfixturevalue("mosquitto").port
    settings = {"broker": "127.0.0.1", "port": port, "version": request.param}
    yield settings, Access("127.0.0.1", port, "board", request.param)


async def test_a_pose_is_a_colour_and_an_angle_and_a_stop_holds_both(room: Any, broker: Any) -> None:
    async with room(*broker) as r:
        r.say(FacePose(mode="listening", valence=0.6, gaze_x=0.5))
        await r.until(lambda: {"lamp", "arm"} <= set(r.board.shown))
        assert r.board.shown["lamp"]["color"] == {"r": 255, "g": 170, "b": 60}
        assert r.board.shown["lamp"]["brightness"] == 204
        assert r.board.shown["arm"] == "22"
        r.say(Stop(by="operator"))
        r.say(FacePose(mode="waiting", arousal=-0.25, heavy=True))  # as the companion is after a stop
        await r.until(lambda: r.board.shown["lamp"]["transition"] == 0 and r.board.stops)
        assert r.board.shown["lamp"]["color"] == {"r": 255, "g": 170, "b": 60}
        assert r.board.sets[-1] in (("arm", "22"), ("lamp", r.board.shown["lamp"]))
        r.say(FacePose(mode="listening", gaze_x=-0.5))
        await r.until(lambda: r.board.shown["arm"] != "22")


async def test_a_stop_is_there_within_a_tenth_of_a_second(room: Any, broker: Any) -> None:
    async with room(*broker) as r:
        loop = asyncio.get_running_loop()
        took = []
        for number in range(5):
            r.say(FacePose(mode="speaking", valence=0.6 if number % 2 else -0.6))
            await r.until(lambda: r.board.shown.get("lamp", {}).get("transition") == 1.0)
            begun = loop.time()
            r.say(Stop())
            await r.until(lambda: r.board.shown["lamp"]["transition"] == 0)
            took.append(loop.time() - begun)
        await r.until(lambda: len(r.board.stops) == 5)
        assert statistics.median(took) < 0.1


async def test_the_button_stops_once_and_the_heart_is_recorded(room: Any, broker: Any) -> None:
    async with room(*broker) as r:
        r.board.press()
        r.board.press("release")
        r.board.beat(71.5)
        await r.until(lambda: r.others.of(Stop) and r.others.of(Event))
        [event] = r.others.of(Event)
        assert event.kind == "heart_rate"
        assert json.loads(event.data) == {"peripheral": "strap", "bpm": 71.5}
        await r.until(lambda: r.board.stops)
        assert len(r.others.of(Stop)) == 1
        assert r.others.of(Stop)[0].by == "participant"


async def test_the_companion_says_where_it_stands_and_that_it_went(room: Any, mosquitto: Any) -> None:
    settings = {"broker": "127.0.0.1", "port": mosquitto.port}
    where = "alongside/default/companion/availability"
    sub = ("-t", where, "-C", "1", "-W", "5")
    async with room(settings, Access("127.0.0.1", mosquitto.port, "board"), means="talk") as r:
        r.say(State(turn_id="t", phase="hold", gate_open=True, gate_reason="private", risk=3))
        await asyncio.sleep(0.3)
        read = ("-t", "alongside/default/companion/state", "-C", "1", "-W", "5")
        got = mosquitto.cli("mosquitto_sub", *read).stdout
        assert json.loads(got) == {"phase": "hold", "gate_open": True, "stop": ""}
        assert mosquitto.cli("mosquitto_sub", *sub).stdout == "online\n"
        r.board.press("down")
        r.board.press("up")
        await r.until(lambda: len(r.others.of(Control)) == 2)
        assert [item.value for item in r.others.of(Control)] == ["down", "up"]
        config = ("-t", "homeassistant/light/lamp/config", "-C", "1", "-W", "5")
        assert json.loads(mosquitto.cli("mosquitto_sub", *config).stdout)["schema"] == "json"
    assert mosquitto.cli("mosquitto_sub", *sub).stdout == "offline\n"


async def test_a_tablet_shows_the_question_and_its_answer_is_an_answer(room: Any, mosquitto: Any) -> None:
    settings = {"broker": "127.0.0.1", "port": mosquitto.port, "peripherals": ["pad=tablet"]}
    async with room(settings, Access("127.0.0.1", mosquitto.port, "board")) as r:
        field = SheetField(key="f1", label="Feeling", kind="text", prompt="What?", help="", status="asking")
        r.say(SheetView(sheet="s1", title="T", status="open", current="f1", fields=(field,)))
        loop = asyncio.get_running_loop()
        sub = ("-t", "alongside/default/pad/set", "-C", "1", "-W", "10")
        reading = loop.run_in_executor(None, lambda: mosquitto.cli("mosquitto_sub", *sub).stdout)
        await asyncio.sleep(0.5)
        mosquitto.cli("mosquitto_pub", "-q", "1", "-t", "alongside/default/pad/availability", "-m", "online")
        assert json.loads(await reading)["field"] == "f1"
        answer = {"id": "1", "event_type": "answer", "sheet": "s1", "field": "f1", "value": "tired"}
        pub = ("-q", "1", "-t", "alongside/default/pad/event", "-m", json.dumps(answer))
        mosquitto.cli("mosquitto_pub", *pub)
        mosquitto.cli("mosquitto_pub", *pub)  # delivered twice, as QoS 1 may
        mosquitto.cli("mosquitto_pub", *pub[:4], "-m", json.dumps({**answer, "id": "2", "value": "sad"}))
        await r.until(lambda: len(r.others.of(Answer)) >= 2)
        assert [item.value for item in r.others.of(Answer)] == ["tired", "sad"]
        assert r.others.of(Answer)[0].channel == "touch"
        assert r.others.of(Health)[-1].status == "ready"


async def test_junk_on_every_topic_ends_nothing(room: Any, mosquitto: Any) -> None:
    settings = {"broker": "127.0.0.1", "port": mosquitto.port}
    async with room(settings, Access("127.0.0.1", mosquitto.port, "board")) as r:
        for where in ("button/event", "strap/state", "arm/state", "board/availability", "nobody/state"):
            for junk in ("{", "[" * 2000, "NaN", '{"id": [], "event_type": {}}', "1" * 5000):
                mosquitto.cli("mosquitto_pub", "-t", f"alongside/default/{where}", "-m", junk)
        for junk in ("{", '{"schema": "json", "command_topic": 3}', "[]"):
            mosquitto.cli("mosquitto_pub", "-r", "-t", "homeassistant/light/other/config", "-m", junk)
        mosquitto.cli("mosquitto_pub", "-r", "-t", "alongside/default/button/event", "-m", "press")
        r.board.press()
        await r.until(lambda: r.others.of(Stop))
        assert r.body.link.connections == 1


async def test_the_board_plays_at_the_command_line(mosquitto: Any) -> None:
    given = ("-m", "hardware.doubles.peripheral", "--port", str(mosquitto.port), "--namespace", "lab")
    board = await asyncio.create_subprocess_exec(
        sys.executable, *given, stdin=subprocess.PIPE, stdout=subprocess.PIPE, cwd=ROOT
    )
    try:
        loop = asyncio.get_running_loop()
        sub = ("-t", "alongside/lab/strap/state", "-C", "1", "-W", "15")
        beat = await loop.run_in_executor(None, lambda: mosquitto.cli("mosquitto_sub", *sub).stdout)
        assert 60 <= json.loads(beat)["heart_rate"] <= 76
        assert board.stdout is not None
        assert json.loads(await board.stdout.readline()) == {"companion": "away", "stops": 0}
        will = ("-t", "alongside/lab/board/availability", "-C", "1", "-W", "5")
        assert mosquitto.cli("mosquitto_sub", *will).stdout == "online\n"
        board.kill()
        await board.wait()
        assert mosquitto.cli("mosquitto_sub", *will).stdout == "offline\n"
    finally:
        if board.returncode is None:
            board.kill()
            await board.wait()
