"""A listener's murmurs: at once, soft, of the same voice, never twice alike, never over somebody's voice."""

from __future__ import annotations

import asyncio
import itertools
import time
from collections.abc import AsyncIterator
from typing import Any

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from alongside.component import Context
from alongside.messages import Act, Interruption, SpeechActivity, Spoken, VoiceClip
from alongside.murmurs import is_murmur
from speech.audio import to_float
from speech.echo import EchoGate
from speech.loudness import SPEECH_DB, speech_level
from speech.murmurs import SOUNDS, VARIANTS, Choice, Loudness, shifted
from speech.overlap import Overlap
from speech.synthesis import Synthesis
from tests.speech.conftest import Everyone
from tests.speech.speaking import TEXT, Speaking, act, begin

WITHIN = 0.15
"""Seconds from an act to its sound."""


@pytest.fixture
async def ready(everyone: Everyone, context: Context) -> AsyncIterator[Speaking]:
    """A voice whose murmurs are made."""
    found = await begin(everyone, context, {})
    await found.until(lambda: found.voice.ready_lines >= len(SOUNDS) * len(VARIANTS), within=60)
    yield found
    await found.transport.stop()


def murmur(text: str = "Mm-hm.", act_id: str = "m1", **more: Any) -> Act:
    return Act(act_id=act_id, turn_id="", kind="backchannel", text=text, **more)


def loud(level_db: float = -20.0) -> SpeechActivity:
    return SpeechActivity(speaking=True, probability=0.9, level_db=level_db)


