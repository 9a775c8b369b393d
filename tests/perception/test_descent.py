"""The networks find what is planted, with nothing but numpy, and the same each time."""

from __future__ import annotations

import numpy as np
import pytest

from perception.nets import Mirror
from perception.training import descent
from perception.training.looks import CODES
from perception.training.mesh import Target
from perception.training.styles import MOST, styled

WIDTH = 24
SIDES = Mirror(
    np.concatenate([np.arange(12, 24), np.arange(12)]).astype(np.int64), np.ones(WIDTH, np.float32)
)


def planted(chance: np.random.Generator, count: int) -> tuple[np.ndarray, np.ndarray]:
    """Figures of two like halves, and a unit that shows where both halves move: no line tells it. The eyes
    are the difference of the halves, and their sum."""
    figures = chance.normal(0, 1, (count, WIDTH))
    truth = np.zeros((count, len(CODES) + 2))
    truth[:, 0] = np.clip(figures[:, 0] * figures[:, 12] / 2, 0, 1)
    truth[:, -2] = 0.3 * (figures[:, 1] - figures[:, 13])
    truth[:, -1] = 0.3 * (figures[:, 2] + figures[:, 14])
    return figures, truth


def test_what_no_line_tells_is_learnt_and_is_the_same_again(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(descent, "NETS", 1)
    monkeypatch.setattr(descent, "EPOCHS", 40)
    chance = np.random.default_rng(5)
    figures, truth = planted(chance, 4000)
    first, again = (descent.trained(figures, truth, SIDES) for _ in range(2))
    unseen, wanted = planted(chance, 1000)
    found = first.apply(unseen)
    for place in (0, -2, -1):
        assert np.corrcoef(found[:, place], wanted[:, place])[0, 1] > 0.75
    line = np.linalg.lstsq(np.c_[unseen, np.ones(1000)], wanted[:, 0], rcond=None)[0]
    assert np.corrcoef(np.c_[unseen, np.ones(1000)] @ line, wanted[:, 0])[0, 1] < 0.4
    assert np.array_equal(found, again.apply(unseen))


def test_a_style_moves_a_unit_more_to_one_side_and_alike_on_both_halves() -> None:
    points = np.random.default_rng(1).normal(0, 1, (40, 3))
    points = np.concatenate([points, points * [-1, 1, 1]])
    left, right = (Target(np.arange(40) + start, np.tile([0.0, -1.0, 0.0], (40, 1))) for start in (0, 40))
    moved = styled(left, points, "browDownLeft", 7)
    factor = moved.moves[:, 1] / left.moves[:, 1]
    assert 0 <= factor.min() < 0.8
    assert 1.2 < factor.max() <= MOST
    assert np.allclose(moved.moves, styled(right, points, "browDownRight", 7).moves)
    assert not np.allclose(moved.moves, styled(left, points, "browDownLeft", 8).moves)
    assert styled(left, points, "browDownLeft", 0) is left
    assert styled(left, points, "jawOpen", 7) is left
