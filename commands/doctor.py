"""`alongside doctor`: what this computer has, what is missing, and the command that gets it."""

from __future__ import annotations

import ctypes.util
import importlib.metadata
import json
import platform
import shutil
import socket
import sys
from collections.abc import Iterator
from dataclasses import asdict
from pathlib import Path
from typing import Annotated

import typer

from alongside import __version__
from alongside.errors import AlongsideError
from alongside.profiles import load_profile
from alongside.sessions import sessions_folder
from alongside.weights import catalogue, find
from commands.finding import Finding
from commands.network import dds_profile, other_hosts
from commands.timekeeping import this_clock
from commands.up import ROS_PACKAGES, choose_transport
from speech.devices import devices as listed

LEAST_FREE_GB = 2.0
"""An hour's session with sound and pictures is about 0.4 GB."""


def doctor(
    profile: Annotated[str, typer.Argument(help="A profile with `hosts:`, to look at its computers.")] = "",
    part: Annotated[
        str, typer.Option(metavar="HOST", help="Which host of the profile this computer is.")
    ] = "",
    host: Annotated[
        list[str] | None,
        typer.Option(metavar="NAME=ADDRESS", help="Where a host of the profile is; may be repeated."),
    ] = None,
    port: Annotated[int, typer.Option(help="The page's port to look at.")] = 8420,
    as_json: Annotated[bool, typer.Option("--json", help="Write the findings as JSON.")] = False,
) -> None:
    """Check devices, weights, ports, clocks and versions; name what is missing and the command that gets it.

    With a profile and --part also the graph's other computers: whether they answer, and their clocks.
    Exit code 1 if something is missing that the companion cannot do without.
    """
    if bool(profile) != bool(part):
        raise AlongsideError(
            "a profile alone is not enough",
            "This computer: alongside doctor. Others, too: alongside doctor PROFILE --part HOST.",
        )
    split = load_profile(profile) if profile else None
    findings = list(examine(port))
    if split:
        choose_transport("ros")
        findings += other_hosts(split, part, host or [])
    if as_json:
        typer.echo(json.dumps([asdict(item) for item in findings], indent=1))
    else:
        _print(findings)
    if any(item.needed and not item.ok for item in findings):
        raise typer.Exit(1)


def examine(port: int) -> Iterator[Finding]:
    """Look at everything; one finding each."""
    yield _python()
    yield from _libraries()
    yield _ros()
    yield from dds_profile()
    yield this_clock()
    yield from _weights()
    yield _voice()
    yield _page()
    yield _port(port)
    yield from _devices()
    yield _disk()


def _python() -> Finding:
    version = platform.python_version()
    ok = (3, 10) <= sys.version_info[:2] <= (3, 13)
    return Finding("Python", ok, f"{version}, Alongside {__version__}", "Use Python 3.10 to 3.13.")


def _libraries() -> Iterator[Finding]:
    for name, package in (
        ("EGL", "libegl1"),
        ("GL", "libgl1"),
        ("GLESv2", "libgles2"),
        ("gthread-2.0", "libglib2.0-bin"),
    ):
        if sys.platform == "linux":
            found = ctypes.util.find_library(name)
            yield Finding(
                f"library {package}",
                bool(found),
                found or "missing",
                f"apt-get install {package}",
                needed=False,
            )


def _ros() -> Finding:
    try:
        choose_transport("ros")
    except AlongsideError as error:
        return Finding(
            "ROS 2", False, error.what, "make setup (or run without: --transport local)", needed=False
        )
    versions = (f"{name} {importlib.metadata.version(_dist(name))}" for name in ROS_PACKAGES)
    return Finding("ROS 2", True, ", ".join(versions))


def _dist(module: str) -> str:
    return "ros-rclpy" if module == "rclpy" else module.replace("_", "-")


def _weights() -> Iterator[Finding]:
    for item in catalogue().values():
        try:
            yield Finding(f"weights {item.name}", True, str(find(item.name)), needed=not item.optional)
        except AlongsideError as error:
            yield Finding(
                f"weights {item.name}",
                False,
                item.what,
                error.do.removeprefix("Get them with: "),
                not item.optional,
            )


def _voice() -> Finding:
    try:
        return Finding(
            "voice", True, f"piper-tts {importlib.metadata.version('piper-tts')} (GPL-3, own process)"
        )
    except importlib.metadata.PackageNotFoundError:
        return Finding(
            "voice", False, "no engine: words are shown, not spoken", "pip install 'alongside[voice]'", False
        )


def _page() -> Finding:
    page = Path(__file__).resolve().parent.parent / "embodiment" / "screen" / "static" / "index.html"
    return Finding(
        "page", page.is_file(), str(page.parent), "cd embodiment/screen/page && npm ci && npm run build"
    )


def _port(port: int) -> Finding:
    with socket.socket() as probe:
        probe.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        try:
            probe.bind(("127.0.0.1", port))
        except OSError:
            return Finding(
                f"port {port}",
                False,
                "taken by another program",
                f"--set screen.port={port + 1}",
                needed=False,
            )
    return Finding(f"port {port}", True, "free")


def _devices() -> Iterator[Finding]:
    note = "not needed with the browser's"
    try:
        found = listed()
    except AlongsideError as error:
        yield Finding("microphone", False, f"{error.what}; {note}", error.do, False)
    else:
        for part in ("microphone", "loudspeaker"):
            names = [item.name for item in found if item.side == part and not item.note]
            yield Finding(part, bool(names), ", ".join(names) or f"none; {note}", "plug one in", needed=False)
    cameras = sorted(str(path) for path in Path("/dev").glob("video*"))
    yield Finding("camera", bool(cameras), ", ".join(cameras) or f"none; {note}", "plug one in", needed=False)


def _disk() -> Finding:
    folder = sessions_folder()
    while not folder.exists():
        folder = folder.parent
    free = shutil.disk_usage(folder).free / 1e9
    return Finding("disk", free > LEAST_FREE_GB, f"{free:.0f} GB free in {folder}", "free some space")


def _print(findings: list[Finding]) -> None:
    for item in findings:
        mark = "ok" if item.ok else ("MISSING" if item.needed else "without")
        typer.echo(f"{mark:8} {item.part:24} {item.found}" + ("" if item.ok else f"  ->  {item.do}"))
    missing = [item for item in findings if item.needed and not item.ok]
    typer.echo(
        f"{len(missing)} missing: {missing[0].do}"
        if missing
        else "All that is needed is here. Next: alongside demo"
    )
