"""A session over a real server and a real websocket: what travels, and what lasts."""

from __future__ import annotations

import asyncio
import dataclasses
import json
import time
from pathlib import Path

import httpx
import pytest

from alongside.eventlog import EventLog
from alongside.messages import (
    Act,
    Answer,
    AudioChunk,
    CameraFrame,
    Control,
    FacePose,
    FaceSeen,
    Health,
    Interruption,
    PartialSpeech,
    Risk,
    SheetView,
    SpeechActivity,
    Spoken,
    State,
    Stop,
    Turn,
    VoiceClip,
)

SOUND = b"\x01" + b"\x10\x00" * 512
JPEG = b"\xff\xd8\xff\xe0" + bytes(64) + b"\xff\xd9"
STATE = State(turn_id="t1", phase="hold", gate_open=False, gate_reason="fresh")
ACT = Act(act_id="a1", turn_id="t1", kind="reflect", text="That was a lot for one morning.")
SHEET = SheetView(sheet="day", title="My day", status="open")


def clip(
    index: int = 0, *, act: str = "a1", last: bool = False, samples: bytes = b"\x01\x02" * 2205
) -> VoiceClip:
    return VoiceClip(act_id=act, index=index, last=last, text="That was", samples=samples)


async def test_the_first_frame_says_what_this_is_and_what_is_kept(start_screen, tmp_path: Path) -> None:
    wired = await start_screen(
        title="Study 3", companion_name="Robin", contacts=["Help line | 116 123 | always", "Dr A | room 4"]
    )
    client = await wired.raw()
    hello = await client.next("Hello")
    assert hello["title"] == "Study 3"
    assert hello["companion_name"] == "Robin"
    assert hello["session"] == tmp_path.name
    assert hello["resumed"] is False
    assert hello["contacts"][0] == {"name": "Help line", "reach": "116 123", "hours": "always"}
    assert hello["contacts"][1]["hours"] == ""
    assert hello["keeps"] == f"What you say is written to {tmp_path} on this computer and nowhere else."


async def test_where_words_leave_the_computer_the_person_is_told(start_screen) -> None:
    wired = await start_screen(also_goes_to="the language model at example.org")
    hello = await (await wired.raw()).next("Hello")
    assert "example.org" in hello["keeps"]
    assert "nowhere else" not in hello["keeps"]


async def test_a_page_that_connects_is_told_how_things_stand(wired) -> None:
    earlier = Act(act_id="a0", turn_id="", kind="greet", text="Hello.")
    for message in (
        State(turn_id="t0", phase="arrive", gate_open=True, gate_reason=""),
        STATE,
        earlier,
        ACT,
        SHEET,
        Risk(turn_id="t1", severity=1, probability=0.1),
        FacePose(mode="thinking"),
        Control(name="camera", value="off", by="operator"),
        Control(name="microphone", value="on", by="operator"),
        Health(component="camera", status="degraded", detail="No camera. Plug one in."),
        Turn(turn_id="t1", text="not for later"),
    ):
        wired.say(message)
    await wired.transport.settle()
    client = await wired.connect()
    wired.say(PartialSpeech(turn_id="t2", revision=0, text="end"))
    seen = []
    while (frame := json.loads(await client.socket.recv()))["type"] != "PartialSpeech":
        seen.append(frame)
    kinds = [frame["type"] for frame in seen]
    assert kinds[-1] == "Act"
    assert seen[-1]["act_id"] == "a1"
    assert [frame["phase"] for frame in seen if frame["type"] == "State"] == ["hold"]
    assert {frame["name"] for frame in seen if frame["type"] == "Control"} == {"camera", "microphone"}
    assert {"SheetView", "Risk", "FacePose"} <= set(kinds)
    assert [f["detail"] for f in seen if f["type"] == "Health" and f["component"] == "camera"] == [
        "No camera. Plug one in."
    ]
    assert "Turn" not in kinds


@pytest.mark.parametrize(
    "message",
    [
        ACT,
        STATE,
        SHEET,
        Interruption(act_id="a9"),
        Stop(by="operator"),
        PartialSpeech(turn_id="t", revision=1, text="I was"),
        Turn(turn_id="t", text="I was late."),
        FacePose(mode="speaking"),
        Risk(turn_id="t", severity=0, probability=0.0),
        Health(component="voice", status="ready"),
        SpeechActivity(speaking=True, probability=0.9),
        FaceSeen(present=True, attending=0.8),
        Control(name="session", value="end", by="operator"),
    ],
    ids=lambda message: type(message).__name__,
)
async def test_every_message_for_the_page_reaches_it(wired, message) -> None:
    client = await wired.connect()
    message = dataclasses.replace(message, stamp=time.time())
    wired.say(message)
    kind = type(message).__name__
    frame = await client.next(kind)
    while frame["stamp"] != message.stamp:
        frame = await client.next(kind)


