"""Each action unit in steps, on two rendered heads that nothing was fitted to (`render_graded.py`)."""

from __future__ import annotations

from pathlib import Path

import numpy as np
import pytest

from perception.landmarks import FaceReading
from perception.nets import Mirror
from perception.regressor import Rest, load
from tests.perception.render_graded import REST, SEEDS, STEPS

FILE = Path(__file__).parent / "heads" / "graded.npz"
STILL = 0.025
"""Less than this from one step to the next is standing still."""
SURE = 0.5
"""Of a unit that is trusted less, only a little need be seen on every head."""
UNSEEN = (6,)
"""A raised cheek alone is not seen at all: it is taken from the smile it comes with (docs/seeing.md)."""

kept = np.load(FILE)


def reading(row: int) -> FaceReading:
    """What MediaPipe read of one picture, as far as it is kept."""
    regressor = load()
    shape = np.zeros((478, 3))
    shape[regressor.places] = kept["shape"][row]
    scores = dict(zip(regressor.channels, kept["scores"][row].astype(float).tolist(), strict=True))
    yaw, pitch, roll = (float(angle) for angle in kept["pose"][row])
    return FaceReading(scores, shape, yaw, pitch, roll, (0.2, 0.2, 0.8, 0.8), 0.5)


def at_rest(seed: int) -> Rest:
    """That head's face at rest."""
    rows = np.flatnonzero((kept["seed"] == seed) & (kept["code"] == REST))
    return load().rest(np.array([load().figures(reading(row)) for row in rows]), kept["pose"][rows])


def steps(seed: int, code: int) -> list[float]:
    """What is read of one unit at rest and at each of `STEPS`."""
    rest = at_rest(seed)
    of = (kept["seed"] == seed) & ((kept["code"] == code) | (kept["code"] == -1))
    rows = sorted(np.flatnonzero(of), key=lambda row: float(kept["step"][row]))
    assert len(rows) == len(STEPS) + 1
    return [load().read(reading(row), rest).strengths[code] for row in rows]


@pytest.mark.parametrize("code", load().codes)
def test_a_unit_that_is_shown_more_is_read_as_more(code: int) -> None:
    read = np.array([steps(seed, code) for seed in SEEDS])
    assert (np.diff(read, axis=1) > -STILL).all(), read
    assert (read[:, 0] < 0.15).all(), read
    if code not in UNSEEN:
        assert (read[:, -1] > read[:, 0] + (0.1 if load().trust[code] >= SURE else 0)).all(), read


@pytest.mark.parametrize("code", [1, 2, 4, 12, 15, 43])
def test_smiles_frowns_and_brows_rise_at_every_step_from_half_on(code: int) -> None:
    read = np.array([steps(seed, code) for seed in SEEDS])
    assert (np.diff(read, axis=1)[:, 1:] > 0).all(), read
    assert (read[:, -1] > 0.4).all(), read


@pytest.mark.parametrize("seed", SEEDS)
def test_a_mirror_shows_the_same_units_and_eyes_that_look_the_other_way(seed: int) -> None:
    regressor = load()
    sides: Mirror = regressor.known.mirror
    assert (sides.places[sides.places] == np.arange(len(sides.places))).all()
    rows = np.flatnonzero((kept["seed"] == seed) & (kept["code"] > 0))[::7]
    figures = np.array([regressor.figures(reading(row)) for row in rows])
    beyond = regressor.beyond(figures, kept["pose"][rows], at_rest(seed))
    plain, turned = regressor.known.apply(beyond), regressor.known.apply(sides.of(beyond))
    assert np.allclose(plain[:, :-2], turned[:, :-2], atol=1e-4)
    assert np.allclose(plain[:, -2:], turned[:, -2:] * [-1, 1], atol=1e-4)


def test_the_same_pictures_give_the_same_figures_again() -> None:
    rest, rows = at_rest(SEEDS[0]), range(0, len(kept["code"]), 9)
    first = [load().read(reading(row), rest) for row in rows]
    load.cache_clear()
    assert first == [load().read(reading(row), rest) for row in rows]
