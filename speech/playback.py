"""What is being played, sample by sample, and what of it has been heard. No device is needed here.

A device asks `read` for the next samples from its own thread; everything else comes from the event loop.
Between a sample's being read and its being audible lies the device's latency: what is told of an act, that it
began, ended, or how far it came, is told of what was audible.
"""

from __future__ import annotations

import threading
from collections import deque
from collections.abc import Callable
from typing import Literal

import numpy as np

from alongside.messages import VoiceClip
from speech.audible import Sounding
from speech.audio import Samples, to_bytes, to_float

FADE = 0.02
"""Seconds in which a voice that is cut off fades out: without it there is a click."""

MOST_HELD = 3.0
"""Seconds of a pause after which it goes on by itself: whoever asked for it may be gone."""

Told = Callable[[str, Literal["started", "finished", "interrupted"], str], None]
"""Called with (act_id, what happened, the words that were audible)."""


class Playback:
    """Plays one act at a time. A clip of another act takes the place of what plays."""

    def __init__(self, tell: Told, latency: float = 0.0) -> None:
        self.latency = latency  # seconds between a sample being read and being audible
        self._tell = tell
        self._lock = threading.Lock()
        self._act: Sounding | None = None
        self._leaving: deque[Sounding] = deque()  # read to their end, and still on their way out
        self._dropped: deque[str] = deque(maxlen=16)
        self._sound = np.zeros(0, np.float32)  # of the clip that plays, with the pause before it
        self._at = 0
        self._fading = np.zeros(0, np.float32)
        self._held = 0.0  # seconds of silence left in a pause
        self._awaited = ""  # an act that is to pause before it begins
        self._rate = 22050
        self._clock = 0.0  # seconds of sound and silence that were read

    @property
    def act_id(self) -> str:
        """The act that plays, or nothing."""
        return self._act.act_id if self._act else ""

    def add(self, clip: VoiceClip) -> None:
        """Play a clip after those before it."""
        with self._lock:
            if clip.act_id in self._dropped:
                return
            if self._act and self._act.act_id != clip.act_id:
                self._cut()
            if self._act is None:
                self._act = Sounding(clip.act_id)
                self._held = MOST_HELD if clip.act_id == self._awaited else 0.0
                self._awaited = ""
            self._act.add(clip)
            if len(self._act.waiting) == 1:
                self._load(clip)

    def interrupt(self, act_id: str = "") -> None:
        """Fade out now, if this act (or any, without a name) plays; its clips to come are not played."""
        with self._lock:
            if act_id and act_id not in self._dropped:
                self._dropped.append(act_id)
            if (self._act or not act_id) and act_id in ("", self.act_id):
                self._cut()

    def hold(self, act_id: str) -> None:
        """Pause this act where it is, or before it begins; without a name, go on."""
        with self._lock:
            if act_id and self._act and act_id == self._act.act_id and self._act.waiting:
                self._held = MOST_HELD
                self._fade(self._act.waiting[0].rate)
            elif not act_id:
                self._held = 0.0
            self._awaited = act_id if not self._held else ""

    def read(self, count: int, rate: int = 0) -> bytes:
        """The next `count` samples, 16-bit mono; silence where there is nothing to play.

        `rate` is the device's; without it, that of the clip that plays.
        """
        with self._lock:
            act = self._act
            rate = rate or (act.waiting[0].rate if act and act.waiting else self._rate)
            self._rate = rate
            out = np.zeros(count, np.float32)
            fading = self._fading[:count]
            out[: len(fading)] = fading
            self._fading = self._fading[count:]
            if self._held > 0 and act and act.waiting:
                self._held -= count / rate
            else:
                self._fill(out, rate)
            self._clock += count / rate
            self._tell_audible()
            return to_bytes(out)

    # ------------------------------------------------------------ within the lock

    def _fill(self, out: Samples, rate: int) -> None:
        filled = 0
        while self._act and self._act.waiting and filled < len(out):
            piece = self._sound[self._at : self._at + len(out) - filled]
            out[filled : filled + len(piece)] += piece
            before = self._act.waiting[0].pause_before
            self._act.played(self._clock + filled / rate, self._at / rate - before, len(piece) / rate)
            filled += len(piece)
            self._at += len(piece)
            if self._at >= len(self._sound):
                self._next(self._act)

    def _load(self, clip: VoiceClip) -> None:
        pause = np.zeros(round(clip.pause_before * clip.rate), np.float32)
        self._sound, self._at = np.concatenate([pause, to_float(clip.samples)]), 0

    def _next(self, act: Sounding) -> None:
        act.next()
        if act.waiting:
            self._load(act.waiting[0])
        elif act.complete:
            self._act = None
            self._leaving.append(act)

    def _tell_audible(self) -> None:
        audible = self._clock - self.latency
        while self._leaving and self._leaving[0].ends <= audible + 1e-6:
            self._finish(self._leaving.popleft())
        for act in [*self._leaving, *([self._act] if self._act else [])][:1]:
            if act.begun(audible):
                self._tell_begun(act)

    def _tell_begun(self, act: Sounding) -> None:
        if not act.told:
            act.told = True
            self._tell(act.act_id, "started", "")

    def _finish(self, act: Sounding) -> None:
        self._tell_begun(act)
        self._tell(act.act_id, "finished", act.text)

    def _cut(self) -> None:
        while self._leaving:  # nothing can call back what is on its way out of the device
            self._finish(self._leaving.popleft())
        act, self._act = self._act, None
        if act is None:
            return
        self._dropped.append(act.act_id)
        if act.waiting and self._held <= 0:
            self._fade(act.waiting[0].rate)
        self._held = 0.0
        if act.told or act.begun(self._clock):
            self._tell_begun(act)
            self._tell(act.act_id, "interrupted", act.heard(self._clock - self.latency))

    def _fade(self, rate: int) -> None:
        length = round(FADE * rate)
        rest = self._sound[self._at : self._at + length]
        self._fading = rest * np.linspace(1.0, 0.0, length, dtype=np.float32)[: len(rest)]