async def test_clips_arrive_whole_and_in_order(wired) -> None:
    client = await wired.connect()
    clips = [clip(index, last=index == 4, samples=bytes([index]) * 44100) for index in range(5)]
    for each in clips:
        wired.say(each)
    assert [await client.clip() for _ in clips] == clips


async def test_what_a_person_does_on_the_page_is_said(wired) -> None:
    client = await wired.connect()
    await client.send({"type": "Control", "name": "session", "value": "start"})
    await client.send({"type": "Typed", "text": "I rather type today."})
    await client.send({"type": "Answer", "sheet": "day", "field": "mood", "value": "4", "channel": "touch"})
    await client.send({"type": "Interruption", "act_id": "a1", "cause": "stop"})
    await client.send({"type": "Stop"})
    await wired.until(lambda: wired.heard(Stop))
    [turn], [answer] = wired.heard(Turn), wired.heard(Answer)
    assert (turn.text, turn.channel, turn.speaker, turn.locale) == (
        "I rather type today.",
        "typed",
        "participant",
        "en",
    )
    assert turn.turn_id
    assert turn.start <= turn.end
    assert (answer.field, answer.value) == ("mood", "4")
    assert wired.heard(Control)[0].value == "start"
    assert wired.heard(Interruption)[0].cause == "stop"


async def test_two_typed_turns_have_two_names(wired) -> None:
    client = await wired.connect()
    await client.send({"type": "Typed", "text": "One."})
    await client.send({"type": "Typed", "text": "Two."})
    turns = await wired.until(lambda: len(wired.heard(Turn)) == 2 and wired.heard(Turn))
    assert turns[0].turn_id != turns[1].turn_id


async def test_sound_and_pictures_are_said_with_their_time(wired) -> None:
    client = await wired.connect()
    before = time.time()
    for _ in range(20):
        await client.send(SOUND)
        await asyncio.sleep(0.01)
    await client.send(b"\x02" + JPEG)
    await wired.until(lambda: wired.heard(CameraFrame))
    chunks = wired.heard(AudioChunk)
    assert len(chunks) == 20
    assert all(chunk.samples == SOUND[1:] and chunk.rate == 16000 for chunk in chunks)
    stamps = [chunk.stamp for chunk in chunks]
    assert stamps == sorted(set(stamps))
    assert before - 0.032 <= stamps[0]
    assert stamps[-1] <= time.time() - 0.031
    assert wired.heard(CameraFrame)[0].data == JPEG


async def test_frames_of_another_length_become_whole_chunks(wired) -> None:
    client = await wired.connect()
    data = bytes(range(256)) * 24  # 6 chunks
    for at in range(0, len(data), 768):
        await client.send(b"\x01" + data[at : at + 768])
    await wired.until(lambda: len(wired.heard(AudioChunk)) == 6)
    assert b"".join(chunk.samples for chunk in wired.heard(AudioChunk)) == data


@pytest.mark.parametrize(("name", "frame"), [("microphone", SOUND), ("camera", b"\x02" + JPEG)])
async def test_what_is_switched_off_is_not_heard_even_if_the_page_goes_on(wired, name, frame) -> None:
    client = await wired.connect()
    kind = AudioChunk if name == "microphone" else CameraFrame
    await client.send({"type": "Control", "name": name, "value": "off"})
    await client.send(frame)
    await client.send({"type": "Typed", "text": "still here"})
    await wired.until(lambda: wired.heard(Turn))
    assert not wired.heard(kind)
    wired.say(Control(name=name, value="on", by="operator"))
    await client.next("Control")
    await client.send(frame)
    await wired.until(lambda: wired.heard(kind))


@pytest.mark.parametrize(
    "end", [{"type": "Stop"}, {"type": "Control", "name": "session", "value": "end"}], ids=["stop", "end"]
)
async def test_after_the_end_nothing_is_heard_until_a_new_start(wired, end) -> None:
    client = await wired.connect()
    await client.send({"type": "Control", "name": "session", "value": "start"})
    await client.send(end)
    await client.send(SOUND)
    await client.send(b"\x02" + JPEG)
    await client.send({"type": "Control", "name": "session", "value": "start"})
    await client.send(SOUND)
    await wired.until(lambda: wired.heard(AudioChunk))
    assert len(wired.heard(AudioChunk)) == 1
    assert not wired.heard(CameraFrame)


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


