"""Recordings in place of a microphone: one after another, over and over, and named if they are broken."""

from __future__ import annotations

import itertools
import time
import wave
from pathlib import Path

import numpy as np
import pytest

from alongside.component import Context
from alongside.errors import AlongsideError
from alongside.local import LocalTransport
from alongside.messages import AudioChunk
from speech.wav_source import WavSource
from tests.ros_doubles import until
from tests.speech.conftest import Everyone


def tone(path: Path, hertz: int, rate: int, channels: int) -> str:
    """Half a second of a tone as a file."""
    sine = 9000 * np.sin(2 * np.pi * hertz * np.arange(rate // 2) / rate)
    with wave.open(str(path), "wb") as file:
        file.setnchannels(channels)
        file.setsampwidth(2)
        file.setframerate(rate)
        file.writeframes(np.repeat(sine.astype("<i2"), channels).tobytes())
    return str(path)


def pitch(pcm: bytes) -> float:
    """The loudest frequency (Hz) of a frame."""
    return float(np.argmax(np.abs(np.fft.rfft(np.frombuffer(pcm, "<i2").astype(float))))) * 16000 / 512


async def test_several_files_follow_each_other_and_begin_again(
    tmp_path: Path, context: Context, everyone: Everyone
) -> None:
    one, two = tone(tmp_path / "1.wav", 500, 44100, 2), tone(tmp_path / "2.wav", 1500, 8000, 1)
    source = WavSource("wav", {"path": one, "more": [two], "delay": 0.1, "loop": True}, context)
    transport = LocalTransport([source, everyone])
    begun = time.time()
    await transport.start()
    await until(lambda: len(everyone.of(AudioChunk)) >= 46)  # 1.5 s: once through (1.2 s) and again
    await transport.stop()
    chunks = everyone.of(AudioChunk)
    assert time.time() - begun > 1.3
    heard = [pitch(chunk.samples) for chunk in chunks if np.frombuffer(chunk.samples, "<i2").std() > 3000]
    changes = [heard[0]] + [b for a, b in itertools.pairwise(heard) if abs(a - b) > 300]
    assert changes == pytest.approx([500, 1500, 500], abs=40)


async def test_each_file_is_looked_at_before_anything_plays(tmp_path: Path, context: Context) -> None:
    good = tone(tmp_path / "1.wav", 500, 16000, 1)
    (tmp_path / "2.wav").write_bytes(b"RIFF\x00\x00\x00\x00WAVEjunk")
    for more, words in (
        (str(tmp_path / "2.wav"), "2.wav"),
        (str(tmp_path / "3.wav"), "there is no recording"),
    ):
        source = WavSource("wav", {"path": good, "more": [more]}, context)
        with pytest.raises(AlongsideError, match=words):
            await source.start()
