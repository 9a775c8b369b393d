"""What is pooled of a turn: by the participant's words alone, pointing where the words point."""

from __future__ import annotations

import numpy as np
import pytest

from agent.appraisal.encoder import encoder, find_encoder
from agent.relationship.alliance import Observer, observer
from agent.relationship.pool import MEASURES, figures, pool

pytestmark = pytest.mark.skipif(find_encoder() is None, reason="the encoder's weights are not fetched")


@pytest.fixture(scope="module")
def watch() -> Observer:
    found = observer()
    assert found is not None
    return found


@pytest.mark.parametrize(
    ("measure", "more", "less"),
    [
        (
            "alliance",
            "it helps to say this to you, I'm glad we talk",
            "you're no use, I'm not telling you more",
        ),
        ("aims", "yes, that is just what I hoped to work at", "that's your plan, I never asked for it"),
        ("hazard", "I've stopped the pills, you're all I need", "I had soup and went to the library"),
    ],
)
def test_measures_point_where_the_words_do(watch: Observer, measure: str, more: str, less: str) -> None:
    high, low = (getattr(watch.reads.read("participant", text), measure) for text in (more, less))
    assert high > low + 0.15


def test_weights_and_a_turn_fit_together_and_the_companions_side_is_not_pooled(watch: Observer) -> None:
    text = "I took the bus and it rained"
    read = watch.reads.read("participant", text)
    row = figures(read, encoder().one(text))
    assert pool().weights.shape == (len(MEASURES), row.size)
    told = [getattr(read, name) for name in MEASURES]
    np.testing.assert_allclose(told, pool().weights @ row + pool().offsets, atol=1e-4)
    ours = watch.reads.read("companion", "I'm so glad that you tell me")
    assert [getattr(ours, name) for name in MEASURES] == [0.0] * 3
