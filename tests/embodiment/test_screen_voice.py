"""The voice through the page: who sounds it, what became of an act, and what is cut."""

from __future__ import annotations

import asyncio

from alongside.messages import Act, FacePose, Health, Interruption, Spoken, Stop
from tests.embodiment.screen_messages import clip


async def test_clips_arrive_whole_and_in_order(wired) -> None:
    client = await wired.connect()
    clips = [clip(index, last=index == 4, samples=bytes([index]) * 44100) for index in range(5)]
    for each in clips:
        wired.say(each)
    assert [await client.clip() for _ in clips] == clips


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


async def test_when_the_page_goes_what_was_heard_is_kept_and_the_rest_is_dropped(wired) -> None:
    first = await wired.connect()
    wired.say(clip(0, samples=bytes(2 * 22050 * 4)))  # two words in four seconds: the first counts after one
    await first.clip()
    await first.send({"type": "Spoken", "act_id": "a1", "status": "started"})
    await wired.until(lambda: wired.heard(Spoken))
    await asyncio.sleep(1.2)
    await first.socket.close()
    await wired.until(lambda: wired.heard(Spoken)[-1].status == "interrupted")
    assert wired.heard(Spoken)[-1].heard == "That"
    second = await wired.connect()
    wired.say(clip(1, last=True))
    wired.say(clip(0, act="a2", last=True))
    assert (await second.clip()).act_id == "a2"
    await second.send({"type": "Spoken", "act_id": "a1", "status": "finished"})
    await second.send({"type": "Spoken", "act_id": "a2", "status": "finished"})
    await wired.until(lambda: wired.heard(Spoken)[-1].act_id == "a2")
    assert [spoken.status for spoken in wired.heard(Spoken) if spoken.act_id == "a1"] == [
        "started",
        "interrupted",
    ]


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


async def test_a_murmur_is_heard_and_not_read(wired) -> None:
    page = await wired.connect()
    wired.say(Act(act_id="murmur-1", turn_id="", kind="backchannel", text="Mm-hm."))
    wired.say(Act(act_id="a", turn_id="t", kind="ask", text="How was it?"))
    assert (await page.next("Act"))["act_id"] == "a"
