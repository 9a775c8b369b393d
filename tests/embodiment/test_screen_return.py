"""A page that goes and comes back, and a screen that is started anew: what lasts, and what does not."""

from __future__ import annotations

import asyncio
import json
from pathlib import Path

import httpx

from alongside.eventlog import EventLog
from alongside.messages import AudioChunk, Control, Health, PartialSpeech, Stop, Turn
from embodiment.screen.missing import RELOADING_S
from tests.embodiment.screen_messages import ACT, SHEET, SOUND, STATE


async def test_a_page_that_comes_back_finds_the_session(wired) -> None:
    first = await wired.connect()
    await first.send({"type": "Control", "name": "session", "value": "start"})
    wired.say(ACT)
    await first.next("Act")
    await first.socket.close()
    wired.say(SHEET)
    second = await wired.raw()
    assert (await second.next("Hello"))["resumed"] is True
    assert (await second.next("Control"))["value"] == "start"
    assert (await second.next("SheetView"))["title"] == "My day"
    assert (await second.next("Act"))["act_id"] == "a1"


async def test_after_a_stop_a_page_that_comes_back_stays_still(wired) -> None:
    first = await wired.connect()
    await first.send({"type": "Control", "name": "session", "value": "start"})
    await first.send({"type": "Stop"})
    await wired.until(lambda: wired.heard(Stop))
    await first.socket.close()
    second = await wired.raw()
    assert (await second.next("Hello"))["resumed"] is False
    await second.next("Stop")


async def test_what_the_person_deletes_is_gone_from_the_screen_too(wired) -> None:
    wired.say(ACT)
    wired.say(STATE)
    wired.say(SHEET)
    await wired.transport.settle()
    first = await wired.connect()
    await first.send({"type": "Control", "name": "session", "value": "end"})
    await first.send({"type": "Control", "name": "record", "value": "delete"})
    await wired.until(lambda: len(wired.heard(Control)) == 2)
    async with httpx.AsyncClient(trust_env=False) as client:
        assert (await client.get(wired.screen.address + "sheet")).status_code == 404
    await first.socket.close()
    second = await wired.connect()
    wired.say(PartialSpeech(turn_id="t2", revision=0, text="end"))
    kinds = set()
    while "PartialSpeech" not in kinds:
        kinds.add(json.loads(await second.socket.recv())["type"])
    assert kinds <= {"Control", "Health", "PartialSpeech"}


async def test_a_restarted_screen_takes_up_the_session_from_its_log(start_screen, tmp_path: Path) -> None:
    log = EventLog(tmp_path)
    for message in (
        Control(name="session", value="start"),
        Control(name="microphone", value="off"),
        Health(component="camera", status="failed", detail="of a process that is gone"),
        STATE,
        SHEET,
        ACT,
    ):
        log.append(message, "someone")
    log.close()
    wired = await start_screen()
    client = await wired.raw()
    assert (await client.next("Hello"))["resumed"] is True
    assert (await client.next("State"))["phase"] == "hold"
    assert (await client.next("Act"))["act_id"] == "a1"
    await client.send(SOUND)
    await client.send({"type": "Typed", "text": "hello"})
    await wired.until(lambda: wired.heard(Turn))
    assert not wired.heard(AudioChunk)


async def test_a_damaged_log_does_not_keep_the_page_shut(start_screen, tmp_path: Path) -> None:
    log = EventLog(tmp_path)
    log.append(Control(name="session", value="start"), "screen")
    log.close()
    with (tmp_path / "events.jsonl").open("ab") as file:
        file.write(b"not an event\n")
    wired = await start_screen()
    assert (await (await wired.raw()).next("Hello"))["resumed"] is True


async def test_a_page_that_is_missed_is_told_of_and_one_that_is_loaded_again_is_not(wired) -> None:
    def told() -> list[tuple[str, str]]:
        health = [item for item in wired.others.heard if isinstance(item, Health)]
        return [(item.status, item.detail) for item in health[1:]]  # after it was ready at first

    first = await wired.connect()
    await first.socket.close()  # nothing has begun: nobody misses it
    second = await wired.connect()
    await second.send({"type": "Control", "name": "session", "value": "start"})
    await wired.until(lambda: wired.heard(Control))
    await second.socket.close()
    third = await wired.connect()
    await asyncio.sleep(RELOADING_S + 0.2)
    assert told() == []
    await third.socket.close()
    await wired.until(told)
    assert told() == [("degraded", f"the page is gone: open {wired.screen.address} again.")]
    await wired.connect()
    await wired.until(lambda: len(told()) == 2)
    assert told()[-1] == ("ready", wired.screen.address)
