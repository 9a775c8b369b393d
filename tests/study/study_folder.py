"""A study's folder for tests: a template with contacts and changes to its file."""

from __future__ import annotations

import shutil
from pathlib import Path
from typing import Any

import yaml

from study.protocol import places
from study.protocol.load import PROTOCOL

TEMPLATES = Path(places.__file__).parent / "templates"
CONTACTS = ["Campus counselling | 555 0134 | weekdays", "Emergency services | 911 | always"]


def study_folder(place: Path, template: str = "fifteen_days", **changes: Any) -> Path:
    """The folder of a study that is in order; `changes` replace keys of its file."""
    shutil.copytree(TEMPLATES / template, place, dirs_exist_ok=True)
    change(place, **{"contacts": CONTACTS, **changes})
    return place


def change(place: Path, **changes: Any) -> None:
    """Replace keys of a study's file."""
    path = place / PROTOCOL
    plain = {**yaml.safe_load(path.read_text("utf-8")), **changes}
    path.write_text(yaml.safe_dump(plain, sort_keys=False), encoding="utf-8")
