"""AnnoMI's sessions with the codes that people gave: who said what, how it was coded, and the session's
quality.

Wu et al. 2022 (ICASSP) and 2023 (Future Internet 15(3):110), github.com/uccollab/AnnoMI, `AnnoMI-full.csv`.
Where several people coded a turn, what most of them said counts.
"""

from __future__ import annotations

import csv
from collections import Counter, defaultdict
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import cast

from agent.appraisal.behaviour import Behaviour
from agent.appraisal.reading import Talk
from agent.training.annomi import BEHAVIOUR, FULL, SPEAKERS, Row, majority_parts
from alongside.errors import AlongsideError
from alongside.records import Speaker

NEEDED = ("mi_quality", "transcript_id", "video_url", "utterance_id", "interlocutor", "utterance_text",
          "main_therapist_behaviour", "client_talk_type")  # fmt: skip


@dataclass(frozen=True)
class Coded:
    """One turn: `behaviour` and `miti` of a counsellor's, `talk` of a client's."""

    speaker: Speaker
    text: str
    behaviour: Behaviour = "other"
    miti: tuple[str, ...] = ()
    talk: Talk = "neutral"


@dataclass(frozen=True)
class Session:
    """One transcript. `group`: parts of one video share it, and never stand on both sides of a split."""

    name: str
    group: str
    high: bool
    turns: tuple[Coded, ...]


def read(path: Path) -> list[Session]:
    """The sessions of the file, or of the folder that holds it. Raises AlongsideError where it is another
    file.
    """
    path = path / FULL if path.is_dir() else path
    if not path.is_file():
        raise AlongsideError(
            f"there is no file {path}", f"Give the path of {FULL} (github.com/uccollab/AnnoMI)."
        )
    found: dict[str, dict[int, list[Row]]] = defaultdict(lambda: defaultdict(list))
    with path.open(encoding="utf-8", newline="") as file:
        table = csv.DictReader(file)
        lacking = [name for name in NEEDED if name not in (table.fieldnames or ())]
        if lacking:
            raise AlongsideError(f"{path.name} has no column {', '.join(lacking)}", f"It must be {FULL}.")
        for row in table:
            found[row["transcript_id"]][int(row["utterance_id"])].append(row)
    return [_session(name, [turns[number] for number in sorted(turns)]) for name, turns in found.items()]


def _session(name: str, turns: Sequence[Sequence[Row]]) -> Session:
    first = turns[0][0]
    coded = tuple(_coded(rows) for rows in turns if rows[0]["utterance_text"].strip())
    return Session(name, first["video_url"] or name, first["mi_quality"] == "high", coded)


def _coded(rows: Sequence[Row]) -> Coded:
    speaker = cast(Speaker, SPEAKERS[rows[0]["interlocutor"]])
    text = rows[0]["utterance_text"].strip()
    if speaker == "participant":
        return Coded(speaker, text, talk=cast(Talk, _most(rows, "client_talk_type")))
    side = cast(Behaviour, BEHAVIOUR[_most(rows, "main_therapist_behaviour")])
    return Coded(speaker, text, side, tuple(sorted(majority_parts(rows))))


def _most(rows: Sequence[Row], column: str) -> str:
    return Counter(row[column] for row in rows).most_common(1)[0][0]
