"""Turns read together are read as each by itself."""

from __future__ import annotations

from dataclasses import asdict

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from agent.relationship.probes import SIDES, Side
from agent.relationship.reading import Reader, Reading, reader
from bench.heads import texts

MADE = list(texts(40, seed=5))


def close(one: Reading, other: Reading) -> None:
    for name, value in asdict(one).items():
        assert asdict(other)[name] == pytest.approx(value, abs=2e-4), name


@pytest.fixture(scope="module")
def reads() -> Reader:
    found = reader()
    assert found is not None, "the sentence encoder comes with Alongside"
    return found


@settings(max_examples=15, deadline=None)
@given(
    st.sampled_from(SIDES),
    st.lists(st.one_of(st.sampled_from(MADE), st.text(max_size=40), st.just("well " * 900)), max_size=6),
)
def test_many_at_once_are_each_by_itself(reads: Reader, side: Side, said: list[str]) -> None:
    together = reads.read_many(side, said)
    assert len(together) == len(said)
    for text, found in zip(said, together, strict=True):
        close(reads.read(side, text), found)
