"""The supervisor: starts a graph's processes, restarts what dies, and stops all in order."""

from __future__ import annotations

import asyncio
import contextlib
import os
import re
import signal
import sys
from collections.abc import Callable
from dataclasses import dataclass, field
from pathlib import Path
from typing import TextIO

from alongside.errors import AlongsideError

FIRST_WAIT, LONGEST_WAIT = 0.3, 15.0
"""Seconds before a dead process is started again; doubles each time."""
STEADY = 30.0
"""Seconds a process must have lived for its next restart to be prompt again."""
GRACE = (("SIGINT", 6.0), ("SIGTERM", 3.0), ("SIGKILL", 3.0))
"""How a process is asked to stop, and how many seconds it has to comply."""

HEALTH = re.compile(
    r"^[A-Z] alongside\.(?P<node>\w+): (?P<status>starting|ready|degraded|failed)(: (?P<detail>.*))?$"
)

Watcher = Callable[[str, str, str], None]
"""Called with (node, status, detail) whenever a node says how it is."""


@dataclass
class Child:
    """One process of the graph and what is known of it."""

    name: str
    command: list[str]
    nodes: tuple[str, ...]
    process: asyncio.subprocess.Process | None = None
    ready: set[str] = field(default_factory=set)
    restarts: int = 0
    last_line: str = ""


class Supervisor:
    """Runs the processes of one graph until told to stop, or until one cannot start at all."""

    def __init__(self, children: list[Child], env: dict[str, str], log: Path, watch: Watcher) -> None:
        self.children = children
        self._env = env
        self._log_path = log
        self._watch = watch
        self._stopping = asyncio.Event()
        self._problem: AlongsideError | None = None

    async def run(self) -> None:
        """Start all, keep them alive, and stop them when `stop` is called or a signal comes.

        Raises AlongsideError if a process ends by itself before it was ever ready.
        """
        loop = asyncio.get_running_loop()
        for number in (signal.SIGINT, signal.SIGTERM, signal.SIGHUP):
            loop.add_signal_handler(number, self.stop)
        with self._log_path.open("a", encoding="utf-8") as log:
            tasks = [asyncio.create_task(self._keep(child, log)) for child in self.children]
            await self._stopping.wait()
            if not self._problem:
                self._watch("", "ending", "")
            # Last started, first stopped: the recorder, which comes first, sees the others out.
            for child, task in reversed(list(zip(self.children, tasks, strict=True))):
                await self._end(child)
                task.cancel()
                await asyncio.gather(task, return_exceptions=True)
        if self._problem:
            raise self._problem

    def stop(self) -> None:
        """Ask the graph to end."""
        self._stopping.set()

    async def _keep(self, child: Child, log: TextIO) -> None:
        wait = FIRST_WAIT
        loop = asyncio.get_running_loop()
        while not self._stopping.is_set():
            began = loop.time()
            code = await self._once(child, log)
            if self._stopping.is_set():
                return
            started = bool(child.nodes) and child.ready.issuperset(child.nodes)
            if child.restarts == 0 and code > 0 and not started:
                said = (
                    child.last_line.removeprefix("alongside: ").rstrip(".")
                    or f"it ended with exit code {code}"
                )
                who = "the graph" if child.name == "all" else child.name  # `all`: it is one process
                self._problem = AlongsideError(
                    f"{who} could not start: {said}", f"The log is {self._log_path}."
                )
                self.stop()
                return
            wait = FIRST_WAIT if loop.time() - began > STEADY else min(wait * 2, LONGEST_WAIT)
            child.restarts += 1
            self._watch(child.name, "restarting", f"it ended (code {code}); again in {wait:.1f} s")
            await asyncio.sleep(wait)

    async def _once(self, child: Child, log: TextIO) -> int:
        child.process = await asyncio.create_subprocess_exec(
            *child.command,
            env=self._env,
            stdin=asyncio.subprocess.DEVNULL,
            stdout=asyncio.subprocess.PIPE,
            stderr=asyncio.subprocess.STDOUT,
            start_new_session=True,
            limit=1 << 20,
        )
        assert child.process.stdout is not None
        with contextlib.suppress(ValueError):  # a line longer than the limit: not ours, drop the rest
            async for raw in child.process.stdout:
                self._line(child, raw.decode("utf-8", "replace").rstrip(), log)
        return await child.process.wait()

    def _line(self, child: Child, line: str, log: TextIO) -> None:
        log.write(f"{child.name}: {line}\n")
        log.flush()
        child.last_line = line or child.last_line
        if found := HEALTH.match(line):
            if found["status"] == "ready":
                child.ready.add(found["node"])
            self._watch(found["node"], found["status"], found["detail"] or "")

    async def _end(self, child: Child) -> None:
        process = child.process
        if process is None:
            return
        for name, seconds in GRACE:
            if process.returncode is None:
                with contextlib.suppress(ProcessLookupError):
                    os.killpg(process.pid, getattr(signal, name))
                with contextlib.suppress(asyncio.TimeoutError):
                    await asyncio.wait_for(process.wait(), seconds)
        with contextlib.suppress(ProcessLookupError, PermissionError):
            os.killpg(process.pid, signal.SIGKILL)  # what a worker of it may have left behind


def python_process(name: str, nodes: tuple[str, ...], arguments: list[str]) -> Child:
    """A child that runs `python -m alongside.process` with these arguments."""
    return Child(name, [sys.executable, "-m", "alongside.process", *arguments], nodes)
