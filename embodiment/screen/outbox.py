"""What waits to be sent to one page.

It is bounded; urgent things go before sound; an act's sound goes whole or not at all.
"""

from __future__ import annotations

import asyncio
from collections import deque
from dataclasses import dataclass
from itertools import islice

from alongside.messages import FacePose, FaceSeen, Message, PartialSpeech, SpeechActivity, VoiceClip
from embodiment.screen.protocol import pack

PASSING = (SpeechActivity, FaceSeen, PartialSpeech, FacePose)
"""A newer one of these makes an older one needless."""
MANY = 50
"""Frames; where more wait, the page is slow and the oldest passing one goes."""
MOST_FRAMES = 1000
"""Frames; where more wait the page is as good as gone."""
MOST_SOUND = 8 * 1024 * 1024
"""Bytes of waiting clips: three minutes of speech, more than any act."""


@dataclass(frozen=True)
class Waiting:
    """One frame, with what is needed to drop it."""

    frame: str | bytes
    kind: type[Message] | None = None
    act_id: str = ""


class Outbox:
    """The queue of one page. All calls on the event loop."""

    def __init__(self) -> None:
        self._waiting: deque[Waiting] = deque()
        self._arrived = asyncio.Event()
        self._sound = 0
        self.idle = asyncio.Event()
        """Set while everything that was queued has been sent."""
        self.full = asyncio.Event()
        """Set when the page is as good as gone; nothing is queued from then on."""

    def put_frame(self, frame: str) -> None:
        """Queue a frame that is no message (Hello, Error)."""
        self._append(Waiting(frame))

    def put(self, message: Message) -> bool:
        """Queue a message. False if it was a clip too many: then its whole act is dropped."""
        frame = pack(message)
        if isinstance(message, VoiceClip):
            if self._sound + len(frame) > MOST_SOUND:
                self.drop_act(message.act_id)
                return False
            self._sound += len(frame)
            self._append(Waiting(frame, VoiceClip, message.act_id))
            return True
        self._append(Waiting(frame, type(message)), before_sound=message.urgent)
        return True

    def drop_act(self, act_id: str) -> None:
        """Drop the clips of an act ("": of every act) that have not left yet."""
        kept = [
            item for item in self._waiting if item.kind is not VoiceClip or act_id not in ("", item.act_id)
        ]
        self._waiting = deque(kept)
        self._sound = sum(len(item.frame) for item in kept if item.kind is VoiceClip)

    async def next(self) -> str | bytes:
        """The next frame to send, as soon as there is one."""
        while not self._waiting:
            self.idle.set()
            self._arrived.clear()
            await self._arrived.wait()
        item = self._waiting.popleft()
        if item.kind is VoiceClip:
            self._sound -= len(item.frame)
        return item.frame

    def __len__(self) -> int:
        return len(self._waiting)

    def _append(self, item: Waiting, *, before_sound: bool = False) -> None:
        if self.full.is_set():
            return
        if before_sound:
            sound = (at for at, old in enumerate(self._waiting) if old.kind is VoiceClip)
            self._waiting.insert(next(sound, len(self._waiting)), item)
        else:
            self._waiting.append(item)
        self._thin()
        self.idle.clear()
        self._arrived.set()

    def _thin(self) -> None:
        if len(self._waiting) > MANY:
            before = islice(self._waiting, len(self._waiting) - 1)
            oldest = next((at for at, old in enumerate(before) if old.kind in PASSING), None)
            if oldest is not None:
                del self._waiting[oldest]
        if len(self._waiting) > MOST_FRAMES:
            self.full.set()
