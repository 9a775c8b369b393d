"""When sound was heard, and what became of the sound that was sent."""

from __future__ import annotations

import asyncio
import itertools

import pytest
from hypothesis import given
from hypothesis import strategies as st

from alongside.messages import Spoken, VoiceClip
from embodiment.screen.intake import CHUNK_SECONDS, SoundClock
from embodiment.screen.playback import Playback


@given(st.lists(st.floats(0, 3), min_size=1, max_size=200))
def test_stamps_go_forward_and_never_beyond_what_has_arrived(gaps: list[float]) -> None:
    clock = SoundClock()
    arrival, last = 1_000_000.0, 0.0
    for number, gap in enumerate(gaps):
        arrival += gap
        stamp = clock.stamp(arrival)
        assert stamp > last
        assert stamp <= arrival - CHUNK_SECONDS + 0.001 * number + 1e-6
        last = stamp


def test_jitter_of_the_connection_does_not_reach_the_stamps() -> None:
    clock = SoundClock()
    jitter = [0.0, 0.02, 0.005, 0.04, 0.0, 0.03, 0.01, 0.0]
    stamps = [
        clock.stamp(1000.0 + number * CHUNK_SECONDS + jitter[number % len(jitter)]) for number in range(800)
    ]
    steps = [after - before for before, after in itertools.pairwise(stamps[100:])]
    assert max(abs(step - CHUNK_SECONDS) for step in steps) < 0.003


def test_a_clock_that_runs_slow_is_followed() -> None:
    clock = SoundClock()
    for number in range(20_000):  # ten minutes at 300 parts in a million
        stamp = clock.stamp(1000.0 + number * CHUNK_SECONDS * 1.0003)
    assert stamp == pytest.approx(1000.0 + 19_999 * CHUNK_SECONDS * 1.0003 - CHUNK_SECONDS, abs=0.002)


def test_after_a_pause_the_time_is_right_at_once() -> None:
    clock = SoundClock()
    clock.stamp(1000.0)
    assert clock.stamp(1060.0) == pytest.approx(1060.0 - CHUNK_SECONDS)


def clip(act: str, seconds: float) -> VoiceClip:
    return VoiceClip(act_id=act, index=0, last=True, text="", samples=bytes(int(seconds * 2000)), rate=1000)


async def test_a_page_that_falls_silent_about_an_act_fails_it_after_its_end() -> None:
    loop, lost = asyncio.get_running_loop(), asyncio.Queue[tuple[str, float]]()
    playback = Playback(lambda act, _: lost.put_nowait((act, loop.time())), grace=0.1)
    begun = loop.time()
    playback.sent(clip("a", 0.15))
    playback.sent(clip("a", 0.15))
    act, at = await asyncio.wait_for(lost.get(), 10)
    assert act == "a"
    assert at - begun >= 0.15 + 0.15 + 0.1
    assert not playback.told(Spoken(act_id="a", status="finished"))


async def test_an_act_that_was_told_of_is_over_and_does_not_fail() -> None:
    lost: list[str] = []
    playback = Playback(lambda act, _: lost.append(act), grace=0.02)
    playback.sent(clip("a", 0.02))
    assert playback.told(Spoken(act_id="a", status="started"))
    assert playback.told(Spoken(act_id="a", status="finished"))
    assert not playback.told(Spoken(act_id="a", status="finished"))
    assert not playback.wants(clip("a", 1))
    await asyncio.sleep(0.1)
    playback.page_gone()
    assert not lost


async def test_closing_waits_for_nothing() -> None:
    lost: list[str] = []
    playback = Playback(lambda act, _: lost.append(act), grace=0.0)
    playback.sent(clip("a", 0.01))
    playback.close()
    await asyncio.sleep(0.05)
    assert not lost
