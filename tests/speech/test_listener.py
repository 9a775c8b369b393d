"""The listener in real time, with the real models, on recorded people."""

import asyncio
import dataclasses
import time
import tracemalloc
from collections.abc import Callable
from pathlib import Path
from typing import Any

import numpy as np
import pytest

from alongside.component import Context
from alongside.errors import AlongsideError
from alongside.local import LocalTransport
from alongside.messages import (
    Act,
    AudioChunk,
    Control,
    Health,
    Hold,
    Interruption,
    PartialSpeech,
    Patience,
    ProvisionalTurn,
    SpeechActivity,
    Spoken,
    Stop,
    Turn,
)
from speech.audio import FRAME, FRAME_SECONDS, RATE, Framer, to_bytes
from speech.listener import LOOK, Listener
from tests.recordings import Pcm, Recording, recordings, timeline
from tests.speech.conftest import Everyone
from tests.speech.room import Room, open_room
from tests.speech.same_voice import same_voice
from tests.speech.test_turn_messages import Ears
from tests.speech.wording import word_error_rate


@pytest.fixture
async def room(everyone: Everyone, context: Context, tmp_path: Path) -> Any:
    async for made in open_room(everyone, context, tmp_path, {}):
        yield made


def alone(item: Recording, after: float = 0.5) -> Pcm:
    """One utterance, after some quiet."""
    return timeline((after, item), length=after + item.seconds)


@pytest.mark.slow
async def test_patience_decides_whether_a_pause_ends_the_turn(room: Room) -> None:
    """Two sentences with a pause: two turns if an answer sounds between, or one of two revisions."""
    first, second = recordings("librivox")[1], recordings("librivox")[4]

    answer = Spoken(act_id="a1", status="started")
    room.say(Patience(seconds=0.3))
    await room.speak(alone(first), until=room.turns(1))
    room.say(answer)
    await room.speak(alone(second), until=room.turns(2))
    assert [turn.revision for turn in room.log.of(Turn)] == [0, 0]
    room.say(dataclasses.replace(answer, status="finished"))
    room.log.heard.clear()
    room.say(Patience(seconds=3.0, reason="a disclosure"))
    before = 2.5  # as long as the turn before can be gone on with
    at = before + first.seconds + 1.0
    both = timeline((before, first), (at, second), length=at + second.seconds)
    await room.hear(both, until=room.turns(1))
    (turn,) = room.log.of(Turn)
    assert turn.revision >= 1
    assert word_error_rate([f"{first.words} {second.words}"], [turn.text]) <= 0.15


@pytest.mark.slow
async def test_who_goes_on_before_the_answer_sounds_is_not_answered_in_the_middle(room: Room) -> None:
    """The turn is opened again, the answer that was on its way is called back, and all of it is one turn."""
    first, second = recordings("librivox")[1], recordings("librivox")[4]
    room.say(Patience(seconds=0.3))
    await room.speak(alone(first), until=room.turns(1))
    (one,) = room.log.of(Turn)
    room.say(Act(act_id="a1", turn_id=one.turn_id, kind="reflect", text="That is one way to see it."))
    await room.speak(alone(second, after=0.2), until=room.turns(2))
    one, whole = room.log.of(Turn)
    assert (one.turn_id, one.revision) == (whole.turn_id, whole.revision - 1)
    assert whole.text.startswith(one.text.split()[0])
    assert word_error_rate([f"{first.words} {second.words}"], [whole.text]) <= 0.2
    (back,) = room.log.of(Interruption)
    assert (back.act_id, back.cause) == ("a1", "superseded")
    ahead = room.log.of(ProvisionalTurn)
    early = [place for place, turn in enumerate(ahead) if turn.text and turn.revision == one.revision]
    for last in early[-1:]:  # on a busy machine the turn is there before anybody works on it ahead
        assert not ahead[last + 1].text, "who works on it is told that they go on"
        assert ahead[last + 1].revision == whole.revision


@pytest.mark.slow
async def test_silence_and_noise_give_no_turns_and_no_interruption(room: Room) -> None:
    random = np.random.default_rng(5)
    time_ = np.arange(8 * RATE) / RATE
    brown = np.cumsum(random.normal(size=8 * RATE))
    sounds = np.concatenate(
        [
            np.zeros(8 * RATE),
            random.normal(0, 0.05, 8 * RATE),
            0.3 * brown / np.abs(brown).max(),
            0.4 * random.normal(size=8 * RATE) * (time_ % 0.7 < 0.05),
            0.2 * np.sin(2 * np.pi * 440 * time_),
        ]
    )
    room.say(Spoken(act_id="a1", status="started"))
    await room.stream((sounds * 32767).clip(-32768, 32767).astype("<i2"))
    assert room.log.of(Turn) == []
    assert room.log.of(Interruption) == []


