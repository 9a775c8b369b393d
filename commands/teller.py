"""How a graph is, told on the terminal and to whatever watches over it."""

from __future__ import annotations

from pathlib import Path

from rich.console import Console

from alongside.profiles import Profile
from commands.health import NodeHealth, forget_health, notify, write_health


class Teller:
    """Tells on the terminal how the graph is: one line a step, the last says what to do next."""

    def __init__(self, graph: Profile, folder: Path) -> None:
        self.graph = graph
        self.folder = folder
        self._waiting = {node.name for node in graph.nodes}
        self._health = {node.name: NodeHealth("starting", node.required) for node in graph.nodes}
        self._address = ""
        self._told = False
        self._ill: set[str] = set()
        self._out = Console(stderr=True, highlight=False, soft_wrap=True)

    def begin(self, transport: str) -> None:
        """Say what is being started."""
        how = "as ROS 2 nodes" if transport == "ros" else "in one process, without ROS"
        self._out.print(f"{self.graph.title}: starting {len(self._waiting)} parts {how}")
        self._out.print(f"record: {self.folder}")
        write_health(self.folder, self._health)

    def __call__(self, node: str, status: str, detail: str) -> None:
        if status == "ending":
            self._out.print(
                "ending: the record is closed and the report written, which can take some seconds"
            )
            return
        self._note(node, status)
        if status == "ready" and detail.startswith("http"):
            self._address = detail
        if status in ("degraded", "failed", "restarting"):
            self._out.print(f"{node} {status}: {detail}")
            self._ill.add(node)
        elif status == "ready" and node in self._ill:
            self._ill.discard(node)
            if node not in self._waiting:
                self._out.print(f"{node} is back{f': {detail}' if detail else ''}")
        if status in ("ready", "failed") and node in self._waiting:
            self._waiting.discard(node)
            if status == "ready":
                self._out.print(f"  {node} ready")
        if not self._waiting and not self._told:
            self._told = True
            here = f"Open {self._address} in a browser. " if self._address else ""
            failed = ", ".join(name for name, health in self._health.items() if health.status == "failed")
            how = f"running without {failed}" if failed else "ready"
            self._out.print(f"{how}. {here}Ctrl+C ends.")
            notify("READY=1")

    def _note(self, name: str, status: str) -> None:
        """Put down how a node is, or all of a process."""
        for node in self.graph.nodes:
            if name == node.name or (status == "restarting" and name in (node.process, "all")):
                self._health[node.name] = NodeHealth(status, node.required)
        write_health(self.folder, self._health)

    def end(self) -> None:
        """Say where the record is."""
        forget_health(self.folder)
        self._out.print(f"ended. The record: {self.folder}")
        if (self.folder / "report.html").is_file():
            self._out.print(f"The report: {self.folder / 'report.html'}")
        elif (self.folder / "events.jsonl").is_file():
            self._out.print(f"No report was written in time. Make it: alongside report {self.folder}")
