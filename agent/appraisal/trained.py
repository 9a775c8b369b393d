"""The appraiser with trained heads: heads say what they say better, rules say the rest."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, replace
from typing import cast

from agent.appraisal.encoder import Encoder, encoder, find_encoder
from agent.appraisal.heads.features import Features, Item, features
from agent.appraisal.heads.head import Head, Judgment, fitted, load
from agent.appraisal.reading import Appraiser, ClientAct, Reading, Talk
from agent.appraisal.rules import RuleAppraiser
from agent.words.clauses import Clause
from alongside.errors import AlongsideError

SPEAKER = "participant"


@dataclass(frozen=True)
class Told:
    """What one head says of one turn: class or measure -> value, and the classes decided for."""

    values: Mapping[str, float]
    chosen: tuple[str, ...]


Merge = Callable[[Reading, Told, bool], Reading]
"""(reading so far, what the head says, whether rules have read the turn) -> reading."""


def _talk(reading: Reading, told: Told, ruled: bool) -> Reading:
    side = cast(Talk, told.chosen[0])
    if side == "neutral":
        return replace(reading, talk="neutral", talk_kind="", talk_strength=0.0)
    kind = reading.talk_kind if reading.talk == side else ""
    strength = max(told.values[side], reading.talk_strength if reading.talk == side else 0.0)
    return replace(reading, talk=side, talk_kind=kind, talk_strength=strength)


def _client_acts(reading: Reading, told: Told, ruled: bool) -> Reading:
    return replace(reading, client_acts=cast("tuple[ClientAct, ...]", told.chosen))


MERGES: Mapping[str, Merge] = {"talk": _talk, "client_acts": _client_acts}
"""Head -> what becomes of its word. A head that is not here, or not there, changes nothing."""


class HeadAppraiser:
    """Reads turns with the sentence encoder and the trained heads over what the rules say."""

    def __init__(self, encoder: Encoder, heads: Sequence[Head] | None = None) -> None:
        self.encoder = encoder
        present = [load(name) for name in fitted()] if heads is None else heads
        self.heads = tuple(head for head in present if head.name in MERGES)
        self._rules = RuleAppraiser()

    def read(self, text: str, clauses: Sequence[Clause], before: Sequence[tuple[str, str]]) -> Reading:
        """The judgments about `text`; the same words in the same place give the same reading."""
        reading = self._rules.read(text, clauses, before)
        if not clauses:
            return reading
        seen = features([Item(text, before)], SPEAKER, self.encoder, single=True)
        return _merged(reading, self._told(seen), 0, ruled=True)

    def read_many(self, items: Sequence[Item]) -> list[Reading]:
        """The judgments about many turns, by the heads alone: every distinct text is encoded once."""
        if not items:
            return []
        told = self._told(features(items, SPEAKER, self.encoder))
        return [_merged(Reading(), told, row, ruled=False) for row in range(len(items))]

    def _told(self, seen: Features) -> list[tuple[Merge, list[Told]]]:
        return [(MERGES[head.name], _rows(head.judge(seen))) for head in self.heads]


def _rows(judgment: Judgment) -> list[Told]:
    if judgment.head.kind == "one":
        chosen: list[tuple[str, ...]] = [(name,) for name in judgment.best()]
    elif judgment.head.kind == "several":
        chosen = judgment.several()
    else:
        chosen = [()] * len(judgment.values)
    return [Told(judgment.named(row), names) for row, names in enumerate(chosen)]


def _merged(reading: Reading, told: list[tuple[Merge, list[Told]]], row: int, *, ruled: bool) -> Reading:
    for merge, rows in told:
        reading = merge(reading, rows[row], ruled)
    return reading


def appraiser(choice: str = "auto") -> Appraiser:
    """The one place that chooses. `auto`: heads where the encoder's weights are on this computer, else rules.

    Raises AlongsideError for another choice than auto, heads and rules, or where `heads` lack their weights.
    """
    if choice not in ("auto", "heads", "rules"):
        raise AlongsideError(f"there is no appraiser called {choice!r}", "There are: auto, heads, rules.")
    if choice == "rules":
        return RuleAppraiser()
    found = encoder() if choice == "heads" else find_encoder()
    return HeadAppraiser(found) if found is not None and fitted() else RuleAppraiser()
