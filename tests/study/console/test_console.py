"""The console on the wire: what a page is told, what it may do, who gets in, and several sessions at once."""

from __future__ import annotations

import json
import stat
from pathlib import Path
from typing import Any

import numpy as np
import pytest
import websockets
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from alongside.consent import KEEPER
from alongside.errors import AlongsideError
from alongside.eventlog import EventLog
from alongside.messages import (
    Act,
    Affect,
    AudioChunk,
    Consent,
    Control,
    Decision,
    Event,
    Health,
    Interruption,
    Note,
    Proposed,
    Risk,
    State,
    Stop,
    Turn,
)
from alongside.records import GroundEntry
from embodiment.screen.protocol import FrameError
from study.console.place import FILE, place_at, place_of
from study.console.protocol import unpack
from tests.study.console.conftest import Desk, Running

KIM = {"name": "kim", "role": "operator"}
SOUND = (np.sin(np.arange(512) / 8) * 16384).astype("<i2").tobytes()
HARD = Turn(turn_id="t1", text="I failed my driving test again.")
ENTRY = GroundEntry(
    key="k",
    kind="fact",
    value="v",
    source_turn="t1",
    proposer="participant",
    confidence=1.0,
    status="accepted",
)


def state(turn_id: str = "t1") -> State:
    return State(turn_id=turn_id, phase="hold", gate_open=False, gate_reason="fresh", ground=(ENTRY,))


# ---------------------------------------------------------------- what a page is told


async def test_a_page_is_told_everything_as_it_happens(desk: Desk, session: Running) -> None:
    async with desk.page("one") as page:
        hello = await page.next("Hello")
        assert (hello["session"], hello["called"], hello["approval"]) == ("one", "one", False)
        await page.next("Past")
        await session.say(HARD, state(), Act(act_id="a", turn_id="t1", kind="reflect", text="Again."))
        assert (await page.next("Turn"))["text"] == HARD.text
        told = await page.next("State")
        assert (told["phase"], told["gate_reason"], told["ground"]) == ("hold", "fresh", [])
        assert (await page.next("Act"))["text"] == "Again."


async def test_a_page_that_comes_later_is_told_the_course_so_far(desk: Desk, session: Running) -> None:
    await session.say(
        HARD, state(), Note(kind="marker", text="wept"), Event(kind="affect_sources", data="{}")
    )
    await session.say(Health(component="voice", status="degraded", detail="no device"))
    async with desk.page("one") as page:
        past = (await page.next("Past"))["messages"]
    kinds = [item["type"] for item in past]
    assert [kind for kind in kinds if kind in ("Turn", "State", "Note", "Event")] == ["Turn", "State", "Note"]
    assert {"component": "voice", "status": "degraded"}.items() <= next(
        item for item in past if item.get("component") == "voice"
    ).items()


async def test_a_console_that_was_killed_takes_the_course_from_the_record(tmp_path: Path, desk: Desk) -> None:
    folder = tmp_path / "two"
    folder.mkdir()
    log = EventLog(folder)
    log.append(HARD, "listener")
    log.append(Stop(by="participant"), "screen")
    log.close()
    async with Running(folder) as running:
        await running.say(HARD)  # handed over again by the transport
        async with desk.page("two") as page:
            past = (await page.next("Past"))["messages"]
    assert [item["type"] for item in past if item["type"] != "Health"] == ["Turn", "Stop"]


async def test_how_loud_it_is_comes_ten_times_a_second_and_nothing_of_the_sound(
    desk: Desk, session: Running
) -> None:
    async with desk.page("one") as page:
        await page.next("Past")
        await session.say(*[AudioChunk(samples=SOUND) for _ in range(6)])
        level = await page.next("Level")
    assert level["peaks"] == [0.5, 0.5, 0.5]
    assert set(level) == {"type", "peaks"}


