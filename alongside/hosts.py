"""A graph on several computers: which of them runs which processes, and where each is reached.

A profile says it by name, and each computer starts its own part:

    hosts:
      robot: {address: 192.168.10.2, runs: [senses]}   # processes by name; []: none of ours
      desk: {address: 192.168.10.1}                    # without `runs`: all that no other runs
"""

from __future__ import annotations

import ipaddress
import socket
from collections.abc import Iterable
from dataclasses import dataclass, replace
from typing import Any

from alongside.errors import AlongsideError


@dataclass(frozen=True)
class Host:
    """One computer of a graph. `runs` is None where it runs all that no other does."""

    name: str
    address: str = ""
    runs: tuple[str, ...] | None = None


def read_hosts(raw: Any, where: str, processes: Iterable[str]) -> tuple[Host, ...]:
    """The hosts of a profile as its file has them; AlongsideError where they do not fit its processes."""
    if not raw:
        return ()
    if not isinstance(raw, dict):
        raise AlongsideError(f"{where}: hosts must be `name: {{address: ..., runs: [...]}}` lines")
    known = list(processes)
    hosts = tuple(_host(str(name), item, where) for name, item in raw.items() if item is not None)
    taken: dict[str, str] = {}
    for host in hosts:
        for process in host.runs or ():
            if process not in known:
                raise AlongsideError(
                    f"{where}: host {host.name!r} runs {process!r}, which is no process",
                    f"There are: {', '.join(known)}.",
                )
            if process in taken:
                raise AlongsideError(
                    f"{where}: {process!r} is run by {taken[process]!r} and by {host.name!r}", "Leave one."
                )
            taken[process] = host.name
    rest = [host.name for host in hosts if host.runs is None]
    if len(rest) > 1:
        raise AlongsideError(
            f"{where}: hosts {' and '.join(map(repr, rest))} both run the rest", "Give all but one `runs:`."
        )
    left = [process for process in known if process not in taken]
    if hosts and left and not rest:
        raise AlongsideError(
            f"{where}: no host runs {', '.join(left)}", "Leave out `runs:` of the one that does."
        )
    return hosts


def _host(name: str, item: Any, where: str) -> Host:
    unknown = sorted(set(item) - {"address", "runs"}) if isinstance(item, dict) else []
    if not isinstance(item, dict) or unknown:
        problem = f"has an unknown key {unknown[0]!r}" if unknown else "needs `address:`"
        raise AlongsideError(f"{where}: host {name!r} {problem}", "Known: address, runs.")
    runs = item.get("runs")
    if runs is not None and not isinstance(runs, list):
        raise AlongsideError(f"{where}: `runs` of host {name!r} must be a list of processes")
    return Host(name, str(item.get("address") or ""), None if runs is None else tuple(map(str, runs)))


def with_addresses(hosts: tuple[Host, ...], given: list[str]) -> tuple[Host, ...]:
    """The same hosts with single addresses changed, each `name=address`."""
    named = {host.name: host for host in hosts}
    for item in given:
        name, equals, address = item.partition("=")
        if not (equals and address and name in named):
            raise AlongsideError(
                f"cannot use {item!r}",
                f"Write name=address; the hosts are: {', '.join(named) or 'none in this profile'}.",
            )
        named[name] = replace(named[name], address=address)
    return tuple(named.values())


def find_host(hosts: tuple[Host, ...], name: str) -> Host:
    """The host of that name."""
    for host in hosts:
        if host.name == name:
            return host
    if not hosts:
        raise AlongsideError("this profile is for one computer", "Give it `hosts:`.")
    raise AlongsideError(
        f"this profile has no host {name!r}", f"It has: {', '.join(host.name for host in hosts)}."
    )


def processes_of(hosts: tuple[Host, ...], host: Host, processes: Iterable[str]) -> tuple[str, ...]:
    """The processes that a host runs, in the profile's order."""
    if host.runs is not None:
        return tuple(name for name in processes if name in host.runs)
    taken = {name for other in hosts for name in other.runs or ()}
    return tuple(name for name in processes if name not in taken)


def addresses(hosts: Iterable[Host]) -> dict[str, str]:
    """The IPv4 address of every host, by its name. AlongsideError for one that has none or two of one."""
    found: dict[str, str] = {}
    for host in hosts:
        if not host.address:
            raise AlongsideError(
                f"host {host.name!r} has no address", f"Give it in the profile, or by --host {host.name}=..."
            )
        found[host.name] = _ipv4(host)
    for name, address in found.items():
        other = next((each for each, same in found.items() if same == address and each != name), None)
        if other:
            raise AlongsideError(f"hosts {name!r} and {other!r} are both {address}", "Each needs its own.")
    return found


def _ipv4(host: Host) -> str:
    try:
        address = socket.getaddrinfo(host.address, None, socket.AF_INET, socket.SOCK_DGRAM)[0][4][0]
    except (OSError, UnicodeError):
        raise AlongsideError(
            f"the address {host.address!r} of host {host.name!r} is not known here",
            "Write its number, as in 192.168.10.2, or put the name into /etc/hosts.",
        ) from None
    if ipaddress.ip_address(address).is_loopback:
        raise AlongsideError(
            f"the address {host.address!r} of host {host.name!r} means this computer alone ({address})",
            "Give the address by which the others reach it.",
        )
    return str(address)
