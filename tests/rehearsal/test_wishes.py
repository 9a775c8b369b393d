"""Wishes about the memory are heard, and nothing is deleted that nobody asked for."""

from __future__ import annotations

import pytest

from rehearsal import wishes


def test_wishes_are_heard_as_meant() -> None:
    assert wishes.accuracy(wishes.listen("tuned")) >= 0.97
    assert wishes.accuracy(wishes.listen("held_out")) >= 0.85


@pytest.mark.parametrize("part", ["tuned", "held_out"])
def test_no_wish_is_imagined(part: str) -> None:
    assert wishes.imagined(wishes.listen(part)) == []
