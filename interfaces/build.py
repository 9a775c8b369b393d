"""Build the ROS message packages as wheels: `python interfaces/build.py FOLDER`.

All at once, into FOLDER. A package whose sources were built before, by this Python, is left
alone. Needs pip and a C++ compiler; pip fetches the rest into a build environment of its own.
"""

from __future__ import annotations

import hashlib
import os
import platform
import shutil
import subprocess
import sys
import time
from pathlib import Path

HERE = Path(__file__).resolve().parent
PACKAGES = (
    "alongside_msgs",
    "hri_msgs",
    "audio_common_msgs",
    "naoqi_bridge_msgs",
    "tts_msgs",
    "pal_device_msgs",
)
SAY_EVERY = 10.0
"""Seconds between progress lines."""


def digest(package: Path) -> str:
    """What a built wheel depends on: every source file, the Python and the machine."""
    total = hashlib.sha256(f"{sys.implementation.cache_tag} {platform.machine()}".encode())
    for path in sorted(item for item in package.rglob("*") if item.is_file()):
        total.update(str(path.relative_to(package)).encode() + b"\0" + path.read_bytes() + b"\0")
    return total.hexdigest()


def is_built(package: Path, folder: Path) -> bool:
    """Whether `folder` holds the wheel of exactly these sources."""
    mark = folder / f"{package.name}.sha256"
    return (
        any(folder.glob(f"{package.name}-*.whl")) and mark.is_file() and mark.read_text() == digest(package)
    )


def clean_environment() -> dict[str, str]:
    """Ours, without what the ROS wheels put into it: the build has libraries of its own."""
    dropped = {"_ROS_WHEELS_BOOTSTRAP_COMPLETE", "LD_LIBRARY_PATH", "AMENT_PREFIX_PATH", "CMAKE_PREFIX_PATH"}
    return {key: value for key, value in os.environ.items() if key not in dropped}


def start(package: Path, folder: Path) -> subprocess.Popen[bytes]:
    """Begin to build one package; pip's words go to a log beside the wheels."""
    program = [sys.executable, "-m", "pip", "--disable-pip-version-check", "wheel", "--no-deps"]
    staging = folder / f"{package.name}.new"
    shutil.rmtree(staging, ignore_errors=True)
    with (folder / f"{package.name}.log").open("wb") as log:
        return subprocess.Popen(
            [*program, "--wheel-dir", str(staging), str(package)],
            env=clean_environment(),
            stdin=subprocess.DEVNULL,
            stdout=log,
            stderr=subprocess.STDOUT,
        )


def finish(package: Path, folder: Path) -> None:
    """Put the new wheel in the place of any older one."""
    staging = folder / f"{package.name}.new"
    for old in folder.glob(f"{package.name}-*.whl"):
        old.unlink()
    for wheel in staging.glob("*.whl"):
        wheel.replace(folder / wheel.name)
    staging.rmdir()
    (folder / f"{package.name}.sha256").write_text(digest(package))


def build(packages: list[Path], folder: Path) -> list[Path]:
    """Build `packages` at the same time; returns those that failed."""
    began = time.monotonic()
    running = {package: start(package, folder) for package in packages}
    print(f"building {' and '.join(package.name for package in packages)}", flush=True)
    failed, said = [], began
    while running:
        time.sleep(0.2)
        for package, process in list(running.items()):
            if process.poll() is None:
                continue
            del running[package]
            if process.returncode == 0:
                finish(package, folder)
                print(f"built {package.name} in {time.monotonic() - began:.0f} s", flush=True)
            else:
                failed.append(package)
        if running and time.monotonic() - said >= SAY_EVERY:
            said = time.monotonic()
            print(f"  {said - began:3.0f} s: {' and '.join(p.name for p in running)} under way", flush=True)
    return failed


def main(arguments: list[str]) -> int:
    """Build what is not built yet. Exit code 1 with the end of the log if that fails."""
    if len(arguments) != 1 or arguments[0].startswith("-"):
        print("usage: python interfaces/build.py FOLDER", file=sys.stderr)
        return 2
    folder = Path(arguments[0])
    folder.mkdir(parents=True, exist_ok=True)
    wanted = [HERE / name for name in PACKAGES if not is_built(HERE / name, folder)]
    if not wanted:
        print(f"the message packages in {folder} are up to date")
        return 0
    if not (os.environ.get("CXX") or shutil.which("c++") or shutil.which("g++")):
        print("a C++ compiler is needed to build the messages: apt-get install g++", file=sys.stderr)
        return 1
    failed = build(wanted, folder)
    for package in failed:
        log = folder / f"{package.name}.log"
        lines = log.read_text("utf-8", "replace").splitlines()[-15:]
        print("\n".join(lines), file=sys.stderr)
        print(f"{package.name} could not be built; all that was said is in {log}", file=sys.stderr)
    return 1 if failed else 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