async def test_murmurs_come_at_once_softly_and_in_turns(ready: Speaking) -> None:
    said: list[VoiceClip] = []
    for text in SOUNDS:
        for number in range(3):
            begun = time.monotonic()
            (clip,) = await ready.say(murmur(text, f"{text}{number}"))
            assert time.monotonic() - begun < WITHIN
            said.append(clip)
            sound = to_float(clip.samples)
            level = 20 * np.log10(speech_level(sound, clip.rate)) - SPEECH_DB
            assert -9.5 < level < -5.5
            assert 0.2 < len(sound) / clip.rate < 0.9
            assert clip.pause_before == 0.0
            await asyncio.sleep(len(sound) / clip.rate)
    assert all(a.samples != b.samples for a, b in itertools.pairwise(said))
    hums = [clip for clip in said if clip.text == "Mm-hm."]
    for clip in hums:
        sound = to_float(clip.samples)
        spectrum = np.abs(np.fft.rfft(sound)) ** 2
        below = spectrum[: 1000 * len(sound) // clip.rate].sum()
        assert below > 0.85 * spectrum.sum(), "no hum"


async def test_a_murmur_interrupts_nothing_and_is_left_unsaid_while_an_act_sounds(ready: Speaking) -> None:
    ready.log.say(act(TEXT))
    ready.log.say(murmur())
    await ready.until(lambda: any(clip.last for clip in ready.clips("a1")))
    assert ready.clips("m1") == []
    assert [(s.act_id, s.status) for s in ready.log.of(Spoken)] == [("m1", "failed")]


async def test_a_murmur_is_not_said_over_a_loud_voice_but_into_its_dip(ready: Speaking) -> None:
    for _ in range(10):
        ready.log.say(loud())
        await asyncio.sleep(0.02)  # of reports that come together the newest is enough
    ready.log.say(murmur("Mm."))
    await ready.until(lambda: bool(ready.log.of(Spoken)))
    assert ready.clips("m1") == []
    ready.log.say(loud())
    ready.log.say(murmur("Mm.", "m2"))
    await asyncio.sleep(0.1)
    assert ready.clips("m2") == []
    ready.log.say(loud(-40.0))
    await ready.until(lambda: bool(ready.clips("m2")), within=1.0)


async def test_one_that_is_taken_back_before_it_sounds_is_not_said(ready: Speaking) -> None:
    for _ in range(10):
        ready.log.say(loud())
        await asyncio.sleep(0.02)
    ready.log.say(murmur("Mm.", "murmur-1"))
    await asyncio.sleep(0.05)
    ready.log.say(Interruption(act_id="murmur-1", cause="superseded"))
    ready.log.say(loud(-40.0))
    await asyncio.sleep(0.4)
    assert ready.clips("murmur-1") == []


# ---------------------------------------------------------------- in the listener's ear


def sounds(overlap: Overlap, said: Act) -> None:
    overlap.expect(said)
    overlap.spoken(Spoken(act_id=said.act_id, status="started"))


def test_a_murmur_is_no_act_that_could_be_interrupted() -> None:
    told: list[Any] = []
    overlap = Overlap(told.append)
    sounds(overlap, murmur())
    for _ in range(40):
        overlap.frame(True, -20.0)
        overlap.settle()
    assert overlap.act_id == ""
    assert told == []
    assert all(is_murmur(murmur(text)) for text in ("Mm-hm.", "I see.", "Yes, I see.", "Oh, right."))
    assert not any(is_murmur(murmur(text)) for text in ("Take your time.", "Okay. And then?", ""))


def test_its_echo_opens_no_turn_and_leaves_no_ear_deaf() -> None:
    gate = EchoGate(12.0)
    overlap = Overlap(lambda _: None)
    overlap.echoes(gate)
    sounds(overlap, murmur())
    assert not overlap.believes(-30.0), "into a pause: this is the echo"
    overlap.spoken(Spoken(act_id="m1", status="finished"))
    for _ in range(20):
        overlap.believes(-60.0)
        overlap.frame(False, -60.0)
    assert overlap.believes(-30.0)
    overlap.frame(True, -25.0)
    sounds(overlap, murmur(act_id="m2"))
    assert overlap.believes(-25.0), "they were speaking: they are still heard"


def test_a_murmur_teaches_the_gate_nothing() -> None:
    taught, untaught = EchoGate(12.0), EchoGate(12.0)
    for gate in (taught, untaught):
        for _ in range(60):
            gate.passes(-30.0, True)
    for _ in range(60):
        taught.passes(-50.0, False, murmur=True)
    assert [taught.passes(level, True) for level in (-25.0, -15.0)] == [
        untaught.passes(level, True) for level in (-25.0, -15.0)
    ]


# ---------------------------------------------------------------- pure parts


@given(st.integers(0, 100), st.lists(st.sampled_from(SOUNDS), min_size=2, max_size=30))
def test_no_murmur_is_the_one_before(seed: int, texts: list[str]) -> None:
    choice, last = Choice(seed), {}
    for text in texts:
        variant = choice.of(text)
        assert variant != last.get(text)
        last[text] = variant


@given(st.binary(max_size=4000), st.floats(-2, 2), st.floats(0, 4))
def test_a_shifted_clip_is_as_long_as_its_phonemes(body: bytes, semitones: float, rise: float) -> None:
    count = len(body) // 2
    made = Synthesis(body[: 2 * count], 16000, (("^", count // 2), ("m", count - count // 2)))
    moved = shifted(made, semitones, rise)
    assert sum(samples for _, samples in moved.phonemes) == len(moved.samples) // 2
    assert all(samples >= 0 for _, samples in moved.phonemes)


def test_a_rising_murmur_rises() -> None:
    tone = (10000 * np.sin(2 * np.pi * 100 * np.arange(8000) / 16000)).astype("<i2")
    moved = np.frombuffer(shifted(Synthesis(tone.tobytes(), 16000), 0.0, 3.0).samples, "<i2")
    crossings = np.flatnonzero((moved[:-1] < 0) & (moved[1:] >= 0))
    periods = np.diff(crossings)
    assert periods[:3].mean() / periods[-3:].mean() == pytest.approx(2 ** (3 / 12), rel=0.05)


def test_what_was_told_long_ago_of_their_voice_says_nothing_of_now() -> None:
    now = [0.0]
    loudness = Loudness(lambda: now[0])
    assert not loudness.loud
    loudness.hear(loud())
    assert loudness.loud
    now[0] = 1.0
    assert not loudness.loud
