"""The weights of what a turn says of the relationship: `python -m rehearsal.pooling` fits and writes them.

Ridge regression of each turn's readings on the course that its dialogue was written to: `alliance` rises in
the warm ones and falls in those that sour, `aims` falls where goals part, `hazard` rises behind flattery;
nothing moves in the constant ones and in ordinary talk. First each dialogue is told by weights that have not
seen it (fifteen folds); then the weights of all are written.
"""

from __future__ import annotations

import argparse
import json
import random
from collections import Counter
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass

import numpy as np

from agent.appraisal.encoder import WIDTH, Remembering, Vectors, encoder, find_encoder
from agent.relationship.alliance import Observer
from agent.relationship.pool import FIGURES, FILE, MEASURES, Pool, figures, steers
from agent.relationship.reading import Reader, Reading, nearness
from alongside.errors import AlongsideError
from rehearsal.trajectories import (
    FINAL,
    FRESH,
    JUDGE,
    KINDS,
    ORDINARY,
    TUNED,
    UNSEEN,
    dialogues,
    flagged,
    followed,
    talks,
    told,
)

COURSES: Mapping[str, Callable[[float], tuple[float, float, float]]] = {
    "warm": lambda done: (done, 0.3 * done, 0.0),
    "sour": lambda done: (0.7 - 1.7 * done, -0.3 * done, 0.0),
    "apart": lambda done: (0.4 - 0.6 * done, 0.5 - 1.5 * done, 0.0),
    "colluding": lambda done: (0.3 + 0.5 * done, 0.0, 0.3 + 0.7 * done),
    "constant": lambda done: (0.0, 0.0, 0.0),
}
"""Kind -> MEASURES that are aimed at when so much of the dialogue (0 to 1) is done."""
FOLDS = 15
RIDGE = 5.0
SCALE = np.array([4.0] * (len(FIGURES) - 1) + [2.0] + [0.5] * 36 + [2.0] * WIDTH)
"""How freely each figure may count: what the heads say more than a probe."""
ORDINARY_WEIGHT = 4.0
"""Turns that one of an ordinary conversation counts for: in life they are most."""
STRAYS, TURNS = 0.1, 0.25
"""Share of a dialogue after which the companion begins to stray where goals part, and that it takes to."""
ORDINARY_ANSWERS = 2.0
"""What an answer in an ordinary conversation counts for."""
USUAL = 0.18, 0.12
"""Move of the alliance, and of the aims, over a session that is the least to be called one."""


@dataclass(frozen=True)
class Told:
    """A dialogue or a conversation: its course, its (participant, companion) pairs, how those are read."""

    kind: str
    pairs: tuple[tuple[str, str], ...]
    read: tuple[Reading, ...]
    seen: Vectors
    """[turns, 427]: what is weighed of each."""
    answered: Vectors
    """[answers, 389]: what is weighed of each of the companion's."""

    @property
    def aims(self) -> Vectors:
        """[turns, 3]: what is aimed at."""
        course = COURSES.get(self.kind, COURSES["constant"])
        last = max(1, len(self.pairs) - 1)
        return np.array([course(place / last) for place in range(len(self.pairs))], np.float32)

    @property
    def steering(self) -> Vectors:
        """[answers, 1]: where goals part the companion goes its own way from soon after the beginning."""
        if self.kind != "apart":
            return np.zeros((len(self.answered), 1), np.float32)
        done = np.linspace(0, 1, len(self.answered), dtype=np.float32)[:, None]
        return ((done - STRAYS) / TURNS).clip(0, 1)


def fit(some: Sequence[Told]) -> Pool:
    """The weights by all turns of `some`."""
    counts = [[ORDINARY_WEIGHT if one.kind == ORDINARY else 1.0] * len(one.read) for one in some]
    weights, offsets = ridge(
        np.concatenate([one.seen for one in some]),
        np.concatenate([one.aims for one in some]),
        np.concatenate(counts),
        SCALE,
    )
    answers = [[ORDINARY_ANSWERS if one.kind == ORDINARY else 1.0] * len(one.answered) for one in some]
    steering, offset = ridge(
        np.concatenate([one.answered for one in some]),
        np.concatenate([one.steering for one in some]),
        np.concatenate(answers),
        np.full(some[0].answered.shape[1], 2.0),
    )
    plain = np.concatenate([one.seen for one in some if one.kind == ORDINARY]) @ weights.T
    spread = dict(zip(MEASURES, (*USUAL, float(plain[:, -1].std())), strict=True))
    return Pool(weights, offsets, spread, np.concatenate([steering[0], offset]))


