"""Coding the companion's (or any counsellor's) turns: behaviour, BOLT acts, MITI parts."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import cast

from agent.appraisal.behaviour import Behaviour
from agent.appraisal.heads.features import Embeds, Item, features
from agent.appraisal.heads.head import load

SPEAKER = "companion"


@dataclass(frozen=True)
class Coding:
    """What one turn is. `p` are calibrated probabilities: of the behaviours, of BOLT acts, of MITI parts."""

    behaviour: Behaviour
    acts: tuple[str, ...]  # BOLT's names, likeliest first
    miti: tuple[str, ...]  # kinds of question, reflection and input
    complex: bool  # whether it is a complex reflection
    p: Mapping[str, float]


class CompanionCoder:
    """Codes turns with the sentence encoder and the trained heads."""

    def __init__(self, encoder: Embeds) -> None:
        self.encoder = encoder
        self._behaviour = load("behaviour")
        self._acts = load("counsellor_acts")
        self._miti = load("miti")
        self._needs = self._behaviour.needs | self._acts.needs | self._miti.needs

    def code_many(self, items: Sequence[Item]) -> list[Coding]:
        """The coding of many turns of the companion's: every distinct text is encoded once."""
        if not items:
            return []
        seen = features(items, SPEAKER, self.encoder, self._needs)
        behaviour, acts, miti = (head.judge(seen) for head in (self._behaviour, self._acts, self._miti))
        sides, held, parts = behaviour.best(), acts.several(), miti.several()
        found = []
        values = zip(behaviour.named(), acts.named(), miti.named(), strict=True)
        for row, (side, (one, several, counted)) in enumerate(zip(sides, values, strict=True)):
            sure = {**one, **several, **counted}
            kinds = _fitting(side, parts[row], sure)
            found.append(
                Coding(
                    behaviour=cast(Behaviour, side),
                    acts=tuple(sorted(held[row], key=lambda name: -sure[name])),
                    miti=kinds,
                    complex="reflection_complex" in kinds,
                    p=sure,
                )
            )
        return found

    def code(self, text: str, before: Sequence[tuple[str, str]] = ()) -> Coding:
        """The coding of one turn."""
        return self.code_many([Item(text, before)])[0]


def _fitting(side: str, parts: Sequence[str], sure: Mapping[str, float]) -> tuple[str, ...]:
    """The MITI parts, made one with the main behaviour: it has one kind at least; no turn is both depths."""
    kinds = set(parts)
    for pair in (("reflection_simple", "reflection_complex"), ("question_open", "question_closed")):
        if kinds.issuperset(pair):
            kinds.discard(min(pair, key=lambda name: sure[name]))
    own = [name for name in sure if name.startswith(f"{side}_")]
    if own and not kinds.intersection(own):
        kinds.add(max(own, key=lambda name: sure[name]))
    return tuple(name for name in sure if name in kinds)
