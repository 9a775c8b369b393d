"""A DDS domain for each graph: tests that run side by side never hear each other."""

from __future__ import annotations

import fcntl
import random
import tempfile
from pathlib import Path
from typing import TextIO

DOMAINS = 19
"""1 to 19: those above belong to robots' doubles, and above 101 ports are the system's to hand out."""


class Domain:
    """A number for ROS_DOMAIN_ID that no other test on this computer has, until it is given back."""

    def __init__(self) -> None:
        first = random.SystemRandom().randrange(DOMAINS)
        for step in range(DOMAINS):
            self.number = 1 + (first + step) % DOMAINS
            if claim := _claimed(self.number):
                self._claim = claim
                return
        raise AssertionError("every DDS domain is taken by other tests on this computer")

    def give_back(self) -> None:
        """Somebody else may have it."""
        self._claim.close()


def _claimed(number: int) -> TextIO | None:
    try:
        claim = (Path(tempfile.gettempdir()) / f"alongside-domain-{number}").open("a")
    except PermissionError:
        return None  # another user's
    try:
        fcntl.flock(claim, fcntl.LOCK_EX | fcntl.LOCK_NB)
    except BlockingIOError:
        claim.close()
        return None
    return claim
