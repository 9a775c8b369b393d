"""What the record of a session that runs holds so far."""

from __future__ import annotations

import contextlib
import time
from typing import Any

from alongside.eventlog import read_events
from tests.e2e.graphs import Graph


class Record:
    """The messages of one graph's record."""

    def __init__(self, graph: Graph) -> None:
        self.graph = graph

    def of(self, kind: type, /, **having: Any) -> list[Any]:
        """Messages of a kind with these values, in order."""
        with contextlib.suppress(FileNotFoundError, IndexError):
            found = [item.message for item in read_events(self.graph.session) if type(item.message) is kind]
            return [item for item in found if all(getattr(item, k) == v for k, v in having.items())]
        return []

    def until(self, kind: type, count: int = 1, seconds: float = 30.0, /, **having: Any) -> Any:
        """Wait for so many of them; the last."""
        end = time.monotonic() + seconds
        while len(found := self.of(kind, **having)) < count:
            assert time.monotonic() < end, f"no {kind.__name__} {having}:\n{self.graph.output}"
            time.sleep(0.05)
        return found[-1]
