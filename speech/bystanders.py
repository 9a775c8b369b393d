"""Turns of other people than the person of the session, if the listener is to tell them apart."""

from __future__ import annotations

from collections.abc import Callable, Sequence

from alongside.errors import AlongsideError
from alongside.messages import Control
from alongside.weights import find
from speech.heard import Heard
from speech.speaker_check import SpeakerCheck
from speech.speaker_encoder import SpeakerEncoder
from speech.voiceprint import Voiceprint

Parts = Sequence[tuple[int, Heard]]
"""(start of a span, what was heard in it), as in `Released`."""

LOCKED_OUT = "turns of another voice were left unanswered; if it is the person, switch speaker_check off"


class Bystanders:
    """Knows none unless it is `wanted` and the weights are there; `tell` hears of what is amiss."""

    def __init__(self, wanted: bool, tell: Callable[[str], None]) -> None:
        self._wanted, self._tell = wanted, tell
        self._check: SpeakerCheck | None = None

    def load(self) -> SpeakerEncoder | None:
        """What the decoder is to hear voices with."""
        if not self._wanted:
            return None
        try:
            encoder = SpeakerEncoder(find("speaker-encoder"))
        except AlongsideError as error:
            self._tell(f"whoever speaks is listened to: {error}")
            return None
        self._check = SpeakerCheck()
        return encoder

    def follow(self, control: Control) -> None:
        """With the session, or its record, the voice is forgotten."""
        if self._check and (control.name, control.value) in (("session", "end"), ("record", "delete")):
            self._check.forget()

    def are_one(self, parts: Parts) -> bool:
        """Whether all of this is surely somebody else's."""
        return self._check is not None and self._check.judge(_voices(parts)) == "other"

    def let_through(self, parts: Parts, echo: bool) -> None:
        """A turn was released: learn the voice, unless it may be the `echo` of our own."""
        if self._check and not echo:
            self._check.learn(_voices(parts))

    def refused(self) -> None:
        """A turn was not. Three in a row may be the person, who is not known again."""
        if self._check and self._check.refused():
            self._tell(LOCKED_OUT)


def _voices(parts: Parts) -> list[Voiceprint]:
    return [heard.voice for _, heard in parts if heard.voice]
