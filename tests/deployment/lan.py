"""A network of small computers on this one: a network namespace each, all on one switch."""

from __future__ import annotations

import os
import secrets
import shutil
import subprocess
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

OWN_FILES = Path("/etc/netns")
"""`ip netns exec NAME` puts what lies in NAME here in the place of the file in /etc."""


class RefusedError(Exception):
    """This machine does not allow network namespaces."""


def ip(*arguments: str) -> None:
    """Run ip(8)."""
    done = subprocess.run(["ip", *arguments], capture_output=True, text=True)
    told = f"ip {' '.join(arguments)}: {done.stderr.strip()}"
    if any(word in done.stderr for word in ("not permitted", "ermission denied", "not supported", "Unknown")):
        raise RefusedError(told)
    assert done.returncode == 0, told


class Lan:
    """Computers by name; each has an address of 10.77.0.0/24 and, as real ones do, a machine-id of its own.

    (Two computers of one machine-id, as cloned disks have it, are one to Fast DDS, and never meet.)
    """

    def __init__(self) -> None:
        self._mark = f"al{os.getpid()}"
        self.address: dict[str, str] = {}
        self._spaces: list[str] = []

    def build(self, *names: str) -> None:
        """Make the switch and the computers. Raises RefusedError where this machine allows none."""
        if shutil.which("ip") is None:
            raise RefusedError("there is no ip(8): apt-get install iproute2")
        switch = self._make("switch")
        ip("-n", switch, "link", "add", "name", "switch0", "type", "bridge")
        ip("-n", switch, "link", "set", "switch0", "up")
        for number, name in enumerate(names, 1):
            space, port = self._make(name), f"p{number}"
            (OWN_FILES / space).mkdir(parents=True)
            (OWN_FILES / space / "machine-id").write_text(secrets.token_hex(16) + "\n")
            self.address[name] = f"10.77.0.{number}"
            ip(
                "link",
                "add",
                "name",
                "net0",
                "netns",
                space,
                "type",
                "veth",
                "peer",
                "name",
                port,
                "netns",
                switch,
            )
            ip("-n", space, "addr", "add", f"{self.address[name]}/24", "dev", "net0")
            ip("-n", space, "link", "set", "net0", "up")
            ip("-n", switch, "link", "set", port, "master", "switch0", "up")

    def on(self, name: str) -> list[str]:
        """What to put before a command, to run it on that computer."""
        return ["ip", "netns", "exec", f"{self._mark}{name}"]

    def cable(self, name: str, state: str) -> None:
        """Plug (`up`) or unplug (`down`) a computer's cable, at the switch."""
        ip("-n", f"{self._mark}switch", "link", "set", f"p{list(self.address).index(name) + 1}", state)

    def close(self) -> None:
        """Take it all away."""
        for space in self._spaces:
            subprocess.run(["ip", "netns", "del", space], capture_output=True)
            shutil.rmtree(OWN_FILES / space, ignore_errors=True)

    def _make(self, name: str) -> str:
        space = f"{self._mark}{name}"
        ip("netns", "add", space)
        self._spaces.append(space)
        ip("-n", space, "link", "set", "lo", "up")
        return space


@contextmanager
def lan(*names: str) -> Iterator[Lan]:
    """A network for the length of a `with` block. Raises RefusedError where this machine allows none."""
    made = Lan()
    try:
        made.build(*names)
        yield made
    finally:
        made.close()
