"""What the reaction benchmark promises, on a short run: the real listener, in the recording's own time."""

from __future__ import annotations

from pathlib import Path

from bench.reaction import first_after, look_on


async def test_the_first_reaction_comes_within_a_quarter_of_a_second(tmp_path: Path) -> None:
    seen = await look_on(45.0, 1, tmp_path)
    assert len(seen.waits) >= 4
    assert seen.median <= 0.25
    assert seen.speech > 10.0


def test_only_what_follows_the_last_silence_counts() -> None:
    assert first_after(10.0, [8.0, 9.9], [8.1, 9.95, 10.3]) == 9.95 - 10.0
    assert first_after(10.0, [8.0, 10.1], [9.95, 10.3]) == 10.3 - 10.0
    assert first_after(10.0, [8.0, 10.1, 11.0], [9.0]) is None
