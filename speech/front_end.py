"""What sound goes through before anyone listens to it: echo cancelling, noise suppression, level control.

Voice activity and the recogniser may be given different sound: what makes a voice easier to detect
can make its words harder to recognise.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from typing import Literal

from alongside.errors import AlongsideError
from speech.audio import Samples
from speech.echo import Leftover
from speech.far_end import FarEnd
from speech.processing import DELAY, Processing

Echo = Literal["cancel", "gate", "off"]
Noise = Literal["off", "voice", "all"]


@dataclass(frozen=True, eq=False)
class Cleaned:
    """One frame of 512 samples twice: for the recogniser, and for voice activity.

    `echo`: what is left in it is our own voice.
    """

    words: Samples
    voice: Samples
    echo: bool = False


class FrontEnd:
    """Cleans the microphone's sound, frame by frame. What was not asked for costs nothing.

    The canceller begins its work with the first sound that a loudspeaker is said to play: where a
    browser plays and cancels by itself, nothing is.
    """

    def __init__(self, echo: Echo, noise: Noise, level: bool, tell: Callable[[str], None]) -> None:
        self._echo, self._noise, self._tell = echo, noise, tell
        self._far = FarEnd()
        self._first: Processing | None = None
        self._second: Processing | None = None
        self._leftover = Leftover()
        self._missing = False
        if noise == "all":
            self._first = self._made(noise=True)
        if (
            level or noise == "voice"
        ):  # the recogniser does not mind a low level, and minds what is done to it
            self._second = self._made(noise=noise == "voice", level=level)

    @property
    def delay(self) -> float:
        """Seconds by which the sound for the recogniser is later than what went in."""
        return DELAY if self._first else 0.0

    @property
    def cancels(self) -> bool:
        """Whether echo is being taken out."""
        return self._echo == "cancel" and self._far.known and self._first is not None

    def played(self, samples: bytes, rate: int, stamp: float) -> None:
        """A loudspeaker was handed this sound at `stamp` (epoch seconds)."""
        if self._echo != "cancel" or self._missing:
            return
        if not self._far.known:
            self._first = self._made(echo=True, noise=self._noise == "all")
        self._far.add(samples, rate, stamp)

    def frame(self, near: Samples, stamp: float) -> Cleaned:
        """`near` (512 samples at 16 kHz, heard from `stamp` on) cleaned."""
        words, echo = near, False
        if self._first and self.cancels:
            far = self._far.take(stamp, len(near))
            words = self._first.frame(near, far)
            echo = self._leftover.frame(near, far, words)
        elif self._first:
            words = self._first.frame(near)
        return Cleaned(words, self._second.frame(words) if self._second else words, echo)

    def _made(self, *, echo: bool = False, noise: bool = False, level: bool = False) -> Processing | None:
        try:
            return Processing(echo=echo, noise=noise, level=level)
        except AlongsideError as error:
            if not self._missing:
                self._missing = True
                self._tell(f"echo is only gated, noise and level are left as they are: {error}")
            return None
