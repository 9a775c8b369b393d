"""The appraiser with trained heads: heads say what they say better, rules say the rest."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from typing import cast, get_args

from agent.appraisal.disclosure import depth
from agent.appraisal.encoder import encoder, find_encoder
from agent.appraisal.feeling_blend import blended, measured_only, named
from agent.appraisal.heads.features import Embeds, Features, Item, features
from agent.appraisal.heads.head import Head, Judgment, fitted, load
from agent.appraisal.premise_head import with_premise
from agent.appraisal.reading import Appraiser, ClientAct, Distortion, Reading, StageEvidence, Talk, altered
from agent.appraisal.risk import signs
from agent.appraisal.risk_head import raised, screened, usable
from agent.appraisal.rules import RuleAppraiser
from agent.appraisal.topics import topic_names
from agent.state import STAGES
from agent.words.clauses import Clause
from alongside.errors import AlongsideError

SPEAKER = "participant"
CLIENT_ACTS: tuple[ClientAct, ...] = get_args(ClientAct)


@dataclass(frozen=True)
class Told:
    """What one head says of one turn: class or measure -> value, and the classes decided for."""

    values: Mapping[str, float]
    chosen: tuple[str, ...]
    text: str = ""


Merge = Callable[[Reading, Told, bool], Reading]
"""(reading so far, what the head says, whether rules have read the turn) -> reading."""


SURE = 0.5
"""Probability from which a head's side of talk stands against rules that heard none."""


_NONE = "none"
HEAD_SHARE = 0.6
"""How far the stage head counts when it is pooled with the wording model."""
IMPLIED, IMPLIED_FAINTLY = 0.7, 0.75
"""Probability from which a topic that no word names is taken to be meant; and where all signs are faint."""
FAINT = frozenset(("barrier", "content", "worried", "defending", "keeping", "coping", "slipped"))
ABOUT_CHANGE = 0.7
"""How surely a turn must be about a change before such a topic is taken up."""


def _talk(reading: Reading, told: Told, ruled: bool) -> Reading:
    """In conversation the rules' word stands where they heard a side: they name its kind, and are precise.

    The head finds what they miss, where it is sure. In batches it speaks alone.
    """
    side = cast(Talk, told.chosen[0])
    if ruled and (reading.talk != "neutral" or side == "neutral" or told.values[side] < SURE):
        return reading
    return altered(reading, talk=side, talk_strength=told.values[side] if side != "neutral" else 0.0)


def _client_acts(reading: Reading, told: Told, ruled: bool) -> Reading:
    """A union in conversation, as each finds what the other misses; in batches the head alone."""
    acts = [name for name in CLIENT_ACTS if name in told.chosen or name in reading.client_acts]
    return altered(reading, client_acts=tuple(acts))


def _premise(reading: Reading, told: Told, ruled: bool) -> Reading:
    """In conversation only: beside the rules, which know what exactly is believed."""
    [family] = told.chosen
    return with_premise(reading, told.text, family, told.values[family]) if ruled else reading


def _affect(reading: Reading, told: Told, ruled: bool) -> Reading:
    return blended(reading, told.values, told.text) if ruled else measured_only(reading, told.values)


def _emotions(reading: Reading, told: Told, ruled: bool) -> Reading:
    return named(reading, told.values, told.chosen, ruled=ruled)


def _disclosure(reading: Reading, told: Told, ruled: bool) -> Reading:
    return altered(reading, disclosure=depth(reading.disclosure if ruled else None, told.values["depth"]))


def _distortions(reading: Reading, told: Told, ruled: bool) -> Reading:
    seen = {item.kind for item in reading.distortions}
    more = [Distortion(name, told.text) for name in told.chosen if name not in seen]
    return altered(reading, distortions=(*reading.distortions, *more)) if more else reading


def _risk(reading: Reading, told: Told, ruled: bool) -> Reading:
    weigh = raised if ruled else screened
    return altered(reading, risk=weigh(reading.risk, told.values, told.chosen))


