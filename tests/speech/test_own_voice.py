"""A listener beside an open loudspeaker: it never hears itself, and still hears the person."""

import asyncio
from collections.abc import AsyncIterator
from pathlib import Path
from typing import Any

import numpy as np
import pytest

from alongside.component import Context
from alongside.messages import (
    Act,
    AudioChunk,
    Health,
    Hold,
    Interruption,
    PlayedAudio,
    SpeechActivity,
    Spoken,
    Turn,
)
from speech.audio import FRAME, FRAME_SECONDS, RATE, to_bytes
from tests.recordings import recordings
from tests.speech.acoustics import Sound, at_level
from tests.speech.conftest import Everyone
from tests.speech.own_voice import ACTS, act, echo, own_voice
from tests.speech.room import Room, open_room
from tests.speech.wording import word_error_rate

BLOCK = 320


@pytest.fixture(scope="module", autouse=True)
def voice() -> None:
    own_voice()  # outside the loop of the tests


@pytest.fixture
async def room(everyone: Everyone, context: Context, tmp_path: Path) -> AsyncIterator[Room]:
    async for room in open_room(everyone, context, tmp_path, {}):
        yield room


async def play(room: Room, near: Sound, played: Sound, pace: float = 0.0, told: bool = True) -> None:
    """Let the microphone hear `near` while `played` is played; the frames are the clock.

    `told`: the loudspeaker says what it plays.
    """
    room.say(Act(act_id="a1", turn_id="", kind="recap", text=" ".join(ACTS)))
    room.say(Spoken(act_id="a1", status="started"))
    for at in range(0, len(near) - FRAME + 1, FRAME):
        for block in range(-(-at // BLOCK) * BLOCK, at + FRAME, BLOCK) if told else ():
            if played[max(0, block - RATE) : block + BLOCK].any():
                sound = to_bytes(played[block : block + BLOCK])
                room.say(PlayedAudio(samples=sound, rate=RATE, stamp=1000.0 + block / RATE))
        room.say(AudioChunk(samples=to_bytes(near[at : at + FRAME]), stamp=1000.0 + at / RATE))
        await asyncio.sleep(pace)
    await room.transport.settle()


def silent(room: Room) -> bool:
    """Whether nothing at all was heard."""
    active = [one for one in room.log.of(SpeechActivity) if one.speaking]
    return not (active or room.log.of(Turn) or room.log.of(Hold) or room.log.of(Interruption))


@pytest.mark.parametrize(("db", "delay"), [(-30, 0.25), (-20, 0.06), (-10, 0.12), (0, 0.2)])
async def test_it_never_hears_itself(room: Room, db: float, delay: float) -> None:
    played = np.concatenate([act(0), act(1), act(2)])
    await play(room, echo(played, db, delay, ring=0.4), played)
    assert silent(room)


async def test_without_a_canceller_it_would(room: Room) -> None:
    played = act(0)
    await play(room, echo(played, -10, 0.12), played, told=False)
    assert not silent(room)


async def test_the_person_stops_it_and_is_understood(room: Room) -> None:
    item = recordings("librivox")[3]
    person = at_level(item.samples.astype(np.float32) / 32768, -22.0)
    played = np.concatenate([act(0), act(3)])
    begun = len(act(0)) + RATE
    stopped = begun + RATE  # whoever plays has fallen silent by then
    played[stopped:] = 0.0
    played = np.pad(played, (0, max(0, begun + len(person) + 2 * RATE - len(played))))
    near = echo(played, -12, 0.1)
    near[begun : begun + len(person)] += person
    await play(room, near, played, pace=FRAME_SECONDS / 6)
    for _ in range(200):
        if room.log.of(Turn):
            break
        await asyncio.sleep(0.1)
    (interruption,) = room.log.of(Interruption)
    assert interruption.act_id == "a1"
    (turn,) = room.log.of(Turn)
    assert word_error_rate([item.words], [turn.text]) <= 0.25
    assert turn.start == pytest.approx(1000.0 + begun / RATE, abs=0.5)


async def test_without_the_library_the_gate_takes_its_place(
    everyone: Everyone, context: Context, tmp_path: Path, monkeypatch: Any
) -> None:
    monkeypatch.setitem(__import__("sys").modules, "livekit.rtc", None)
    played = np.concatenate([act(0), act(1)])
    async for room in open_room(everyone, context, tmp_path, {}):
        await play(room, echo(played, -20, 0.1), played)
        await asyncio.sleep(0.1)
        assert room.log.of(Turn) == []
        (told,) = [one for one in room.log.of(Health) if one.status == "degraded"]
        assert "pip install" in told.detail
