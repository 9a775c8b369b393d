"""A session over a real server and a real websocket: what the page is told, and what it tells."""

from __future__ import annotations

import asyncio
import dataclasses
import json
import time
from pathlib import Path

import pytest

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
    SpeechActivity,
    State,
    Stop,
    Turn,
)
from tests.embodiment.screen_messages import ACT, JPEG, SHEET, SOUND, STATE


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
