"""Sharing out test files among processes, one of which may die.

pytest-xdist 3.8 takes all that a dead process ever ran for work to do, and its heir is handed empty lists or
a last test for which it waits for a follower: the run never ends (its issues 1313, 1327, 1378). Here the test
that killed its process has failed, and what the process had not yet run goes to its heir.
"""

from __future__ import annotations

from collections.abc import Iterator

from xdist.scheduler import LoadFileScheduling
from xdist.workermanage import WorkerController


class SurvivingScheduling(LoadFileScheduling):
    """Files as with `--dist loadfile`; a dead process costs one test, or its second try."""

    def remove_node(self, node: WorkerController) -> str | None:
        """Forget a process that is done or dead. Returns the test it died of."""
        left = list(unfinished(self.assigned_work.pop(node)))
        if not left:
            return None
        _, killer, _ = left[0]
        for scope, test, unit in left:
            unit[test] = test == killer
            if not all(unit.values()):
                self.workqueue[scope] = unit
        for other in self.assigned_work:
            self._reschedule(other)
        return killer

    def mark_test_pending(self, item: str) -> None:
        """Run a test again: one that may have a second try has killed its process."""
        self.workqueue.setdefault(self._split_scope(item), {})[item] = False
        for node in self.assigned_work:
            self._reschedule(node)

    def schedule(self) -> None:
        """Give out work. An heir gets two files at once: no process runs a test before it knows the next."""
        super().schedule()
        for node in self.nodes:
            self._reschedule(node)

    def _reschedule(self, node: WorkerController) -> None:
        if node in self.registered_collections:  # else it is an heir that is still reading the tests
            super()._reschedule(node)


def unfinished(workload: dict[str, dict[str, bool]]) -> Iterator[tuple[str, str, dict[str, bool]]]:
    """File, test and the file's tests, of each test that has not run, in order."""
    for scope, unit in workload.items():
        for test, done in unit.items():
            if not done:
                yield scope, test, unit
