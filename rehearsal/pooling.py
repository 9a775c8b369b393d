"""The weights of what turns and sessions say of the relationship: `python -m rehearsal.pooling` writes them.

Turns: ridge regression of each turn's readings on the course that its dialogue was written to: `alliance`
rises in the warm ones and falls in those that sour, `aims` falls where goals part, `hazard` rises behind
flattery; nothing moves in the constant ones and in ordinary talk. Exchanges: ridge regression on how far the
course has come by then, in those dialogues and, where goals part, in `agent/training/examples/partings.yaml`.
Sessions: logistic regression on what all these measures come to (`agent/relationship/course.py`).
First each author's sets are told by weights that have seen none of that author; then the weights of all are
written.
"""

from __future__ import annotations

import argparse
import json
from collections import Counter
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from itertools import chain
from pathlib import Path

import numpy as np

from agent.appraisal.encoder import WIDTH, Remembering, Vectors, encoder, find_encoder
from agent.appraisal.lists import load
from agent.relationship.alliance import Observer, Relationship, begun
from agent.relationship.course import COURSES, STEADY, Weights, summary
from agent.relationship.course import FILE as COURSE_FILE
from agent.relationship.course import SIZE as COURSE_SIZE
from agent.relationship.critic import SETTLED
from agent.relationship.exchange import SIZE, SMALL, rows
from agent.relationship.pool import EXCHANGES, FIGURES, FILE, MEASURES, Pool, figures
from agent.relationship.probes import Side
from agent.relationship.reading import Reader, Reading
from alongside.errors import AlongsideError
from rehearsal.trajectories import AUTHORS, KINDS, ORDINARY, dialogues, flagged, followed, talks, told

AIMED: Mapping[str, Callable[[float], tuple[float, float, float]]] = {
    "warm": lambda done: (done, 0.3 * done, 0.0),
    "sour": lambda done: (0.7 - 1.7 * done, -0.3 * done, 0.0),
    "apart": lambda done: (0.4 - 0.6 * done, 0.5 - 1.5 * done, 0.0),
    "colluding": lambda done: (0.3 + 0.5 * done, 0.0, 0.3 + 0.7 * done),
    "constant": lambda done: (0.0, 0.0, 0.0),
}
"""Kind -> MEASURES that are aimed at when so much of the dialogue (0 to 1) is done."""
STRAYS, TURNS = 0.1, 0.25
"""Share of a dialogue after which the companion begins to stray where goals part, and that it takes to."""
COMES: Mapping[str, Callable[[Vectors], Vectors]] = {
    "warm": lambda done: done,
    "sour": lambda done: done,
    "apart": lambda done: ((done - STRAYS) / TURNS).clip(0, 1),
    "colluding": lambda done: 0.3 + 0.7 * done,
}
"""Kind -> how far its exchanges have come when so much of the dialogue (0 to 1) is done; as `pool.EXCHANGES`
are ordered."""
PARTINGS = Path(__file__).parents[1] / "agent" / "training" / "examples" / "partings.yaml"
OWN, KEPT, BEGINS = "partings", "kept", 3
"""Talks written to teach; exchanges of them after which the companion strays or keeps to what is wanted."""
INNER, SHARES = 4, len(AUTHORS)
"""Folds in which dialogues are read to learn sessions from; shares of the talks that belong to no set."""
RIDGE = 5.0
SCALE = np.array([4.0] * (len(FIGURES) - 1) + [2.0] + [0.5] * 36 + [2.0] * WIDTH)
"""How freely each figure may count: what the heads say more than a probe."""
FREE, VECTORS_FREE = 0.16, 0.04
"""The same for figures of an exchange, and for its vectors, both in their own deviations."""
ORDINARY_WEIGHT, ORDINARY_ANSWERS = 4.0, 2.0
"""Turns, and answers, that one of an ordinary conversation counts for: in life they are most."""
USUAL = 0.18, 0.12
"""Move of the alliance, and of the aims, over a session that is the least to be called one."""
STRICT = 0.05
"""Inverse of the regularisation of what sessions say."""
ORDERS, ORDER_WEIGHT = 2, 0.3
"""Shuffled orders of each dialogue in which nothing is to be told, and what one counts for."""
ORDINARY_SESSION = 4.0
"""What an ordinary conversation counts for, all places in it together at which something might be told."""

NO_WEIGHTS = Weights(np.zeros((len(COURSES), COURSE_SIZE), np.float32), np.zeros(len(COURSES), np.float32))
"""Where nothing is to be told yet."""


