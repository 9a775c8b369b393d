"""A study in its folder: started once, opened again and again, amended on the record.

The folder holds `study.yaml` and the study's own texts, `study.json` (the manifest: what it runs with, and
its amendments), and, where no other database is named, `index.sqlite`.
"""

from __future__ import annotations

import json
import secrets
import time
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime, tzinfo
from pathlib import Path
from typing import Any

from alongside.errors import AlongsideError
from study.allocation.allocator import Allocator
from study.allocation.seal import Seal, keep, new_seal
from study.apart import apart
from study.frozen import Change, Digests, changes, digest_of, freeze
from study.manifest import write_atomically
from study.protocol.load import Loaded, load_protocol
from study.protocol.parts import Protocol
from study.store.database import without_password
from study.store.records import Who
from study.store.store import DATABASE, Clock, Store
from study.vault.keys import Vault

STUDY = "study.json"
FORMAT = 1
TOLD = 3
"""So many changes are named in an error; the rest are counted."""


@dataclass(frozen=True)
class Study:
    """A study that is open. `zone`: whose days it goes by; None: this computer's."""

    folder: Path
    protocol: Protocol
    store: Store
    allocator: Allocator
    zone: tzinfo | None = None

    @property
    def vault(self) -> Vault:
        """The participants' keys."""
        assert self.store.vault is not None
        return self.store.vault

    def now(self) -> datetime:
        """The time of day where the study is held."""
        return datetime.fromtimestamp(self.store.clock(), self.zone)

    def close(self) -> None:
        """Let go of the database."""
        self.store.close()


def start_study(
    folder: Path,
    who: Who,
    *,
    database: str = "",
    seals: Path | None = None,
    seal: Seal | None = None,
    keys: Path | None = None,
    clock: Clock = time.time,
    zone: tzinfo | None = None,
) -> Study:
    """Freeze a study and begin its index; people can be enrolled from then on.

    `database`: an address, or none for a file in the folder. `seals`: where the seal is kept. `seal`: for
    rehearsals, one that can be made again. `keys`: where participants' keys are kept.
    AlongsideError where the protocol is not in order, or the study has begun.
    """
    loaded = load_protocol(folder)
    place = _place(folder, database)
    vault = Vault(loaded.protocol.key, secrets.token_hex(6), keys)
    if vault.folder.resolve().is_relative_to(folder.resolve()):
        raise AlongsideError("keys may not lie in the study's folder", "Set ALONGSIDE_KEYS to another.")
    store = Store(place, loaded.protocol.key, clock, vault)
    try:
        if store.found():
            raise AlongsideError(
                f"{loaded.protocol.key} has begun already", f"For a change: alongside study amend {folder}"
            )
        rehearsal = seal is not None
        seal = seal or new_seal(loaded.protocol.key)
        keep(seal, seals or apart("seals"), folder)
        frozen = freeze(loaded)
        plain = {
            "format": FORMAT,
            "study": loaded.protocol.key,
            "database": without_password(database) if database else DATABASE,
            "commitment": seal.commitment,
            "vault": vault.id,
            "rehearsal": rehearsal,
            "frozen": frozen,
            "amendments": [],
        }
        write_atomically(folder / STUDY, plain)
        protocol = loaded.protocol
        said = {"frozen": digest_of(frozen), "rehearsal": rehearsal}
        store.begin(protocol.title, protocol.version, seal.commitment, protocol.sites, who, **said)
    except BaseException:
        store.close()
        raise
    return Study(folder, loaded.protocol, store, Allocator(loaded.protocol, store, seals), zone)


def open_study(
    folder: Path,
    *,
    database: str = "",
    seals: Path | None = None,
    keys: Path | None = None,
    clock: Clock = time.time,
    zone: tzinfo | None = None,
    drifted: bool = False,
) -> Study:
    """A study that has begun. `database`: its address with a password, where that is not in the surroundings.

    AlongsideError if it has drifted from what it began with and no amendment says so. `drifted`: open it all
    the same, to look at what was collected, perhaps on another computer; never to go on with it.
    """
    loaded, plain = load_protocol(folder), read_study(folder)
    store = _store(loaded, folder, plain, database, clock, keys)
    try:
        _recorded(store, plain["frozen"])
        found = () if drifted else changes(plain["frozen"], freeze(loaded))
        if found:
            raise AlongsideError(
                f"{loaded.protocol.key} is not what it began with: {_told(found)}",
                f"Put it back, or record it: alongside study amend {folder} --why '…'",
                code=2,
            )
    except BaseException:
        store.close()
        raise
    return Study(folder, loaded.protocol, store, Allocator(loaded.protocol, store, seals), zone)


