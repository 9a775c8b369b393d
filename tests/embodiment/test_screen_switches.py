"""What may be heard and seen: switches, a pause, the end; what the page goes on sending is not said."""

from __future__ import annotations

import pytest

from alongside.messages import AudioChunk, CameraFrame, Control, Turn
from tests.embodiment.screen_messages import JPEG, SOUND


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


@pytest.mark.parametrize(("kind", "frame"), [(AudioChunk, SOUND), (CameraFrame, b"\x02" + JPEG)])
async def test_in_a_pause_nothing_is_heard_or_seen_and_the_page_is_told(wired, kind, frame) -> None:
    client = await wired.connect()
    wired.say(Control(name="pause", value="on", by="operator"))
    assert (await client.next("Control"))["name"] == "pause"
    await client.send(frame)
    await client.send({"type": "Typed", "text": "still here"})
    await wired.until(lambda: wired.heard(Turn))
    assert not wired.heard(kind)
    wired.say(Control(name="pause", value="off", by="operator"))
    await client.next("Control")
    await client.send(frame)
    await wired.until(lambda: wired.heard(kind))


async def test_a_participants_page_cannot_pause_a_session(wired) -> None:
    client = await wired.connect()
    await client.send({"type": "Control", "name": "pause", "value": "on"})
    assert "not for this page" in (await client.next("Error"))["what"]


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