async def test_hours_of_silence_do_not_grow_memory(room: Room) -> None:
    """Minutes of audio, handed over as fast as it goes, leave nothing behind: not six bytes of a frame."""
    quiet = timeline(length=60.0)
    await room.stream(quiet)
    room.log.heard.clear()
    tracemalloc.start()
    try:
        held = []
        for _ in range(6):
            await room.stream(quiet)
            room.log.heard.clear()
            held.append(tracemalloc.get_traced_memory()[0])
    finally:
        tracemalloc.stop()
    frames = 5 * 60 / FRAME_SECONDS
    assert held[-1] - held[0] < 6 * frames
    assert room.log.of(Turn) == []


@pytest.mark.slow
async def test_a_person_who_speaks_over_an_act_interrupts_it_in_time_and_has_the_turn(room: Room) -> None:
    """The voice is held at once; the interruption follows when the words are known, or 0.7 s went by."""
    item = recordings("librivox")[3]
    room.say(Spoken(act_id="a1", status="started"))
    began = await room.hear(timeline((1.0, item), length=1.0 + item.seconds), until=room.turns(1))
    ((at, interruption),) = room.log.when(Interruption)
    assert (interruption.act_id, interruption.cause) == ("a1", "barge_in")
    held_at, hold = room.log.when(Hold)[0]
    assert (hold.act_id, hold.hold) == ("a1", True)
    assert held_at < at - 0.05
    (turn,) = room.log.of(Turn)
    assert word_error_rate([item.words], [turn.text]) <= 0.15
    assert turn.start - began >= 1.0
    assert 0.2 <= at - turn.start <= 0.704 + 0.3  # the machine may be busy


@pytest.fixture(scope="module")
def said_by_piper() -> Callable[[str], Pcm]:
    """A short remark as sound at 16 kHz: no recorded listener's signals come in a package."""

    async def make(text: str) -> bytes:
        client = same_voice()
        made = await client.synthesise(text, 1.1)
        await client.close()
        framer = Framer()
        return b"".join(framer.push(made.samples + bytes(made.rate), made.rate))

    return lambda text: (np.frombuffer(asyncio.run(make(text)), "<i2") * 0.4).astype("<i2")


@pytest.mark.slow
@pytest.mark.parametrize("text", ["Okay.", "Yeah.", "I see."])
def test_a_listeners_signal_over_an_act_is_no_turn_and_no_interruption(
    text: str, said_by_piper: Callable[[str], Pcm], context: Context, tmp_path: Path
) -> None:
    remark = Recording("remark", said_by_piper(text), text)
    log = Everyone("everyone", {}, context)

    async def talk() -> None:
        async for room in open_room(log, context, tmp_path, {}):
            room.say(Spoken(act_id="a1", status="started"))
            await room.hear(timeline((1.0, remark), length=1.0 + remark.seconds), after=2.0)
            assert room.log.of(Interruption) == []
            assert room.log.of(Turn) == []
            assert room.log.of(PartialSpeech), "it was not heard at all"
            assert [hold.hold for hold in room.log.of(Hold)][-1:] == [False]
            room.say(Spoken(act_id="a1", status="finished", heard="..."))
            await room.transport.settle()
            assert room.log.of(Turn) == [], "it was said long before the act ended"
            # When nothing sounds, the same words are an answer.
            await room.hear(timeline((1.0, remark), length=1.0 + remark.seconds), until=room.turns(1))
            assert len(room.log.of(Turn)) == 1
            # And so they are when the act ends just after them.
            room.say(Spoken(act_id="a2", status="started"))

            over = Spoken(act_id="a2", status="finished", heard="...")
            over = dataclasses.replace(over, stamp=time.time() + 1.3 + remark.seconds)
            await room.hear(
                timeline((1.0, remark), length=1.0 + remark.seconds),
                then=(1.3 + remark.seconds, over),
                until=room.turns(2),
            )
            assert len(room.log.of(Turn)) == 2

    asyncio.run(talk())


@pytest.mark.slow
def test_a_short_no_over_an_act_interrupts(
    said_by_piper: Callable[[str], Pcm], context: Context, tmp_path: Path
) -> None:
    remark = Recording("remark", said_by_piper("Stop."), "Stop.")
    log = Everyone("everyone", {}, context)

    async def talk() -> None:
        async for room in open_room(log, context, tmp_path, {}):
            room.say(Spoken(act_id="a1", status="started"))
            heard = timeline((1.0, remark), length=1.0 + remark.seconds)
            await room.hear(heard, until=lambda: log.of(Interruption) and log.of(Turn))

    asyncio.run(talk())
    assert len(log.of(Interruption)) == 1
    assert [turn.text.strip(".!").lower() for turn in log.of(Turn)] == ["stop"]


PAUSE = Control(name="pause", value="on", by="operator")


