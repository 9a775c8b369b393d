"""BOLT: utterances of counsellors and clients with the behaviours they show.

Chiu et al. 2024, arXiv:2401.00820, github.com/behavioral-data/BOLT (BSD-3). An utterance that shows several
behaviours stands in several rows.
"""

from __future__ import annotations

import csv
import re
from pathlib import Path
from typing import get_args

from agent.appraisal.heads.features import Item
from agent.appraisal.reading import ClientAct
from agent.training.example import Example, wanted

CLIENT: tuple[str, ...] = get_args(ClientAct)
COUNSELLOR = (
    "Reflections on Needs", "Reflections on Emotions", "Reflections on Values", "Reflections on Consequences",
    "Reflections on Conflicts", "Reflections on Strengths", "Questions on Experiences",
    "Questions on Perspectives", "Questions on Emotions", "Problem-Solving", "Planning", "Normalizing",
    "Psychoeducation",
)  # fmt: skip


def counsellor(folder: Path) -> list[Example]:
    """The thirteen behaviours of counsellors."""
    return _read(folder, "finetune_therapist_combined_train.csv") + _definitions(folder)


ORDER = {
    "Makes Needs Explicit": "Reflections on Needs",
    "Makes Emotions Explicit": "Reflections on Emotions",
    "Makes Values Explicit": "Reflections on Values",
    "Makes Consequences Explicit": "Reflections on Consequences",
    "Makes Conflict Explicit": "Reflections on Conflicts",
    "Makes Strengths/Resources Explicit": "Reflections on Strengths",
    "Evokes Concrete Elaboration": "Questions on Experiences",
    "Evokes Perspective Elaboration": "Questions on Perspectives",
    "Emotions Check-in": "Questions on Emotions",
    "Problem-Solving": "Problem-Solving",
    "Planning": "Planning",
    "Normalizing": "Normalizing",
    "Teaching/Psychoeducation": "Psychoeducation",
}
"""What the page of definitions calls the behaviours of the utterances."""


def _definitions(folder: Path) -> list[Example]:
    """The examples that stand beside the definitions: written for them, so fitted on but not judged."""
    with wanted(folder, "bolt/therapist_prompts.csv").open(encoding="utf-8", newline="") as file:
        rows = list(csv.DictReader(file))
    return [
        Example(Item(text), f"definition {name}", frozenset([ORDER[name]]), judged=False)
        for row in rows
        if (name := row["intent"].strip()) in ORDER
        for key, value in row.items()
        if key and key.startswith("positive") and (text := (value or "").strip())
    ]


def client(folder: Path) -> list[Example]:
    """The six behaviours of clients."""
    return _read(folder, "finetune_client_combined_train.csv")


def _read(folder: Path, name: str) -> list[Example]:
    shown: dict[str, tuple[str, set[str]]] = {}
    with wanted(folder, f"bolt/{name}").open(encoding="utf-8", newline="") as file:
        for row in csv.DictReader(file):
            text = row["prompt"].strip().strip('"')
            shown.setdefault(_same(text), (text, set()))[1].add(row["completion"])
    return [Example(Item(text), key, frozenset(labels)) for key, (text, labels) in shown.items()]


def _same(text: str) -> str:
    """Utterances that differ in marks and spaces only are one."""
    return re.sub(r"\W+", " ", text.lower()).strip()
