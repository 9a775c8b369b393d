"""Who speaks: the encoder against torch's numbers, the file reader, and a listener with two people."""

import asyncio
import pickle
import struct
from collections import OrderedDict
from pathlib import Path
from typing import Any

import numpy as np
import pytest

from alongside.component import Context
from alongside.errors import AlongsideError
from alongside.messages import Control, Event, Health, PartialSpeech, Turn
from alongside.weights import find
from speech.audio import RATE
from speech.speaker_check import SpeakerCheck
from speech.speaker_encoder import SpeakerEncoder
from speech.torch_file import MAGIC, VERSION, read_tensors
from speech.voiceprint import Voiceprint, voiceprint
from tests.recordings import FOLDER, Recording, recordings, timeline
from tests.speech.conftest import Everyone
from tests.speech.room import Room, open_room

TORCH_PLACES = [149, 25, 9, 20]
TORCH_VALUES = [0.2154, 0.2187, 0.2664, 0.3050]


@pytest.fixture(scope="module")
def encoder() -> SpeakerEncoder:
    return SpeakerEncoder(find("speaker-encoder"))


def of(encoder: SpeakerEncoder, item: Recording) -> Voiceprint:
    made = voiceprint(encoder, item.samples.astype(np.float32) / 32768)
    assert made
    return made


def test_the_encoder_hears_what_torch_and_librosa_hear(encoder: SpeakerEncoder) -> None:
    """The largest numbers of the vector that they gave for a tone with beats."""
    time = np.arange(2 * RATE) / RATE
    sound = (0.2 * np.sin(2 * np.pi * 220 * time) * (1 + np.sin(2 * np.pi * 5 * time))).astype(np.float32)
    vector = encoder.vector(sound)
    assert np.linalg.norm(vector) == pytest.approx(1.0, abs=1e-5)
    assert np.argsort(vector)[-4:].tolist() == TORCH_PLACES
    assert vector[TORCH_PLACES] == pytest.approx(TORCH_VALUES, abs=1e-3)


def test_one_reader_is_told_from_another(encoder: SpeakerEncoder) -> None:
    prose, phrases = recordings("librivox"), recordings("cards")
    check = SpeakerCheck()
    assert check.judge([of(encoder, phrases[4])]) == "learning"
    for item in prose[:3]:
        check.learn([of(encoder, item)])
    assert check.judge([of(encoder, prose[3])]) == "person"
    assert check.judge([of(encoder, prose[4])]) == "person"
    own = [check.likeness(of(encoder, item)) for item in prose[3:]]
    others = [check.likeness(of(encoder, item)) for item in phrases if item.seconds > 1.5]
    assert max(others) < min(own) - 0.05
    assert check.judge([]) == "unsure"
    mixed = [of(encoder, prose[3]), of(encoder, phrases[4])]
    assert check.judge(mixed) in ("person", "unsure")
    check.forget()
    assert check.judge([of(encoder, phrases[4])]) == "learning"


