"""The voice, with the real Piper in its own process: acts, dropping what is queued, dying, no voice."""

import asyncio
import dataclasses
from pathlib import Path
from typing import Any

import numpy as np
import psutil
import pytest

from alongside.component import Context
from alongside.messages import Event, Health, Interruption, Message, Prepare, Spoken, Stop, VoiceClip
from alongside.own_sound import UNKNOWN, OwnSound, sound_told
from speech.audio import Framer, to_bytes, to_float
from speech.clauses import clauses
from speech.edges import LEAD
from speech.own_sound import measured
from speech.recogniser import Recogniser
from tests.e2e.waits import within
from tests.speech.conftest import Everyone
from tests.speech.speaking import TEXT, FakeEngine, Speaking, act, begin
from tests.speech.wording import word_error_rate


@pytest.fixture
async def speaking(everyone: Everyone, context: Context) -> Any:
    found = await begin(everyone, context, {})
    yield found
    await found.transport.stop()


async def test_an_act_is_said_clause_by_clause_and_means_what_was_written(
    speaking: Speaking, recogniser: Recogniser
) -> None:
    clips = await speaking.say(act(TEXT, pause_before=0.4))
    assert [clip.index for clip in clips] == [0, 1, 2]
    assert [clip.last for clip in clips] == [False, False, True]
    assert " ".join(clip.text for clip in clips) == TEXT
    assert clips[0].pause_before == pytest.approx(0.4 - LEAD)
    assert clips[2].pause_before > clips[1].pause_before > 0
    framer = Framer()
    sound = b"".join(f for clip in clips for f in framer.push(clip.samples, clip.rate))
    assert word_error_rate([TEXT], [recogniser.final(to_float(sound)).text]) <= 0.15


async def test_rate_and_volume_are_the_acts(speaking: Speaking) -> None:
    text = "I can hear how tired you are"
    plain = await speaking.say(act(text))
    slow = await speaking.say(act(text, "a2", rate=0.8))
    soft = await speaking.say(act(text, "a3", volume=0.5))
    length = [len(clips[0].samples) for clips in (plain, slow)]
    assert 1.1 < length[1] / length[0] < 1.45
    ratio = np.abs(to_float(soft[0].samples)).max() / np.abs(to_float(plain[0].samples)).max()
    assert 0.48 < ratio < 0.65  # one with a high peak is held down


async def test_a_line_said_before_is_there_at_once(speaking: Speaking) -> None:
    first = await speaking.say(act("Would it be all right to go on?"))
    with within(0.03):
        again = await speaking.say(act("Would it be all right to go on?", "a2"))
    assert again[0].samples == first[0].samples


@pytest.mark.parametrize("message", [Interruption(act_id="a1"), Interruption(), Stop(), act("Newer.", "a2")])
async def test_what_is_queued_is_dropped_at_once(speaking: Speaking, message: Message) -> None:
    speaking.log.say(act(" ".join([TEXT] * 4)))
    await speaking.until(lambda: len(speaking.clips("a1")) >= 1)
    speaking.log.say(message)
    await asyncio.sleep(0.032)
    said = len(speaking.clips("a1"))
    await asyncio.sleep(1.0)
    assert len(speaking.clips("a1")) == said
    assert not any(clip.last for clip in speaking.clips("a1"))
    assert (await speaking.say(act("I am still here.", "a3")))[-1].last


async def test_an_interruption_of_another_act_and_a_nod_change_nothing(speaking: Speaking) -> None:
    speaking.log.say(act(TEXT))
    speaking.log.say(Interruption(act_id="older"))
    speaking.log.say(act("", "nod", kind="backchannel", gesture="nod"))
    await speaking.until(lambda: any(clip.last for clip in speaking.clips("a1")))
    assert len(speaking.clips("a1")) == 3


@pytest.mark.slow
async def test_a_worker_that_is_killed_comes_back_and_nothing_is_lost(speaking: Speaking) -> None:
    await speaking.say(act("Before it died."))
    worker = next(p for p in psutil.Process().children() if "speech.voice_worker" in " ".join(p.cmdline()))
    speaking.log.say(act(TEXT, "a2"))
    await asyncio.sleep(0.01)
    worker.kill()
    await speaking.until(lambda: any(clip.last for clip in speaking.clips("a2")), within=40)
    assert " ".join(clip.text for clip in speaking.clips("a2")) == TEXT
    assert speaking.log.of(Spoken) == []


# ---------------------------------------------------------------- when there is no voice


