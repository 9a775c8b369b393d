"""A rehearsed study started, and taken up again as after a power cut."""

from __future__ import annotations

from datetime import timezone
from pathlib import Path

from rehearsal.study.clock import MovedClock
from rehearsal.study.doing import OPERATOR
from rehearsal.study.plan import seal_of
from study.protocol.load import load_protocol
from study.studies import Study, open_study, start_study

SEALS, KEYS = "seals", "keys"


def begin(folder: Path, apart: Path, seed: int, clock: MovedClock) -> Study:
    """Start the study in that folder with a seal that its seed makes again.

    `apart`: a folder outside of it, for its seal and participants' keys.
    """
    seal = seal_of(load_protocol(folder).protocol, seed)
    return start_study(
        folder,
        OPERATOR,
        seals=apart / SEALS,
        keys=apart / KEYS,
        seal=seal,
        clock=clock,
        zone=timezone.utc,
    )


def again(folder: Path, apart: Path, clock: MovedClock) -> Study:
    """Open it anew, from what lies on the disk."""
    return open_study(folder, seals=apart / SEALS, keys=apart / KEYS, clock=clock, zone=timezone.utc)
