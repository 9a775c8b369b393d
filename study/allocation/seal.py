"""The sealed seed: kept apart from the study's files, committed to by its hash, revealed by a logged act.

Whoever has the study's folder and its database cannot tell an arm; the file with the seed is needed for
that. It lies in a folder of its own (`apart("seals")`), best on something that the keeper of the list holds,
who is not the one who enrols. It is fixed before the first person comes: its SHA-256 stands in the first
event of the study.
"""

from __future__ import annotations

import hashlib
import json
import os
import secrets
from dataclasses import dataclass
from pathlib import Path

from alongside.errors import AlongsideError
from alongside.private import private_file
from study.apart import apart, read_secret

SIZE = 32


@dataclass(frozen=True)
class Seal:
    """A study's seed. Never shown: `repr` leaves it out."""

    study: str
    seed: bytes

    def __repr__(self) -> str:
        return f"Seal({self.study!r}, {self.commitment[:12]}…)"

    @property
    def commitment(self) -> str:
        """SHA-256 over the study's name and the seed: says which seed it is, and nothing of it."""
        return hashlib.sha256(b"alongside allocation\0" + self.study.encode() + b"\0" + self.seed).hexdigest()


def new_seal(study: str) -> Seal:
    """A seed that nobody knows."""
    return Seal(study, secrets.token_bytes(SIZE))


def rehearsal_seal(study: str, seed: int) -> Seal:
    """A seed that everybody can make again: for rehearsals, never for people."""
    return Seal(study, hashlib.sha256(f"rehearsal {seed}".encode()).digest())


def keep(seal: Seal, folder: Path, study_folder: Path) -> Path:
    """Write the seal into `folder`, readable by its owner alone; gives the file.

    AlongsideError if that is within the study's own folder, or there is such a seal already.
    """
    if folder.resolve().is_relative_to(study_folder.resolve()):
        raise AlongsideError(
            "the seal may not lie in the study's folder", "Keep it elsewhere: --seal FOLDER."
        )
    folder.mkdir(parents=True, exist_ok=True, mode=0o700)
    path = _path(folder, seal.study, seal.commitment)
    content = json.dumps({"study": seal.study, "seed": seal.seed.hex()}) + "\n"
    try:
        out = private_file(path)
    except FileExistsError:
        raise AlongsideError(f"{path} is there already", "Use another folder: --seal FOLDER.") from None
    with out:
        out.write(content.encode())
        out.flush()
        os.fsync(out.fileno())
    return path


def find_seal(study: str, commitment: str, folder: Path | None = None) -> Seal:
    """The seal of a study. AlongsideError if it is not there, or is another than the study began with."""
    path = _path(folder or apart("seals"), study, commitment)
    seed = read_secret(
        path,
        "seed",
        SIZE,
        f"the seal of {study}",
        absent="Bring it: set ALONGSIDE_SEALS to its folder.",
        damaged="Bring the keeper's copy.",
    )
    seal = Seal(study, seed)
    if seal.commitment != commitment:
        raise AlongsideError(
            f"the seal {path} is not the one that {study} began with", "Bring the keeper's copy."
        )
    return seal


def _path(folder: Path, study: str, commitment: str) -> Path:
    return folder / f"{study}-{commitment[:12]}.seal"
