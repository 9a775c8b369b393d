"""The messages about hearing the person: sound, turns, interruptions (see `alongside.messages`)."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import ClassVar, Literal

from alongside.message import Message
from alongside.records import Channel, Delivery, Prosody, Speaker, Word

__all__ = [
    "AudioChunk",
    "Hold",
    "Interruption",
    "PartialSpeech",
    "Patience",
    "ProvisionalTurn",
    "SpeechActivity",
    "Turn",
]


@dataclass(frozen=True, kw_only=True)
class AudioChunk(Message):
    """Microphone audio; `stamp` is when its first sample was heard."""

    topic: ClassVar[str] = "audio"

    samples: bytes
    rate: int = 16000
    source: str = ""


@dataclass(frozen=True, kw_only=True)
class SpeechActivity(Message):
    """Whether the person is speaking now; sent on change and ten times a second."""

    topic: ClassVar[str] = "speech/activity"
    delivery: ClassVar[Delivery] = "sensor"

    speaking: bool
    probability: float = 0.0
    level_db: float = -90.0
    low_pitch: float = 0.0  # seconds for which the pitch has been low for this person; 0 if it is not


@dataclass(frozen=True, kw_only=True)
class PartialSpeech(Message):
    """What has been heard of a turn so far; the first `stable` characters will not change."""

    topic: ClassVar[str] = "speech/partial"

    turn_id: str
    revision: int
    text: str
    stable: int = 0


@dataclass(frozen=True, kw_only=True)
class Turn(Message):
    """A turn, whole and committed."""

    topic: ClassVar[str] = "turn"
    delivery: ClassVar[Delivery] = "record"

    turn_id: str
    text: str
    revision: int = 0
    speaker: Speaker = "participant"
    channel: Channel = "voice"
    start: float = 0.0
    end: float = 0.0
    confidence: float = 1.0
    locale: str = "en"
    words: tuple[Word, ...] = ()
    prosody: Prosody = field(default_factory=Prosody)


@dataclass(frozen=True, kw_only=True)
class ProvisionalTurn(Message):
    """What a turn holds up to a pause that may be its end: work may begin on it, and nothing be heard of it.

    The Turn of the same revision makes it good. A later revision makes it void, and so does one without
    text: the person goes on.
    """

    topic: ClassVar[str] = "turn/provisional"

    turn_id: str
    text: str
    revision: int = 0
    speaker: Speaker = "participant"
    channel: Channel = "voice"
    start: float = 0.0
    end: float = 0.0
    confidence: float = 1.0
    locale: str = "en"
    words: tuple[Word, ...] = ()
    prosody: Prosody = field(default_factory=Prosody)


@dataclass(frozen=True, kw_only=True)
class Patience(Message):
    """How long the listener is to wait before it takes a pause for the end of a turn."""

    topic: ClassVar[str] = "patience"
    delivery: ClassVar[Delivery] = "state"

    seconds: float
    reason: str = ""


@dataclass(frozen=True, kw_only=True)
class Interruption(Message):
    """The voice is to fall silent at once: the person spoke over it, or pressed stop."""

    topic: ClassVar[str] = "interruption"
    delivery: ClassVar[Delivery] = "record"
    urgent: ClassVar[bool] = True

    act_id: str = ""  # empty: whatever is being said
    cause: Literal["barge_in", "stop", "superseded"] = "barge_in"


@dataclass(frozen=True, kw_only=True)
class Hold(Message):
    """The voice is to pause, for the person may have begun to speak over it; or may go on again."""

    topic: ClassVar[str] = "voice/hold"
    urgent: ClassVar[bool] = True

    act_id: str
    hold: bool  # False: it was nothing, go on where you paused
