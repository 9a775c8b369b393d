"""Has the person begun to speak over the companion, or only said "mm-hm"? A pure state machine.

Frames of voice are counted while an act sounds. After 96 ms the act is to be held: the voice pauses,
as a person does who is spoken to, and goes on if it was nothing. After 200 ms a quick reading of the
words is asked for; words that are no listener's signal interrupt at once, a listener's signal is given
until 800 ms to be over. Without any reading 704 ms of voice interrupt: the voice is silent by then, so
waiting for the words costs nothing that is heard, and a busy recogniser makes no interruption of an "I see".
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import Literal

from alongside.murmurs import SIGNALS, is_signal, signal_words
from speech.audio import FRAME_SECONDS
from speech.guards import plain

_HUMMED = frozenset(["ma", "man", "mom", "ma'am", "mount", "hum", "i'm", "wow", "ow", "eh"])
"""What Whisper writes for a hummed "mm-hm", "mm" or "uh-huh", said by a synthetic voice at several paces and
heights. Alone and short, over somebody else's words, none of them asks for the turn."""
_SIGNALS = SIGNALS | _HUMMED
_HALF_HEARD = frozenset(["ice", "i'll"])
"""What it writes for the first quarter second of "I see" and "uh-huh"."""
_WANTS_IN = frozenset(["no", "stop", "wait", "but", "what", "why", "sorry", "don't", "help", "hey", "please"])
"""What interrupts by itself. Another single word that is read while the voice goes on may be misread: of the
first quarter second of "uh-huh" Whisper makes "Ow"."""

Step = Literal["look", "interrupt"]


def is_backchannel(text: str) -> bool:
    """Whether all that was said is a listener's signal. Nothing at all is not one."""
    return is_signal(plain(text), _SIGNALS)


def may_become_backchannel(text: str) -> bool:
    """Whether this is the beginning of a listener's signal: "I" of "I see", "O" of "okay"."""
    words = signal_words(plain(text))
    if len(words) != 1:
        return False
    return words[0] in _HALF_HEARD or any(signal.startswith(words[0]) for signal in _SIGNALS)


@dataclass(frozen=True)
class BargeInTiming:
    """Seconds of voice."""

    held: float = 0.096  # after this the act pauses; three frames, so that a click holds nothing
    sustained: float = 0.2  # after this the words are looked at
    decided: float = 0.704  # after this it interrupts, unless it was read as a listener's signal
    backchannel: float = 0.8  # longer than this no listener's signal lasts, a detector's lag included
    gap: float = 0.064  # a dip of the voice that does not end it


class BargeIn:
    """Feed it every frame; it says when to look at the words and when to interrupt."""

    def __init__(self, timing: BargeInTiming | None = None) -> None:
        self.timing = timing or BargeInTiming()
        self.act_id = ""  # the act that sounds now
        self.voice = 0.0  # seconds of voice so far
        self._gap = 0.0
        self._looked = False
        self._is_signal = False

    def sounding(self, act_id: str) -> None:
        """An act began to sound."""
        self.act_id = act_id

    def silent(self, act_id: str = "") -> None:
        """The act (or whatever sounded) is over."""
        if act_id in ("", self.act_id):
            self.act_id = ""

    def hush(self) -> None:
        """The voice is over, or no longer listened to."""
        self.voice, self._looked, self._is_signal = 0.0, False, False

    @property
    def held(self) -> str:
        """The act that is to pause now, or nothing."""
        return self.act_id if self.voice >= self.timing.held and not self._is_signal else ""

    def frame(self, voiced: bool) -> Step | None:
        """32 ms went by, with or without a voice."""
        if not voiced:
            self._gap += FRAME_SECONDS
            if self._gap > self.timing.gap:
                self.hush()
            return None
        self.voice += FRAME_SECONDS + (self._gap if self.voice else 0.0)
        self._gap = 0.0
        if not self.act_id:
            return None
        limit = self.timing.backchannel if self._is_signal else self.timing.decided
        if self.voice >= limit:
            return "interrupt"
        if self.voice >= self.timing.sustained and not self._looked:
            self._looked = True
            return "look"
        return None

    def read(self, text: str) -> Step | None:
        """What the words were that `look` asked for, or the words of a whole short remark."""
        if not self.act_id:
            return None
        if is_backchannel(text) and not (self.voice and plain(text) in _HUMMED):
            self._is_signal = True
        elif may_become_backchannel(text) or (self.voice and self._may_be_misread(text)):
            self._looked = False  # look again as soon as there is more of it
        elif plain(text):
            return "interrupt"
        return None

    @staticmethod
    def _may_be_misread(text: str) -> bool:
        words = signal_words(plain(text))
        return len(words) == 1 and words[0] not in _WANTS_IN
