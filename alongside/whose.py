"""Whose perception counts: ours, or that of a robot that brings its own. Pure: time is handed in."""

from __future__ import annotations

from typing import Literal

Perception = Literal["auto", "ours", "theirs"]
PERCEPTION = (
    "whose reading counts where a robot publishes its own on the ROS4HRI topics: "
    "ours, theirs, or auto: theirs while it is there"
)
QUIET_S = 5.0
"""Seconds of silence about somebody who is said to be there, after which theirs counts as hung."""


class Whose:
    """Follows whether another's perception is there and alive."""

    def __init__(self, setting: Perception) -> None:
        self._setting = setting
        self._heard = float("-inf")
        self._there = False
        self.theirs = setting == "theirs"

    def heard(self, now: float) -> None:
        """Something came from them."""
        self._heard = now

    def look(self, now: float, there: bool, expected: bool = False) -> bool:
        """Whether theirs counts from now on: it is `there`, and not silent where something is `expected`."""
        if there and not self._there:
            self._heard = now  # who has just come is given time
        self._there = there
        if self._setting == "auto":
            self.theirs = there and (not expected or now - self._heard <= QUIET_S)
        return self.theirs
