"""What comes back is judged as a careful reader would; pleased is never taken for understood."""

from __future__ import annotations

import pytest

from rehearsal import teach_back


def test_answers_are_judged_as_meant() -> None:
    assert teach_back.accuracy(teach_back.run("tuned")) >= 0.95
    assert teach_back.accuracy(teach_back.run("held_out")) >= 0.80


@pytest.mark.parametrize("part", ["tuned", "held_out"])
def test_being_pleased_is_never_understanding(part: str) -> None:
    found = teach_back.run(part)
    assert teach_back.taken_for_understood(found) == []
    assert sum(item.meant == "evaded" for item in found) >= 5
