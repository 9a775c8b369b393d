"""The processes that are examined: how each is started, and what it cost."""

from __future__ import annotations

import json
import os
import subprocess
import sys
import threading
from collections.abc import Sequence
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

import psutil

from alongside.errors import AlongsideError
from alongside.weights import find
from bench.turns.sources import CACHE

ROOT = Path(__file__).resolve().parent.parent.parent
PIPECAT = "pipecat-ai[whisper,piper,silero]==1.14.0"
LIMIT = 900.0
"""Seconds that one session may take."""

SIDES = {
    "ours": "Alongside",
    "silence": "pipecat, 0.6 s of silence",
    "defaults": "pipecat, defaults",
    "smart-turn": "pipecat, smart-turn tuned",
}


@dataclass
class Session:
    """What came of one."""

    side: str
    records: list[dict[str, Any]] = field(default_factory=list)
    cpu: float = 0.0  # seconds of processor, warm-up not counted
    memory: float = 0.0  # MiB
    resident: float = 0.0
    latest_tick: float = 0.0
    seconds: float = 0.0  # its start and warm-up included


def pipecat() -> Path:
    """Its Python, in a virtual environment of its own, made if it is not there."""
    folder = CACHE / "pipecat"
    python = folder / "bin" / "python"
    if not (folder / "made").is_file():
        print(f"installing {PIPECAT} in {folder} (a minute or two, once)", flush=True)
        try:
            subprocess.run([sys.executable, "-m", "venv", str(folder)], check=True)
            subprocess.run([str(python), "-m", "pip", "install", "-q", PIPECAT], check=True)
        except subprocess.CalledProcessError:
            raise AlongsideError(
                "pipecat could not be installed", "Is the package index within reach?"
            ) from None
        (folder / "made").touch()
    return python


def command(side: str, plan: Path, ttfs: float | None) -> list[str]:
    """What starts a side."""
    if side == "ours":
        return [sys.executable, "-m", "bench.turns.ours", str(plan)]
    weights = [str(find("whisper-base")), str(find("voice-joe"))]
    told = [f"{ttfs:.2f}"] if ttfs is not None and side != "defaults" else []
    return [str(pipecat()), "-m", "bench.turns.theirs", str(plan), side, *weights, *told]


def hold(side: str, plan: Path, cores: Sequence[int], ttfs: float | None = None) -> Session:
    """Hold one session with a side, on these cores."""
    threads = str(len(cores))
    environment = {
        **os.environ,
        "PYTHONPATH": os.pathsep.join(filter(None, [os.environ.get("PYTHONPATH"), str(ROOT)])),
        "OMP_NUM_THREADS": threads,
        "HF_HUB_OFFLINE": "1",
    }
    process = subprocess.Popen(
        command(side, plan, ttfs),
        env=environment,
        stdin=subprocess.PIPE,
        stdout=subprocess.PIPE,
        text=True,
        preexec_fn=lambda: os.sched_setaffinity(0, cores),
    )
    late = threading.Timer(LIMIT, process.kill)
    late.start()
    session, begun = Session(side), 0.0
    try:
        assert process.stdout
        for line in process.stdout:
            found = json.loads(line)
            if found.get("mark") == "begin":
                begun = _processor(process.pid)
            elif found.get("mark") == "end":
                session.cpu = _processor(process.pid) - begun
                session.memory, session.resident = _memory(process.pid)
                session.latest_tick = found["latest_tick"]
                process.communicate("\n", timeout=60)
                return session
            elif found["kind"] != "warm-up":
                session.records.append({"side": side, **found})
        raise AlongsideError(f"{side} ended before it was through", "What it printed is above.")
    finally:
        late.cancel()
        process.kill()
        process.wait()


def _tree(pid: int) -> list[psutil.Process]:
    root = psutil.Process(pid)
    return [root, *root.children(recursive=True)]


def _processor(pid: int) -> float:
    times = [process.cpu_times() for process in _tree(pid)]
    return float(sum(each.user + each.system for each in times))


def _memory(pid: int) -> tuple[float, float]:
    found = [process.memory_full_info() for process in _tree(pid)]
    return sum(each.pss for each in found) / 2**20, sum(each.rss for each in found) / 2**20
