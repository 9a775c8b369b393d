"""A robot's microphones and loudspeaker as topics, with a robot that is another rclpy program."""

from __future__ import annotations

import array
import asyncio
import itertools
import time
from pathlib import Path
from typing import Any

import numpy as np
import pytest
from audio_common_msgs.msg import AudioData, AudioDataStamped, AudioInfo
from naoqi_bridge_msgs.msg import AudioBuffer

from alongside.component import Component, Context
from alongside.messages import (
    AudioChunk,
    Control,
    Health,
    Hold,
    Interruption,
    PlayedAudio,
    Spoken,
    Stop,
    VoiceClip,
)
from speech.audio import RATE, resampled, to_bytes, to_float
from speech.robot_sound import SILENT_AFTER, RobotMicrophone, RobotSpeaker
from speech.robot_sound_node import attach
from tests.recordings import recordings
from tests.ros_doubles import Operator, graph, operator, own_graph, until
from tests.speech.wording import word_error_rate

__all__ = ["operator", "own_graph"]
CONTEXT = Context(Path("unused"), transport="ros")
INFO = {"coding_format": "wave", "sample_format": "S16LE"}


class Ear(Component):
    """Hears all of it."""

    hears = (AudioChunk, Spoken, PlayedAudio, Health)
    says = (Control, VoiceClip, Interruption, Hold, Stop)

    def __init__(self) -> None:
        super().__init__("ear", {}, CONTEXT)
        self.heard: list[Any] = []

    def of(self, kind: type) -> list[Any]:
        return [message for message in self.heard if type(message) is kind]

    async def _keep(self, message: Any) -> None:
        self.heard.append(message)

    on_audio_chunk = on_spoken = on_played_audio = on_health = _keep


def two_channels(pcm: bytes) -> bytes:
    """The sound on the second channel, noise on the first."""
    voice = np.frombuffer(pcm, "<i2")
    noise = np.random.default_rng(1).integers(-3000, 3000, len(voice)).astype("<i2")
    return np.stack([noise, voice], axis=1).tobytes()


def message(kind: Any, pcm: bytes, rate: int) -> Any:
    """A piece of sound as a robot sends it."""
    if kind is AudioBuffer:
        data = array.array("h", np.frombuffer(pcm, "<i2").tolist())
        return AudioBuffer(frequency=rate, channel_map=[0, 2], data=data)
    data = AudioData(data=array.array("B", pcm))
    return data if kind is AudioData else AudioDataStamped(audio=data)


