"""What is being played, sample by sample, and what of it has been heard. No device is needed here.

A device asks `read` for the next samples from its own thread; everything else comes from the event loop.
"""

from __future__ import annotations

import threading
from collections import deque
from collections.abc import Callable
from dataclasses import dataclass, field
from typing import Literal

import numpy as np

from alongside.messages import VoiceClip
from speech.audio import to_bytes, to_float

FADE = 0.02
"""Seconds in which a voice that is cut off fades out: without it there is a click."""

MOST_HELD = 3.0
"""Seconds of a pause after which it goes on by itself: whoever asked for it may be gone."""

Told = Callable[[str, Literal["started", "finished", "interrupted"], str], None]
"""Called with (act_id, what happened, the words that were audible)."""


@dataclass
class _Playing:
    act_id: str
    clips: deque[VoiceClip] = field(default_factory=deque)
    heard: list[str] = field(default_factory=list)
    started: bool = False
    complete: bool = False  # its last clip is in


class Playback:
    """Plays one act at a time. A clip of another act takes the place of what plays."""

    def __init__(self, tell: Told, latency: float = 0.0) -> None:
        self.latency = latency  # seconds between a sample being read and being audible
        self._tell = tell
        self._lock = threading.Lock()
        self._act: _Playing | None = None
        self._dropped: deque[str] = deque(maxlen=16)
        self._sound = np.zeros(0, np.float32)  # of the clip that plays, with the pause before it
        self._at = 0
        self._fading = np.zeros(0, np.float32)
        self._held = 0.0  # seconds of silence left in a pause

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
                self._act = _Playing(clip.act_id)
            self._act.clips.append(clip)
            self._act.complete = clip.last
            if len(self._act.clips) == 1:
                self._load(clip)

    def interrupt(self, act_id: str = "") -> None:
        """Fade out now, if this act (or any, without a name) plays; its clips to come are not played."""
        with self._lock:
            if act_id and act_id not in self._dropped:
                self._dropped.append(act_id)
            if self._act and act_id in ("", self._act.act_id):
                self._cut()

    def hold(self, act_id: str) -> None:
        """Pause this act where it is; without a name, go on."""
        with self._lock:
            if act_id and self._act and act_id == self._act.act_id and self._act.clips:
                self._held = MOST_HELD
                self._fade(self._act.clips[0].rate)
            elif not act_id:
                self._held = 0.0

    def read(self, count: int) -> bytes:
        """The next `count` samples, 16-bit mono; silence where there is nothing to play."""
        with self._lock:
            out = np.zeros(count, np.float32)
            fading = self._fading[:count]
            out[: len(fading)] = fading
            self._fading = self._fading[count:]
            filled = 0
            if self._held > 0 and self._act and self._act.clips:
                self._held -= count / self._act.clips[0].rate
                return to_bytes(out)
            while self._act and self._act.clips and filled < count:
                piece = self._sound[self._at : self._at + count - filled]
                out[filled : filled + len(piece)] += piece
                filled += len(piece)
                self._at += len(piece)
                self._tell_start(self._act)
                if self._at >= len(self._sound):
                    self._next(self._act)
            return to_bytes(out)

    # ------------------------------------------------------------ within the lock

    def _load(self, clip: VoiceClip) -> None:
        pause = np.zeros(round(clip.pause_before * clip.rate), np.float32)
        self._sound, self._at = np.concatenate([pause, to_float(clip.samples)]), 0

    def _tell_start(self, act: _Playing) -> None:
        if not act.started and self._at > round(act.clips[0].pause_before * act.clips[0].rate):
            act.started = True
            self._tell(act.act_id, "started", "")

    def _next(self, act: _Playing) -> None:
        act.heard.append(act.clips.popleft().text)
        if act.clips:
            self._load(act.clips[0])
        elif act.complete:
            self._act = None
            self._tell(act.act_id, "finished", _joined(act.heard))

    def _cut(self) -> None:
        act, self._act = self._act, None
        if act is None:
            return
        self._dropped.append(act.act_id)
        heard = list(act.heard)
        if act.clips:
            clip = act.clips[0]
            if self._held <= 0:
                self._fade(clip.rate)
            audible = self._at / clip.rate - clip.pause_before - self.latency
            heard += [word.text for word in clip.words if (word.start + word.end) / 2 <= audible]
        self._held = 0.0
        if act.started:
            self._tell(act.act_id, "interrupted", _joined(heard))

    def _fade(self, rate: int) -> None:
        length = round(FADE * rate)
        rest = self._sound[self._at : self._at + length]
        self._fading = rest * np.linspace(1.0, 0.0, length, dtype=np.float32)[: len(rest)]


def _joined(texts: list[str]) -> str:
    return " ".join(filter(None, texts))
