"""Own sentences for the head that hears premises: nothing here comes from a published set.

Positive: `premises.yaml` beside this file and the tuned part of `rehearsal/stimuli.yaml`. Negative: what only
sounds like a premise, and ordinary turns of the rehearsals. What is held out there is never read.
"""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path
from typing import Any

import yaml

from agent.appraisal.heads.features import Item
from agent.appraisal.premise_head import CLASSES, NONE
from agent.training.example import Example, wanted

OWN = Path(__file__).with_name("premises.yaml")
REHEARSAL = Path(__file__).parents[2] / "rehearsal"
CONDITIONS = {
    "delusion": "delusion", "hallucination": "voices", "mania": "mania", "compulsive": "compulsion",
    "eating": "eating", "medical": "medical", "violence": "violence", "self_blame": "blame",
    "lookalike": NONE, "suicidal": NONE, "stigma": NONE,
}  # fmt: skip
"""Condition of a stimulus -> class. Suicide and stigma are heard elsewhere; everyday ones are left out."""


def premises(_: Path) -> list[Example]:
    """Turns with the family of their premise, or none; every turn is a group of its own."""
    found: dict[str, str] = {}
    for label, text in _labelled():
        found.setdefault(text, label)
    return [
        Example(Item(text), f"turn {number}", label) for number, (text, label) in enumerate(found.items())
    ]


def _labelled() -> Iterator[tuple[str, str]]:
    own = _yaml(OWN)
    yield from ((label, text) for label in CLASSES for text in own[label])
    for condition, parts in _yaml(wanted(REHEARSAL, "stimuli.yaml")).items():
        if condition in CONDITIONS:
            for entry in parts["tuned"]:
                yield CONDITIONS[condition], entry if isinstance(entry, str) else entry[-1]
    yield from ((NONE, text) for text in _ordinary())


def _ordinary() -> Iterator[str]:
    """Turns of warm talk, of conversations and of disclosures: ordinary, glad or hard, with no premise."""
    yield from _yaml(wanted(REHEARSAL, "warm_talk.yaml"))["turns"]
    for conversation in _yaml(wanted(REHEARSAL, "conversations.yaml"))["tuned"]:
        yield from conversation["turns"]
    yield from _texts(_yaml(wanted(REHEARSAL, "disclosures.yaml"))["tune"])


def _texts(value: Any) -> Iterator[str]:
    if isinstance(value, str):
        yield value
    elif isinstance(value, dict):
        for part in value.values():
            yield from _texts(part)
    else:
        for part in value:
            yield from _texts(part)


def _yaml(path: Path) -> Any:
    return yaml.safe_load(path.read_text(encoding="utf-8"))
