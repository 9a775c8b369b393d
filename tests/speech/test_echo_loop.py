"""A microphone that hears the loudspeaker, on a real sound server: our own voice is nobody's turn."""

from __future__ import annotations

import asyncio
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import numpy as np
import pytest

from alongside.component import Context
from alongside.local import LocalTransport
from alongside.messages import Act, AudioChunk, Health, Interruption, Spoken, Turn, VoiceClip
from speech.audio import RATE, level_db, to_bytes, to_float
from speech.listener import Listener
from speech.microphone import Microphone
from speech.speaker import Speaker
from tests.recordings import recordings, write_wav
from tests.speech.conftest import Everyone
from tests.speech.own_voice import ACTS, act, own_voice
from tests.speech.sound_server import SoundServer
from tests.speech.wording import word_error_rate

LOOP = (
    "module-remap-source master=vspk.monitor source_name=loop "
    "source_properties=device.description=Loop_microphone"
)


@pytest.fixture
def sound(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[SoundServer]:
    """A sound server whose default microphone hears its loudspeaker."""
    own_voice()  # outside the loop of the test
    server = SoundServer(tmp_path)
    for key, value in server.environment.items():
        monkeypatch.setenv(key, value)
    server.plug("loop", LOOP)
    server.default("source", "loop")
    yield server
    server.close()


async def until(holds: Callable[[], Any], within: float = 15.0) -> None:
    """Wait for something to come about."""

    async def wait() -> None:
        while not holds():  # noqa: ASYNC110
            await asyncio.sleep(0.02)

    await asyncio.wait_for(wait(), within)


async def test_its_own_voice_comes_back_and_is_no_turn_and_then_a_person_is_heard(
    sound: SoundServer, context: Context, tmp_path: Path
) -> None:
    """The delay of the loop is not asked about and may jump: the canceller finds it again."""
    log = Everyone("everyone", {}, context)
    parts = [Speaker("speaker", {}, context), Microphone("microphone", {}, context)]
    transport = LocalTransport([*parts, Listener("listener", {}, context), log])
    await transport.start()
    try:
        await until(lambda: len(log.of(AudioChunk)) > 20)
        await until(lambda: any(h.component == "speaker" and "Hz" in h.detail for h in log.of(Health)))
        log.say(Act(act_id="a1", turn_id="", kind="recap", text=ACTS[1]))
        clip = to_bytes(act(1, after=0.2))
        log.say(VoiceClip(act_id="a1", index=0, last=True, text=ACTS[1], samples=clip, rate=RATE))
        await until(lambda: [s.status for s in log.of(Spoken)] == ["started", "finished"])
        await asyncio.sleep(2.0)
        heard = [level_db(to_float(chunk.samples)) for chunk in log.of(AudioChunk)]
        assert np.sum(np.array(heard) > -40.0) > 40  # the loop is closed: more than a second of it came in
        assert log.of(Turn) == []
        assert log.of(Interruption) == []

        item = recordings("librivox")[1]
        sound.say(write_wav(tmp_path / "person.wav", item.samples), into="vspk")
        await until(lambda: log.of(Turn))
        assert word_error_rate([item.words], [log.of(Turn)[0].text]) <= 0.3
    finally:
        await transport.stop()
