"""Pages that misbehave, crowd in, flood or fall asleep: one clear line, and the session goes on."""

from __future__ import annotations

import asyncio
import contextlib
import json
from pathlib import Path
from tempfile import TemporaryDirectory

import pytest
import websockets
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from alongside.component import Context
from alongside.local import LocalTransport
from alongside.messages import (
    Act,
    AudioChunk,
    CameraFrame,
    Control,
    FacePose,
    Health,
    Interruption,
    SpeechActivity,
    Spoken,
    State,
    Turn,
    VoiceClip,
)
from embodiment.screen import hub
from embodiment.screen.limits import BAD_FRAME, FORGIVEN, RATES, Bucket, Conduct
from embodiment.screen.outbox import MOST_FRAMES, MOST_SOUND, Outbox
from embodiment.screen.protocol import LARGEST_FRAME, Audio, Picture, pack
from embodiment.screen.server import Screen

SOUND = b"\x01" + bytes(1024)
HOSTILE = {
    "empty text": "",
    "not json": "{{{",
    "not an object": "[1, 2]",
    "deep json": "[" * 5000,
    "deep value": json.dumps({"type": "Typed", "text": [[[[[[[[0]]]]]]]]}),
    "unknown type": json.dumps({"type": "Act", "text": "I am the companion now."}),
    "unknown field": json.dumps({"type": "Stop", "colour": "red"}),
    "wrong type": json.dumps({"type": "Answer", "sheet": 5}),
    "another's name": json.dumps({"type": "Control", "name": "session", "value": "end", "by": "operator"}),
    "half a character": '{"type":"Typed","text":"\\ud83d"}',
    "not a number": '{"type":"Stop","stamp":NaN}',
    "huge number": '{"type":"Stop","stamp":1' + "0" * 400 + "}",
    "too long": json.dumps({"type": "Typed", "text": "a" * 5001}),
    "far too long": "x" * 200_000,
    "empty binary": b"",
    "unknown binary": b"\x7fELF",
    "audio too long": b"\x01" + bytes(1_000_000),
    "audio odd": b"\x01" + bytes(1023),
    "picture too large": b"\x02\xff\xd8\xff" + bytes(600_000),
    "picture of another kind": b"\x02\x89PNG\r\n",
}


@pytest.mark.parametrize("frame", HOSTILE.values(), ids=HOSTILE.keys())
async def test_a_hostile_frame_gets_one_line_and_the_session_goes_on(wired, frame) -> None:
    client = await wired.connect()
    await client.send(frame)
    error = await client.next("Error")
    assert error["what"]
    assert "\n" not in error["what"]
    await client.send({"type": "Typed", "text": "still here"})
    await wired.until(lambda: [turn.text for turn in wired.heard(Turn)] == ["still here"])
    await wired.transport.settle()
    assert [type(message) for message in wired.others.heard if type(message) is not Health] == [Turn]


@pytest.mark.parametrize(
    ("frame", "code"), [(bytes(LARGEST_FRAME + 1), 1009), ("not utf-8", 1007)], ids=["giant", "not utf-8"]
)
async def test_what_breaks_the_websocket_itself_ends_one_connection_only(wired, frame, code) -> None:
    client = await wired.connect()
    await client.send({"type": "Control", "name": "session", "value": "start"})
    await wired.until(lambda: wired.heard(Control))
    if isinstance(frame, bytes):
        await client.send(frame)
    else:
        await client.socket.send(b"\xff\xfe\xfd", text=True)
    assert await client.closed() == code
    again = await wired.raw()
    assert (await again.next("Hello"))["resumed"] is True


async def test_a_page_that_sends_only_rubbish_is_shown_out_and_may_come_back(wired) -> None:
    client = await wired.connect()
    lines = 0
    while client.socket.close_code is None:
        with contextlib.suppress(websockets.ConnectionClosed):
            await client.send("{")
            lines += json.loads(await client.socket.recv())["type"] == "Error"
    assert client.socket.close_code == 1008
    assert 20 <= lines <= 80
    again = await wired.connect()
    await again.send({"type": "Typed", "text": "hello again"})
    await wired.until(lambda: wired.heard(Turn))


