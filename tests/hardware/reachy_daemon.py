"""Reachy Mini's own daemon with a robot that is simulated, in an environment of its own."""

from __future__ import annotations

import contextlib
import fcntl
import os
import shutil
import signal
import socket
import subprocess
import sys
import time
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any, Literal

import httpx
import pytest

VERSION = "1.13.0"
PLACE = Path.home() / ".cache" / "alongside" / "robots" / f"reachy-mini-{VERSION}"
QUIET = ("--headless", "--no-media", "--no-wake-up-on-start", "--no-goto-sleep-on-stop")
START_S = 60.0


def foreign() -> dict[str, str]:
    """Our environment without what ROS put into it: that Python has libraries of its own."""
    dropped = {"_ROS_WHEELS_BOOTSTRAP_COMPLETE", "LD_LIBRARY_PATH", "PYTHONPATH"}
    return {key: value for key, value in os.environ.items() if key not in dropped}


NEED = f"reachy-mini[mujoco]=={VERSION}"


def installed() -> bool:
    """Whether it is there, installed now if need be. Two that want it at once do not disturb each other."""
    PLACE.parent.mkdir(parents=True, exist_ok=True)
    with PLACE.with_name(f"{PLACE.name}.lock").open("w") as lock:
        fcntl.flock(lock, fcntl.LOCK_EX)
        if (PLACE / "whole").is_file():
            return True
        shutil.rmtree(PLACE, ignore_errors=True)  # one that was broken off
        subprocess.run([sys.executable, "-m", "venv", PLACE], check=True, env=foreign())
        pip = [PLACE / "bin" / "python", "-m", "pip", "install", "-q", NEED]
        if subprocess.run(pip, env=foreign(), capture_output=True).returncode:
            return False
        (PLACE / "whole").touch()
        return True


def program() -> Path:
    """The daemon; skips the test where it cannot be installed."""
    if not installed():
        pytest.skip(f"{NEED} cannot be installed here: see TEST_PACKAGES in the Makefile")
    return PLACE / "bin" / "reachy-mini-daemon"


def free_port() -> int:
    """A port that nobody uses now."""
    with socket.socket() as free:
        free.bind(("127.0.0.1", 0))
        return int(free.getsockname()[1])


@dataclass
class ReachyDaemon:
    """`how`: the simulation without physics, or MuJoCo's. It keeps its port when it is started again."""

    how: Literal["--mockup-sim", "--sim"] = "--mockup-sim"
    port: int = field(default_factory=free_port)
    process: subprocess.Popen[bytes] | None = None

    @property
    def address(self) -> str:
        """Host and port."""
        return f"127.0.0.1:{self.port}"

    def start(self) -> None:
        """Run it until its robot is there; skips the test where it cannot run."""
        told = [self.how, *QUIET, "--no-preload-datasets", "--fastapi-host", "127.0.0.1"]
        self.process = subprocess.Popen(
            [program(), *told, "--fastapi-port", str(self.port)],
            env=foreign(),
            stdout=subprocess.DEVNULL,
            stderr=subprocess.DEVNULL,
            start_new_session=True,
        )
        end = time.monotonic() + START_S
        while time.monotonic() < end:
            if self.process.poll() is not None:
                pytest.skip(f"Reachy Mini's daemon does not start here (exit code {self.process.returncode})")
            with contextlib.suppress(httpx.HTTPError):
                if self.get("/api/daemon/status")["state"] == "running":
                    return
            time.sleep(0.1)
        raise AssertionError("Reachy Mini's daemon never ran")

    def kill(self) -> None:
        """End it as a pulled plug does (-9)."""
        if self.process is not None:
            with contextlib.suppress(ProcessLookupError):
                os.killpg(self.process.pid, signal.SIGKILL)
            self.process.wait()
            self.process = None

    def get(self, path: str) -> dict[str, Any]:
        """What it tells at a path."""
        return dict(httpx.get(f"http://{self.address}{path}", trust_env=False).json())

    def pose(self) -> dict[str, float]:
        """Where its head is: metres and radians."""
        return dict(self.get("/api/state/full")["head_pose"])


if __name__ == "__main__":  # before the tests, which would otherwise wait for it
    print(f"{NEED}: {'is there' if installed() else 'cannot be installed; its tests will be skipped'}")
