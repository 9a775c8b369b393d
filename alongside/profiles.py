"""Profiles: which nodes make up a graph, in which process each runs, and with which settings.

A profile is a YAML file in `launch/profiles/`, or any path:

    title: what it is, in a few words
    extends: other-profile          # optional: start from that one, then change it
    nodes:
      listener:
        is: speech.listener:Listener
        in: ears                    # the process it shares with others of the same name
        ros: speech.node:attach     # optional: what only ROS needs
        required: true              # optional: without it the graph is of no use, so do not start
        settings: {recogniser: base}
      camera: null                  # leaves out a node of the extended profile
    hosts: ...                      # optional: on which computers it runs, see alongside/hosts.py
"""

from __future__ import annotations

import difflib
import importlib
from collections.abc import Sequence
from dataclasses import dataclass, field, replace
from pathlib import Path
from typing import Any

import yaml

from alongside.component import Component, Context
from alongside.errors import AlongsideError
from alongside.hosts import Host, find_host, processes_of, read_hosts


@dataclass(frozen=True)
class NodeSpec:
    """One node of a profile."""

    name: str
    component: str  # module:Class
    process: str
    ros: str = ""  # module:function
    required: bool = False
    settings: dict[str, Any] = field(default_factory=dict)


@dataclass(frozen=True)
class Profile:
    """A graph, as its file describes it."""

    name: str
    title: str
    nodes: tuple[NodeSpec, ...]
    hosts: tuple[Host, ...] = ()

    @property
    def processes(self) -> tuple[str, ...]:
        """Names of the processes, in the order the file names them."""
        return tuple(dict.fromkeys(node.process for node in self.nodes))

    def with_settings(self, given: list[str]) -> Profile:
        """The same profile with single settings changed, each `node.key=value` (value as YAML)."""
        nodes = {node.name: node for node in self.nodes}
        for item in given:
            place, equals, value = item.partition("=")
            name, dot, key = place.partition(".")
            if not (equals and dot and name in nodes):
                raise AlongsideError(
                    f"cannot set {item!r}", f"Write node.key=value; the nodes are: {', '.join(nodes)}."
                )
            settings = {**nodes[name].settings, key: yaml.safe_load(value)}
            nodes[name] = replace(nodes[name], settings=settings)
        return replace(self, nodes=tuple(nodes.values()))

    def part(self, host: str) -> Profile:
        """The same profile with the nodes alone that run on that host."""
        here = processes_of(self.hosts, find_host(self.hosts, host), self.processes)
        if not here:
            raise AlongsideError(f"host {host!r} of profile {self.name!r} runs none of its processes")
        return replace(self, nodes=tuple(node for node in self.nodes if node.process in here))

    def of_process(self, process: str) -> tuple[NodeSpec, ...]:
        """The nodes that share a process."""
        return tuple(node for node in self.nodes if node.process == process)


def launch_folder() -> Path:
    """The folder with profiles, launch files and the DDS profile: beside the code, or installed."""
    here = Path(__file__).resolve()
    beside = here.parent.parent / "launch"
    # pip installs share/ into the environment, colcon into the package's own prefix: above us either way.
    installed = (folder / "share" / "alongside" / "launch" for folder in here.parents)
    return next((folder for folder in (beside, *installed) if (folder / "profiles").is_dir()), beside)


def profile_names() -> list[str]:
    """The profiles that come with Alongside."""
    return sorted(path.stem for path in (launch_folder() / "profiles").glob("*.yaml"))


def load_profile(name_or_path: str) -> Profile:
    """The profile of that name or path. Raises AlongsideError with file and line if it is bad."""
    path = _path(name_or_path)
    raw = _merged(path)
    known = [name for name, item in raw["nodes"].items() if isinstance(item, dict) and "is" in item]
    nodes = tuple(_node(path, name, item, known) for name, item in raw["nodes"].items() if item is not None)
    if not nodes:
        raise AlongsideError(f"{path} has no nodes", "A profile needs at least one under `nodes:`.")
    hosts = read_hosts(raw["hosts"], str(path), dict.fromkeys(node.process for node in nodes))
    return Profile(path.stem, str(raw.get("title", path.stem)), nodes, hosts)


