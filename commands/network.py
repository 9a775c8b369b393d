"""What `alongside doctor` finds of the network: the DDS profile, its other computers, their clocks."""

from __future__ import annotations

import os
import socket
from collections.abc import Iterator
from pathlib import Path
from tempfile import TemporaryDirectory
from xml.etree import ElementTree as ET

from alongside.clocks import APART_S, Exchange, offset
from alongside.errors import AlongsideError
from alongside.hosts import Host, addresses, find_host, processes_of, with_addresses
from alongside.place import Place, stand
from alongside.profiles import Profile, launch_folder
from alongside.ros import ros_environment
from commands.finding import Finding

ANSWER_S = 4.0
"""Seconds that the parts of a graph on other computers have to answer."""
KNOCK_S = 1.0
"""Seconds in which a computer in the same network answers that nobody is behind a port."""
KNOCK_AT = 9
"""A port (discard) where hardly anything listens: being refused shows that the computer is there."""


def dds_profile() -> Iterator[Finding]:
    """How the graph's processes find each other."""
    middleware = os.environ.get("RMW_IMPLEMENTATION", "rmw_fastrtps_cpp")
    if middleware != "rmw_fastrtps_cpp":
        yield Finding(
            "ROS middleware",
            False,
            f"{middleware}, which does not read our DDS profile: it may talk to the whole network",
            "unset RMW_IMPLEMENTATION",
            needed=False,
        )
    given = os.environ.get("FASTDDS_DEFAULT_PROFILES_FILE")
    if not given:
        yield Finding("DDS profile", True, "ours: this computer alone, and the hosts of --part")
        return
    try:
        ET.parse(given)
    except OSError:
        problem = "which does not exist: Fast DDS then talks to the whole network"
    except ET.ParseError as error:
        problem = f"which is no XML ({error})"
    else:
        yield Finding("DDS profile", True, f"your own, {given}")
        return
    do = "unset FASTDDS_DEFAULT_PROFILES_FILE, or mend it"
    yield Finding("DDS profile", False, f"your own, {given}, {problem}", do, needed=False)


def other_hosts(profile: Profile, part: str, given: list[str]) -> Iterator[Finding]:
    """Whether this computer is host `part`, whether the others answer over ROS, and their clocks."""
    hosts = with_addresses(profile.hosts, given)
    find_host(hosts, part)
    try:
        place = stand(hosts, part)
    except AlongsideError as error:
        yield Finding(f"host {part}", False, error.what, error.do)
        return
    known = addresses(hosts)
    yield Finding(f"host {part}", True, f"this computer, {place.address}")
    others = [host for host in hosts if host.name != part]
    ours = [host.name for host in others if processes_of(hosts, host, profile.processes)]
    heard = _ask(ours, place) if ours else {}
    for host in others:
        if host.name not in ours:
            yield reached(host, known[host.name])
        elif host.name not in heard:
            yield silent(profile.name, host, known[host.name])
        else:
            yield from told(host, known[host.name], heard[host.name])


def _ask(names: list[str], place: Place) -> dict[str, list[Exchange]]:
    with TemporaryDirectory() as folder:
        path = place.write_dds_profile(Path(folder))
        os.environ.update(ros_environment(launch_folder(), path))
        from alongside.clock_node import ask_clocks

        return ask_clocks(names, ANSWER_S)


def told(host: Host, address: str, exchanges: list[Exchange]) -> Iterator[Finding]:
    """What a host that answers shows: that it is there, and its clock."""
    found = offset(exchanges)
    if found is None:
        return
    yield Finding(f"host {host.name}", True, f"{address} answers over ROS in {1000 * found.sure:.1f} ms")
    where = f"{1000 * found.seconds:+.1f} ms from ours, to within {1000 * found.sure:.1f} ms"
    yield Finding(
        f"clock of {host.name}",
        not found.apart,
        where if not found.apart else f"{where}: more than {1000 * APART_S:.0f} ms",
        "let both computers follow one time server (chrony, one the other's)",
        needed=False,
    )


def silent(profile: str, host: Host, address: str) -> Finding:
    """Why a host that should answer over ROS may not."""
    if not reached(host, address).ok:
        return reached(host, address)
    return Finding(
        f"host {host.name}",
        False,
        f"{address} is there, but no part of the graph answers",
        f"start it there: alongside up {profile} --part {host.name}; else see ROS_DOMAIN_ID, the firewall, "
        "and that /etc/machine-id differs",
        needed=False,
    )


def reached(host: Host, address: str) -> Finding:
    """Whether a computer with that address is there at all."""
    try:
        socket.create_connection((address, KNOCK_AT), KNOCK_S).close()
    except ConnectionRefusedError:
        pass
    except OSError:
        return Finding(
            f"host {host.name}",
            False,
            f"nothing answers at {address}",
            "see that it is on, its cable or network, its address, and its firewall",
            needed=False,
        )
    return Finding(f"host {host.name}", True, f"{address} is there")
