"""The place of this computer in a graph on several: its name, its address, and how it reaches the others."""

from __future__ import annotations

import socket
from dataclasses import dataclass
from pathlib import Path

from alongside.dds import peer_profile
from alongside.errors import AlongsideError
from alongside.hosts import Host, addresses, find_host, with_addresses


@dataclass(frozen=True)
class Place:
    """One computer of a graph, as seen from itself. Addresses are IPv4."""

    host: str
    address: str
    peers: tuple[str, ...]

    @property
    def arguments(self) -> list[str]:
        """What `alongside.process` is told of it."""
        return ["--part", self.host, "--at", self.address]

    def write_dds_profile(self, folder: Path) -> Path:
        """Write the DDS profile of this computer into `folder`."""
        path = folder / "dds.xml"
        path.write_text(peer_profile(self.address, self.peers), "utf-8")
        return path


def stand(hosts: tuple[Host, ...], part: str, given: list[str] | None = None) -> Place:
    """This computer as host `part`; `given` are addresses that differ from the profile's (`name=address`).

    Raises AlongsideError where there is no such host, an address is missing, or this computer has another.
    """
    find_host(hosts, part)
    known = addresses(with_addresses(hosts, given or []))
    with socket.socket(socket.AF_INET, socket.SOCK_DGRAM) as probe:
        try:
            probe.bind((known[part], 0))
        except OSError:
            raise AlongsideError(
                f"this computer is not {part!r}: it does not have the address {known[part]}",
                f"See its own with `hostname -I`, and give it: --host {part}=...",
            ) from None
    return Place(part, known[part], tuple(known[name] for name in known if name != part))
