"""Which worksheet an exercise or session is about on a day: the one that is named, or that of a programme."""

from __future__ import annotations

from functools import lru_cache
from pathlib import Path

import yaml

from agent.worksheets.programme import Exercise, Programme, load_programme
from agent.worksheets.reader import read_root
from agent.worksheets.schema import Sheet
from agent.worksheets.sheet import load_sheet
from alongside.errors import AlongsideError
from study.protocol.parts import Step, Visit
from study.protocol.places import place_of


def sheet_of(visit: Visit, step: Step, day: int, folder: Path) -> Sheet | None:
    """The worksheet of a step on a day of its visit; None where it has none.

    `folder`: the study's own. The days of a programme are those of the visit, the first its first. Raises
    AlongsideError, with the line, where a sheet or programme is not in order or has too few days.
    """
    place = place_of(step, folder) if step.kind in ("exercise", "session") else None
    if place is None:
        return None
    exercise = exercise_of(visit, step, day, folder)
    if exercise is None:
        return _sheet(place, place.stat().st_mtime_ns)
    return load_sheet(exercise.sheet)


def exercise_of(visit: Visit, step: Step, day: int, folder: Path) -> Exercise | None:
    """The exercise of a programme on a day of its visit; None where the step names no programme."""
    place = place_of(step, folder) if step.kind in ("exercise", "session") else None
    programme = _programme(place, place.stat().st_mtime_ns) if place else None
    if programme is None:
        return None
    number = sorted(visit.days).index(day) + 1
    if number > len(programme.days):
        raise AlongsideError(
            f"the programme {step.use!r} has {len(programme.days)} days, and the visit {len(visit.days)}",
            "Add days to it, or take some from the visit.",
        )
    return programme.on(number)


def check_sheet(visit: Visit, step: Step, folder: Path) -> None:
    """AlongsideError where the worksheet or programme of a step is not in order or has too few days."""
    last = max(step.days or visit.days)
    if exercise_of(visit, step, last, folder) is None:
        sheet_of(visit, step, last, folder)


@lru_cache(maxsize=64)
def _programme(place: Path, _: int) -> Programme | None:
    """The programme in a file, or None if it is a worksheet. The second value tells a changed file apart."""
    root = read_root(place)
    keys = [key.value for key, _value in root.value] if isinstance(root, yaml.MappingNode) else []
    return load_programme(place) if "exercises" in keys else None


@lru_cache(maxsize=64)
def _sheet(place: Path, _: int) -> Sheet:
    return load_sheet(place)
