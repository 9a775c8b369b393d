"""Whether the network interface of an address carries anything: a cable is in, a radio has its network.

Fast DDS looks for its interfaces once, when a process joins, and passes over those without a link. A process
that was started behind a pulled cable would stay alone for good when the cable is back, so it waits for it.
"""

from __future__ import annotations

import asyncio
import fcntl
import socket
import struct

SIOCGIFFLAGS, SIOCGIFADDR = 0x8913, 0x8915  # linux/sockios.h
IFF_RUNNING = 0x40  # linux/if.h
LOOK_AGAIN_S = 0.5


def link_up(address: str) -> bool:
    """Whether the interface with that IPv4 address has a link; True also where that cannot be told."""
    with socket.socket(socket.AF_INET, socket.SOCK_DGRAM) as asked:
        for _, name in socket.if_nameindex():
            request = struct.pack("256s", name.encode())
            try:
                own = fcntl.ioctl(asked, SIOCGIFADDR, request)[20:24]
                flags = struct.unpack_from("H", fcntl.ioctl(asked, SIOCGIFFLAGS, request), 16)[0]
            except OSError:  # it has no address
                continue
            if socket.inet_ntoa(own) == address:
                return bool(flags & IFF_RUNNING)
    return True


async def until_link(address: str, stopping: asyncio.Event) -> None:
    """Wait until the interface with that address has a link, or until `stopping` is set."""
    while not (stopping.is_set() or link_up(address)):  # noqa: ASYNC110 - the kernel is asked, it tells nobody
        await asyncio.sleep(LOOK_AGAIN_S)
