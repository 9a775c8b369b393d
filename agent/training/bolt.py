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
    return _read(folder, "finetune_therapist_combined_train.csv")


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
