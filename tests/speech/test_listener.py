"""The listener in real time, with the real models, on recorded people."""

import asyncio
import dataclasses
import itertools
import time
import tracemalloc
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import numpy as np
import pytest

from alongside.component import Context
from alongside.errors import AlongsideError
from alongside.local import LocalTransport
from alongside.messages import (
    Act,
    Affect,
    AudioChunk,
    Control,
    Health,
    Hold,
    Interruption,
    Message,
    PartialSpeech,
    Patience,
    SpeechActivity,
    Spoken,
    Stop,
    Turn,
)
from speech.audio import FRAME, FRAME_SECONDS, RATE, Framer, to_bytes
from speech.listener import Listener
from speech.voice_client import VoiceClient
from speech.wav_source import WavSource
from tests.recordings import Pcm, Recording, recordings, timeline, write_wav
from tests.speech.conftest import Everyone
from tests.speech.wording import word_error_rate

BEFORE = 1.0
"""Seconds of quiet before each sound."""


@dataclass
class Room:
    """A listener, somebody who talks to it, and what came of it."""

    listener: Listener
    log: Everyone
    transport: LocalTransport
    folder: Path
    context: Context

    async def hear(self, sound: Pcm, after: float = 2.5, then: tuple[float, Message] | None = None) -> float:
        """Play a sound in real time, and quiet after it; `then` is said at its second.

        The epoch second at which the sound began.
        """
        name = write_wav(self.folder / "sound.wav", np.concatenate([sound, timeline(length=after)]))
        source = WavSource("wav", {"path": str(name), "delay": 0.0}, self.context)
        begun = time.time()
        source.bind(self.transport)
        await source.start()
        length = len(sound) / RATE + after
        if then:
            await asyncio.sleep(then[0])
            self.say(then[1])
        await asyncio.sleep(begun + length - time.time())
        await source.stop()
        await self.transport.settle()
        return begun

    def say(self, message: Any) -> None:
        """Tell the listener something, as others would."""
        self.log.say(message)

    async def stream(self, sound: Pcm, pace: float = 0.0) -> None:
        """Hand a sound over faster than real time: the frames are the clock."""
        pcm = sound.tobytes()
        begun = time.time()
        for number in range(len(sound) // FRAME):
            piece = pcm[2 * FRAME * number : 2 * FRAME * (number + 1)]
            self.say(AudioChunk(samples=piece, stamp=begun + number * FRAME_SECONDS))
            await asyncio.sleep(pace)
        await self.transport.settle()


@pytest.fixture
async def room(everyone: Everyone, context: Context, tmp_path: Path) -> Any:
    async for made in open_room(everyone, context, tmp_path, {}):
        yield made


async def open_room(everyone: Everyone, context: Context, folder: Path, settings: dict[str, Any]) -> Any:
    listener = Listener("listener", settings, context)
    transport = LocalTransport([listener, everyone])
    await transport.start()
    yield Room(listener, everyone, transport, folder, context)
    await transport.stop()


@dataclass
class Conversation:
    """Ten recorded utterances, one after the other, in one session."""

    said: list[Recording]
    began: float
    at: list[float]
    log: Everyone

    def ended(self, number: int) -> float:
        """The epoch second of the last loud sound of an utterance."""
        loud = np.flatnonzero(np.abs(self.said[number].samples.astype(int)) > 328)  # -40 dBFS
        return self.began + self.at[number] + float(loud[-1]) / RATE


@pytest.fixture(scope="module")
def conversation(tmp_path_factory: pytest.TempPathFactory) -> Conversation:
    folder = tmp_path_factory.mktemp("conversation")
    context = Context(folder)
    said = [*recordings("librivox"), *recordings("cards")]
    at, second = [], BEFORE
    for item in said:
        at.append(second)
        second += item.seconds + 2.5
    log = Everyone("everyone", {}, context)

    async def talk() -> float:
        async for room in open_room(log, context, folder, {}):
            return float(await room.hear(timeline(*zip(at, said, strict=True), length=second)))
        raise AssertionError

    return Conversation(said, asyncio.run(talk()), at, log)


@pytest.mark.slow
class TestConversation:
    """What a session of ten utterances must give."""

    def test_each_utterance_is_one_turn(self, conversation: Conversation) -> None:
        turns = conversation.log.of(Turn)
        assert len(turns) == len(conversation.said)
        assert len({turn.turn_id for turn in turns}) == len(turns)
        assert (
            word_error_rate([item.words for item in conversation.said], [turn.text for turn in turns]) <= 0.1
        )

    def test_a_turn_knows_when_it_was_and_how_it_sounded(self, conversation: Conversation) -> None:
        for number, turn in enumerate(conversation.log.of(Turn)):
            start = conversation.began + conversation.at[number]
            assert start - 0.1 <= turn.start <= start + 0.7
            assert turn.end == pytest.approx(conversation.ended(number), abs=0.35)
            assert all(turn.start - 0.5 <= word.start <= word.end <= turn.end + 0.5 for word in turn.words)
            assert turn.confidence > 0.3
            assert 70 < turn.prosody.pitch_hz < 260
            assert turn.prosody.words_per_second > 1

    def test_turns_come_soon_after_the_end_of_speech(self, conversation: Conversation) -> None:
        waits = [
            at - conversation.ended(number) for number, (at, _) in enumerate(conversation.log.when(Turn))
        ]
        assert min(waits) > 0.1
        assert np.median(waits) < 1.2  # patience 0.7 s; the rest is for a busy machine

    def test_partials_come_at_least_every_500_ms_while_they_speak(self, conversation: Conversation) -> None:
        gaps = []
        for turn in conversation.log.of(Turn):
            at = [t for t, part in conversation.log.when(PartialSpeech) if part.turn_id == turn.turn_id]
            speaking = [moment for moment in at if moment <= turn.end]
            gaps += list(np.diff(speaking))
        assert len(gaps) > 30
        assert np.median(gaps) <= 0.5

    def test_the_stable_part_of_the_partials_only_grows(self, conversation: Conversation) -> None:
        settled, meant = [], []
        for turn in conversation.log.of(Turn):
            stable = ""
            for part in conversation.log.of(PartialSpeech):
                if part.turn_id == turn.turn_id:
                    assert part.text.startswith(stable)
                    assert part.stable >= len(stable)
                    stable = part.text[: part.stable]
            settled.append(stable)
            meant.append(" ".join(turn.text.split()[: len(stable.split())]))
        # What was settled early is what was meant, nearly always; and it is a good part of what was said.
        # (How much depends on how often the machine found time to look: a short turn may have none.)
        assert word_error_rate([text for text in meant if text], [text for text in settled if text]) < 0.2
        assert sum(len(text.split()) for text in settled) > 0.4 * sum(
            len(turn.words) for turn in conversation.log.of(Turn)
        )

    def test_activity_is_told_on_change_and_ten_times_a_second(self, conversation: Conversation) -> None:
        told = conversation.log.when(SpeechActivity)
        seconds = told[-1][0] - told[0][0]
        assert 9 <= len(told) / seconds <= 13
        assert sum(a.speaking != b.speaking for (_, a), (_, b) in itertools.pairwise(told)) >= 20

    def test_affect_is_unsure_until_the_voice_is_known(self, conversation: Conversation) -> None:
        told = conversation.log.of(Affect)
        assert len(told) >= 4
        assert all(affect.source == "voice" and -1 <= affect.arousal <= 1 for affect in told)
        assert told[0].confidence == pytest.approx(0.1)

    def test_nothing_went_wrong(self, conversation: Conversation) -> None:
        assert [h.detail for h in conversation.log.of(Health) if h.status == "degraded"] == []
        assert conversation.log.of(Interruption) == []


@pytest.mark.slow
async def test_patience_decides_whether_a_pause_ends_the_turn(room: Room) -> None:
    """1.6 s between two sentences: two turns, or one turn of two revisions."""
    first, second = recordings("librivox")[1], recordings("librivox")[4]
    both = timeline(
        (0.5, first), (0.5 + first.seconds + 1.0, second), length=0.5 + first.seconds + 1.0 + second.seconds
    )
    await room.hear(both)
    assert [turn.revision for turn in room.log.of(Turn)] == [0, 0]
    room.log.heard.clear()
    room.say(Patience(seconds=3.0, reason="a disclosure"))
    await room.hear(both, after=7.0)
    (turn,) = room.log.of(Turn)
    assert turn.revision == 1
    assert word_error_rate([f"{first.words} {second.words}"], [turn.text]) <= 0.15


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
    """A quarter of an hour of audio, handed over as fast as it goes, leaves nothing behind."""
    quiet = timeline(length=60.0)
    await room.stream(quiet)
    room.log.heard.clear()
    tracemalloc.start()
    try:
        for _ in range(14):
            await room.stream(quiet)
            room.log.heard.clear()
        grown, _ = tracemalloc.get_traced_memory()
    finally:
        tracemalloc.stop()
    assert grown < 300_000
    assert room.log.of(Turn) == []


@pytest.mark.slow
async def test_a_person_who_speaks_over_an_act_interrupts_it_in_time_and_has_the_turn(room: Room) -> None:
    """The voice is held at once; the interruption follows when the words are known, within half a second."""
    item = recordings("librivox")[3]
    room.say(Spoken(act_id="a1", status="started"))
    began = await room.hear(timeline((1.0, item), length=1.0 + item.seconds))
    ((at, interruption),) = room.log.when(Interruption)
    assert (interruption.act_id, interruption.cause) == ("a1", "barge_in")
    held_at, hold = room.log.when(Hold)[0]
    assert (hold.act_id, hold.hold) == ("a1", True)
    assert held_at < at - 0.05
    (turn,) = room.log.of(Turn)
    assert word_error_rate([item.words], [turn.text]) <= 0.15
    assert turn.start - began >= 1.0
    assert 0.2 <= at - turn.start <= 0.52 + 0.1  # the machine may be busy


@pytest.fixture(scope="module")
def said_by_piper() -> Callable[[str], Pcm]:
    """A short remark as sound at 16 kHz: no recorded listener's signals come in a package."""

    async def make(text: str) -> bytes:
        from alongside.weights import find

        client = VoiceClient(find("voice-joe"))
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
            await room.hear(timeline((1.0, remark), length=1.0 + remark.seconds), after=2.0)
            assert len(room.log.of(Turn)) == 1
            # And so they are when the act ends just after them.
            room.say(Spoken(act_id="a2", status="started"))

            over = Spoken(act_id="a2", status="finished", heard="...")
            over = dataclasses.replace(over, stamp=time.time() + 1.3 + remark.seconds)
            await room.hear(
                timeline((1.0, remark), length=1.0 + remark.seconds),
                after=2.0,
                then=(1.3 + remark.seconds, over),
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
            await room.hear(timeline((1.0, remark), length=1.0 + remark.seconds))

    asyncio.run(talk())
    assert len(log.of(Interruption)) == 1
    assert [turn.text.strip(".!").lower() for turn in log.of(Turn)] == ["stop"]


@pytest.mark.slow
async def test_the_microphones_switch_the_session_and_stop_drop_what_was_heard(room: Room) -> None:
    item = recordings("librivox")[1]
    sound = timeline((0.2, item), length=0.2 + item.seconds)
    for message in (Control(name="microphone", value="off"), Control(name="session", value="end"), Stop()):
        await room.hear(sound, after=1.5, then=(0.2 + item.seconds, message))
        assert room.log.of(Turn) == []
        assert not room.log.of(SpeechActivity)[-1].speaking
        room.say(Control(name="microphone", value="on"))
        room.say(Control(name="session", value="start"))
    await room.hear(sound)
    assert len(room.log.of(Turn)) == 1


@pytest.mark.slow
async def test_push_to_talk_holds_the_turn_until_it_is_let_go(room: Room) -> None:
    item = recordings("librivox")[1]
    room.say(Control(name="talk", value="down"))
    await room.hear(timeline((0.2, item), length=0.2 + item.seconds), after=3.0)
    assert room.log.of(Turn) == []
    room.say(Control(name="talk", value="up"))
    await asyncio.sleep(0.1)
    assert len(room.log.of(Turn)) == 1


@pytest.mark.slow
async def test_a_source_that_dies_in_mid_turn_does_not_keep_the_turn(room: Room) -> None:
    item = recordings("librivox")[1]
    await room.hear(timeline((0.2, item), length=0.2 + item.seconds)[: -RATE // 3], after=0.0)
    assert room.log.of(Turn) == []
    await asyncio.sleep(4.0)
    (turn,) = room.log.of(Turn)
    assert turn.text.startswith("He was not")


@pytest.mark.slow
async def test_the_companions_echo_is_neither_a_turn_nor_an_interruption(
    everyone: Everyone, context: Context, tmp_path: Path
) -> None:
    item = recordings("librivox")[3]
    async for room in open_room(everyone, context, tmp_path, {"echo_gate": True}):
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
    await room.hear(timeline((0.2, item), length=0.2 + item.seconds))
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
    await asyncio.sleep(1.0)
    (turn,) = room.log.of(Turn)
    assert "hearts" in turn.text
