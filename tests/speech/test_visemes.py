"""Mouth shapes and word times fill a clip, and lie where the sound has them."""

import itertools
from typing import Any

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from alongside.component import Context
from speech.audio import to_float
from speech.visemes import SHAPE_OF, visemes
from speech.word_times import word_times
from tests.speech.conftest import Everyone
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


async def test_lips_close_where_the_sound_of_a_stop_is_quietest(speaking: Speaking) -> None:
    """The alignment is the sound's own: at each p the level is below that of the vowels."""
    (clip,) = await speaking.say(act("Pepper popped up and kept a paper cup."))
    sound = to_float(clip.samples)

    def level(names: set[str]) -> float:
        parts = [
            sound[round(s.start * clip.rate) : round(s.end * clip.rate)]
            for s in clip.visemes
            if s.name in names
        ]
        assert len(parts) >= 4
        return float(np.sqrt(np.mean(np.square(np.concatenate(parts)))))

    assert level({"PP"}) < 0.8 * level({"aa", "E", "ih", "oh"})


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
