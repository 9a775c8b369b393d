"""Reading begins at the first silence: whose words they are, when they are void, how evenly captions come."""

import asyncio
from pathlib import Path
from typing import Any

import numpy as np
import pytest

from alongside.component import Context
from alongside.local import LocalTransport
from alongside.messages import AudioChunk, Health, PartialSpeech, ProvisionalTurn, Turn
from bench.turns import virtual
from speech.audio import FRAME, FRAME_SECONDS
from speech.heard import NOTHING, Heard
from tests.speech.conftest import Everyone
from tests.speech.test_turn_messages import Ears


async def passes(rounds: int) -> None:
    """Let the loop go round: a reading that is waited for never lets it come to rest."""
    for _ in range(rounds):
        await asyncio.sleep(0)


class Talk:
    """A listener with doubles for its networks, and somebody who speaks to it frame by frame."""

    def __init__(self, context: Context) -> None:
        self.ears, self.log = Ears("listener", {}, context), Everyone("everyone", {}, context)
        self.transport = LocalTransport([self.ears, self.log])

    async def hear(self, frames: int, *, loud: bool) -> None:
        await self.hear_at(frames, 9000 if loud else 0)

    async def hear_at(self, frames: int, amplitude: int) -> None:
        pcm = np.full(FRAME, amplitude, "<i2").tobytes()
        for _ in range(frames):
            self.log.say(AudioChunk(samples=pcm))
            await passes(30)

    async def read(self, heard: Heard) -> None:
        self.ears.reader.waiting.pop(0).set_result(heard)
        await passes(60)

    @property
    def told(self) -> list[str]:
        return [turn.text for turn in self.log.of(ProvisionalTurn)]


@pytest.fixture
async def talk(tmp_path: Path) -> Any:
    made = Talk(Context(tmp_path))
    await made.transport.start()
    yield made
    await made.transport.stop()


LIKE = Heard(text="I like it.", confidence=0.9)


async def test_the_final_reading_begins_before_the_soft_end_and_is_the_only_one(talk: Talk) -> None:
    await talk.hear(20, loud=True)
    assert not talk.ears.reader.waiting
    await talk.hear(3, loud=False)
    assert len(talk.ears.reader.waiting) == 1
    await talk.hear(3, loud=False)
    assert len(talk.ears.reader.waiting) == 1, "the soft end is served by what was begun"
    await talk.read(LIKE)
    assert talk.told == ["I like it."]
    await talk.hear(40, loud=False)
    assert not talk.ears.reader.waiting
    (turn,), (early,) = talk.log.of(Turn), talk.log.of(ProvisionalTurn)
    assert {**vars(turn), "stamp": 0} == {**vars(early), "stamp": 0}, "work begun on one serves the other"


LOUD, FAINT = 30000, 2000
"""Amplitudes that the detector takes for a voice; the second is what is left of one that has ended."""


async def test_where_the_level_fell_before_the_detector_did_reading_begins_at_once(talk: Talk) -> None:
    await talk.hear_at(20, LOUD)
    await talk.hear_at(2, FAINT)
    assert not talk.ears.reader.waiting
    await talk.hear_at(1, 0)
    assert len(talk.ears.reader.waiting) == 1
    await talk.hear_at(5, 0)
    assert len(talk.ears.reader.waiting) == 1, "it holds all the voice"
    await talk.read(LIKE)
    assert talk.told == ["I like it."]


async def test_a_faint_voice_after_it_is_read_too(talk: Talk) -> None:
    await talk.hear_at(20, LOUD)
    await talk.hear_at(2, FAINT)
    await talk.hear_at(1, 0)
    await talk.hear_at(3, FAINT)  # "t-s", at the end of a word
    await talk.hear_at(4, 0)
    assert len(talk.ears.reader.waiting) == 2
    await talk.read(Heard(text="I like i"))
    await talk.read(LIKE)
    assert talk.told == ["I like it."]


async def test_a_reading_that_is_there_before_the_soft_end_waits_for_it(talk: Talk) -> None:
    await talk.hear(20, loud=True)
    await talk.hear(2, loud=False)
    await talk.read(LIKE)
    assert talk.told == []
    await talk.hear(2, loud=False)
    await passes(60)
    assert talk.told == ["I like it."]


async def test_a_voice_that_goes_on_before_the_soft_end_makes_it_void(talk: Talk) -> None:
    await talk.hear(20, loud=True)
    await talk.hear(3, loud=False)
    await talk.hear(10, loud=True)
    await talk.read(Heard(text="I like"))
    assert talk.log.of(PartialSpeech)[-1].text == "I like", "it is shown all the same"
    await talk.hear(6, loud=False)
    await talk.read(LIKE)
    await talk.hear(40, loud=False)
    assert [turn.text for turn in talk.log.of(Turn)] == ["I like it."]


async def test_a_reading_ahead_that_fails_is_read_again_at_the_soft_end(talk: Talk) -> None:
    await talk.hear(20, loud=True)
    await talk.hear(2, loud=False)
    talk.ears.reader.waiting.pop(0).set_exception(RuntimeError("out of memory"))
    await talk.hear(4, loud=False)
    assert not [health for health in talk.log.of(Health) if health.status == "degraded"]
    await talk.read(LIKE)
    await talk.hear(40, loud=False)
    assert [turn.text for turn in talk.log.of(Turn)] == ["I like it."]


async def test_what_holds_no_words_is_told_to_nobody(talk: Talk) -> None:
    await talk.hear(20, loud=True)
    await talk.hear(6, loud=False)
    await talk.read(NOTHING)
    await talk.hear(60, loud=False)
    assert talk.told == []
    assert not talk.log.of(Turn)


class Loaded:
    """A recogniser on a busy computer: each reading takes so many seconds."""

    def __init__(self, seconds: float) -> None:
        self.seconds, self.busy, self.count = seconds, False, 0

    async def passing(self, samples: Any, most_tokens: int = 0, wanted: Any = None) -> str:
        self.busy = True
        await asyncio.sleep(self.seconds)
        self.busy = False
        self.count += 1
        return " ".join(["word"] * self.count)

    async def final(self, samples: Any, wanted: Any) -> Heard:
        return Heard(text=await self.passing(samples), confidence=0.9)

    def close(self) -> None: ...


@pytest.mark.parametrize(
    ("seconds", "apart"), [(0.1, 0.45), (0.3, 0.45), (0.38, 0.45), (0.6, 0.6 + FRAME_SECONDS)]
)
def test_captions_come_twice_a_second_as_long_as_the_recogniser_can(
    seconds: float, apart: float, tmp_path: Path
) -> None:
    """Ten seconds of speech with dips shorter than a soft end, in virtual time."""

    async def listen() -> list[float]:
        log, ears = Everyone("everyone", {}, Context(tmp_path)), Ears("listener", {}, Context(tmp_path))
        transport = LocalTransport([ears, log])
        await transport.start()
        ears._decoder = Loaded(seconds)  # type: ignore[assignment]
        loop = asyncio.get_running_loop()
        for number in range(round(10.0 / FRAME_SECONDS)):
            pcm = np.full(FRAME, 0 if number % 25 == 24 else 9000, "<i2").tobytes()
            log.say(AudioChunk(samples=pcm, stamp=loop.time()))
            await asyncio.sleep(FRAME_SECONDS)
        times = [at for at, _ in log.when(PartialSpeech)]
        await transport.stop()
        return times

    times = virtual.run(listen())
    gaps = np.diff(times)
    assert len(gaps) > 8.5 / apart
    assert np.quantile(gaps, 0.95) <= apart + FRAME_SECONDS
    assert np.mean(gaps) <= apart