def _path(name_or_path: str) -> Path:
    if "/" in name_or_path or name_or_path.endswith((".yaml", ".yml")):
        path = Path(name_or_path)
        if not path.is_file():
            raise AlongsideError(f"there is no profile file {path}", "Check the path.")
        return path
    names = profile_names()
    if name_or_path not in names:
        near = difflib.get_close_matches(name_or_path, names, n=1)
        hint = f"Did you mean {near[0]!r}? " if near else ""
        raise AlongsideError(f"there is no profile {name_or_path!r}", f"{hint}There are: {', '.join(names)}.")
    return launch_folder() / "profiles" / f"{name_or_path}.yaml"


def read_yaml(path: Path) -> Any:
    """The content of a YAML file; AlongsideError with line and column where it is malformed."""
    try:
        return yaml.safe_load(path.read_text("utf-8"))
    except yaml.MarkedYAMLError as error:
        mark = error.problem_mark
        place = f" line {mark.line + 1}, column {mark.column + 1}" if mark else ""
        raise AlongsideError(f"{path}{place}: {error.problem}", "Mend the YAML there.") from None
    except (UnicodeDecodeError, yaml.YAMLError):
        raise AlongsideError(f"{path} is not a YAML text file") from None


def _merged(path: Path) -> dict[str, Any]:
    raw = read_yaml(path)
    if not isinstance(raw, dict) or not isinstance(raw.get("nodes", {}), dict):
        raise AlongsideError(
            f"{path} is not a profile", "It needs `title:` and `nodes:` with named nodes under it."
        )
    unknown = sorted(set(raw) - {"title", "extends", "nodes", "hosts"})
    if unknown:
        raise AlongsideError(
            f"{path} has an unknown key {unknown[0]!r}", "Known: title, extends, nodes, hosts."
        )
    nodes, hosts = dict(raw.get("nodes") or {}), raw.get("hosts")
    if "extends" in raw:
        base = _merged(_path(str(raw["extends"])))
        nodes = _overlay(base["nodes"], nodes)
        hosts = hosts or base["hosts"]
    return {"title": raw.get("title", path.stem), "nodes": nodes, "hosts": hosts}


def _overlay(base: dict[str, Any], over: dict[str, Any]) -> dict[str, Any]:
    """Nodes of `over` on top of `base`: settings are merged key by key, null removes a node."""
    merged = dict(base)
    for name, item in over.items():
        old = merged.get(name)
        if isinstance(item, dict) and isinstance(old, dict):
            settings = {**(old.get("settings") or {}), **(item.get("settings") or {})}
            merged[name] = {**old, **item, "settings": settings}
        else:
            merged[name] = item
    return merged


def _node(path: Path, name: str, item: Any, known: Sequence[str] = ()) -> NodeSpec:
    if not isinstance(item, dict) or "is" not in item:
        near = difflib.get_close_matches(name, known, n=1)
        hint = f"Did you mean {near[0]!r}? " if near else ""
        raise AlongsideError(
            f"{path}: there is no node {name!r} to change", f"{hint}A new one needs `is: module:Class`."
        )
    unknown = sorted(set(item) - {"is", "in", "ros", "required", "settings"})
    if unknown:
        raise AlongsideError(
            f"{path}: node {name!r} has an unknown key {unknown[0]!r}",
            "Known: is, in, ros, required, settings.",
        )
    settings = item.get("settings") or {}
    if not isinstance(settings, dict):
        raise AlongsideError(f"{path}: settings of {name!r} must be `key: value` lines")
    return NodeSpec(
        name,
        str(item["is"]),
        str(item.get("in", name)),
        str(item.get("ros", "")),
        item.get("required") is True,
        settings,
    )


def load_object(reference: str, where: str) -> Any:
    """What `module:name` refers to; AlongsideError if there is no such thing."""
    module, _, name = reference.partition(":")
    try:
        return getattr(importlib.import_module(module), name)
    except ModuleNotFoundError as error:
        raise AlongsideError(
            f"{where}: cannot import {reference!r} ({error})", "Check `is:` or install what it needs."
        ) from None
    except AttributeError:
        raise AlongsideError(f"{where}: {module} has no {name!r}", "Check the profile.") from None


def make_component(node: NodeSpec, context: Context) -> Component:
    """The component a node describes, with its settings checked."""
    kind = load_object(node.component, f"node {node.name!r}")
    if not (isinstance(kind, type) and issubclass(kind, Component)):
        raise AlongsideError(f"node {node.name!r}: {node.component} is not a component")
    return kind(node.name, node.settings, context)