@pytest.mark.slow
async def test_the_microphones_switch_the_session_and_stop_drop_what_was_heard(room: Room) -> None:
    item = recordings("librivox")[1]
    sound = timeline((0.2, item), length=0.2 + item.seconds)
    for message in (
        Control(name="microphone", value="off"),
        Control(name="session", value="end"),
        PAUSE,
        Stop(),
    ):
        await room.hear(sound, after=1.5, then=(0.2 + item.seconds, message))
        assert room.log.of(Turn) == []
        assert not room.log.of(SpeechActivity)[-1].speaking
        room.say(Control(name="microphone", value="on"))
        room.say(Control(name="session", value="start"))
    await room.hear(sound, until=room.turns(1))
    assert len(room.log.of(Turn)) == 1


@pytest.mark.slow
async def test_push_to_talk_holds_the_turn_until_it_is_let_go(room: Room) -> None:
    item = recordings("librivox")[1]
    room.say(Control(name="talk", value="down"))
    await room.hear(timeline((0.2, item), length=0.2 + item.seconds), after=3.0)
    assert room.log.of(Turn) == []
    room.say(Control(name="talk", value="up"))
    await room.until(room.turns(1))
    assert len(room.log.of(Turn)) == 1


@pytest.mark.slow
async def test_a_source_that_dies_in_mid_turn_does_not_keep_the_turn(room: Room) -> None:
    item = recordings("librivox")[1]
    await room.hear(timeline((0.2, item), length=0.2 + item.seconds)[: -RATE // 3], after=0.0)
    assert room.log.of(Turn) == []
    await room.until(room.turns(1))
    (turn,) = room.log.of(Turn)
    assert turn.text.startswith("He was not")


async def test_a_computer_that_was_held_up_finds_the_sound_waiting_and_puts_no_silence_in(
    everyone: Everyone, context: Context
) -> None:
    ears = Ears("listener", {}, context)
    transport = LocalTransport([ears, everyone])
    await transport.start()
    ears._background.watch(ears._watch())
    loud = AudioChunk(samples=np.full(FRAME, 9000, "<i2").tobytes())
    for said in range(20):
        everyone.say(loud)
        if said == 9:
            await transport.settle()
            time.sleep(1.5)  # noqa: ASYNC251 - nothing runs meanwhile
    await asyncio.sleep(2.1 * LOOK)
    assert ears._taking.frames == 20
    while ears._taking.speaking:  # and when none comes, its silence ends what was said  # noqa: ASYNC110
        await asyncio.sleep(LOOK)
    await transport.stop()


@pytest.mark.slow
async def test_the_companions_echo_is_neither_a_turn_nor_an_interruption(
    everyone: Everyone, context: Context, tmp_path: Path
) -> None:
    item = recordings("librivox")[3]
    async for room in open_room(everyone, context, tmp_path, {"echo": "gate"}):
        room.say(Act(act_id="a1", turn_id="", kind="recap", text=item.words))
        room.say(Spoken(act_id="a1", status="started"))
        await room.hear(timeline((0.0, item), length=item.seconds), after=2.0)
        assert room.log.of(Interruption) == []
        assert room.log.of(Turn) == []


async def test_without_the_recogniser_it_names_the_command(
    context: Context, monkeypatch: Any, tmp_path: Path
) -> None:
    monkeypatch.setenv("ALONGSIDE_CACHE", str(tmp_path))
    monkeypatch.setenv("HF_HOME", str(tmp_path))
    with pytest.raises(AlongsideError, match="alongside weights whisper-base"):
        await Listener("listener", {}, context).start()


async def test_a_recogniser_that_fails_costs_no_turn(room: Room, monkeypatch: Any) -> None:
    def broken(samples: Any) -> Any:
        raise RuntimeError("out of memory")

    item = recordings("cards")[4]
    monkeypatch.setattr(room.listener._decoder._recogniser, "final", broken)  # type: ignore[union-attr]
    await room.hear(timeline((0.2, item), length=0.2 + item.seconds), until=room.turns(1))
    (turn,) = room.log.of(Turn)
    assert "spades" in turn.text
    assert turn.confidence < 0.2
    (health,) = [h for h in room.log.of(Health) if h.status == "degraded"]
    assert "out of memory" not in health.detail


async def test_any_rate_and_any_chunk_length_are_heard(room: Room) -> None:
    item = recordings("cards")[4]
    sound = timeline((0.5, item), length=0.5 + item.seconds + 1.5).astype(np.float32) / 32768
    tripled = np.interp(np.arange(len(sound) * 3) / 3, np.arange(len(sound)), sound)
    pcm = to_bytes(tripled)
    for at in range(0, len(pcm), 2000):
        room.say(AudioChunk(samples=pcm[at : at + 2000], rate=48000, stamp=time.time()))
        await asyncio.sleep(1000 / 48000)
    await room.until(room.turns(1))
    (turn,) = room.log.of(Turn)
    assert "hearts" in turn.text
