"""The companion's memory of a participant, sealed with their key as it is written.

A visit gives its companion `memory_settings`. Nothing of it lies readable on the disk.
"""

from __future__ import annotations

import json
from pathlib import Path

from alongside.errors import AlongsideError
from study.vault.crypt import MAGIC, Key, UnopenedError, open_bytes, seal_bytes
from study.vault.keys import Vault

FOLDER = "memory"
"""Where in a study's folder memories lie."""
_STUDY = "study.json"
_LONGEST = 48
"""Letters of a name that the companion remembers somebody by (`agent.remembering.store.person_id`)."""


def memory_name(study: str, code: str) -> str:
    """The name by which the companion remembers a participant of a study. The code stays whole."""
    return f"{study[: _LONGEST - 1 - len(code)]}-{code}".lower()


def memory_settings(study: str, folder: Path, code: str) -> dict[str, str]:
    """The companion's settings with which it remembers a participant from visit to visit, sealed."""
    return {
        "person": memory_name(study, code),
        "memory_folder": str((folder / FOLDER).resolve()),
        "memory_seal": f"{seal.__module__}:{seal.__name__}",
    }


def in_study(folder: Path) -> bool:
    """Whether a folder of memories is a study's, and they are sealed."""
    return (folder.parent / _STUDY).is_file()


def seal(folder: Path) -> MemorySeal:
    """What seals the memories in that folder. AlongsideError if it is not in a study that has begun."""
    try:
        plain = json.loads((folder.resolve().parent / _STUDY).read_bytes())
        vault = Vault(str(plain["study"]), str(plain.get("vault") or plain["commitment"][:12]))
    except (OSError, ValueError, KeyError, TypeError):
        raise AlongsideError(
            f"{folder} is not in the folder of a study that has begun",
            f"Set companion.memory_folder to STUDY/{FOLDER}.",
        ) from None
    return MemorySeal(vault)


class MemorySeal:
    """Seals memories (`agent.remembering.store.Seal`) with the keys of a study's participants."""

    def __init__(self, vault: Vault) -> None:
        self.vault = vault

    def close(self, person: str, readable: bytes) -> bytes:
        """What is written. AlongsideError where the person has no key here."""
        return seal_bytes(self._key(person), _name(person), readable)

    def open(self, person: str, written: bytes) -> bytes:
        """What was written, readable again; never sealed, as it is. AlongsideError without the key."""
        if not written.startswith(MAGIC):
            return written
        try:
            return open_bytes(self._key(person), _name(person), written)
        except UnopenedError as error:
            raise AlongsideError(f"the memory of {person} cannot be opened: {error}") from None

    def _key(self, person: str) -> Key:
        for path in self.vault.folder.glob("*.key"):
            if memory_name(self.vault.study, path.stem) == person:
                return self.vault.key(path.stem)
        raise AlongsideError(
            f"there is no key for the memory of {person!r} in {self.vault.folder}",
            f"Participants are called {memory_name(self.vault.study, 'CODE')}.",
        )


def _name(person: str) -> str:
    return f"memory/{person}"
