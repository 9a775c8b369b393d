"""Fitting the networks to rendered pictures."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace
from typing import Any

import numpy as np
import numpy.typing as npt

from perception.nets import Mirror, Nets
from perception.regressor import OWN, TURN, Regressor, Rest, pose_terms
from perception.training.dataset import Rows
from perception.training.descent import trained
from perception.training.looks import CODES
from perception.training.mirrors import mirror
from perception.training.points import CHANNELS, PLACES

Array = npt.NDArray[Any]
MOST, MOST_EYES = 1.35, 4.0
"""A unit that would have to be read larger than this many times is left short; and a turn of the eyes."""
CALM, FRONTAL = 0.3, 20.0
"""Sum of all strengths, and degrees of yaw, up to which pictures tell how large the eyes are read."""


def figures(rows: Rows) -> Array:
    """[n, d] as `Regressor.figures`."""
    return np.concatenate([rows.points[:, PLACES].reshape(len(rows.who), -1), rows.scores], axis=1).astype(
        float
    )


def slopes(rows: Rows, sides: Mirror) -> Array:
    """[7, d]: what the pose does to the figures, the face being the same, within people; the same on both
    sides."""
    every, gaze = figures(rows), rows.gaze / TURN
    causes = np.concatenate([pose_terms(rows.read_pose), rows.strengths, gaze, np.abs(gaze)], axis=1)
    wanted, given = every.copy(), causes.copy()
    for who in _people(rows):
        wanted[who] -= every[who].mean(axis=0)
        given[who] -= causes[who].mean(axis=0)
    width, terms = every.shape[1], sides.signs[every.shape[1] :]
    found = np.linalg.solve(given.T @ given + np.eye(given.shape[1]), given.T @ wanted)[: len(terms)]
    turned = found[:, sides.places[:width]] * sides.signs[:width] * terms[:, None]
    return np.asarray((found + turned) / 2)


def _people(rows: Rows) -> Iterator[Array]:
    for who in np.unique(rows.who):
        yield rows.who == who


def rests(regressor: Regressor, rows: Rows) -> dict[int, Rest]:
    """Each person's face at rest, from their pictures of it."""
    every, found = figures(rows), {}
    for theirs in _people(rows):
        quiet = theirs & (rows.kind == "rest")
        found[int(rows.who[theirs][0])] = regressor.rest(every[quiet], rows.read_pose[quiet])
    return found


def fit(rows: Rows) -> Regressor:
    """All networks, fitted to `rows`. Nothing is known yet of how far they are trusted."""
    sides = mirror(rows.points)
    shared = slopes(rows, sides)
    terms, width = shared.shape
    blank = Rest(np.zeros(width), np.zeros(terms), np.zeros((OWN, width)), 0.0, learnt=False)
    empty = np.zeros(0, np.float32)
    none = Nets(empty, empty, empty, (), sides)
    first = Regressor(PLACES, CHANNELS, CODES, dict.fromkeys(CODES, 1.0), shared, blank, none, none)
    resting = rests(first, rows)
    middle = np.mean([rest.middle for rest in resting.values()], axis=0)
    usual = np.mean([rest.pose for rest in resting.values()], axis=0)
    middle = (middle + middle[sides.places[:width]] * sides.signs[:width]) / 2
    anyone = replace(blank, middle=middle, pose=(usual + usual * sides.signs[width:]) / 2)
    with_rest = replace(first, anyone=anyone)
    truth = np.concatenate([rows.strengths, rows.gaze / TURN], axis=1)
    known = trained(beyond(with_rest, rows, resting), truth, sides)
    return replace(with_rest, known=known, new=trained(beyond(with_rest, rows, None), truth, sides))


def levelled(regressor: Regressor, rows: Rows) -> Regressor:
    """The same with outputs as large as what is shown to `rows`, people who were not fitted: what is unsure
    is read short, as the least error wants it, and a full smile would not be told as one."""
    truth = np.concatenate([rows.strengths, rows.gaze / TURN], axis=1)
    weight = (truth != 0).astype(float)
    weight[(rows.strengths.sum(axis=1) > CALM) | (np.abs(rows.pose[:, 0]) > FRONTAL), -2:] = 0
    most = np.array([MOST] * len(CODES) + [MOST_EYES] * 2)

    def of(nets: Nets, resting: dict[int, Rest] | None) -> Nets:
        found = nets.apply(beyond(regressor, rows, resting))
        gains = (weight * truth * truth).sum(axis=0) / (weight * truth * found).sum(axis=0)
        return nets.times(np.clip(gains, 1, most))

    return replace(regressor, known=of(regressor.known, rests(regressor, rows)), new=of(regressor.new, None))


def beyond(regressor: Regressor, rows: Rows, resting: dict[int, Rest] | None) -> Array:
    """`Regressor.beyond` of every row, with the person's own face at rest, or with nobody's in particular."""
    every = figures(rows)
    if resting is None:
        return regressor.beyond(every, rows.read_pose, regressor.anyone)
    found = np.empty((len(every), every.shape[1] + len(regressor.slopes)))
    for theirs in _people(rows):
        rest = resting[int(rows.who[theirs][0])]
        found[theirs] = regressor.beyond(every[theirs], rows.read_pose[theirs], rest)
    return found


def predicted(regressor: Regressor, rows: Rows, *, strangers: bool = False) -> tuple[Array, Array]:
    """(strengths [n, codes], gaze [n, 2] in degrees) of many pictures; of `strangers`, nothing is known
    before."""
    resting = None if strangers else rests(regressor, rows)
    nets = regressor.new if strangers else regressor.known
    found = nets.apply(beyond(regressor, rows, resting))
    return np.clip(found[:, :-2], 0, 1), found[:, -2:] * TURN