async def test_without_weights_each_act_is_told_as_failed(
    everyone: Everyone, context: Context, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("ALONGSIDE_CACHE", str(tmp_path))
    speaking = await begin(everyone, context, {"fallback": False})
    speaking.log.say(act(TEXT))
    await speaking.until(lambda: bool(speaking.log.of(Spoken)))
    assert [(s.act_id, s.status) for s in speaking.log.of(Spoken)] == [("a1", "failed")]
    told = [health for health in speaking.log.of(Health) if health.component == "voice"]
    assert told[-1].status == "degraded"
    assert "alongside weights voice-joe" in told[-1].detail
    await speaking.transport.stop()


async def test_a_broken_voice_is_told_in_one_line(
    everyone: Everyone, context: Context, tmp_path: Path
) -> None:
    (tmp_path / "broken.onnx").write_bytes(b"not a network")
    (tmp_path / "broken.onnx.json").write_text("{}")
    speaking = await begin(everyone, context, {"voice": str(tmp_path), "fallback": False})
    await speaking.transport.settle()
    (told,) = [health for health in speaking.log.of(Health) if health.status == "degraded"]
    assert "alongside weights voice-joe" in told.detail
    assert "\n" not in told.detail
    await speaking.transport.stop()


async def test_an_engine_that_fails_in_the_middle_ends_the_act(everyone: Everyone, context: Context) -> None:
    speaking = await begin(everyone, context, {}, FakeEngine(fails_at="What"))
    clips = await speaking.say(act(TEXT))
    assert [(clip.last, bool(clip.samples)) for clip in clips] == [
        (False, True),
        (False, True),
        (True, False),
    ]
    assert [spoken.status for spoken in speaking.log.of(Spoken)] == ["failed"]
    await speaking.transport.stop()


async def test_what_is_made_ready_is_silent_and_made_once(everyone: Everyone, context: Context) -> None:
    engine = FakeEngine()
    speaking = await begin(everyone, context, {"keep": False}, engine)
    await asyncio.sleep(0.1)
    ready = Prepare(turn_id="t1", revision=0, text=TEXT, rate=1.0)
    first = clauses(TEXT)[0]
    everyone.say(dataclasses.replace(ready, text="But that was not all, as it turned out."))
    await asyncio.sleep(0.01)
    everyone.say(ready)
    await speaking.until(lambda: first in [text for text, _ in engine.asked])
    assert everyone.of(VoiceClip) == []
    clips = await speaking.say(act(TEXT))  # while it is being made
    assert clips[0].text == first
    assert [text for text, _ in engine.asked].count(first) == 1
    await speaking.transport.stop()


async def test_how_each_act_sounded_is_told_by_its_sound(speaking: Speaking) -> None:
    def told(act_id: str) -> OwnSound | None:
        found = dict(filter(None, map(sound_told, speaking.log.of(Event))))
        return found.get(act_id)

    await speaking.say(act(TEXT))
    await speaking.say(act(TEXT, "a2", volume=0.5))
    await speaking.until(lambda: told("a1") is not None and told("a2") is not None)  # in any order
    plain, soft = told("a1"), told("a2")
    assert plain is not None
    assert soft is not None
    assert plain.pitch is not None
    assert plain.level is not None
    assert 65 < plain.pitch < 400
    # The voice says a line each time a little differently, and one with a high peak is held down.
    assert soft.pitch == pytest.approx(plain.pitch, rel=0.12)
    assert soft.level == pytest.approx(plain.level - 6, abs=2.0)


def test_pitch_and_level_of_clips_are_those_of_their_sound() -> None:
    def tone(hz: float, height: float, rate: int) -> VoiceClip:
        at = np.arange(rate) / rate
        wave = height * sum(np.sin(2 * np.pi * hz * part * at) / part for part in (1, 2, 3, 4))
        return VoiceClip(act_id="a", index=0, last=True, text="", samples=to_bytes(wave), rate=rate)

    low, high = measured([tone(120, 0.2, 22050)]), measured([tone(180, 0.1, 16000)])
    assert low.pitch == pytest.approx(120, rel=0.01)
    assert high.pitch == pytest.approx(180, rel=0.01)
    assert low.level is not None
    assert high.level == pytest.approx(low.level - 6, abs=0.3)
    silent = VoiceClip(act_id="a", index=0, last=True, text="", samples=bytes(32000), rate=16000)
    assert measured([silent]) == UNKNOWN
    assert measured([]) == UNKNOWN
