"""What every body does, whichever it is: one suite over all doubles, and over the page in Chromium."""

from __future__ import annotations

import asyncio

import pytest

from alongside.messages import Event, FacePose, Hold, Interruption, SheetView, Stop
from alongside.records import SheetField
from embodiment.interface import Capability
from embodiment.robot import STOP_S
from tests.e2e.waits import waits, within
from tests.hardware.conftest import RATE, TEXT, Stage, bodies, robots
from tests.hardware.page_double import PageDouble
from tests.hardware.stopping import LONG, of_double, of_page

HOPS = 6
"""Times a processor is waited for on the way to the body, through it, and back to whoever looks."""
VOICES = (Capability.TEXT, Capability.AUDIO)
speaking = pytest.mark.parametrize("stage", bodies(*VOICES), indirect=True)
silent = pytest.mark.parametrize("stage", sorted(set(robots()) - set(robots(*VOICES))), indirect=True)
gesturing = pytest.mark.parametrize("stage", bodies(Capability.GESTURE), indirect=True)
gazing = pytest.mark.parametrize("stage", bodies(Capability.GAZE), indirect=True)
feeling = pytest.mark.parametrize("stage", bodies(Capability.EXPRESSION, Capability.LIGHT), indirect=True)
a_robot = pytest.mark.parametrize("stage", robots(), indirect=True)


@speaking
async def test_says_an_act_whole(stage: Stage) -> None:
    stage.act()
    await stage.until(lambda: len(stage.spoken()) == 2)
    assert [(item.status, item.heard) for item in stage.spoken()] == [("started", ""), ("finished", TEXT)]
    asked_text, asked_sound = stage.double.asked(Capability.TEXT), stage.double.asked(Capability.AUDIO)
    if asked_sound:
        seconds = sum(len(samples) / 2 / rate for samples, rate in asked_sound)
        assert seconds == pytest.approx(0.12 * len(TEXT.split()), abs=0.05)
        assert all(rate >= RATE for _, rate in asked_sound)
    else:
        assert " ".join(asked_text) == TEXT


@pytest.mark.realtime
@speaking
async def test_an_interruption_is_heard_at_once_and_told_to_the_word(stage: Stage) -> None:
    stage.act(LONG)
    await stage.until(lambda: stage.double.speaking and stage.spoken())
    await asyncio.sleep(0.4)  # the clock that what was heard is reckoned by runs since then
    with within(0.2):
        stage.say(Interruption(act_id="a1"))
        await stage.until(lambda: not stage.double.speaking)
    await stage.until(lambda: len(stage.spoken()) == 2)
    last = stage.spoken()[-1]
    assert last.status == "interrupted"
    assert LONG.startswith(last.heard)
    assert 0 < len(last.heard.split()) < len(LONG.split())


@speaking
async def test_what_does_not_sound_yet_waits_for_somebody_who_speaks(stage: Stage) -> None:
    stage.say(Hold(act_id="a1", hold=True))
    stage.act("take your time")
    await asyncio.sleep(0.4)
    assert not stage.double.speaking
    stage.say(Hold(act_id="a1", hold=False))
    await stage.until(lambda: stage.spoken() and stage.spoken()[-1].status == "finished")


@pytest.mark.parametrize("stage", robots(*VOICES), indirect=True)
async def test_a_newer_act_takes_the_place_of_the_one_that_sounds(stage: Stage) -> None:
    stage.act()
    await stage.until(lambda: stage.spoken())
    stage.act("that was hard", "a2")
    await stage.until(lambda: stage.spoken("a2") and stage.spoken("a2")[-1].status == "finished")
    assert stage.spoken()[-1].status == "interrupted"


@gesturing
async def test_looks_and_gestures_as_it_is_asked(stage: Stage) -> None:
    gesture = stage.card.gestures[0]
    stage.say(FacePose(mode="listening", gesture=gesture, strength=0.8))
    await stage.until(lambda: stage.double.asked(Capability.GESTURE))


@gazing
async def test_turns_its_gaze_to_a_place_in_the_room(stage: Stage) -> None:
    stage.say(FacePose(mode="thinking", gaze_x=0.8, gaze_y=0.3))  # to the person's right, and down
    await stage.until(lambda: any(left > 0 for _, left, _ in stage.double.asked(Capability.GAZE)))
    forward, left, up = stage.double.asked(Capability.GAZE)[-1]
    assert forward > 0
    assert left > 0 > up


