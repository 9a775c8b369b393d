"""Whether this computer's clock is kept right by a time server. Asks the kernel, which anyone may."""

from __future__ import annotations

import ctypes
import sys
from pathlib import Path

from commands.finding import Finding

KEEPERS = {
    "chronyd": "chrony",
    "systemd-timesyn": "systemd-timesyncd",  # the kernel keeps 15 characters of a name
    "ntpd": "ntpd",
    "ptp4l": "ptp4l",
    "phc2sys": "ptp4l",
}
TIME_ERROR = 5
"""adjtimex(2): the clock is not synchronised to a reliable server."""
DO = "apt-get install chrony, and let it reach a time server (on every computer of the graph the same)"


class _Timex(ctypes.Structure):
    """`struct timex` of adjtimex(2), as far as its size matters; `modes` 0 only reads."""

    _fields_ = (
        ("modes", ctypes.c_uint),
        ("offset", ctypes.c_long),
        ("frequency", ctypes.c_long),
        ("maxerror", ctypes.c_long),
        ("rest", ctypes.c_byte * 512),
    )


def kernel_state() -> int | None:
    """The clock's state as adjtimex(2) returns it; None where it cannot be asked."""
    if sys.platform != "linux":
        return None
    ask = getattr(ctypes.CDLL(None, use_errno=True), "adjtimex", None)
    state = ask(ctypes.byref(_Timex())) if ask else -1
    return None if state < 0 else int(state)


def keepers(proc: Path = Path("/proc")) -> list[str]:
    """The programs that are running here to keep the clock, by their packages' names."""
    found = set()
    for entry in proc.glob("[0-9]*/comm"):
        try:
            found.add(KEEPERS.get(entry.read_text().strip(), ""))
        except OSError:  # it ended meanwhile
            continue
    return sorted(found - {""})


def clock_finding(state: int | None, by: list[str]) -> Finding:
    """One line on the clock. `state` and `by` as `kernel_state` and `keepers` tell them."""
    who = " and ".join(by)
    if state is None:
        return Finding("clock", bool(by), f"kept by {who}" if by else "unknown", DO, needed=False)
    if state != TIME_ERROR:
        return Finding("clock", True, f"synchronised{f' by {who}' if by else ''}", needed=False)
    running = f"though {who} runs" if by else "and nothing here keeps it"
    return Finding("clock", False, f"not synchronised, {running}", DO, needed=False)


def this_clock() -> Finding:
    """How this computer's clock is kept."""
    return clock_finding(kernel_state(), keepers())
