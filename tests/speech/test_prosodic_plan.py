"""How an act is to be said reaches the sound: measured in the sound itself."""

from __future__ import annotations

from collections.abc import AsyncIterator
from typing import Any

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from alongside.messages import VoiceClip
from speech.audio import Samples, to_float
from speech.clips import clip
from speech.edges import levels
from speech.engines import Wish, make
from speech.loudness import MOST, SPEECH_DB, at_volume, speech_level
from speech.plan import STEP, USUAL_RATE, Pauses, plan, spoken, stepped
from speech.remembering import Remembering
from speech.synthesis import Synthesis
from tests.speech.speaking import act

TEXT = "I hear how tired you are after this week, and that nobody asked. What was the hardest part of it?"
PACE = 0.65


@pytest.fixture
async def voice() -> AsyncIterator[Remembering]:
    """Piper, asked for each line once."""
    found = Remembering(make("piper", Wish()))
    await found.start()
    yield found
    await found.close()


async def clips(voice: Remembering, text: str, **manner: Any) -> list[VoiceClip]:
    """The clips of an act as the voice makes them."""
    said = act(text, **manner)
    pieces = plan(said, PACE, Pauses())
    return [
        clip("a1", piece.text, await voice.synthesise(piece.spoken, piece.pace),
             index=number, last=piece is pieces[-1], pause=piece.pause, volume=said.volume)
        for number, piece in enumerate(pieces)
    ]  # fmt: skip


def played(made: list[VoiceClip]) -> Samples:
    """All of it as one sound."""
    parts = [np.zeros(round(each.pause_before * each.rate), np.float32) for each in made]
    sounds = [to_float(each.samples) for each in made]
    return np.concatenate([part for pair in zip(parts, sounds, strict=True) for part in pair])


def silences(sound: Samples, rate: int, least: float = 0.2) -> list[float]:
    """Seconds of each stretch of silence between sounds."""
    level = levels(sound, rate)
    loud = np.flatnonzero(level > 0.0056 * level.max())  # 45 dB under the loudest
    gaps = np.diff(loud) * 0.005
    return [float(gap) for gap in gaps if gap > least]


def decibels(made: VoiceClip) -> float:
    return 20 * float(np.log10(speech_level(to_float(made.samples), made.rate)))


async def test_pauses_in_the_sound_are_those_of_the_plan_and_longer_when_slow(voice: Remembering) -> None:
    for rate in (1.0, 0.85):
        made = await clips(voice, TEXT, rate=rate)
        assert len(made) == 3
        found = silences(played(made), made[0].rate)
        wanted = [Pauses().clause / rate**2, Pauses().sentence / rate**2]
        assert max(found) == pytest.approx(wanted[1], abs=0.08)
        assert any(gap == pytest.approx(wanted[0], abs=0.15) for gap in found if gap != max(found))


async def test_a_slower_act_sounds_longer_by_as_much(voice: Remembering) -> None:
    usual, slow = [
        sum(len(each.samples) for each in await clips(voice, TEXT, rate=rate)) for rate in (1.0, 0.85)
    ]
    assert slow / usual == pytest.approx(1 / 0.85, rel=0.1)


async def test_every_clause_has_one_loudness_and_a_heavy_act_is_softer(voice: Remembering) -> None:
    usual = await clips(voice, TEXT + " Yes. I see.")
    assert [decibels(each) for each in usual] == pytest.approx([SPEECH_DB] * len(usual), abs=1.5)
    soft = await clips(voice, TEXT, volume=0.7)
    for each, softer in zip(usual, soft, strict=False):
        assert decibels(softer) == pytest.approx(SPEECH_DB + 20 * np.log10(0.7), abs=1.0)
        assert decibels(softer) < decibels(each) - 1.5  # one with a high peak stays below the usual level
    loud = await clips(voice, TEXT, volume=3.0)
    assert max(float(np.abs(to_float(each.samples)).max()) for each in loud) <= MOST + 0.01


async def test_the_last_word_of_a_sentence_is_drawn_out(voice: Remembering) -> None:
    """The engine lengthens the end of a phrase, as people do; a cut before "and" is no end."""

    async def seconds(text: str, word: str) -> float:
        made = clip("", text, await voice.synthesise(spoken(text), PACE))
        (found,) = [each for each in made.words if each.text.strip(".,") == word]
        return found.end - found.start

    final = await seconds("It was so very hard.", "hard")
    inside = await seconds("It was so hard to say it all today.", "hard")
    assert final > 1.1 * inside
    assert spoken("I hear you") == "I hear you,"
    assert spoken('She said "no."') == 'She said "no."'


@given(st.lists(st.integers(-32768, 32767), max_size=3000), st.floats(0, 5), st.sampled_from([8000, 22050]))
def test_no_sound_of_any_volume_clips(samples: list[int], volume: float, rate: int) -> None:
    sound = np.array(samples, np.float32) / 32768
    louder = at_volume(sound, rate, volume)
    assert len(louder) == len(sound)
    assert float(np.abs(louder).max(initial=0.0)) <= max(MOST + 1e-4, float(np.abs(sound).max(initial=0.0)))


@given(st.binary(max_size=4000), st.integers(0, 2000), st.integers(0, 2000))
def test_a_clip_is_cut_to_its_sound_and_its_phonemes_with_it(body: bytes, before: int, after: int) -> None:
    sound = bytes(2 * before) + body[: len(body) // 2 * 2] + bytes(2 * after)
    count = len(sound) // 2
    phonemes = (("^", count // 3), ("a", count // 3), ("$", count - 2 * (count // 3)))
    made = clip("", "ah", Synthesis(sound, 16000, phonemes))
    assert len(made.samples) <= len(sound)
    if made.visemes:
        assert made.visemes[-1].end == pytest.approx(len(made.samples) / 2 / 16000)


@given(st.floats(0.3, 3))
def test_rates_are_stepped_by_less_than_is_noticed(rate: float) -> None:
    assert abs(np.log(stepped(rate) / rate)) <= np.log(STEP) / 2 + 1e-9
    assert stepped(stepped(rate)) == pytest.approx(stepped(rate))
    assert stepped(USUAL_RATE) == USUAL_RATE
