"""`session.json`, the manifest: what the session ran with, when it began and ended, where its log ends.

Each start of a recorder adds a run to it (a killed recorder is started again within one session).
It is written whole to a file beside it and moved into place, so it is never half there.
"""

from __future__ import annotations

import contextlib
import hashlib
import json
import os
import platform
import re
import time
from importlib.metadata import distributions
from pathlib import Path
from typing import Any

import alongside
from agent.appraisal.heads.head import FOLDER, fitted
from alongside.component import Context
from alongside.errors import AlongsideError
from alongside.eventlog import MANIFEST, EventLog
from alongside.private import private_file
from alongside.weights import cache_folder, catalogue, digest, find

FORMAT = 1


def read_manifest(session: Path) -> dict[str, Any]:
    """The manifest of a session; empty where there is none. AlongsideError if it cannot be read."""
    path = session / MANIFEST
    if not path.exists():
        return {}
    try:
        manifest = json.loads(path.read_bytes())
    except ValueError:
        manifest = None
    if not isinstance(manifest, dict) or not isinstance(manifest.get("runs"), list):
        raise AlongsideError(f"{path} cannot be read", "Check the record: alongside verify.")
    return manifest


def open_manifest(session: Path, log: EventLog, context: Context, seed: int) -> dict[str, Any]:
    """Note a new run, from where the log stands now. Takes a second the first time (digests of weights)."""
    manifest = read_manifest(session)
    now = time.time()
    run = {"started": now, "events": log.count, "head": log.head, "seed": seed, **surroundings(context)}
    manifest = {
        "format": FORMAT,
        "session": session.name,
        "started": manifest.get("started", now),
        "ended": None,
        "events": None,
        "head": None,
        "runs": [*manifest.get("runs", []), run],
    }
    write_atomically(session / MANIFEST, manifest)
    return manifest


def close_manifest(session: Path, log: EventLog) -> None:
    """Note the end: when, how many events, and the hash of the last."""
    manifest = {**read_manifest(session), "ended": time.time(), "events": log.count, "head": log.head}
    write_atomically(session / MANIFEST, manifest)


def reopen_manifest(session: Path) -> None:
    """Take the end back: the session goes on."""
    write_atomically(
        session / MANIFEST, {**read_manifest(session), "ended": None, "events": None, "head": None}
    )


def surroundings(context: Context) -> dict[str, Any]:
    """What a run ran with: versions, machine, graph and weights."""
    graph = _without_secrets(json.loads(context.graph)) if context.graph else {}
    return {
        "alongside": alongside.__version__,
        "python": platform.python_version(),
        "platform": platform.platform(),
        "transport": context.transport,
        "profile": context.profile,
        "graph": graph,
        "graph_sha256": hashlib.sha256(context.graph.encode()).hexdigest() if graph else "",
        "packages": {
            item.name: item.version for item in sorted(distributions(), key=lambda item: item.name.lower())
        },
        "weights": weights_digests(),
        "heads": {name: digest(FOLDER / f"{name}.npz") for name in fitted()},
    }


def weights_digests() -> dict[str, dict[str, str]]:
    """SHA-256 of the weights on this machine, by set and file. Computed once for each state of a file."""
    path = cache_folder() / "digests.json"
    known = _known_digests(path)
    found: dict[str, dict[str, str]] = {}
    fresh: dict[str, str] = {}
    for name, entry in catalogue().items():
        try:
            place = find(name)
        except AlongsideError:
            continue
        folder = place if entry.is_folder else place.parent
        for item in entry.files:
            file = folder / item.name
            status = file.stat()
            key = f"{file}|{status.st_size}|{status.st_mtime_ns}"
            fresh[key] = known.get(key) or digest(file)
            found.setdefault(name, {})[item.name] = fresh[key]
    if fresh != known:
        with contextlib.suppress(OSError):  # a cache that cannot be written only costs time
            write_atomically(path, fresh)
    return found


def write_atomically(path: Path, content: dict[str, Any] | str | bytes) -> None:
    """Write a private file whole or not at all; a dictionary as JSON."""
    if isinstance(content, dict):
        content = json.dumps(content, indent=1, ensure_ascii=False) + "\n"
    data = content.encode("utf-8") if isinstance(content, str) else content
    part = path.with_name(f".{path.name}.part")
    with private_file(part, over=True) as file:
        file.write(data)
        file.flush()
        os.fsync(file.fileno())
    part.replace(path)


def _without_secrets(value: Any, name: str = "") -> Any:
    """The graph without what opens a door: a manifest is shared, a token is not."""
    if isinstance(value, dict):
        return {key: _without_secrets(item, key) for key, item in value.items()}
    if isinstance(value, list):
        return [_without_secrets(item, name) for item in value]
    return (
        "(left out)" if value and re.search("token|secret|password|api_?key", name, re.IGNORECASE) else value
    )


def _known_digests(path: Path) -> dict[str, str]:
    try:
        known = json.loads(path.read_bytes())
    except (OSError, ValueError):
        return {}
    return known if isinstance(known, dict) else {}