def likeness(heard: bytes, said: np.ndarray) -> float:
    """Correlation of what was heard with what was said, wherever it lies: noise beside it lowers it."""
    sound, voice = np.frombuffer(heard, "<i2").astype(float), said[: len(heard) // 2].astype(float)
    across = np.fft.irfft(np.fft.rfft(sound, 1 << 18) * np.conj(np.fft.rfft(voice, 1 << 18)))
    return float(across.max() / np.sqrt(np.sum(sound**2) * np.sum(voice**2)))


@pytest.mark.parametrize(
    ("kind", "rate", "channels", "settings"),
    [
        (AudioData, 16000, 1, {}),
        (AudioDataStamped, 44100, 2, {"rate": 44100, "channels": 2, "channel": 2}),
        (AudioDataStamped, 22050, 2, {"info_topic": "audio_in_info", "channel": 2}),
        (AudioBuffer, 48000, 2, {"channel": 2}),
    ],
)
async def test_each_kind_of_message_becomes_the_sound_it_holds(
    operator: Operator, kind: Any, rate: int, channels: int, settings: dict[str, Any]
) -> None:
    item = recordings("librivox")[1]
    pcm = resampled(item.samples.tobytes(), RATE, rate)
    pcm = pcm if channels == 1 else two_channels(pcm)
    ears = RobotMicrophone("ears", {"topic": "/robot/ear", "message": kind.__name__, **settings}, CONTEXT)
    ear = Ear()
    out = operator.node.create_publisher(kind, "/robot/ear", 50)
    info = operator.node.create_publisher(AudioInfo, "audio_in_info", 1)
    async with graph(ears, ear) as transport:
        attach(transport.node_of("ears"), ears, transport)
        await until(lambda: out.get_subscription_count() == 1)
        if "info_topic" in settings:
            await until(lambda: info.get_subscription_count())
            info.publish(AudioInfo(sample_rate=rate, channels=channels, **INFO))
            await asyncio.sleep(0.3)
        size = 2 * channels * (rate // 25)
        for at in range(0, len(pcm), size):
            out.publish(message(kind, pcm[at : at + size], rate))
            await asyncio.sleep(0.01)
        await until(lambda: len(ear.of(AudioChunk)) >= len(item.samples) // 512 - 1)
        assert likeness(b"".join(chunk.samples for chunk in ear.of(AudioChunk)), item.samples) > 0.95
        ear.say(Control(name="microphone", value="off"))
        await asyncio.sleep(0.3)
        ear.heard.clear()
        out.publish(message(kind, pcm[: 8 * size], rate))
        await asyncio.sleep(0.3)
        assert ear.of(AudioChunk) == []
        ear.say(Control(name="microphone", value="on"))
        await asyncio.sleep(0.3)
        out.publish(message(kind, pcm[: 20 * size], rate))
        await until(lambda: ear.of(AudioChunk))


async def test_words_come_through_the_topic(operator: Operator, recogniser: Any) -> None:
    item = recordings("librivox")[1]
    pcm = two_channels(resampled(item.samples.tobytes(), RATE, 48000))
    ears = RobotMicrophone("ears", {"topic": "ear", "message": "AudioBuffer", "channel": 2}, CONTEXT)
    ear = Ear()
    out = operator.node.create_publisher(AudioBuffer, "ear", 50)
    async with graph(ears, ear) as transport:
        attach(transport.node_of("ears"), ears, transport)
        await until(lambda: out.get_subscription_count() == 1)
        size = 4 * 4096
        for at in range(0, len(pcm), size):
            out.publish(message(AudioBuffer, pcm[at : at + size], 48000))
            await asyncio.sleep(4096 / 48000)
        await until(lambda: len(ear.of(AudioChunk)) >= len(item.samples) // 512 - 1)
    chunks = ear.of(AudioChunk)
    assert {len(chunk.samples) for chunk in chunks} == {1024}
    assert np.median([b.stamp - a.stamp for a, b in itertools.pairwise(chunks)]) == pytest.approx(
        0.032, abs=0.01
    )
    text = recogniser.final(to_float(b"".join(chunk.samples for chunk in chunks))).text
    assert word_error_rate([item.words], [text]) < 0.2


async def test_a_robot_that_falls_silent_or_sends_mp3_is_told(operator: Operator) -> None:
    ears = RobotMicrophone("ears", {"topic": "ear", "info_topic": "ear_info"}, CONTEXT)
    ear = Ear()
    out = operator.node.create_publisher(AudioData, "ear", 50)
    info = operator.node.create_publisher(AudioInfo, "ear_info", 1)

    def told(words: str) -> bool:
        return words in next((h.detail for h in reversed(ear.of(Health)) if h.component == "ears"), "")

    async with graph(ears, ear) as transport:
        attach(transport.node_of("ears"), ears, transport)
        await until(lambda: told("no sound comes from ear"), SILENT_AFTER + 5)
        out.publish(AudioData(data=bytes(2048)))
        await until(lambda: told("ear, 16000 Hz, 1 ch"))
        info.publish(AudioInfo(sample_rate=16000, channels=1, coding_format="mp3"))
        await asyncio.sleep(0.3)
        out.publish(AudioData(data=bytes(2048)))
        await until(lambda: told("the robot sends mp3"))


@pytest.mark.parametrize("kind", [AudioData, AudioDataStamped])
async def test_the_voice_goes_out_as_fast_as_it_sounds_and_stops_when_told(
    operator: Operator, kind: Any
) -> None:
    settings = {"topic": "mouth", "info_topic": "mouth_info", "message": kind.__name__}
    mouth, ear = RobotSpeaker("mouth", settings, CONTEXT), Ear()
    got: list[tuple[float, bytes]] = []

    def keep(message: Any) -> None:
        data = message.data if kind is AudioData else message.audio.data
        got.append((time.time(), data.tobytes()))

    operator.node.create_subscription(kind, "mouth", keep, 50)
    tone = to_bytes(0.3 * np.sin(2 * np.pi * 600 * np.arange(22050) / 22050))
    async with graph(mouth, ear) as transport:
        attach(transport.node_of("mouth"), mouth, transport)
        info = operator.hear(AudioInfo, "mouth_info", latched=True)
        await until(lambda: info)
        assert (info[0].sample_rate, info[0].channels, info[0].sample_format) == (16000, 1, "S16LE")
        await asyncio.sleep(0.5)
        ear.say(VoiceClip(act_id="a1", index=0, last=True, text="a tone", samples=tone))
        await until(lambda: [s.status for s in ear.of(Spoken)] == ["started", "finished"])
        sound = np.frombuffer(b"".join(piece for _, piece in got), "<i2")
        assert len(sound) / 16000 == pytest.approx(1.0, abs=0.05)
        assert np.argmax(np.abs(np.fft.rfft(sound.astype(float)))) * 16000 / len(sound) == pytest.approx(
            600, abs=5
        )
        assert got[-1][0] - got[0][0] == pytest.approx(0.9, abs=0.25)  # not all at once
        got.clear()
        for index in range(3):
            ear.say(VoiceClip(act_id="a2", index=index, last=index == 2, text="one two", samples=tone))
        await until(lambda: got)
        ear.say(Interruption(act_id="a2"))
        await until(lambda: ear.of(Spoken)[-1].status == "interrupted")
        await asyncio.sleep(0.3)
        assert got[-1][0] - got[0][0] < 1.0
    assert len(ear.of(PlayedAudio)) >= 50