async def test_affect_is_thinned(desk: Desk, session: Running) -> None:
    await session.say(
        *[
            Affect(source="face", valence=0.1, arousal=0.0, confidence=1.0, stamp=1e9 + n / 10)
            for n in range(20)
        ]
    )
    async with desk.page("one") as page:
        past = (await page.next("Past"))["messages"]
    assert len([item for item in past if item["type"] == "Affect"]) == 4


async def test_what_was_not_agreed_to_is_not_shown_and_safety_is(tmp_path: Path, desk: Desk) -> None:
    folder = tmp_path / "careful"
    folder.mkdir()
    graph = {"title": "Careful", "nodes": [{"name": "consent", "component": KEEPER}]}
    async with Running(folder, graph) as running:
        await running.say(Consent(status="given", streams=("affect",), live=("affect",)), HARD)
        await running.say(Risk(turn_id="t1", severity=4, probability=0.8, level="high"))
        await running.say(*[AudioChunk(samples=SOUND) for _ in range(3)])
        async with desk.page("careful") as page:
            past = (await page.next("Past"))["messages"]
            said = {item["type"]: item for item in past}
            assert said["Turn"]["text"] == ""
            assert said["Risk"]["level"] == "high"
            await running.say(Consent(status="given", streams=(), live=("affect", "transcript")))
            await running.say(Turn(turn_id="t2", text="Now I do."))
            assert (await page.next("Turn"))["text"] == "Now I do."


async def test_a_deleted_record_is_forgotten_here_too(desk: Desk, session: Running) -> None:
    await session.say(HARD, Control(name="record", value="delete"))
    async with desk.page("one") as page:
        past = (await page.next("Past"))["messages"]
    assert not [item for item in past if item["type"] == "Turn"]


# ---------------------------------------------------------------- what it may do


async def test_stop_is_said_at_once_in_the_operators_name(desk: Desk, session: Running) -> None:
    async with desk.page("one") as page, desk.page("one") as other:
        await page.send("Stop", reason="kim, operator", by="participant")
        stop = await session.others.until(Stop)
        assert (stop.by, stop.reason) == ("operator", "kim, operator")
        assert (await page.next("Stop"))["by"] == "operator"
        assert (await other.next("Stop"))["by"] == "operator", "whoever else watches sees it too"


async def test_a_pause_silences_the_voice(desk: Desk, session: Running) -> None:
    async with desk.page("one") as page:
        await page.send("Control", name="pause", value="on")
        assert (await session.others.until(Control)).value == "on"
        assert (await session.others.until(Interruption)).cause == "stop"


async def test_decisions_and_notes_carry_who_made_them(desk: Desk, session: Running) -> None:
    async with desk.page("one") as page:
        await page.next("Past")
        await session.say(Proposed(act_id="a1", turn_id="t1", kind="reflect", text="Again.", seconds=20.0))
        assert (await page.next("Proposed"))["text"] == "Again."
        await page.send("Decision", verdict="edit", act_id="a1", text="Once more.", **KIM)
        decision = await session.others.until(Decision)
        assert (decision.verdict, decision.text, decision.name) == ("edit", "Once more.", "kim")
        await page.send("Note", kind="marker", text="looked away", **KIM)
        assert (await session.others.until(Note)).text == "looked away"


@pytest.mark.parametrize(
    ("plain", "why"),
    [
        ({"type": "Turn", "turn_id": "x", "text": "forged"}, "unknown type"),
        ({"type": "Decision", "verdict": "approve", "act_id": "a"}, "needs a name and a role"),
        ({"type": "Note", "text": "x" * 1001, **KIM}, "longer than 1000"),
        ({"type": "Control", "name": "record", "value": "delete"}, "not for a console"),
        ({"type": "Control", "name": "pause", "value": "perhaps"}, "not for a console"),
        ({"type": "Decision", "verdict": "obey", **KIM}, "must be one of"),
        ({"type": "Stop", "hurry": True}, "no field"),
    ],
)
async def test_anything_else_is_refused_in_a_line(
    desk: Desk, session: Running, plain: dict[str, Any], why: str
) -> None:
    async with desk.page("one") as page:
        await page.socket.send(json.dumps(plain))
        error = await page.next("Error")
        assert why in f"{error['what']}. {error['do']}"
    assert session.others.heard == []


