"""The studies that come along, to begin one's own from."""

from __future__ import annotations

import shutil
from pathlib import Path

from alongside.contacts import read_contacts
from alongside.errors import AlongsideError
from study.protocol.load import PROTOCOL

FOLDER = Path(__file__).parent / "templates"
_NONE = "contacts: []\n"


def template_names() -> tuple[str, ...]:
    """The templates there are."""
    return tuple(sorted(path.name for path in FOLDER.iterdir() if (path / PROTOCOL).is_file()))


def new_study(folder: Path, template: str, contacts: tuple[str, ...] = ()) -> Path:
    """Copy a template into `folder`, which must be empty or not there; gives the protocol's file.

    `contacts`: crisis contacts, each `who | how to reach them | when`, written into it. AlongsideError if
    there is no such template, something lies in the folder, or a contact cannot be read.
    """
    if template not in template_names():
        has = ", ".join(template_names())
        raise AlongsideError(f"there is no template {template!r}", f"There is: {has}.")
    if folder.exists() and (not folder.is_dir() or any(folder.iterdir())):
        raise AlongsideError(f"{folder} is not empty", "Name a new folder.")
    read_contacts(contacts)
    shutil.copytree(
        FOLDER / template, folder, dirs_exist_ok=True, ignore=shutil.ignore_patterns("__pycache__")
    )
    folder.chmod(0o700)
    path = folder / PROTOCOL
    if contacts:
        lines = "".join(f"  - {_quoted(contact)}\n" for contact in contacts)
        text = path.read_text("utf-8").replace(_NONE, f"contacts:\n{lines}")
        path.write_text(text, encoding="utf-8")
    return path


def _quoted(contact: str) -> str:
    """A contact as YAML, whatever is in it."""
    return "'" + " ".join(contact.split()).replace("'", "''") + "'"