def _stage(reading: Reading, told: Told, ruled: bool) -> Reading:
    """How likely each stage is, and talk about a change at all: in conversation pooled with the wording's."""
    about = 1 - told.values[_NONE]
    share = _whole([told.values[name] for name in STAGES])
    if ruled and reading.stage_share:
        about = HEAD_SHARE * about + (1 - HEAD_SHARE) * reading.about_change
        pairs = zip(share, reading.stage_share, strict=True)
        share = _whole([own**HEAD_SHARE * wording ** (1 - HEAD_SHARE) for own, wording in pairs])
    return altered(reading, stage_share=share, about_change=about, stage_judged=True)


def _whole(values: Sequence[float]) -> tuple[float, ...]:
    """Parts of one."""
    total = max(sum(values), 1e-9)
    return tuple(value / total for value in values)


def _topic(reading: Reading, told: Told, ruled: bool) -> Reading:
    """What the turn is about, where its words name nothing and it is plainly about a change."""
    best = max(topic_names(), key=lambda name: told.values[name])
    named = any(item.goal or item.near for item in reading.stage)
    kinds = {item.kind for item in reading.stage}
    needed = IMPLIED_FAINTLY if kinds and kinds <= FAINT else IMPLIED
    if not ruled or named or told.values[best] < needed or reading.about_change < ABOUT_CHANGE:
        return reading
    return altered(reading, stage=(*reading.stage, StageEvidence("mentioned", best, "")))


MERGES: Mapping[str, Merge] = {
    "talk": _talk,
    "client_acts": _client_acts,
    "affect": _affect,
    "emotions": _emotions,
    "disclosure": _disclosure,
    "distortions": _distortions,
    "risk": _risk,
    "stage": _stage,
    "topic": _topic,
    "premise": _premise,
}
"""Head -> what becomes of its word. A head that is not here, or not there, changes nothing."""


class HeadAppraiser:
    """Reads turns with the sentence encoder and the trained heads over what the rules say."""

    def __init__(self, encoder: Embeds, heads: Sequence[Head] | None = None) -> None:
        self.encoder = encoder
        present = [load(name) for name in fitted()] if heads is None else heads
        self.heads = tuple(head for head in present if head.name in MERGES and usable(head))
        self.needs = frozenset[str]().union(*(head.needs for head in self.heads))
        self._rules = RuleAppraiser()

    def read(self, text: str, clauses: Sequence[Clause], before: Sequence[tuple[str, str]]) -> Reading:
        """The judgments about `text`; the same words in the same place give the same reading."""
        reading = self._rules.read(text, clauses, before)
        if not clauses:
            return reading
        seen = features([Item(text, before)], SPEAKER, self.encoder, self.needs, single=True)
        return _merged(reading, self._told(seen, [text]), 0, ruled=True)

    def read_many(self, items: Sequence[Item]) -> list[Reading]:
        """The judgments about many turns, by the heads (and the rules on risk, which no head may lower)."""
        if not items:
            return []
        seen = features(items, SPEAKER, self.encoder, self.needs)
        told = self._told(seen, [item.text for item in items])
        starts = [Reading(risk=signs(item.text).reading) for item in items]
        return [_merged(start, told, row, ruled=False) for row, start in enumerate(starts)]

    def _told(self, seen: Features, texts: Sequence[str]) -> list[tuple[Merge, list[Told]]]:
        return [(MERGES[head.name], _rows(head.judge(seen), texts)) for head in self.heads]


def _rows(judgment: Judgment, texts: Sequence[str]) -> list[Told]:
    if judgment.head.kind == "one":
        chosen: list[tuple[str, ...]] = [(name,) for name in judgment.best()]
    elif judgment.head.kind == "several":
        chosen = judgment.several()
    else:
        chosen = [()] * len(judgment.values)
    said = zip(judgment.named(), chosen, texts, strict=True)
    return [Told(values, names, text) for values, names, text in said]


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