async def test_a_flood_is_thinned_told_once_and_ended(wired) -> None:
    client = await wired.connect()
    errors = []

    async def listen() -> None:
        async for frame in client.socket:
            errors.extend([frame] if isinstance(frame, str) and '"Error"' in frame else [])

    listening = asyncio.create_task(listen())
    with contextlib.suppress(websockets.ConnectionClosed):
        for _ in range(5000):
            await client.send(SOUND)
    with contextlib.suppress(websockets.ConnectionClosed):
        await asyncio.wait_for(listening, 5)
    assert client.socket.close_code == 1008
    assert 1 <= len(errors) <= 3
    assert 200 <= len(wired.heard(AudioChunk)) < 600
    await wired.connect()


async def test_pictures_come_at_a_bearable_rate(wired) -> None:
    client = await wired.connect()
    for _ in range(60):
        await client.send(b"\x02\xff\xd8\xff" + bytes(64))
    await client.next("Error")
    await client.send({"type": "Typed", "text": "done"})
    await wired.until(lambda: wired.heard(Turn))
    # A picture that waits is replaced by a newer one, so fewer may be heard than were let through.
    assert 1 <= len(wired.heard(CameraFrame)) <= 30


FRAMES = st.lists(
    st.binary(max_size=200)
    | st.text(max_size=200)
    | st.dictionaries(st.text(max_size=8), st.none() | st.text(max_size=8) | st.integers()).map(json.dumps),
    max_size=15,
)


