"""Participants' keys: a private file each, in a folder apart from the data.

Whoever has the study's folder, its database or a copy of them cannot read what a participant said; the key
is needed for that. With the key destroyed nobody can, from no copy.
"""

from __future__ import annotations

import contextlib
import json
import os
import secrets
from pathlib import Path

from alongside.errors import AlongsideError
from alongside.private import private_file
from study.apart import apart, read_secret
from study.vault.crypt import KEY_SIZE, TEXT, Key, UnopenedError, open_text, seal_text

LONGEST_NUMBER = 6
"""Letters of a number that is kept as it is."""


class Vault:
    """The keys of one study, known by its key and the `id` that its manifest gives."""

    def __init__(self, study: str, id: str, folder: Path | None = None) -> None:
        self.study = study
        self.id = id
        self.folder = (folder or apart("keys")) / f"{study}-{id}"

    def path(self, code: str) -> Path:
        """The file of somebody's key."""
        return self.folder / f"{code}.key"

    def make(self, code: str) -> Key:
        """A key for somebody who is entered; one that is there already (a crash, another site) is theirs."""
        if self.path(code).exists():
            return self.key(code)
        key = Key(self.study, code, secrets.token_bytes(KEY_SIZE))
        content = json.dumps({"study": self.study, "code": code, "key": key.secret.hex()}) + "\n"
        part = self.folder / f".{code}.{os.getpid()}.part"
        try:
            self.folder.mkdir(parents=True, exist_ok=True, mode=0o700)
            with private_file(part, over=True) as out:
                out.write(content.encode())
                out.flush()
                os.fsync(out.fileno())
            part.replace(self.path(code))
            sync_folder(self.folder)
        except OSError as error:
            raise AlongsideError(
                f"no key could be kept in {self.folder}: {error.strerror}", "Set ALONGSIDE_KEYS."
            ) from None
        return key

    def key(self, code: str) -> Key:
        """Somebody's key. AlongsideError if it is not there or cannot be read."""
        secret = read_secret(
            self.path(code),
            "key",
            KEY_SIZE,
            f"the key of {code}",
            absent="Bring it (set ALONGSIDE_KEYS), unless they withdrew.",
            damaged="Bring a copy of it.",
        )
        return Key(self.study, code, secret)

    def has(self, code: str) -> bool:
        """Whether somebody's key is here."""
        return self.path(code).is_file()

    def destroy(self, code: str) -> bool:
        """Overwrite and remove somebody's key; gives whether there was one."""
        found = [path for path in (self.path(code), *self.folder.glob(f".{code}.*.part")) if path.exists()]
        for path in found:
            overwrite(path)
            path.unlink(missing_ok=True)
        if found:
            sync_folder(self.folder)
        return bool(found)

    def close(self, code: str, text: str) -> str:
        """A text of somebody as the index keeps it: numbers as they are, words sealed."""
        return text if plain(text) else seal_text(self.key(code), text)

    def open(self, code: str, text: str) -> str:
        """A text of the index, readable. AlongsideError where the key is not here or not the one."""
        if not text.startswith(TEXT):
            return text
        try:
            return open_text(self.key(code), text)
        except UnopenedError as error:
            raise AlongsideError(f"an answer of {code} cannot be read: {error}") from None


def plain(text: str) -> bool:
    """Whether a text holds no words: nothing, or a number too short to be somebody's telephone."""
    if len(text) > LONGEST_NUMBER:
        return False
    try:
        float(text or "0")
    except ValueError:
        return False
    return True


def overwrite(path: Path) -> None:
    """Write over a file's bytes, through to the disk. Where a disk keeps old copies, that is beyond this."""
    with contextlib.suppress(FileNotFoundError), path.open("r+b") as file:
        left = file.seek(0, os.SEEK_END)
        file.seek(0)
        while left > 0:
            left -= file.write(bytes(min(left, 1 << 20)))
        file.flush()
        os.fsync(file.fileno())


def sync_folder(folder: Path) -> None:
    """What was made, moved or removed in a folder, through to the disk."""
    with contextlib.suppress(OSError):  # not every file system lets a folder be opened
        handle = os.open(folder, os.O_RDONLY)
        try:
            os.fsync(handle)
        finally:
            os.close(handle)
