"""AnnoMI: transcripts of motivational interviewing, labelled by experts.

Wu et al. 2022 (ICASSP) and 2023 (Future Internet 15(3):110), github.com/uccollab/AnnoMI. `AnnoMI-simple.csv`
has one label for a turn, `AnnoMI-full.csv` a row for each annotator, with subtypes.
"""

from __future__ import annotations

import csv
from collections import Counter, defaultdict
from collections.abc import Iterator, Sequence
from pathlib import Path

from agent.appraisal.heads.features import Item
from agent.training.example import Example, wanted

SPEAKERS = {"therapist": "companion", "client": "participant"}
BEHAVIOUR = {"question": "question", "reflection": "reflection", "therapist_input": "input", "other": "other"}
CONTEXT = 6
"""Turns before that are handed over with a turn."""

Row = dict[str, str]


def transcripts(folder: Path, name: str = "AnnoMI-simple.csv") -> dict[str, list[list[Row]]]:
    """Transcript -> its turns in order, each with its annotators' rows."""
    found: dict[str, dict[int, list[Row]]] = defaultdict(lambda: defaultdict(list))
    with wanted(folder, f"annomi/{name}").open(encoding="utf-8", newline="") as file:
        for row in csv.DictReader(file):
            found[row["transcript_id"]][int(row["utterance_id"])].append(row)
    return {key: [turns[number] for number in sorted(turns)] for key, turns in found.items()}


def _turns(folder: Path, side: str, name: str = "AnnoMI-simple.csv") -> Iterator[tuple[str, Item, list[Row]]]:
    for key, turns in transcripts(folder, name).items():
        said = [(SPEAKERS[rows[0]["interlocutor"]], rows[0]["utterance_text"].strip()) for rows in turns]
        for number, rows in enumerate(turns):
            if said[number][0] == side and said[number][1]:
                yield key, Item(said[number][1], said[max(0, number - CONTEXT) : number]), rows


def talk(folder: Path) -> list[Example]:
    """Client turns: change, sustain or neutral."""
    return [
        Example(item, key, rows[0]["client_talk_type"]) for key, item, rows in _turns(folder, "participant")
    ]


def behaviour(folder: Path) -> list[Example]:
    """Therapist turns: question, reflection, input or other."""
    return [
        Example(item, key, BEHAVIOUR[rows[0]["main_therapist_behaviour"]])
        for key, item, rows in _turns(folder, "companion")
    ]


def miti(folder: Path) -> list[Example]:
    """Therapist turns: what is in them (several may be), by the majority of annotators."""
    return [Example(item, key, majority_parts(rows)) for key, item, rows in _turns(folder, "companion", FULL)]


FULL = "AnnoMI-full.csv"
MITI = (
    "question_open", "question_closed", "reflection_simple", "reflection_complex",
    "input_information", "input_advice", "input_options", "input_negotiation",
)  # fmt: skip


def _parts(row: Row) -> set[str]:
    named = (("question", "question"), ("reflection", "reflection"), ("therapist_input", "input"))
    return {f"{short}_{row[f'{long}_subtype']}" for long, short in named if row[f"{long}_exists"] == "True"}


def majority_parts(rows: Sequence[Row]) -> frozenset[str]:
    """The MITI parts that at least half of a turn's annotators (a row each) saw in it."""
    count = Counter(label for row in rows for label in _parts(row))
    return frozenset(label for label, times in count.items() if times * 2 >= len(rows) and label in MITI)
