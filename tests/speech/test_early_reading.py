"""Work may begin at the first silence: what is told early, when it is called back, when not repeated."""

import asyncio
from pathlib import Path
from typing import Any

import numpy as np
import pytest

from alongside.component import Context
from alongside.local import LocalTransport
from alongside.messages import AudioChunk, ProvisionalTurn, Turn
from speech.audio import FRAME
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
        pcm = np.full(FRAME, 9000 if loud else 0, "<i2").tobytes()
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


async def test_words_are_told_before_the_soft_end_and_not_again_when_they_are_sure(talk: Talk) -> None:
    await talk.hear(20, loud=True)
    assert talk.told == []
    await talk.hear(3, loud=False)
    assert talk.told == ["I like it."]
    assert not talk.ears.reader.waiting, "the soft end is later"
    await talk.hear(3, loud=False)
    await talk.read(Heard(text="I like it", confidence=0.9))
    await talk.hear(40, loud=False)
    assert talk.told == ["I like it."]
    (turn,), (early,) = talk.log.of(Turn), talk.log.of(ProvisionalTurn)
    assert (turn.turn_id, turn.revision) == (early.turn_id, early.revision)


async def test_other_words_in_the_end_are_told_anew(talk: Talk) -> None:
    await talk.hear(20, loud=True)
    await talk.hear(6, loud=False)
    await talk.read(Heard(text="I like it a lot.", confidence=0.9))
    await talk.hear(40, loud=False)
    assert talk.told == ["I like it.", "I like it a lot."]
    assert [turn.text for turn in talk.log.of(Turn)] == ["I like it a lot."]


async def test_a_voice_that_goes_on_before_the_soft_end_calls_it_back(talk: Talk) -> None:
    await talk.hear(20, loud=True)
    await talk.hear(3, loud=False)
    await talk.hear(10, loud=True)
    assert talk.told == ["I like it.", ""]
    await talk.hear(3, loud=False)
    assert talk.told == ["I like it.", "", "I like it."]


async def test_what_was_no_words_after_all_is_called_back(talk: Talk) -> None:
    await talk.hear(20, loud=True)
    await talk.hear(6, loud=False)
    await talk.read(NOTHING)
    await talk.hear(60, loud=False)
    assert talk.told == ["I like it.", ""]
    assert not talk.log.of(Turn)


async def test_what_does_not_sound_whole_by_its_words_is_not_told_early(talk: Talk) -> None:
    talk.ears.reader.words = "I like it because"
    await talk.hear(20, loud=True)
    await talk.hear(3, loud=False)
    assert talk.told == []
