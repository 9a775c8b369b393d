"""Crisis contacts as a profile writes them, `who | how to reach them | when`: one strict reader."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

from alongside.errors import AlongsideError
from alongside.records import Contact

FORM = "Write it as: who | how to reach them | when."


def read_contact(line: str) -> Contact:
    """One line as a Contact; `when` may be left out.

    Raises AlongsideError for anything else: a contact that cannot be used must not be found out in a crisis.
    """
    parts = [" ".join(part.split()) for part in line.split("|")] if isinstance(line, str) else []
    if len(parts) not in (2, 3) or not all(parts[:2]):
        raise AlongsideError(f"{line!r} is no contact", FORM)
    return Contact(name=parts[0], reach=parts[1], hours=parts[2] if len(parts) == 3 else "")


def read_contacts(lines: Sequence[str]) -> tuple[Contact, ...]:
    """All of them. Raises AlongsideError for the first that cannot be read."""
    return tuple(map(read_contact, lines))


def required(node: str, settings: Mapping[str, Any]) -> tuple[Contact, ...]:
    """The contacts in one node's settings.

    Raises AlongsideError (exit code 2) where `require_contacts` is set and there are none, or where one
    cannot be read.
    """
    lines = settings.get("contacts") or ()
    try:
        found = read_contacts(lines if isinstance(lines, (list, tuple)) else [lines])
    except AlongsideError as error:
        raise AlongsideError(f"{node}.contacts: {error.what}", error.do, code=2) from None
    if settings.get("require_contacts") and not found:
        raise AlongsideError(
            "no crisis contacts are set, and this profile requires them",
            f"Set {node}.contacts. {FORM}",
            code=2,
        )
    return found
