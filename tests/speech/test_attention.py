"""Who is listened to when: always, while a key is held, or after a wake phrase."""

import asyncio
from pathlib import Path

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from alongside.component import Context
from alongside.errors import AlongsideError
from alongside.messages import Control, Event, PartialSpeech, SpeechActivity, Turn
from speech.attention import Attention
from speech.audio import FRAME_SECONDS, Samples, SpeechRate, to_float
from speech.listener import Listener
from tests.recordings import Pcm, recordings, timeline
from tests.speech.acoustics import at_level
from tests.speech.conftest import Everyone
from tests.speech.room import open_room
from tests.speech.same_voice import same_voice


def attention(mode: str = "wake_phrase", minutes: float = 1.0) -> tuple[Attention, list[bool]]:
    told: list[bool] = []
    return Attention(mode, "Hello Alongside", minutes, told.append), told  # type: ignore[arg-type]


@pytest.mark.parametrize(
    "said", ["Hello, alongside!", "Hello along side.", "Well, hello Alongside, it's me", "Hallo alongside"]
)
def test_the_phrase_is_known_however_it_is_spelled(said: str) -> None:
    assert attention()[0].is_phrase(said)


@pytest.mark.parametrize(
    "said", ["", "Hello", "Hello Alice", "I walked along the side of it", "hello, how are you?"]
)
def test_other_words_are_not_the_phrase(said: str) -> None:
    assert not attention()[0].is_phrase(said)


@pytest.mark.parametrize("phrase", ["", " ?! "])
async def test_a_phrase_without_words_is_refused_for_nothing_would_wake_it(
    phrase: str, tmp_path: Path
) -> None:
    listener = Listener("listener", {"mode": "wake_phrase", "wake_phrase": phrase}, Context(tmp_path))
    with pytest.raises(AlongsideError, match="wake_phrase holds no words"):
        await listener.start()


def test_no_recording_holds_it() -> None:
    sleeper = attention()[0]
    assert not any(
        sleeper.is_phrase(item.words) for group in ("librivox", "cards") for item in recordings(group)
    )


@given(st.lists(st.sampled_from(["frame", "stir", "words"]), max_size=400))
def test_it_wakes_by_the_phrase_alone_and_sleeps_after_a_silence(events: list[str]) -> None:
    sleeper, told = attention(minutes=0.2)
    for event in events:
        {"frame": sleeper.frame, "stir": sleeper.stir, "words": lambda: sleeper.read("what a day")}[event]()
        assert not sleeper.awake
    sleeper.read("oh hello alongside")
    assert sleeper.awake
    for _ in range(round(12 / FRAME_SECONDS) - 1):
        sleeper.frame()
    assert sleeper.awake
    sleeper.stir()
    for _ in range(round(12 / FRAME_SECONDS)):
        assert sleeper.awake
        sleeper.frame()
    assert not sleeper.awake
    assert told == [True, False]


def test_the_other_modes_never_sleep() -> None:
    for mode in ("open", "push_to_talk"):
        assert attention(mode)[0].awake


@pytest.fixture(scope="module")
def phrase() -> Samples:
    """A voice that says the wake phrase."""

    async def made() -> Samples:
        engine = same_voice()
        await engine.start()
        try:
            spoken = await engine.synthesise("Hello alongside.", 0.65)
        finally:
            await engine.close()
        return at_level(to_float(SpeechRate().convert(spoken.samples, spoken.rate)), -24.0)

    return asyncio.run(made())


def quiet(sound: Pcm, after: float = 2.5) -> Pcm:
    return np.concatenate([timeline(length=0.5), sound, timeline(length=after)])


async def test_until_the_phrase_nothing_is_said_or_kept(
    everyone: Everyone, context: Context, tmp_path: Path, phrase: Samples
) -> None:
    item = recordings("librivox")[1]
    async for room in open_room(everyone, context, tmp_path, {"mode": "wake_phrase"}):
        await room.stream(quiet(item.samples), pace=FRAME_SECONDS / 4)
        await asyncio.sleep(1.0)
        kinds = (Turn, PartialSpeech, SpeechActivity, Event)
        assert not any(room.log.of(kind) for kind in kinds)
        await room.stream(quiet((phrase * 32767).astype(np.int16)), pace=FRAME_SECONDS / 4)
        await room.stream(quiet(item.samples), pace=FRAME_SECONDS / 4)
        await room.until(room.turns(1))
        assert [event.kind for event in room.log.of(Event)] == ["listener_awake"]
        assert "young man" in room.log.of(Turn)[-1].text


async def test_with_push_to_talk_only_what_is_said_with_the_key_down_is_heard(
    everyone: Everyone, context: Context, tmp_path: Path
) -> None:
    item = recordings("librivox")[1]
    async for room in open_room(everyone, context, tmp_path, {"mode": "push_to_talk"}):
        await room.stream(quiet(item.samples), pace=FRAME_SECONDS / 4)
        assert room.log.of(Turn) == []
        room.say(Control(name="talk", value="down"))
        await room.stream(quiet(item.samples, after=0.3), pace=FRAME_SECONDS / 4)
        room.say(Control(name="talk", value="up"))
        await room.stream(timeline(length=1.0), pace=FRAME_SECONDS / 4)
        await room.until(room.turns(1))
        (turn,) = room.log.of(Turn)
        assert "young man" in turn.text
        assert turn.end > turn.start > 0