@pytest.mark.slow
@settings(max_examples=25, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(frames=FRAMES)
def test_whatever_is_sent_the_next_page_finds_the_session(frames) -> None:
    """A real server each time: nothing sent to it may take it down or wedge the seat."""

    async def session() -> None:
        with TemporaryDirectory() as folder:
            screen = Screen("screen", {"port": 0}, Context(session=Path(folder)))
            transport = LocalTransport([screen])
            await transport.start()
            url = screen.address.replace("http", "ws") + "ws"
            try:
                async with websockets.connect(url, proxy=None) as first:
                    for frame in frames:
                        await first.send(frame)
                async with websockets.connect(url, proxy=None) as second:
                    hello = json.loads(await asyncio.wait_for(second.recv(), 3))
                    assert hello["type"] == "Hello"
                    await second.send("{")
                    while json.loads(await asyncio.wait_for(second.recv(), 3))["type"] != "Error":
                        pass
            finally:
                await transport.stop()

    asyncio.run(session())


# ---------------------------------------------------------------- more than one page


async def test_a_second_page_is_told_calmly_and_the_first_goes_on(wired) -> None:
    first = await wired.connect()
    second = await wired.raw()
    refused = await second.next("Refused")
    assert "another window" in refused["what"]
    assert refused["do"]
    assert await second.closed() == 4001
    await first.send({"type": "Typed", "text": "I am still here"})
    await wired.until(lambda: wired.heard(Turn))


async def test_a_reload_gets_the_seat_although_the_old_connection_ends_later(wired) -> None:
    first = await wired.connect()
    second = asyncio.create_task(wired.connect())
    await asyncio.sleep(0.2)
    assert not second.done()
    await first.socket.close()
    page = await second
    await page.send({"type": "Typed", "text": "reloaded"})
    await wired.until(lambda: wired.heard(Turn))


@pytest.mark.slow
async def test_a_page_takes_over_from_one_that_is_gone_without_a_word(wired) -> None:
    first = await wired.connect()
    first.socket.transport.pause_reading()  # answers no ping from now on, like a computer that fell asleep
    second = await wired.raw("/ws?take=1")
    assert (await second.next("Hello", seconds=hub.TAKE_OVER + 2))["type"] == "Hello"


@pytest.mark.slow
async def test_a_page_cannot_take_over_from_one_that_is_there(wired) -> None:
    first = await wired.connect()
    second = await wired.raw("/ws?take=1")
    assert await second.next("Refused", seconds=hub.TAKE_OVER + 2)
    await first.send({"type": "Typed", "text": "mine"})
    await wired.until(lambda: wired.heard(Turn))


# ---------------------------------------------------------------- pages that are slow


async def test_a_page_that_does_not_read_gets_the_newest_and_no_half_acts(wired) -> None:
    client = await wired.connect()
    client.socket.transport.pause_reading()
    second_of_sound = bytes(44100)
    for index in range(400):  # 17 MB: more than the sockets and the queue together hold
        wired.say(VoiceClip(act_id="long", index=index, last=False, text="", samples=second_of_sound))
        wired.say(SpeechActivity(speaking=True))
        await asyncio.sleep(0)
    await wired.until(lambda: [s.status for s in wired.heard(Spoken)] == ["failed"])
    client.socket.transport.resume_reading()
    wired.say(VoiceClip(act_id="next", index=0, last=True, text="", samples=second_of_sound))
    while (clip := await client.clip()).act_id == "long":
        pass
    assert clip.samples == second_of_sound


@pytest.mark.slow
async def test_a_page_that_never_reads_loses_its_seat(wired) -> None:
    client = await wired.connect()
    client.socket.transport.pause_reading()
    state = State(turn_id="t", phase="hold", gate_open=False, gate_reason="x" * 20_000)
    for _ in range(MOST_FRAMES + 400):
        wired.say(state)
        await asyncio.sleep(0)
    page = await wired.raw()
    await page.next("Hello", seconds=15)


async def test_urgent_messages_pass_sound_but_not_what_was_said_before() -> None:
    outbox = Outbox()
    outbox.put_frame("hello")
    act = Act(act_id="a", turn_id="", kind="ask", text="?")
    outbox.put(act)
    outbox.put(VoiceClip(act_id="a", index=0, last=True, text="", samples=b"ab"))
    outbox.put(Interruption(act_id="b"))
    assert await outbox.next() == "hello"
    assert await outbox.next() == pack(act)
    assert '"Interruption"' in str(await outbox.next())
    assert isinstance(await outbox.next(), bytes)


async def test_only_passing_messages_are_dropped_and_the_newest_of_them_stays() -> None:
    outbox = Outbox()
    acts = [Act(act_id=str(n), turn_id="", kind="ask") for n in range(60)]
    for number, act in enumerate(acts):
        outbox.put(act)
        outbox.put(FacePose(mode="idle", gaze_x=number / 100))
    frames = [await outbox.next() for _ in range(len(outbox))]
    assert [frame for frame in frames if '"Act"' in str(frame)] == [pack(act) for act in acts]
    assert '"gaze_x":0.59' in str(frames[-1])
    assert len(frames) < 90


async def test_a_clip_too_many_drops_its_act_and_no_other() -> None:
    outbox = Outbox()
    big = bytes(MOST_SOUND // 3)
    assert outbox.put(VoiceClip(act_id="one", index=0, last=True, text="", samples=big))
    assert outbox.put(VoiceClip(act_id="two", index=0, last=False, text="", samples=big))
    assert not outbox.put(VoiceClip(act_id="two", index=1, last=True, text="", samples=big * 2))
    assert len(outbox) == 1
    assert b'"act_id":"one"' in (await outbox.next())[:200]  # type: ignore[operator]


# ---------------------------------------------------------------- counting


@given(st.floats(1, 50), st.floats(1, 100), st.lists(st.floats(0, 2), max_size=200))
def test_a_bucket_never_gives_more_than_its_rate_and_burst(rate, burst, waits) -> None:
    now = 0.0
    bucket = Bucket(rate, burst, now)
    given_away = 0
    for wait in waits:
        now += wait
        given_away += bucket.take(now)
    assert given_away <= burst + rate * now + 1e-6


def test_an_honest_page_is_never_blamed() -> None:
    now = 0.0
    conduct = Conduct(lambda: now)
    for frame in range(20_000):
        now = frame * 0.032 if frame % 100 < 60 else now  # comes in bursts after stalls of over a second
        assert conduct.admits(Audio)
        if frame % 4 == 0:
            assert conduct.admits(Picture)
    assert not conduct.over
    assert conduct.refused == 0


def test_a_bad_frame_now_and_then_is_forgiven_but_a_stream_of_them_is_not() -> None:
    now = 0.0
    conduct = Conduct(lambda: now)
    for _ in range(1000):
        now += 1.0
        conduct.bad()
    assert not conduct.over
    for _ in range(int(FORGIVEN[1] / BAD_FRAME) + 1):
        conduct.bad()
    assert conduct.over
    assert conduct.refused > 1000


def test_a_page_is_told_of_its_haste_once_a_second() -> None:
    now = 0.0
    conduct = Conduct(lambda: now)
    assert conduct.tell(Audio)
    assert not conduct.tell(Audio)
    assert conduct.tell(Picture)
    now = 1.0
    assert conduct.tell(Audio)
    assert RATES[Audio][0] > 31.25
