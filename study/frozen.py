"""What a study runs with, as digests: protocol, texts, words, sheets, models, code and packages.

Taken when a study starts. A study whose digests are others later has drifted, and does not run until that is
recorded as an amendment.
"""

from __future__ import annotations

import hashlib
import platform
import sys
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from functools import lru_cache
from importlib import metadata
from pathlib import Path

from packaging.requirements import Requirement

import alongside
from agent.appraisal.heads.head import FOLDER, fitted
from alongside.codec import to_plain
from alongside.eventlog import canonical
from alongside.profiles import load_profile
from alongside.weights import digest
from study.instruments.loading import wordings_folder
from study.manifest import weights_digests
from study.protocol.load import PROTOCOL, Loaded
from study.protocol.parts import Protocol, Step
from study.protocol.places import PLACES, place_of

Digests = Mapping[str, Mapping[str, str]]
"""By section, by name: a SHA-256 or a version."""
_ROOT = Path(alongside.__file__).parent.parent
_CODE = ("alongside", "agent", "speech", "perception", "embodiment", "hardware", "study", "commands")
_WORDS = (".yaml", ".json", ".txt", ".md", ".html", ".npz")
_RUNTIME = ("ros", "voice", "audio", "peripherals", "nao", "postgres")
"""Our extras that a session may run with; those for tests and training change nothing that is said."""


@dataclass(frozen=True)
class Change:
    """One thing that is not as it was when it was frozen."""

    section: str
    name: str
    what: str  # changed, gone or new

    def __str__(self) -> str:
        return f"{self.section}: {self.name} {'' if self.what == 'changed' else 'is '}{self.what}"


def freeze(loaded: Loaded) -> Digests:
    """The digests of a study as it is now. Takes a second the first time."""
    protocol, folder = loaded.protocol, loaded.folder
    own = [folder / name for name, _ in PLACES.values()]
    steps = [step for visit in protocol.visits for step in visit.steps]
    used = {f"{step.kind} {step.use}": place_of(step, folder, protocol.languages) for step in steps}
    return {
        "protocol": {PROTOCOL: loaded.sha256},
        "list": {"allocation": list_rules(protocol)},
        "texts": {str(path.relative_to(folder)): digest(path) for path in _files(own)},
        "used": {name: digest(path) for name, path in sorted(used.items()) if path} | _wordings(steps),
        "profiles": {arm.key: _graph(arm.profile) for arm in protocol.arms if arm.profile},
        "models": _models(),
        **_program(),
    }


def list_rules(protocol: Protocol) -> str:
    """What the list of allocations follows from, beside the seed."""
    rules = {
        "design": protocol.design,
        "arms": [[arm.key, arm.share] for arm in protocol.arms],
        "allocation": {**to_plain(protocol.allocation), "blinded": []},
    }
    return hashlib.sha256(canonical(rules)).hexdigest()


def digest_of(frozen: Digests) -> str:
    """One digest of them all."""
    return hashlib.sha256(canonical({name: dict(values) for name, values in frozen.items()})).hexdigest()


def changes(was: Digests, now: Digests) -> tuple[Change, ...]:
    """What is not as it was, section by section."""
    found = []
    for section in dict.fromkeys([*was, *now]):
        before, after = was.get(section, {}), now.get(section, {})
        for name in sorted({*before, *after}):
            if before.get(name) != after.get(name):
                what = "gone" if name not in after else "new" if name not in before else "changed"
                found.append(Change(section, name, what))
    return tuple(found)


def _wordings(steps: Iterable[Step]) -> dict[str, str]:
    """Licensed wordings that a lab has put in for instruments of the study."""
    places = {step.use: wordings_folder() / f"{step.use}.yaml" for step in steps if step.kind == "instrument"}
    return {f"wording {name}": digest(path) for name, path in sorted(places.items()) if path.is_file()}


def _graph(profile: str) -> str:
    """A profile as it is in the end, with what it extends."""
    return hashlib.sha256(repr(load_profile(profile).nodes).encode()).hexdigest()


def _models() -> dict[str, str]:
    weights = {
        f"{name}/{file}": sha256
        for name, files in weights_digests().items()
        for file, sha256 in files.items()
    }
    return {**weights, **{f"heads/{name}": digest(FOLDER / f"{name}.npz") for name in fitted()}}


@lru_cache(maxsize=1)
def _program() -> dict[str, dict[str, str]]:
    """The program itself; what is loaded does not change while it runs."""
    return {
        "words": {
            str(path.relative_to(_ROOT)): digest(path)
            for path in _files(_ROOT / name for name in _CODE)
            if path.suffix in _WORDS and "page" not in path.parts
        },
        "code": {
            "version": alongside.__version__,
            **{name: _together(_files([_ROOT / name]), ".py") for name in _CODE},
            "page": _together(_files([_ROOT / "embodiment" / "screen" / "static"])),
        },
        "packages": {"python": platform.python_version(), **_packages()},
    }


def _files(folders: Iterable[Path]) -> list[Path]:
    """The files of the folders, without what building and running leaves behind."""
    return sorted(
        path
        for folder in folders
        for path in folder.rglob("*")
        if path.is_file() and not {"__pycache__", "node_modules"} & set(path.parts)
    )


def _together(paths: Iterable[Path], ending: str = "") -> str:
    found = hashlib.sha256()
    for path in paths:
        if path.name.endswith(ending):
            found.update(f"{path.relative_to(_ROOT)}\0{digest(path)}\0".encode())
    return found.hexdigest()


def _packages() -> dict[str, str]:
    """The packages that the program needs here, and those that these need, with their versions."""
    # What setuptools carries for itself comes and goes with it, and is nothing that a study runs with.
    places = [place for place in sys.path if not place.endswith("_vendor")]
    found: dict[str, str] = {}
    wanted = ["alongside"]
    while wanted:
        one = next(iter(metadata.distributions(name=wanted.pop(), path=places)), None)
        if one is None or one.name.lower() in found:
            continue
        name = one.name.lower()
        found[name] = one.version
        extras = _RUNTIME if name == "alongside" else ("",)
        for line in one.requires or ():
            needed = Requirement(line)
            if needed.marker is None or any(needed.marker.evaluate({"extra": extra}) for extra in extras):
                wanted.append(needed.name)
    return dict(sorted(found.items()))
