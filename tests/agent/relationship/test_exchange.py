"""One exchange beside those before it: figures that stay in bounds, and a thread that never grows."""

from __future__ import annotations

import pickle

import numpy as np
from hypothesis import given, settings
from hypothesis import strategies as st

from agent.relationship.exchange import FIGURES, SIZE, Thread, exchanged, rows, words
from agent.relationship.reading import Reading

TEXTS = st.text(max_size=30) | st.sampled_from(["the boat, the boat", "What boats?", "", "and then?"])


def lying(place: int) -> Reading:
    """A turn that lies along one direction."""
    vector = np.zeros(384, np.float32)
    vector[place] = 1
    return Reading(vector=vector)


@settings(max_examples=40, deadline=None)
@given(st.lists(st.tuples(st.integers(0, 5), st.integers(0, 5), TEXTS, TEXTS), min_size=1, max_size=12))
def test_any_talk_gives_finite_figures_and_shares_between_nothing_and_all(
    talk: list[tuple[int, int, str, str]],
) -> None:
    found = rows([(lying(a), lying(b), said, answer) for a, b, said, answer in talk])
    assert found.shape == (len(talk), SIZE)
    assert np.isfinite(found).all()
    for name in ("new", "words_follow", "words_aim", "words_taken", "words_theirs"):
        column = found[:, FIGURES.index(name)]
        assert ((column >= 0) & (column <= 1)).all()


def test_who_speaks_of_what_the_person_came_with_stays_nearer_to_it_than_who_does_not() -> None:
    came = [(lying(0), lying(0), "I want to mend the boat", "The boat. What needs mending?")] * 3
    near = rows([*came, (lying(0), lying(0), "the boat's hull", "The hull of the boat")])[-1]
    beside = rows([*came, (lying(0), lying(1), "the boat's hull", "Have a budget for cheese")])[-1]
    for name, more in (("aim", near), ("words_aim", near), ("words_follow", near), ("new", beside)):
        less = beside if more is near else near
        assert more[FIGURES.index(name)] > less[FIGURES.index(name)], name


def test_a_thread_is_as_small_after_many_exchanges_as_after_few_and_reads_silence() -> None:
    sizes, thread = [], Thread()
    for place in range(60):
        said, answer = f"word{place % 9:x} apple", f"pear stone{place % 9:x}"
        thread, _ = exchanged(thread, lying(0), lying(1), said, answer)
        sizes.append(len(pickle.dumps(thread)))
    assert max(sizes[20:]) <= sizes[20] + 64
    assert np.isfinite(exchanged(Thread(), Reading(), Reading(), "", "")[1]).all()
    assert words("mending boats") == words("mended boat")
