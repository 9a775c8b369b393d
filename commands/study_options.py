"""The options that the verbs of `alongside study` share."""

from __future__ import annotations

import getpass
from pathlib import Path
from typing import Annotated

import typer

from study.protocol.load import PROTOCOL


def _folder(given: Path) -> Path:
    """The folder, also where its protocol was named."""
    return given.parent if given.name == PROTOCOL and given.is_file() else given


Folder = Annotated[Path, typer.Argument(metavar="DIR", help="The study's folder.", callback=_folder)]
Code = Annotated[str, typer.Argument(metavar="CODE", help="A participant's code, as P07. Never a name.")]
By = Annotated[str, typer.Option(help="Who does it; goes on record.", default_factory=getpass.getuser)]
Role = Annotated[str, typer.Option(help="In what role: operator, rater, analyst or keeper.")]
Why = Annotated[str, typer.Option(help="The reason; goes on record. Never a person's words.")]
Database = Annotated[
    str,
    typer.Option(
        envvar="ALONGSIDE_DATABASE",
        help="postgresql://USER@HOST/NAME, for several sites. Otherwise a file in the folder.",
    ),
]
Seals = Annotated[
    Path | None,
    typer.Option(
        "--seal", metavar="FOLDER", envvar="ALONGSIDE_SEALS", help="Where the seal of the list is kept."
    ),
]
Json = Annotated[bool, typer.Option("--json", help="JSON for programs, one object a line.")]
