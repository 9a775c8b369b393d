"""The folder of a rehearsed study: a template, made as long and as large as the rehearsal."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import yaml

from alongside.errors import AlongsideError
from study.protocol.templates import new_study

TEMPLATE, KEY = "fifteen_days", "rehearsed_fifteen_days"
DAYS = 15
CONTACTS = ("Campus counselling | 555 0134 | weekdays 8 to 18", "Emergency services | 911 | always")
FEWEST_DAYS, FEWEST_PEOPLE = 4, 6
"""Below these there is no room for all that must happen."""


def study_folder(folder: Path, people: int, days: int) -> None:
    """Begin a study there from the template; only its name is changed for 38 people and 15 days.

    AlongsideError for numbers that the rehearsal or the template has no room for, or a folder with content.
    """
    if not FEWEST_DAYS <= days <= DAYS:
        raise AlongsideError(f"{days} days cannot be rehearsed", f"Give from {FEWEST_DAYS} to {DAYS}.")
    if people < FEWEST_PEOPLE:
        raise AlongsideError(f"{people} people are too few", f"Give {FEWEST_PEOPLE} or more.")
    path = new_study(folder, TEMPLATE, CONTACTS)
    # A name of its own, so that it is never taken for a study with people of the same name, nor they for its.
    text = path.read_text("utf-8").replace(f"\nkey: {TEMPLATE}\n", f"\nkey: {KEY}\n")
    path.write_text(text, encoding="utf-8")
    plain: dict[str, Any] = yaml.safe_load(text)
    if (people, days) != (plain["people"], DAYS):
        path.write_text(yaml.safe_dump(_sized(plain, people, days), sort_keys=False), encoding="utf-8")


def _sized(plain: dict[str, Any], people: int, days: int) -> dict[str, Any]:
    """The protocol with fewer days: what falls on a day beyond them falls on the last, once."""
    visits = []
    for visit in plain["visits"]:
        if visit["key"] == "daily":
            steps = []
            for step in visit["steps"]:
                within = sorted({min(day, days) for day in step.get("days", [])})
                steps.append({**step, "days": within} if within else step)
            visits.append({**visit, "days": f"1-{days}", "steps": steps})
        elif visit["key"] == "last":
            visits.append({**visit, "days": days + 1})
        else:
            visits.append(visit)
    return {**plain, "people": people, "visits": visits}
