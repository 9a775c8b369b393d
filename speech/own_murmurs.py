"""The companion's own "mm-hm" as the listener knows it: it is no act that could be interrupted.

Said into a pause, its echo must not become a turn; said while the person speaks, it must not make the
listener deaf to them.
"""

from __future__ import annotations

from collections import deque

from alongside.messages import Spoken
from speech.audio import FRAME_SECONDS

RECENT = 0.3
"""Seconds after their last voiced frame within which the person counts as speaking on."""


class OwnMurmurs:
    """Follows the murmurs that sound."""

    def __init__(self) -> None:
        self._expected: deque[str] = deque(maxlen=8)
        self._act_id = ""
        self._over_voice = False
        self._quiet = RECENT

    def expect(self, act_id: str) -> None:
        """This act is a murmur."""
        self._expected.append(act_id)

    def is_one(self, act_id: str) -> bool:
        """Whether an act is a murmur."""
        return act_id in self._expected

    def spoken(self, spoken: Spoken) -> bool:
        """Follow one; False if it is none."""
        if not self.is_one(spoken.act_id):
            return False
        if spoken.status == "started":
            self._act_id, self._over_voice = spoken.act_id, self._quiet < RECENT
        elif spoken.act_id == self._act_id:
            self._act_id = ""
        return True

    def frame(self, voiced: bool) -> None:
        """A frame went by."""
        self._quiet = 0.0 if voiced else self._quiet + FRAME_SECONDS

    @property
    def sounding(self) -> bool:
        """Whether one sounds."""
        return bool(self._act_id)

    @property
    def over_voice(self) -> bool:
        """Whether one sounds that began while the person was speaking."""
        return self.sounding and self._over_voice
