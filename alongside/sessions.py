"""Session folders: where they are, how a new one is named, and how a person names one."""

from __future__ import annotations

import os
import secrets
import time
from pathlib import Path

from alongside.errors import AlongsideError


def sessions_folder() -> Path:
    """Where sessions are kept; ALONGSIDE_SESSIONS moves it."""
    if given := os.environ.get("ALONGSIDE_SESSIONS"):
        return Path(given)
    data = os.environ.get("XDG_DATA_HOME") or Path.home() / ".local" / "share"
    return Path(data) / "alongside" / "sessions"


def new_session() -> Path:
    """Make the folder of a new session, readable by its owner alone."""
    stamp = time.strftime("%Y-%m-%d-%H%M%S")
    folder = sessions_folder() / f"{stamp}-{secrets.token_hex(2)}"
    folder.mkdir(parents=True, mode=0o700)
    return folder


def find_session(name: str) -> Path:
    """The session a person means: a folder, a name in the sessions folder, or `last`."""
    if name == "last":
        found = sorted(path for path in sessions_folder().glob("*") if path.is_dir())
        if not found:
            raise AlongsideError(f"there are no sessions in {sessions_folder()}", "Run: alongside demo")
        return found[-1]
    for path in (Path(name), sessions_folder() / name):
        if path.is_dir():
            return path
    raise AlongsideError(
        f"there is no session {name!r}", f"Name a folder, one in {sessions_folder()}, or `last`."
    )
