"""Mouth shapes and word times fill a clip, and lie where the sound has them."""

import itertools
from typing import Any

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from alongside.component import Context
from bench.mouth import HOP, OTHERS, SENTENCES, marked, measured, rises
from speech.audio import RATE, Framer, to_float
from speech.engines import Wish, make
from speech.lips import settled
from speech.visemes import SHAPE_OF, visemes
from speech.word_times import word_times
from tests.speech.conftest import Everyone
from tests.speech.same_voice import same_voice
from tests.speech.speaking import TEXT, Speaking, act, begin


@pytest.fixture
async def speaking(everyone: Everyone, context: Context) -> Any:
    found = await begin(everyone, context, {})
    yield found
    await found.transport.stop()


async def test_mouth_shapes_fill_each_clip_and_words_lie_within_it(speaking: Speaking) -> None:
    for clip in await speaking.say(act(TEXT)):
        length = len(clip.samples) / 2 / clip.rate
        assert sum(shape.end - shape.start for shape in clip.visemes) == pytest.approx(length, abs=0.02)
        assert clip.visemes[0].start == 0
        assert all(a.end == b.start for a, b in zip(clip.visemes, clip.visemes[1:], strict=False))
        assert {shape.name for shape in clip.visemes} <= {*SHAPE_OF.values(), "sil"}
        assert [word.text for word in clip.words] == clip.text.split()
        assert 0 <= clip.words[0].start < clip.words[-1].end <= length


@pytest.mark.parametrize(("engine", "pace"), [("piper", 0.65), ("piper", 0.85), ("espeak", 0.65)])
async def test_lips_close_and_part_when_the_sound_does(engine: str, pace: float) -> None:
    """To 20 ms, as far as a simple look at the sound tells: it errs where a voice begins with an m."""
    maker = same_voice(7) if engine == "piper" else make(engine, Wish())
    found = await measured(maker, pace, (*SENTENCES, *OTHERS))
    for what, least in (("part", 0.75), ("close", 0.85)):
        late = 1000 * np.array([border.told - border.heard for border in found if border.kind == what])
        assert len(late) >= 50
        assert abs(np.median(late)) <= 8
        assert np.mean(np.abs(late) <= 20) >= least


def test_lips_close_and_part_where_they_were_seen_to_in_the_spectrogram() -> None:
    found = [mark for mark in marked() if mark.judges]
    late = 1000 * np.abs([mark.told - mark.seen for mark in found])
    before = 1000 * np.abs([mark.engine - mark.seen for mark in found])
    assert len(found) >= 19
    assert np.median(late) <= 5 < np.median(before)
    assert np.mean(late <= 20) >= 0.9


async def test_what_espeak_tells_of_its_phonemes_adds_up_to_the_sound() -> None:
    maker = make("espeak", Wish())
    await maker.start()
    try:
        for sentence in ("People who keep a simple habit.", "So what might be possible?", *OTHERS):
            made = await maker.synthesise(sentence, 0.65)
            assert sum(samples for _, samples in made.phonemes) == len(made.samples) // 2
    finally:
        await maker.close()


async def test_a_clip_that_is_resampled_keeps_its_time(speaking: Speaking) -> None:
    """The mouth's times hold for the sound at any rate: no delay comes with another rate."""
    (clip,) = await speaking.say(act("Maybe a bit more balance."))
    own = rises(to_float(clip.samples), clip.rate)
    framer = Framer()
    moved = rises(to_float(b"".join(framer.push(clip.samples + bytes(clip.rate), clip.rate))), RATE)
    first, last = (round(x * len(own)) for x in (0.1, 0.9))
    lags = range(-20, 21)
    likeness = [float(np.dot(own[first:last], moved[first + lag : last + lag])) for lag in lags]
    assert abs(lags[int(np.argmax(likeness))]) * HOP <= 0.01


phonemes = st.lists(
    st.tuples(
        st.sampled_from([*SHAPE_OF, "ˈ", "ˌ", "ː", " ", ",", ".", "^", "$", "ʲ", "h", "?", "1"]),
        st.integers(0, 4000),
    ),
    max_size=40,
)


@given(phonemes)
def test_mouth_shapes_fill_any_clip_without_a_gap(given_phonemes: list[tuple[str, int]]) -> None:
    found = visemes(given_phonemes, 22050)
    total = sum(samples for _, samples in given_phonemes) / 22050
    assert (found[-1].end if found else 0) == pytest.approx(total)
    assert all(a.end == b.start for a, b in itertools.pairwise(found))
    assert all(0 < shape.weight <= 1 and shape.start < shape.end for shape in found)
    assert all(a.name != b.name for a, b in itertools.pairwise(found))


@given(phonemes, st.integers(0, 5), st.integers(0, 30000))
def test_whatever_sounds_the_phonemes_still_fill_the_clip(
    given_phonemes: list[tuple[str, int]], seed: int, silent: int
) -> None:
    total = sum(samples for _, samples in given_phonemes)
    sound = np.random.default_rng(seed).normal(0.0, 0.1, total).astype(np.float32)
    sound[silent // 2 : silent] = 0.0
    found = settled(given_phonemes, sound, 22050)
    assert [name for name, _ in found] == [name for name, _ in given_phonemes]
    assert sum(samples for _, samples in found) == total
    assert all(samples >= 0 for _, samples in found)


@given(st.lists(st.text("abc", min_size=1), max_size=8), phonemes)
def test_words_come_in_order_within_any_clip(texts: list[str], given_phonemes: list[tuple[str, int]]) -> None:
    found = word_times(" ".join(texts), given_phonemes, 22050)
    assert found == () or [word.text for word in found] == texts
    times = [moment for word in found for moment in (word.start, word.end)]
    assert times == sorted(times)
    assert all(0 <= moment <= sum(n for _, n in given_phonemes) / 22050 + 1e-9 for moment in times)


def test_sounds_have_their_shapes() -> None:
    def names(text: str) -> list[str]:
        return [shape.name for shape in visemes([(p, 2000) for p in text], 22050)]

    assert names("bm") == ["PP"]
    assert names("fˈaɪv") == ["FF", "aa", "ih", "FF"]
    assert names("tʃ") == ["CH"]
    assert names("həlˈoʊ") == ["E", "nn", "oh", "ou"]
    assert names("θɹˈiː") == ["TH", "RR", "ih"]


def test_lips_close_fully_and_stress_opens_the_mouth_further() -> None:
    (lips, stressed) = visemes([("p", 2000), ("ˈ", 500), ("ɑ", 3000)], 22050)
    (unstressed,) = visemes([("ɑ", 3000)], 22050)
    assert lips.weight == 1.0
    assert stressed.weight > unstressed.weight
    assert stressed.start == pytest.approx(2000 / 22050)
