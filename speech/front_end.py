"""What sound goes through before anyone listens to it: the place for cancelling echo and noise."""

from __future__ import annotations

from typing import Protocol

from speech.audio import Samples


class FrontEnd(Protocol):
    """Cleans the microphone's sound, frame by frame."""

    def frame(self, near: Samples, far: Samples | None) -> Samples:
        """`near`, a frame of 512 samples at 16 kHz, cleaned.

        `far` is what was played during it, of the same length; None where nothing is known to have been.
        """
        ...


class PassThrough:
    """Leaves the sound as it is."""

    def frame(self, near: Samples, far: Samples | None) -> Samples:
        """`near` itself."""
        return near