async def test_the_page_tells_how_an_act_went(wired) -> None:
    client = await wired.connect()
    wired.say(clip(last=True))
    await client.clip()
    await client.send({"type": "Spoken", "act_id": "a1", "status": "started"})
    await client.send({"type": "Spoken", "act_id": "a1", "status": "interrupted", "heard": "That"})
    await wired.until(lambda: len(wired.heard(Spoken)) == 2)
    assert [spoken.status for spoken in wired.heard(Spoken)] == ["started", "interrupted"]
    assert wired.heard(Spoken)[1].heard == "That"


async def test_without_a_page_an_act_fails_once_and_nobody_waits(wired) -> None:
    wired.say(clip(0))
    wired.say(clip(1, last=True))
    await wired.until(lambda: wired.heard(Spoken))
    await wired.transport.settle()
    assert [(spoken.act_id, spoken.status) for spoken in wired.heard(Spoken)] == [("a1", "failed")]


async def test_where_a_loudspeaker_has_the_voice_the_page_sounds_nothing_and_says_nothing_of_it(
    start_screen,
) -> None:
    wired = await start_screen(plays="never", captures=False)
    client = await wired.raw()
    assert (await client.next("Hello"))["captures"] is False
    wired.say(clip(0, last=True))
    wired.say(Act(act_id="a2", turn_id="", kind="ask", text="And then?"))
    assert (await client.next("Act"))["act_id"] == "a2"
    assert wired.heard(Spoken) == []


async def test_the_page_takes_over_the_voice_while_a_robot_is_gone(start_screen) -> None:
    wired = await start_screen(plays="stands_in")
    client = await wired.connect()
    wired.say(Health(component="robot", status="ready"))
    wired.say(clip(0, act="a1", last=True))
    wired.say(Health(component="robot", status="degraded", detail="The robot is gone."))
    wired.say(clip(0, act="a2", last=True))
    assert (await client.clip()).act_id == "a2"
    wired.say(Health(component="robot", status="ready"))
    wired.say(clip(0, act="a3", last=True))
    await client.send({"type": "Spoken", "act_id": "a2", "status": "finished"})
    await wired.until(lambda: wired.heard(Spoken))
    assert [spoken.act_id for spoken in wired.heard(Spoken)] == ["a2"]


async def test_when_the_page_goes_what_it_was_playing_fails_and_its_rest_is_dropped(wired) -> None:
    first = await wired.connect()
    wired.say(clip(0))
    await first.clip()
    await first.send({"type": "Spoken", "act_id": "a1", "status": "started"})
    await wired.until(lambda: wired.heard(Spoken))
    await first.socket.close()
    await wired.until(lambda: wired.heard(Spoken)[-1].status == "failed")
    second = await wired.connect()
    wired.say(clip(1, last=True))
    wired.say(clip(0, act="a2", last=True))
    assert (await second.clip()).act_id == "a2"
    await second.send({"type": "Spoken", "act_id": "a1", "status": "finished"})
    await second.send({"type": "Spoken", "act_id": "a2", "status": "finished"})
    await wired.until(lambda: wired.heard(Spoken)[-1].act_id == "a2")
    assert [spoken.status for spoken in wired.heard(Spoken) if spoken.act_id == "a1"] == ["started", "failed"]


async def test_an_interrupted_act_gets_no_more_clips_and_an_end_even_from_a_silent_page(wired) -> None:
    client = await wired.connect()
    wired.say(clip(0))
    await client.clip()
    wired.say(Interruption(act_id="a1"))
    await client.next("Interruption")
    wired.say(clip(1, last=True))
    wired.say(clip(0, act="a2", last=True))
    assert (await client.clip()).act_id == "a2"
    await wired.until(lambda: [s.status for s in wired.heard(Spoken) if s.act_id == "a1"] == ["failed"])


async def test_a_stop_reaches_the_page_before_sound_that_waits(wired) -> None:
    client = await wired.connect()
    for index in range(6):  # all in one step of the loop: none has left yet
        wired.say(clip(index))
    wired.say(Stop(by="operator"))
    frames = []
    while not (frames and isinstance(frames[-1], str) and '"Stop"' in frames[-1]):
        frames.append(await client.socket.recv())
    wired.say(FacePose(mode="asleep"))
    assert (await client.next("FacePose"))["mode"] == "asleep"
    assert sum(isinstance(frame, bytes) for frame in frames) <= 1
