"""A running graph for tests: the real command, the real supervisor, its own session folder."""

from __future__ import annotations

import contextlib
import os
import re
import signal
import subprocess
import sys
import threading
import time
from collections.abc import Iterator, Sequence
from pathlib import Path
from urllib.request import urlopen

from alongside.eventlog import Recorded, read_events
from tests.domains import Domain


class Graph:
    """`alongside up` as a subprocess."""

    def __init__(
        self,
        arguments: list[str],
        folder: Path,
        env: dict[str, str] | None = None,
        before: Sequence[str] = (),
    ) -> None:
        self.sessions = folder / "sessions"
        self.lines: list[str] = []
        self.domain = Domain()
        full = {
            **os.environ,
            "ALONGSIDE_SESSIONS": str(self.sessions),
            "ROS_DOMAIN_ID": str(self.domain.number),
            **(env or {}),
        }
        self.env = full
        self.process = subprocess.Popen(
            [*before, sys.executable, "-m", "commands.main", "up", *arguments],
            stdout=subprocess.PIPE,
            stderr=subprocess.STDOUT,
            text=True,
            env=full,
            start_new_session=True,
        )
        threading.Thread(target=self._read, daemon=True).start()

    def _read(self) -> None:
        assert self.process.stdout is not None
        for line in self.process.stdout:
            self.lines.append(line.rstrip())

    def said(self, pattern: str, seconds: float = 60.0) -> re.Match[str]:
        """Wait for a line of the command's output."""
        end = time.monotonic() + seconds
        while time.monotonic() < end:
            for line in list(self.lines):
                if found := re.search(pattern, line):
                    return found
            assert self.process.poll() is None, f"ended early:\n{self.output}"
            time.sleep(0.05)
        raise AssertionError(f"never said {pattern!r}:\n{self.output}")

    @property
    def output(self) -> str:
        """All it has printed, and the end of its log."""
        with contextlib.suppress(IndexError, OSError):
            log = (self.session / "graph.log").read_text().splitlines()[-30:]
            return "\n".join([*self.lines, "---", *log])
        return "\n".join(self.lines)

    @property
    def session(self) -> Path:
        """Its session folder."""
        return sorted(self.sessions.iterdir())[-1]

    @property
    def address(self) -> str:
        """The page's address, once all is ready or has failed."""
        return self.said(r"(?:ready|running without .+)\. Open (http://\S+)")[1]

    def get(self, path: str) -> str:
        """A page of its web server."""
        with urlopen(self.address.rstrip("/") + path, timeout=10) as answer:
            return str(answer.read().decode())

    def events(self, kind: str) -> list[Recorded]:
        """What the record holds of one kind of message, so far."""
        return [item for item in read_events(self.session) if type(item.message).__name__ == kind]

    def wait_for(self, kind: str, count: int = 1, seconds: float = 30.0) -> list[Recorded]:
        """Wait until the record holds that many messages of a kind."""
        end = time.monotonic() + seconds
        while time.monotonic() < end:
            with contextlib.suppress(FileNotFoundError, IndexError):
                found = self.events(kind)
                if len(found) >= count:
                    return found
            time.sleep(0.1)
        raise AssertionError(f"the record never held {count} {kind}:\n{self.output}")

    def stop(self, seconds: float = 25.0) -> int:
        """Ctrl+C; the exit code."""
        if self.process.poll() is None:
            self.process.send_signal(signal.SIGINT)
        try:
            return self.process.wait(seconds)
        except subprocess.TimeoutExpired:
            os.killpg(self.process.pid, signal.SIGKILL)
            raise AssertionError(f"did not stop:\n{self.output}") from None


@contextlib.contextmanager
def running(
    arguments: list[str], folder: Path, env: dict[str, str] | None = None, before: Sequence[str] = ()
) -> Iterator[Graph]:
    """A graph for the length of a `with` block, ended even when the test fails; `before` stands before it."""
    graph = Graph(arguments, folder, env, before)
    try:
        yield graph
    finally:
        with contextlib.suppress(ProcessLookupError):
            if graph.process.poll() is None:
                graph.process.send_signal(signal.SIGINT)
                with contextlib.suppress(subprocess.TimeoutExpired):
                    graph.process.wait(20)
            os.killpg(graph.process.pid, signal.SIGKILL)
        graph.domain.give_back()