@feeling
async def test_shows_a_feeling_or_what_stands_in_for_it(stage: Stage) -> None:
    way = stage.card.way(Capability.EXPRESSION)
    assert way is not None
    stage.say(FacePose(mode="listening", expression="sad", valence=-0.6, arousal=0.1))
    await stage.until(lambda: stage.double.asked(way))


@pytest.mark.realtime
async def test_stop_silences_and_stills_within_a_tenth_of_a_second(stage: Stage) -> None:
    with waits() as machine:
        page = stage.double if isinstance(stage.double, PageDouble) else None
        silent, still = await (of_page(stage, page) if page else of_double(stage, 1))
    allowed = STOP_S + HOPS * machine.typical()
    assert max(silent or 0.0, still) < allowed
    if stage.spoken():
        await stage.until(lambda: stage.spoken()[-1].status == "interrupted")
    moved = len(stage.double.log)
    stage.say(FacePose(mode="listening", gaze_x=-0.5))
    await stage.until(lambda: len(stage.double.log) > moved)


@pytest.mark.realtime
@a_robot
async def test_a_robot_that_answers_late_is_not_waited_for_and_still_told(stage: Stage) -> None:
    stage.double.late, before = 1.5, len(stage.double.log)
    with within(1.0):  # not that it is quick, which is measured above, but that it is no second and a half
        await stage.body._robot.stop()  # type: ignore[union-attr]
    await stage.until(lambda: len(stage.double.log) > before)


@speaking
async def test_unplugged_in_a_sentence_it_says_so_and_is_taken_back(stage: Stage) -> None:
    stage.act(LONG)
    await stage.until(lambda: stage.double.speaking and stage.spoken())
    await asyncio.sleep(0.3)
    await stage.double.drop()
    await stage.until(lambda: any(status == "degraded" for status, _ in stage.health()))
    await stage.until(lambda: len(stage.spoken()) == 2)
    assert stage.spoken()[-1].status == "interrupted"
    assert LONG.startswith(stage.spoken()[-1].heard)
    await stage.until_ready(2)
    stage.act("here I am again", "a2")
    await stage.until(lambda: stage.spoken("a2") and stage.spoken("a2")[-1].status == "finished")


@speaking
async def test_while_it_is_gone_acts_fail_at_once_and_nothing_is_said_late(stage: Stage) -> None:
    await stage.double.stop()
    await stage.until(lambda: any(status == "degraded" for status, _ in stage.health()))
    stage.act()
    await stage.until(lambda: stage.spoken())
    assert stage.spoken()[-1].status == "failed"
    await stage.double.start()
    await stage.until_ready(2)
    assert not stage.double.speaking
    detail = next(detail for status, detail in stage.health() if status == "degraded")
    assert "\n" not in detail
    assert detail.endswith(".")


async def test_a_reboot_is_survived(stage: Stage) -> None:
    # A page that is back at once, as when it is loaded again, was never missed.
    await stage.double.reboot(1.0)
    await stage.until_ready(2)
    asked = len(stage.double.log)
    stage.say(FacePose(mode="thinking", gaze_x=0.5))
    await stage.until(lambda: len(stage.double.log) > asked)


@silent
async def test_a_robot_without_a_voice_leaves_the_voice_to_others(stage: Stage) -> None:
    stage.act()
    stage.say(FacePose(mode="listening", gesture=stage.card.gestures[0]))
    await stage.until(lambda: stage.double.asked(Capability.GESTURE))
    await stage.double.stop()
    await stage.until(lambda: any(status == "degraded" for status, _ in stage.health()))
    stage.act("still here", "a2")
    await asyncio.sleep(0.1)
    assert stage.spoken() == stage.spoken("a2") == []


@pytest.mark.parametrize("stage", robots(Capability.TOUCH), indirect=True)
async def test_a_touch_is_kept_and_stops_where_it_is_to(stage: Stage) -> None:
    stage.act(LONG)
    await stage.until(lambda: stage.double.speaking and stage.spoken())
    await stage.double.touch()
    await stage.until(lambda: not stage.double.speaking)
    told = [item for item in stage.others.heard if isinstance(item, Event | Stop)]
    assert [type(item) for item in told] == [Event, Stop]  # letting go is no touch


@pytest.mark.parametrize("stage", bodies(Capability.SCREEN), indirect=True)
async def test_a_worksheet_is_shown(stage: Stage) -> None:
    field = SheetField(key="w", label="Where", kind="text", prompt="Where to?", help="", status="asking")
    stage.say(SheetView(sheet="day", title="My day", status="open", current="w", fields=(field,)))
    await stage.until(lambda: "Where to?" in stage.double.asked(Capability.SCREEN))
