"""What the head `premise` adds: a family of premises where the rules heard none at all.

The head knows the family and not what exactly is believed, so each family has one general position in
`words/positions.yaml`. It never takes away what the rules heard.
"""

from __future__ import annotations

from collections.abc import Mapping
from typing import Literal, NamedTuple

from agent.appraisal.reading import Premise, Reading, altered

NONE = "none"
CLASSES = (NONE, "delusion", "voices", "mania", "compulsion", "eating", "medical", "violence", "blame")
FEWEST_WORDS = 8
"""A turn of fewer words is left to the rules: there is too little to go by."""


class General(NamedTuple):
    """The general position of a family, the kind it counts as, and the probability from which it is given."""

    key: str
    kind: Literal["false", "harm", "delusion", "mania", "compulsion"]
    sure: float


GENERAL: Mapping[str, General] = {
    "voices": General("voices", "delusion", 0.92),
    "mania": General("rushing", "mania", 0.96),
    "compulsion": General("ritual", "compulsion", 0.88),
    "eating": General("going_without", "false", 0.96),
    "violence": General("deserve_hit", "harm", 0.89),
    "blame": General("own_blame", "false", 0.85),
}
"""Set so that at most about one ordinary turn in a thousand is taken for any of them.

Delusion and medical are classes of the head and not here: at that rate the head finds none of theirs.
"""


def general_keys(kind: str) -> frozenset[str]:
    """Keys of the general positions that count as this kind."""
    return frozenset(item.key for item in GENERAL.values() if item.kind == kind)


def with_premise(reading: Reading, text: str, family: str, chance: float) -> Reading:
    """The reading with a premise of the likeliest `family`, where that is sure and the rules heard none."""
    general = GENERAL.get(family)
    if general is None or reading.premises or chance < general.sure or len(text.split()) < FEWEST_WORDS:
        return reading
    return altered(reading, premises=(Premise(general.key, general.kind, text),))