def drift(study: Study) -> tuple[Change, ...]:
    """What is other here than what the study began with or was last amended to. Takes a second at first."""
    return changes(read_study(study.folder)["frozen"], freeze(load_protocol(study.folder)))


def amend_study(
    folder: Path, who: Who, why: str, *, database: str = "", clock: Clock = time.time
) -> tuple[Change, ...]:
    """Record what has changed since the study began or was last amended, and why; gives the changes.

    AlongsideError if nothing has, if the protocol changed without a new version, or if it is the list of
    allocations that changed after the first allocation.
    """
    if not why.strip():
        raise AlongsideError("an amendment needs its reason", "Say why: --why '…'.")
    loaded, plain = load_protocol(folder), read_study(folder)
    store = _store(loaded, folder, plain, database, clock)
    try:
        _recorded(store, plain["frozen"])
        now = freeze(loaded)
        found = changes(plain["frozen"], now)
        _may(loaded, store, found)
        entry = {
            "at": clock(),
            "by": who.name,
            "why": why,
            "version": loaded.protocol.version,
            "changes": [str(change) for change in found],
        }
        with store.writing() as writing:
            writing.study.version = loaded.protocol.version
            writing.event(
                "amended",
                who,
                why=why,
                version=loaded.protocol.version,
                frozen=digest_of(now),
                changes=entry["changes"],
            )
            # Last, within: what fails here is undone there.
            write_atomically(
                folder / STUDY, {**plain, "frozen": now, "amendments": [*plain["amendments"], entry]}
            )
    finally:
        store.close()
    return found


def read_study(folder: Path) -> dict[str, Any]:
    """The manifest of a study. AlongsideError where it has none, or it cannot be read."""
    try:
        plain = json.loads((folder / STUDY).read_bytes())
    except FileNotFoundError:
        raise AlongsideError(
            f"the study in {folder} has not begun", f"Begin it: alongside study start {folder}"
        ) from None
    except (OSError, ValueError):
        plain = None
    if (
        not isinstance(plain, dict)
        or plain.get("format") != FORMAT
        or not isinstance(plain.get("frozen"), Mapping)
    ):
        raise AlongsideError(f"{folder / STUDY} cannot be read", "Bring a copy back.")
    return plain


def _may(loaded: Loaded, store: Store, found: tuple[Change, ...]) -> None:
    """Whether these changes may be amended."""
    if not found:
        raise AlongsideError("nothing has changed", "There is nothing to amend.")
    sections = {change.section for change in found}
    if "list" in sections and store.allocations():
        raise AlongsideError(
            "arms and allocation cannot change after the first allocation",
            "Put them back, or begin another study.",
        )
    if "protocol" in sections and store.version() == loaded.protocol.version:
        raise AlongsideError(
            f"the protocol changed, and its version is still {loaded.protocol.version!r}",
            "Give it a new `version:`.",
        )


def _recorded(store: Store, frozen: Digests) -> None:
    """Hold the manifest against the chain of events, which tells its digest."""
    said = [*store.events("started"), *store.events("amended")]
    if not said or said[-1].data.get("frozen") != digest_of(frozen):
        raise AlongsideError(
            f"{STUDY} is not the one that the study's events tell of", "Bring a copy back.", code=2
        )


def _store(
    loaded: Loaded,
    folder: Path,
    plain: dict[str, Any],
    database: str,
    clock: Clock,
    keys: Path | None = None,
) -> Store:
    if plain.get("study") != loaded.protocol.key:
        raise AlongsideError(
            f"the study began as {plain.get('study')!r}, and its key is now {loaded.protocol.key!r}",
            "Put it back.",
        )
    vault = Vault(loaded.protocol.key, str(plain.get("vault") or plain["commitment"][:12]), keys)
    return Store(_place(folder, database or str(plain["database"])), loaded.protocol.key, clock, vault)


def _place(folder: Path, database: str) -> str:
    return database if "://" in database else str(folder / (database or DATABASE))


def _told(found: tuple[Change, ...]) -> str:
    more = len(found) - TOLD
    return "; ".join(map(str, found[:TOLD])) + (f"; and {more} more" if more > 0 else "")
