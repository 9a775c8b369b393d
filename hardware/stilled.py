"""After a stop what moves stays as it is until the companion does more than wait.

The companion's own pose after a stop would turn heads and servos back to where they rest: on a screen that is
a face that calms down, on a motor it is a movement after the stop.
"""

from __future__ import annotations

from alongside.messages import FacePose


class Stilled:
    """Whether something that moves was stopped."""

    def __init__(self) -> None:
        self._stopped = False

    def stop(self) -> None:
        """Nothing is to move."""
        self._stopped = True

    def keeps(self, pose: FacePose) -> bool:
        """Whether this pose is not to be shown; one of somebody who goes on lifts the stop."""
        self._stopped = self._stopped and pose.mode == "waiting"
        return self._stopped