def test_under_a_second_of_speech_nobody_is_judged(encoder: SpeakerEncoder) -> None:
    samples = recordings("librivox")[0].samples[RATE : RATE + RATE * 9 // 10].astype(np.float32) / 32768
    assert voiceprint(encoder, samples) is None
    assert voiceprint(encoder, np.zeros(0, np.float32)) is None


def unit(angle: float) -> Any:
    vector = np.zeros(256, np.float32)
    vector[:2] = np.cos(angle), np.sin(angle)
    return vector


def test_the_known_voice_follows_the_person_and_no_stranger() -> None:
    check = SpeakerCheck()
    check.learn([Voiceprint(unit(0.0), 6.0)])
    check.learn([Voiceprint(unit(1.5), 6.0)])  # another voice is not learnt for theirs
    assert check.judge([Voiceprint(unit(1.5), 6.0)]) == "learning"
    check.learn([Voiceprint(unit(0.0), 6.0)])
    far = Voiceprint(unit(1.0), 6.0)
    assert check.judge([far]) == "other"
    for step in range(60):
        check.learn([Voiceprint(unit(min(0.5, 0.02 * step)), 6.0)])
    assert check.judge([far]) == "person"
    repeated = Voiceprint(unit(0.9), 6.0)
    once = SpeakerCheck()
    for _ in range(20):
        once.learn([repeated])
    assert once.judge([repeated]) == "learning"  # one stretch, told again and again, is learnt once


def saved(values: Any) -> bytes:
    return b"".join(pickle.dumps(item, 2) for item in (MAGIC, VERSION, {}, values, []))


class Calls:
    """Asks an unpickler to run something."""

    def __reduce__(self) -> Any:
        return (Path.touch, (Path("/tmp/alongside-was-run"),))


@pytest.mark.parametrize(
    "content",
    [
        b"",
        b"PK\x03\x04 something else",
        saved({"model_state": Calls()}),
        saved({"model_state": OrderedDict(weights=Calls())}),
        saved({"model_state": {"weights": [1.0]}}),
        saved({"other": {}}),
        saved({"model_state": {}})[:-6] + struct.pack("<q", 1 << 60),
    ],
)
def test_a_file_that_is_no_plain_checkpoint_is_refused_in_one_line(tmp_path: Path, content: bytes) -> None:
    path = tmp_path / "pretrained.pt"
    path.write_bytes(content)
    with pytest.raises(AlongsideError, match=r"pretrained\.pt is not a file of tensors") as error:
        read_tensors(path, "model_state")
    assert "\n" not in str(error.value)
    assert not Path("/tmp/alongside-was-run").exists()


def test_a_cut_off_or_other_checkpoint_is_refused(tmp_path: Path) -> None:
    whole = find("speaker-encoder").read_bytes()
    path = tmp_path / "pretrained.pt"
    path.write_bytes(whole[:2_000_000])
    with pytest.raises(AlongsideError, match="Get it again with"):
        SpeakerEncoder(path)
    path.write_bytes(saved({"model_state": {}}))
    with pytest.raises(AlongsideError, match="another network"):
        SpeakerEncoder(path)


@pytest.fixture
async def room(everyone: Everyone, context: Context, tmp_path: Path) -> Any:
    settings = {"speaker_check": True, "recogniser": "whisper-tiny", "partial_every": 5.0}
    async for made in open_room(everyone, context, tmp_path, settings):
        yield made


def numbers() -> Recording:
    """A man who reads numbers."""
    return Recording("numbers", np.fromfile(FOLDER / "numbers.raw", "<i2"), "")


READ = 0.6
"""Seconds without a frame, which are the listener's clock; less than those after which its source is gone."""


async def say(room: Room, item: Recording) -> list[Turn]:
    """The turns that came of it; quiet after it, at a quarter of real time. A busy machine has time to read
    it, and then it is over long enough not to be gone on with."""
    before = len(room.log.of(Turn))
    await room.stream(timeline((0.3, item), length=item.seconds + 2.5), pace=0.008)
    await asyncio.sleep(READ)
    await room.stream(timeline(length=1.2), pace=0.008)
    return room.log.of(Turn)[before:]


@pytest.mark.slow
async def test_a_bystander_is_not_answered_and_the_person_still_is(room: Room) -> None:
    prose, other = recordings("librivox"), numbers()
    for item in prose[:2]:
        assert await say(room, item)
    assert await say(room, other)  # nobody is known yet
    assert await say(room, prose[3])
    assert room.log.of(Event) == []
    assert await say(room, other) == []
    (told,) = room.log.of(Event)
    assert (told.kind, told.data) == ("bystander", "{}")
    assert room.log.of(PartialSpeech)[-1].text == ""
    assert await say(room, prose[4])
    assert len(room.log.of(Event)) == 1
    room.say(Control(name="record", value="delete"))
    assert await say(room, other)


async def test_without_the_weights_everybody_is_heard_and_it_says_so(
    everyone: Everyone, context: Context, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    cached = find("speaker-encoder").parent.parent
    for name in ("whisper-tiny", "smart-turn"):
        (tmp_path / "weights").mkdir(exist_ok=True)
        (tmp_path / "weights" / name).symlink_to(cached / name)
    monkeypatch.setenv("ALONGSIDE_CACHE", str(tmp_path))
    async for room in open_room(
        everyone, context, tmp_path, {"speaker_check": True, "recogniser": "whisper-tiny"}
    ):
        await room.stream(timeline(length=0.2), pace=0.03)
        assert any("alongside weights speaker-encoder" in item.detail for item in room.log.of(Health))
