"""A worksheet as it is written: `load_sheet` reads the YAML files in `sheets/`, or one of your own."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path
from typing import get_args

import yaml

from agent.worksheets.conditions import read_conditions
from agent.worksheets.read_field import read_field
from agent.worksheets.reader import Reader, names_in, read_named
from agent.worksheets.schema import PLACE, WORDINGS, Field, FollowUp, Need, Sheet, Stage, StopRule, Suits

__all__ = ["PLACE", "WORDINGS", "Field", "Sheet", "load_sheet", "sheet_names"]

FOLDER = Path(__file__).parent / "sheets"


def load_sheet(name_or_path: str | Path) -> Sheet:
    """The sheet of that name (among those that come along) or at that path.

    Raises AlongsideError, with the line, if there is none or it is not in order.
    """
    root, path = read_named("worksheet", name_or_path, FOLDER)
    return _sheet(root, path.name)


def sheet_names() -> tuple[str, ...]:
    """The worksheets that come with the package."""
    return names_in(FOLDER)


def _sheet(root: yaml.Node, file: str) -> Sheet:
    read = Reader(root, file, Sheet)
    listed = read.keys.get("fields")
    if not isinstance(listed, yaml.SequenceNode) or not listed.value:
        raise read.wrong(listed or root, "'fields' must be a list", "Write each field after a dash.")
    fields: list[Field] = []
    for node in listed.value:
        fields.append(read_field(node, file, fields))
    known = [field.key for field in fields]
    minutes: int = read.value("minutes", int)
    if minutes < 1:
        raise read.wrong("minutes", "'minutes' must be 1 or more", "Round it up.")
    return Sheet(
        key=read.value("key", str),
        title=read.value("title", str),
        about=read.value("about", str),
        minutes=minutes,
        fields=tuple(fields),
        offers=read.wordings("offers", known),
        returns=read.wordings("returns", known),
        closings=read.wordings("closings", known),
        suits=_suits(read),
        caution=read.value("caution", str, ""),
        stops=tuple(_stop(node, file, fields) for node in read.items("stops", "the rules")),
        carries=read.some_of("carries", known),
        follow_up=_follow_up(read.keys["follow_up"], file, known) if "follow_up" in read.keys else None,
    )


def _suits(read: Reader) -> Suits:
    if "suits" not in read.keys:
        return Suits()
    inner = Reader(read.keys["suits"], read.file, Suits)
    return Suits(
        stages=inner.some_of("stages", get_args(Stage)),  # type: ignore[arg-type]
        needs=inner.some_of("needs", get_args(Need)),  # type: ignore[arg-type]
    )


def _stop(node: yaml.Node, file: str, fields: Sequence[Field]) -> StopRule:
    read = Reader(node, file, StopRule)
    when = read_conditions(read, "when", fields)
    if not when:
        raise read.wrong(node, "'when' is missing", "Add `when: {field: distress_before, at_least: 9}`.")
    return StopRule(
        when=when,
        say=read.wordings("say", [field.key for field in fields]),
        then=read.one_of("then", ("pause", "stop"), "pause"),  # type: ignore[arg-type]
        instead=read.value("instead", str, ""),
    )


def _follow_up(node: yaml.Node, file: str, known: Sequence[str]) -> FollowUp:
    read = Reader(node, file, FollowUp)
    about = read.one_of("about", known)
    prompts = read.wordings("prompts", ["about"], 0)
    if len(prompts) < WORDINGS:
        raise read.wrong("prompts", f"'prompts' needs {WORDINGS} wordings", "{about} stands for the plan.")
    return FollowUp(about=about, prompts=prompts, lapse=read.value("lapse", str, ""))