@settings(deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture], max_examples=60)
@given(
    st.one_of(
        st.text(max_size=80),
        st.binary(max_size=20),
        st.recursive(
            st.none() | st.booleans() | st.floats() | st.text(max_size=9),
            lambda inner: (
                st.lists(inner, max_size=3) | st.dictionaries(st.text(max_size=6), inner, max_size=3)
            ),
            max_leaves=8,
        ).map(json.dumps),
        st.fixed_dictionaries(
            {"type": st.sampled_from(["Stop", "Control", "Decision", "Note"])},
            optional={
                name: st.text(max_size=5) | st.integers() for name in ("by", "name", "text", "verdict")
            },
        ).map(json.dumps),
    )
)
def test_whatever_a_page_sends_is_a_message_or_refused(frame: str | bytes) -> None:
    try:
        message = unpack(frame)
    except FrameError:
        return
    if isinstance(message, (Stop, Control)):
        assert message.by == "operator"


# ---------------------------------------------------------------- who gets in, and several at once


async def test_nobody_gets_in_without_the_secret(desk: Desk, session: Running) -> None:
    assert (await desk.get("/sessions", cookie="")).status_code == 403
    with pytest.raises(websockets.InvalidStatus):
        async with desk.page("one", cookie="desk=guessed"):
            pass
    port, door = session.console.port, "alongside_console=guessed"
    with pytest.raises(websockets.InvalidStatus):
        async with websockets.connect(
            f"ws://127.0.0.1:{port}/ws", additional_headers={"Cookie": door}, proxy=None
        ):
            pass


async def test_the_place_of_a_session_is_its_owners_alone_and_goes_when_it_ends(tmp_path: Path) -> None:
    async with Running(tmp_path) as running:
        file = tmp_path / FILE
        assert stat.S_IMODE(file.stat().st_mode) == 0o600
        place = place_of(tmp_path)
        assert place is not None
        assert (place.port, place.token) == (running.console.port, running.console.token)
    assert place_of(tmp_path) is None


async def test_sessions_come_and_go_and_each_page_has_its_own(desk: Desk, tmp_path: Path) -> None:
    folders = [tmp_path / name for name in ("one", "two")]
    for folder in folders:
        folder.mkdir()
    (tmp_path / "killed").mkdir()
    (tmp_path / "killed" / FILE).write_text('{"host": "127.0.0.1", "port": 1, "token": "left behind"}')
    async with Running(folders[0]) as one:
        assert await desk.listed() == ["one"]
        async with Running(folders[1]) as two:
            assert await desk.listed() == ["one", "two"]
            async with desk.page("one") as first, desk.page("two") as second:
                await second.send("Stop", reason="kim")
                await two.others.until(Stop)
                assert one.others.heard == []
                await one.say(HARD)
                assert (await first.next("Turn"))["text"] == HARD.text
        assert await desk.listed() == ["one"]


async def test_a_session_that_is_not_there_closes_the_line(desk: Desk) -> None:
    async with desk.page("nowhere") as page:
        with pytest.raises(websockets.ConnectionClosed):
            await page.next("Hello")
        assert page.socket.close_code == 1013


@pytest.mark.parametrize("address", ["http://127.0.0.1:8431/", "http://x", "http://[", "ftp://a:1/?token=b"])
def test_an_address_that_cannot_be_one_is_refused_in_a_line(address: str) -> None:
    with pytest.raises(AlongsideError, match="console"):
        place_at(address)


def test_an_address_is_read() -> None:
    place = place_at("http://192.168.1.7:8431/?token=secret")
    assert (place.host, place.port, place.token, place.key) == (
        "192.168.1.7",
        8431,
        "secret",
        "192.168.1.7-8431",
    )


async def test_a_short_token_is_refused(tmp_path: Path) -> None:
    running = Running(tmp_path, token="short")
    await running.transport.start()
    assert "16 characters" in running.console.problem
    await running.transport.stop()