def ridge(seen: Vectors, aims: Vectors, counts: Vectors, scale: Vectors) -> tuple[Vectors, Vectors]:
    """(weights [measures, figures], offsets [measures]); `counts`: what each row counts for; `scale`: how
    freely each figure may count."""
    seen, root = seen * scale, np.sqrt(counts)[:, None]
    middle, usual = seen.mean(0), aims.mean(0)
    held = (seen - middle) * root
    found = np.linalg.solve(held.T @ held + RIDGE * np.eye(len(scale)), held.T @ ((aims - usual) * root))
    return (found.T * scale).astype(np.float32), (usual - middle @ found).astype(np.float32)


def everything(reads: Reader) -> list[Told]:
    """The dialogues that weights are fitted on, and the ordinary conversations."""
    found = [
        (one.kind, one.pairs) for name in (TUNED, FRESH, UNSEEN, FINAL, JUDGE) for one in dialogues(name)
    ]
    found += [(ORDINARY, pairs) for pairs in talks()]
    return [_told(reads, kind, pairs) for kind, pairs in found]


def _told(reads: Reader, kind: str, pairs: tuple[tuple[str, str], ...]) -> Told:
    read = tuple(reads.read("participant", said) for said, _ in pairs)
    answers = [(said, reads.read("companion", answer)) for said, (_, answer) in zip(read, pairs, strict=True)]
    return Told(
        kind,
        pairs,
        read,
        np.stack([figures(one, one.vector) for one in read if one.vector is not None]),
        np.stack(
            [
                steers(answer, nearness(said, answer), answer.vector)
                for said, answer in answers
                if answer.vector is not None
            ]
        ),
    )


def unseen_by_weights(embeds: Remembering, some: Sequence[Told]) -> Iterator[tuple[Told, Observer]]:
    """Each of `some` with an observer whose weights are fitted on the others."""
    places = list(range(len(some)))
    random.Random(1).shuffle(places)
    for fold in range(FOLDS):
        out = set(places[fold::FOLDS])
        weights = fit([one for place, one in enumerate(some) if place not in out])
        watch = Observer(Reader(embeds, weights=weights))
        yield from ((some[place], watch) for place in sorted(out))


def main() -> None:
    """Print what is told of dialogues that the weights have not seen, and write the weights of all."""
    argparse.ArgumentParser(
        description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter
    ).parse_args()
    if find_encoder() is None:
        raise AlongsideError("the sentence encoder is not there", "Install Alongside again.")
    embeds = Remembering(encoder())
    some = everything(Reader(embeds))
    found = {kind: Counter[str]() for kind in (*KINDS, ORDINARY)}
    for one, watch in unseen_by_weights(embeds, some):
        if one.kind == ORDINARY:
            found[ORDINARY].update(flagged(watch, one.pairs))
        else:
            found[one.kind][told(followed(watch, one.pairs))] += 1
    for kind in KINDS:
        print(kind, dict(found[kind]))
    print(
        f"of {sum(one.kind == ORDINARY for one in some)} ordinary conversations, at any time: "
        f"{dict(found[ORDINARY])}"
    )
    weights = fit(some)
    rows = dict(zip(MEASURES, weights.weights, strict=True))
    FILE.write_text(
        json.dumps(
            {
                "weights": {name: [round(float(one), 4) for one in row] for name, row in rows.items()},
                "offsets": {
                    name: round(float(one), 4) for name, one in zip(MEASURES, weights.offsets, strict=True)
                },
                "steering": [round(float(one), 4) for one in weights.steering],
                "spread": {name: round(value, 4) for name, value in weights.spread.items()},
            },
            indent=1,
        )
        + "\n",
        encoding="utf-8",
    )


if __name__ == "__main__":
    main()