@dataclass(frozen=True)
class Told:
    """A dialogue or a conversation: its set, its course, its (participant, companion) pairs, and its rows."""

    name: str
    kind: str
    pairs: tuple[tuple[str, str], ...]
    seen: Vectors
    """[turns, 427]: what is weighed of each."""
    exchanged: Vectors
    """[turns, SIZE]: what is weighed of each exchange."""

    @property
    def aims(self) -> Vectors:
        """[turns, 3]: what is aimed at."""
        course = AIMED.get(self.kind, AIMED[STEADY])
        last = max(1, len(self.pairs) - 1)
        return np.array([course(place / last) for place in range(len(self.pairs))], np.float32)

    @property
    def courses(self) -> Vectors:
        """[turns, 4]: how far each of `pool.EXCHANGES` has come."""
        count = len(self.pairs)
        found = np.zeros((count, len(EXCHANGES)), np.float32)
        done = np.linspace(0, 1, count, dtype=np.float32)
        if self.name.startswith(OWN):
            done = (np.arange(count) >= BEGINS).astype(np.float32)
        if self.kind in COMES:
            found[:, list(COMES).index(self.kind)] = COMES[self.kind](done)
        return found


class Known:
    """Reads each turn once, and weighs it by other weights as often as is asked."""

    def __init__(self, reader: Reader, weights: Pool | None = None) -> None:
        self._reader = reader
        self._weights = weights
        self._found: dict[tuple[Side, str], Reading] = {}

    def by(self, weights: Pool) -> Known:
        """The same readings, by these weights."""
        other = Known(self._reader, weights)
        other._found = self._found
        return other

    def read(self, side: Side, text: str) -> Reading:
        """As `Reads.read`."""
        found = self._found.get((side, text))
        if found is None:
            found = self._found[side, text] = self._reader.read(side, text)
        return found if self._weights is None or side == "companion" else found.pooled(self._weights)

    def exchange(self, row: Vectors) -> Vectors:
        """As `Reads.exchange`."""
        return np.zeros(len(EXCHANGES), np.float32) if self._weights is None else self._weights.exchange(row)


def fit_turns(some: Sequence[Told]) -> Pool:
    """The weights by all turns and exchanges of `some`."""
    weights, offsets = ridge(
        np.concatenate([one.seen for one in some]),
        np.concatenate([one.aims for one in some]),
        _counts(some, ORDINARY_WEIGHT),
        SCALE,
    )
    exchanges = np.concatenate([one.exchanged for one in some])
    free = np.full(SIZE, FREE)
    free[SMALL:] = VECTORS_FREE
    courses, offset = ridge(
        exchanges,
        np.concatenate([one.courses for one in some]),
        _counts(some, ORDINARY_ANSWERS),
        free / (exchanges.std(0) + 1e-6),
    )
    plain = np.concatenate([one.seen for one in some if one.kind == ORDINARY]) @ weights.T
    spread = dict(zip(MEASURES, (*USUAL, float(plain[:, -1].std())), strict=True))
    return Pool(weights, offsets, spread, np.column_stack([courses, offset]))


def _counts(some: Sequence[Told], ordinary: float) -> Vectors:
    counts = [[ordinary if one.kind == ORDINARY else 1.0] * len(one.seen) for one in some]
    return np.concatenate(counts).astype(np.float32)


def ridge(seen: Vectors, aims: Vectors, counts: Vectors, scale: Vectors) -> tuple[Vectors, Vectors]:
    """(weights [measures, figures], offsets [measures]); `counts`: what each row counts for; `scale`: how
    freely each figure may count."""
    seen, root = seen * scale, np.sqrt(counts)[:, None]
    middle, usual = seen.mean(0), aims.mean(0)
    held = (seen - middle) * root
    found = np.linalg.solve(held.T @ held + RIDGE * np.eye(len(scale)), held.T @ ((aims - usual) * root))
    return (found.T * scale).astype(np.float32), (usual - middle @ found).astype(np.float32)


def fit_sessions(some: Sequence[Told], known: Known) -> Weights:
    """The weights of what sessions come to, each read by weights of turns that have not seen it."""
    from sklearn.linear_model import LogisticRegression

    found: list[tuple[Vectors, str, float]] = []
    for fold in range(INNER):
        rest = [one for place, one in enumerate(some) if place % INNER != fold]
        watch = Observer(known.by(fit_turns(rest)), NO_WEIGHTS)
        found += chain.from_iterable(_sessions(watch, one) for one in some[fold::INNER])
    seen = np.stack([row for row, _, _ in found])
    middle, spread = seen.mean(0), seen.std(0) + 1e-6
    model = LogisticRegression(C=STRICT, max_iter=2000, class_weight="balanced")
    model.fit(
        (seen - middle) / spread, [kind for _, kind, _ in found], sample_weight=[w for _, _, w in found]
    )
    order = [list(model.classes_).index(kind) for kind in COURSES]
    weights = model.coef_[order] / spread
    return Weights(
        weights.astype(np.float32), (model.intercept_[order] - weights @ middle).astype(np.float32)
    )


