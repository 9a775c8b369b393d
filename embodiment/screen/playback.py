"""What became of each act's sound: whoever waits for the end of an act hears of it, page or no page."""

from __future__ import annotations

import asyncio
from collections import deque
from collections.abc import Callable

from alongside.messages import Spoken, VoiceClip
from embodiment.screen.heard import Heard

GRACE = 10.0
"""Seconds after the last clip should have been heard at which a silent page counts as failed."""
CUT_GRACE = 1.0
"""Seconds in which a page tells what was heard of an act that was cut short."""
REMEMBERED = 200


class Playback:
    """Follows the acts whose clips went to a page.

    `lost(act_id, heard)` is called once for an act that no page plays to its end: `heard` is what was audible
    of it when its page went, None where nothing is known to have been. Calls on the event loop.
    """

    def __init__(self, lost: Callable[[str, str | None], None], grace: float = GRACE) -> None:
        self._lost = lost
        self._grace = grace
        self._heard: dict[str, Heard] = {}
        self._due: dict[str, float] = {}
        self._alarms: dict[str, asyncio.TimerHandle] = {}
        self._over: deque[str] = deque(maxlen=REMEMBERED)
        self._cut: deque[str] = deque(maxlen=REMEMBERED)

    def wants(self, clip: VoiceClip) -> bool:
        """Whether the clip is to be played: not if its act is over or was cut short."""
        return clip.act_id not in self._over and clip.act_id not in self._cut

    def sent(self, clip: VoiceClip) -> None:
        """A clip goes to the page; the act is due at the end of all its clips."""
        loop = asyncio.get_running_loop()
        seconds = clip.pause_before + len(clip.samples) / 2 / max(clip.rate, 1)
        self._heard.setdefault(clip.act_id, Heard()).add(clip)
        self._due[clip.act_id] = max(self._due.get(clip.act_id, 0.0), loop.time()) + seconds
        self._expect(clip.act_id, self._due[clip.act_id] + self._grace)

    def told(self, spoken: Spoken) -> bool:
        """The page tells how an act went. False if that act is over already."""
        if spoken.act_id in self._over:
            return False
        if spoken.status != "started":
            self._end(spoken.act_id)
        elif spoken.act_id in self._heard:
            self._heard[spoken.act_id].since = asyncio.get_running_loop().time()
        return True

    def cut(self, act_id: str) -> None:
        """An act ("": each) was interrupted: the page tells what was heard; no more clips of it."""
        by = asyncio.get_running_loop().time() + CUT_GRACE
        for each in [act_id] if act_id else tuple(self._due):
            self._cut.append(each)
            if each in self._due:
                self._expect(each, by)

    def fail(self, act_id: str) -> None:
        """No page plays this act."""
        if act_id not in self._over:
            self._end(act_id)
            self._lost(act_id, None)

    def page_gone(self) -> None:
        """The page left: what it was playing is cut off there."""
        now = asyncio.get_running_loop().time()
        for act_id in tuple(self._due):
            heard = self._heard[act_id].until(now)
            self._end(act_id)
            self._lost(act_id, heard)

    def close(self) -> None:
        """Stop waiting."""
        for act_id in tuple(self._alarms):
            self._silence(act_id)

    def _end(self, act_id: str) -> None:
        self._silence(act_id)
        self._due.pop(act_id, None)
        self._heard.pop(act_id, None)
        self._over.append(act_id)

    def _expect(self, act_id: str, by: float) -> None:
        self._silence(act_id)
        self._alarms[act_id] = asyncio.get_running_loop().call_at(by, self.fail, act_id)

    def _silence(self, act_id: str) -> None:
        if act_id in self._alarms:
            self._alarms.pop(act_id).cancel()
