"""The supervisor on real processes: restart, ordered stop, giving up at the start."""

import asyncio
import os
import signal
import sys
import time
from pathlib import Path

import psutil
import pytest

from alongside.errors import AlongsideError
from alongside.profiles import NodeSpec, Profile
from commands.supervisor import Child, Supervisor
from commands.teller import Teller

STEADY_CHILD = """
import signal, subprocess, sys, time
print("I alongside.part: ready", flush=True)
if "worker" in sys.argv: subprocess.Popen([sys.executable, "-c", "import time; time.sleep(60)"])
def leave(*_):
    open(sys.argv[1], "a").write(sys.argv[2] + "\\n"); sys.exit(0)
signal.signal(signal.SIGINT, signal.SIG_IGN if "deaf" in sys.argv else leave)
time.sleep(60)
"""


def child(name: str, trace: Path, *more: str) -> Child:
    return Child(name, [sys.executable, "-c", STEADY_CHILD, str(trace), name, *more], ("part",))


async def until(condition: object, seconds: float = 20.0) -> None:
    end = time.monotonic() + seconds
    while not condition():  # type: ignore[operator]
        assert time.monotonic() < end, "it did not happen in time"
        await asyncio.sleep(0.02)


async def test_a_killed_process_comes_back_and_all_stop_in_reverse_order(tmp_path: Path) -> None:
    trace, seen = tmp_path / "trace", []
    first, second = child("first", trace), child("second", trace)
    supervisor = Supervisor(
        [first, second], dict(os.environ), tmp_path / "log", lambda *told: seen.append(told)
    )
    running = asyncio.create_task(supervisor.run())
    await until(lambda: first.ready and second.ready)
    assert second.process is not None
    old = second.process.pid
    os.kill(old, signal.SIGKILL)
    await until(lambda: seen.count(("part", "ready", "")) == 3)
    assert second.process.pid != old
    assert second.restarts == 1
    supervisor.stop()
    await asyncio.wait_for(running, 20)
    assert trace.read_text().split() == ["second", "first"]


async def test_a_deaf_process_and_its_worker_are_ended_all_the_same(tmp_path: Path) -> None:
    deaf = child("deaf", tmp_path / "trace", "deaf", "worker")
    supervisor = Supervisor([deaf], dict(os.environ), tmp_path / "log", lambda *_: None)
    running = asyncio.create_task(supervisor.run())
    await until(lambda: deaf.ready)
    assert deaf.process is not None
    workers: list[psutil.Process] = []
    await until(lambda: workers.extend(psutil.Process(deaf.process.pid).children()) or workers)  # type: ignore[union-attr]
    supervisor.stop()
    await asyncio.wait_for(running, 30)
    _, alive = psutil.wait_procs(workers, timeout=10)
    assert not [worker for worker in alive if worker.status() != psutil.STATUS_ZOMBIE]


async def test_what_cannot_start_ends_the_graph_with_its_own_words(tmp_path: Path) -> None:
    bad = Child("bad", [sys.executable, "-c", "print('alongside: port 1 is taken'); raise SystemExit(1)"], ())
    good = child("good", tmp_path / "trace")
    supervisor = Supervisor([good, bad], dict(os.environ), tmp_path / "log", lambda *_: None)
    with pytest.raises(AlongsideError, match="bad could not start: port 1 is taken"):
        await asyncio.wait_for(supervisor.run(), 10)
    assert good.process is not None
    assert good.process.returncode is not None


def test_a_graph_without_one_of_its_parts_is_not_called_ready(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    nodes = (NodeSpec("screen", "a:B", "all"), NodeSpec("voice", "a:B", "all"))
    teller = Teller(Profile("face", "A face", nodes), tmp_path)
    teller("screen", "failed", "port 1 is taken")
    teller("voice", "ready", "")
    assert "running without screen. Ctrl+C ends." in capsys.readouterr().err
