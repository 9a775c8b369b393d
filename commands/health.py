"""`alongside health`: whether a graph that was started here is well, for whatever watches over it."""

from __future__ import annotations

import json
import os
import socket
import sys
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Annotated

import typer

from alongside.errors import AlongsideError
from alongside.sessions import find_session

FILE = "health.json"
"""In the session's folder, as long as its graph runs: the supervisor's process and how each node is."""
WELL = ("ready", "degraded")


@dataclass(frozen=True)
class NodeHealth:
    """How a node is: its last status, and whether the graph is of no use without it."""

    status: str
    required: bool = False


def write_health(folder: Path, nodes: Mapping[str, NodeHealth]) -> None:
    """Put down how the graph of this process is."""
    told = {name: {"status": node.status, "required": node.required} for name, node in nodes.items()}
    new = folder / f"{FILE}.new"
    new.write_text(json.dumps({"pid": os.getpid(), "nodes": told}), "utf-8")
    new.replace(folder / FILE)


def forget_health(folder: Path) -> None:
    """The graph has ended."""
    (folder / FILE).unlink(missing_ok=True)


def judge(folder: Path) -> tuple[bool, str]:
    """Whether the graph of a session runs and no node that it needs is down, and that in one line."""
    try:
        told = json.loads((folder / FILE).read_text("utf-8"))
        pid, nodes = int(told["pid"]), {name: NodeHealth(**node) for name, node in told["nodes"].items()}
        os.kill(pid, 0)
    except (OSError, ValueError, TypeError, KeyError, OverflowError):
        return False, f"no graph is running for session {folder.name}"
    down = {name: node for name, node in nodes.items() if node.status not in WELL}
    said = ", ".join(f"{name} {node.status}" for name, node in down.items())
    if not down:
        return True, f"all {len(nodes)} parts are ready"
    return not any(node.required for node in down.values()), said


def health(
    session: Annotated[str, typer.Argument(help="A session (a folder, or `last`).")] = "last",
) -> None:
    """Say whether the graph of a session is well. Exit code 1 if it is not."""
    well, said = judge(find_session(session))
    typer.echo(said)
    if not well:
        raise typer.Exit(1)


def notify(state: str) -> None:
    """Tell systemd how the service is (sd_notify(3)), as in READY=1; nothing where it is not asked for."""
    address = os.environ.get("NOTIFY_SOCKET", "")
    if not address:
        return
    if address.startswith("@"):
        address = "\0" + address[1:]
    with socket.socket(socket.AF_UNIX, socket.SOCK_DGRAM) as sender:
        try:
            sender.sendto(state.encode(), address)
        except OSError:  # whoever asked is gone
            return


def main() -> int:
    """As the verb, without what the other verbs import: for a watchman that asks often."""
    try:
        well, said = judge(find_session("last"))
    except AlongsideError as error:
        well, said = False, str(error)
    print(said)
    return 0 if well else 1


if __name__ == "__main__":
    sys.exit(main())