def _sessions(watch: Observer, one: Told) -> Iterator[tuple[Vectors, str, float]]:
    """(summary, what is to be told, what it counts for): whole and shuffled; ordinary talk at any place."""
    kind = one.kind if one.kind in COURSES else STEADY
    if one.kind == ORDINARY:
        places = [held for held in _places(watch, one.pairs) if held.turns >= SETTLED]
        yield from ((summary(held), kind, ORDINARY_SESSION / len(places)) for held in places)
        return
    yield summary(followed(watch, one.pairs)), kind, 1.0
    if kind != "colluding":  # a level, no trend
        chance = np.random.default_rng(len(one.pairs))
        for _ in range(ORDERS):
            order = chance.permutation(len(one.pairs))
            yield summary(followed(watch, [one.pairs[place] for place in order])), STEADY, ORDER_WEIGHT


def _places(watch: Observer, pairs: Sequence[tuple[str, str]]) -> Iterator[Relationship]:
    held = begun()
    for said, answered in pairs:
        held = watch.answer(watch.hear(held, said), answered)
        yield held


def everything(known: Known) -> list[Told]:
    """The dialogues that weights are fitted on, the talks that teach, and the ordinary conversations."""
    sets = chain.from_iterable(AUTHORS)
    found = [_told(known, name, one.kind, one.pairs) for name in sets for one in dialogues(name)]
    for place, talk in enumerate(load(PARTINGS)):
        for part, kind in (("strays", "apart"), ("keeps", KEPT)):
            lines = f"{talk['begins']}{talk[part]}".splitlines()
            pairs = tuple(zip(lines[0::2], lines[1::2], strict=True))
            found.append(_told(known, f"{OWN} {place % SHARES}", kind, pairs))
    for place, pairs in enumerate(talks()):
        found.append(_told(known, f"{ORDINARY} {place % SHARES}", ORDINARY, pairs))
    return found


def _told(known: Known, name: str, kind: str, pairs: tuple[tuple[str, str], ...]) -> Told:
    said = [known.read("participant", text) for text, _ in pairs]
    answered = [known.read("companion", text) for _, text in pairs]
    seen = [figures(one, np.zeros(WIDTH, np.float32) if one.vector is None else one.vector) for one in said]
    texts = [(one, other, *pair) for one, other, pair in zip(said, answered, pairs, strict=True)]
    return Told(name, kind, pairs, np.stack(seen), rows(texts))


def unseen(known: Known, some: Sequence[Told]) -> Iterator[tuple[Told, Observer]]:
    """Each of `some` with an observer whose weights have seen nothing of its author."""
    for place, names in enumerate(AUTHORS):
        out = {*names, f"{OWN} {place}", f"{ORDINARY} {place}"}
        rest = [one for one in some if one.name not in out]
        watch = Observer(known.by(fit_turns(rest)), fit_sessions(rest, known))
        yield from ((one, watch) for one in some if one.name in out)


def write(turns: Pool, sessions: Weights) -> None:
    """The weights that come with Alongside."""
    rounded = {
        "weights": dict(zip(MEASURES, turns.weights.tolist(), strict=True)),
        "offsets": dict(zip(MEASURES, turns.offsets.tolist(), strict=True)),
        "exchanges": dict(zip(EXCHANGES, turns.exchanges.tolist(), strict=True)),
        "spread": turns.spread,
    }
    course = {
        "weights": dict(zip(COURSES, sessions.weights.tolist(), strict=True)),
        "offsets": dict(zip(COURSES, sessions.offsets.tolist(), strict=True)),
    }
    for file, content in ((FILE, rounded), (COURSE_FILE, course)):
        text = json.dumps(_rounded(content), indent=1)
        file.write_text(text + "\n", encoding="utf-8")


def _rounded(content: object) -> object:
    if isinstance(content, Mapping):
        return {name: _rounded(value) for name, value in content.items()}
    if isinstance(content, list):
        return [_rounded(value) for value in content]
    return round(content, 4) if isinstance(content, float) else content


def main() -> None:
    """Print what is told of sets that the weights have not seen, and write the weights of all."""
    asked = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    asked.add_argument(
        "--fast", action="store_true", help="write the weights without telling sets apart first"
    )
    given = asked.parse_args()
    if find_encoder() is None:
        raise AlongsideError("the sentence encoder is not there", "Install Alongside again.")
    known = Known(Reader(Remembering(encoder())))
    some = everything(known)
    found: dict[tuple[str, str], Counter[str]] = {}
    for one, watch in () if given.fast else unseen(known, some):
        kept = found.setdefault((one.name.split()[0], one.kind), Counter())
        if one.kind in (ORDINARY, KEPT):
            kept.update(["conversations", *flagged(watch, one.pairs)])
        else:
            kept[told(followed(watch, one.pairs))] += 1
    for (name, kind), counts in found.items():
        print(name, kind, f"{counts[kind]} of {counts.total()}" if kind in KINDS else "", dict(counts))
    write(fit_turns(some), fit_sessions(some, known))


if __name__ == "__main__":
    main()
