"""Scoring a turn against the thirty-six probes of its own side."""

from __future__ import annotations

import copy
import functools
from typing import Protocol

import numpy as np

from agent.appraisal.encoder import Vectors
from agent.appraisal.heads.features import Embeds
from agent.relationship.probes import SIDES, Side, probes
from agent.relationship.usual import Usual, usual


class Rater(Protocol):
    """What scores turns: the encoder by default, or a model that is asked."""

    scales: bool
    """Whether bond, task and goal are to be taken from the scores; else trained heads read the turn."""

    def rate(self, side: Side, text: str) -> Vectors:
        """[36], how far the turn says each statement (1), its negation (-1), or neither (0)."""


class CounterRater:
    """Cosine with the statement less cosine with its negation, in spreads of ordinary talk, held to -1 and 1.

    Sentence encoders see what is talked about better than whether it is denied: the difference takes the
    topic out (the counter variant of Lin et al. 2022). A turn at the usual scores 0, two spreads from it 1.
    """

    scales = False

    def __init__(self, encoder: Embeds, ordinary: Usual | None = None) -> None:
        self._encoder = encoder
        self._ordinary = usual() if ordinary is None else ordinary
        self._axes = _axes(encoder)  # type: ignore[arg-type]

    def over(self, encoder: Embeds) -> CounterRater:
        """The same, with another encoder for the turns: one that remembers its vectors."""
        other = copy.copy(self)
        other._encoder = encoder
        return other

    def raw(self, side: Side, text: str) -> Vectors:
        """[36], the bare difference of cosines."""
        scored: Vectors = self._axes[side] @ self._encoder.one(text)
        return scored

    def rate(self, side: Side, text: str) -> Vectors:
        """As `Rater.rate`."""
        mean, spread = self._ordinary.probes[side]
        scored: Vectors = np.clip((self.raw(side, text) - mean) / (2 * spread), -1, 1).astype(np.float32)
        return scored


@functools.lru_cache(maxsize=2)
def _axes(encoder: Embeds) -> dict[Side, Vectors]:
    """[36, WIDTH] for each side: statement less negation. Made once for an encoder."""
    found: dict[Side, Vectors] = {}
    for side in SIDES:
        vectors = encoder.embed([text for probe in probes() for text in probe.form(side)])
        found[side] = vectors[0::2] - vectors[1::2]
    return found


def keyed(scores: Vectors) -> tuple[float, float, float]:
    """Bond, task and goal: the mean of their twelve scores, those that speak against turned round."""
    signs = np.array([probe.key for probe in probes()], np.float32)
    bond, task, goal = (scores * signs).reshape(3, -1).mean(1).tolist()
    return bond, task, goal
