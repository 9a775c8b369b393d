"""Reads a study's protocol: `load_protocol(folder)`, or everything that is wrong with it."""

from __future__ import annotations

import hashlib
from dataclasses import dataclass
from pathlib import Path

from agent.worksheets.reader import read_root
from alongside.errors import AlongsideError
from study.protocol.checks import findings
from study.protocol.decode import Marks, decode
from study.protocol.parts import Protocol

PROTOCOL = "study.yaml"


@dataclass(frozen=True)
class Loaded:
    """A protocol with the folder it lies in and the SHA-256 of its file."""

    protocol: Protocol
    folder: Path
    sha256: str


def load_protocol(place: Path) -> Loaded:
    """The protocol in a study's folder (or the file itself), in order.

    Raises AlongsideError (exit code 2), with the line of the first thing that is wrong.
    """
    loaded, wrong = examine(place)
    if wrong:
        raise wrong[0]
    return loaded


def examine(place: Path) -> tuple[Loaded, list[AlongsideError]]:
    """The protocol and all that is wrong with it, each with its line.

    Raises AlongsideError at once where the file has not the shape of a protocol.
    """
    path = place / PROTOCOL if place.is_dir() else place
    root = read_root(path, "docs/studies.md")
    if root is None:
        raise AlongsideError(f"There is no {PROTOCOL} in {place}", "Make one: alongside study new.", code=2)
    marks = Marks(path.name)
    protocol = decode(root, Protocol, marks)
    wrong = [marks.wrong(one.place, one.what, one.do) for one in findings(protocol, path.parent)]
    digest = hashlib.sha256(path.read_bytes()).hexdigest()
    return Loaded(protocol, path.parent, digest), sorted(wrong, key=_line)


def _line(error: AlongsideError) -> int:
    return int(error.what.split("line ")[1].split(":")[0])
