"""Lexical synchrony: taking up the other's words, and moving close to them in meaning.

Coordination is after Nasir, Chakravarthula, Baucom, Atkins, Georgiou & Narayanan 2019 (Interspeech,
arXiv:1904.06002): for each turn, the least Word Mover's Distance to one of the next k turns of the partner,
averaged over turns; less is closer. Short turns lie far from everything, so each turn is held against
itself: the same least distance to as many turns of the partner that lie far away, as one would expect it if
they were drawn at random. Their normalisation could not be read; this one is ours.
"""

from __future__ import annotations

import math
from collections import deque
from collections.abc import Sequence
from dataclasses import dataclass, field
from typing import TypeVar

from agent.alignment.lexical import content_words
from agent.synchrony.estimate import Contrast, Estimate
from agent.synchrony.said import APART, FAR, NEIGHBOURS, OTHER, SIDES
from agent.synchrony.transport import distance
from agent.synchrony.vectors import Bag, bag
from alongside.records import Speaker

Item = TypeVar("Item")
KEPT = 64
"""Turns of a side that are kept to be distant ones: a long session costs no more than a short one."""


@dataclass(frozen=True)
class Lexical:
    """Both measures, for either side as the one who follows.

    `entrainment`: share of a turn's content words that the partner's turn before it had, above the share
    that a distant turn of theirs has. `coordination`: how much closer the side comes to the partner's turns
    with its next few turns than with its distant ones, as a part of the latter distance.
    """

    entrainment: dict[Speaker, Estimate]
    coordination: dict[Speaker, Estimate]


@dataclass
class Anchor:
    """A turn whose partner's turns are waited for. `index` is its place in the dialogue."""

    index: int
    bag: Bag
    follower: Speaker
    near: list[float] = field(default_factory=list)
    distant: float | None = None

    @property
    def nearest(self) -> float | None:
        """The least distance to the turns that followed."""
        return min(self.near, default=None)

    @property
    def coordination(self) -> float | None:
        """How much closer the followers came than distant turns: 0 not at all, 1 in the very same words."""
        if self.nearest is None or self.distant is None or self.distant < 1e-9:
            return None
        return (self.distant - self.nearest) / self.distant


class Words:
    """The lexical channel, turn by turn."""

    def __init__(self, measure_distance: bool = True) -> None:
        """`measure_distance`: whether to compute Word Mover's Distances too (about 1 ms a turn)."""
        self._measure = measure_distance
        self._bags: dict[Speaker, deque[tuple[int, Bag]]] = {side: deque(maxlen=KEPT) for side in SIDES}
        self._said: dict[Speaker, deque[tuple[int, frozenset[str]]]] = {
            side: deque(maxlen=KEPT) for side in SIDES
        }
        self._open: deque[Anchor] = deque()  # followers still come
        self._lonely: deque[Anchor] = deque()  # distant turns still come
        self._coordination = {side: Contrast() for side in SIDES}
        self._entrainment = {side: Contrast() for side in SIDES}

    def hear(self, index: int, speaker: Speaker, text: str) -> tuple[float | None, list[Anchor]]:
        """(share of its content words taken up from the partner's last turn, anchors complete by this
        turn).
        """
        reused = self._take_up(index, speaker, text)
        found = bag(text) if self._measure else None
        if found is None:
            return reused, []
        for anchor in self._open:
            if anchor.follower == speaker:
                anchor.near.append(distance(anchor.bag, found))
        self._bags[speaker].append((index, found))
        full = [anchor for anchor in self._open if len(anchor.near) == NEIGHBOURS]
        for anchor in full:
            self._open.remove(anchor)
            self._lonely.append(anchor)
        self._open.append(Anchor(index, found, OTHER[speaker]))
        while len(self._open) > 4 * NEIGHBOURS:  # a monologue: nobody answers these
            self._open.popleft()
        return reused, self._settle(NEIGHBOURS)

    def finish(self) -> list[Anchor]:
        """The anchors that the end of the dialogue leaves: with fewer followers, or fewer distant turns."""
        self._lonely.extend(anchor for anchor in self._open if anchor.near)
        self._open.clear()
        return self._settle(1)

    def now(self) -> Lexical:
        """As it stands."""
        return Lexical(
            {side: held.estimate() for side, held in self._entrainment.items()},
            {side: held.estimate() for side, held in self._coordination.items()},
        )

    def _take_up(self, index: int, speaker: Speaker, text: str) -> float | None:
        mine = content_words(text)
        theirs = self._said[OTHER[speaker]]
        self._said[speaker].append((index, mine))
        if not mine or not theirs or theirs[-1][0] != index - 1 or not theirs[-1][1]:
            return None
        near = len(mine & theirs[-1][1]) / len(mine)
        far = [
            words for _, words in _spread([item for item in theirs if item[0] <= index - APART and item[1]])
        ]
        if far:
            self._entrainment[speaker].add(
                near, sum(len(mine & words) for words in far) / len(far) / len(mine)
            )
        return near

    def _settle(self, least: int) -> list[Anchor]:
        """Anchors whose distant turns are there by now, held against them."""
        done = []
        for _ in range(len(self._lonely)):
            anchor = self._lonely.popleft()
            far = [bag_ for _, bag_ in _spread(self._apart(anchor))]
            drawn = len(anchor.near)
            if len(far) < max(drawn, least):
                if least > 1:
                    self._lonely.append(anchor)
                    continue
                drawn = min(drawn, len(far))
            if drawn:
                anchor.distant = expected_least([distance(anchor.bag, item) for item in far], drawn)
                close, nearest = anchor.coordination, anchor.nearest
                if close is not None and nearest is not None:
                    self._coordination[anchor.follower].add(nearest, anchor.distant, close)
            done.append(anchor)
        return done

    def _apart(self, anchor: Anchor) -> list[tuple[int, Bag]]:
        return [item for item in self._bags[anchor.follower] if abs(item[0] - anchor.index) >= APART]


def _spread(items: Sequence[Item]) -> Sequence[Item]:
    """FAR of them at most, evenly."""
    if len(items) <= FAR:
        return items
    return [items[round(place * (len(items) - 1) / (FAR - 1))] for place in range(FAR)]


def expected_least(values: Sequence[float], drawn: int) -> float:
    """The least of `drawn` of these values, as it is on the mean over all ways to draw them."""
    ordered, total = sorted(values), math.comb(len(values), drawn)
    ways = (math.comb(len(ordered) - 1 - rank, drawn - 1) for rank in range(len(ordered)))
    return sum(value * way for value, way in zip(ordered, ways, strict=True)) / total
