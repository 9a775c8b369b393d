"""What may be kept of a message under a person's consent: all of it, a part of it, or nothing.

- audio: the sound of the microphone, and how loud it is.
- video: the pictures of the camera.
- transcript: their words, spoken, typed or written on a worksheet, and the companion's, which take them up.
- affect: how they seem, from face, voice or words.

What a study's own questionnaires and the consent itself hold is no stream: taking part is agreeing to it.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable
from dataclasses import replace
from typing import Any, TypeVar

from alongside.consent import STUDY
from alongside.messages import (
    Act,
    Affect,
    Answer,
    AudioChunk,
    CameraFrame,
    Decision,
    Event,
    FacePose,
    FaceSeen,
    Message,
    PartialSpeech,
    PlayedAudio,
    Prepare,
    Proposed,
    ProvisionalTurn,
    Relationship,
    SheetView,
    SpeechActivity,
    Spoken,
    State,
    Turn,
    VoiceClip,
)
from alongside.records import Prosody, SheetField

BODILY = frozenset({"affect_sources", "engagement", "heart_rate", "smile", "talking"})
"""Events that tell how somebody is."""
READ = frozenset({"conduct", "relationship_flag"})
"""Events whose figures are read from what was said."""
M = TypeVar("M", bound=Message)

WHOLE: dict[str, tuple[type[Message], ...]] = {
    "audio": (AudioChunk, SpeechActivity),
    "video": (CameraFrame,),
    "transcript": (PartialSpeech, ProvisionalTurn, Prepare, VoiceClip, PlayedAudio),
    "affect": (Affect, FaceSeen),
}
"""Messages that are nothing but the stream."""


def kept(message: M, streams: Iterable[str]) -> M | None:
    """`message` as it may be kept where only `streams` are agreed to; None where nothing of it may be."""
    allowed = frozenset(streams)
    for stream, kinds in WHOLE.items():
        if stream not in allowed and isinstance(message, kinds):
            return None
    found: Any = message
    for stream, parts in _PARTS.items():
        if stream not in allowed and type(message) in parts:
            found = parts[type(message)](found)
    result: M = found
    return result


def _turn(turn: Turn) -> Turn:
    return replace(turn, text="", words=())


def _act(act: Act) -> Act:
    return replace(act, text="", reasons=(), refusals=())


def _proposed(line: Proposed) -> Proposed:
    return replace(line, text="", reasons=())


def _state(state: State) -> State:
    return replace(state, ground=(), stages=(), gate_reason="")


def _sheet(view: SheetView) -> SheetView:
    if view.sheet.startswith(STUDY):
        return view
    return replace(view, fields=tuple(map(_field, view.fields)))


def _field(field: SheetField) -> SheetField:
    """Also without its question, which may repeat an earlier answer."""
    return replace(field, prompt="", value="", shown="", part="", offered="", offered_shown="", problem="")


def _answer(answer: Answer) -> Answer:
    return answer if answer.sheet.startswith(STUDY) else replace(answer, value="")


_PARTS: dict[str, dict[type[Message], Callable[[Any], Message]]] = {
    "transcript": {
        Turn: _turn,
        Act: _act,
        Proposed: _proposed,
        Decision: lambda decision: replace(decision, text=""),
        Relationship: lambda told: replace(told, measures=()),
        Event: lambda event: replace(event, data="{}") if event.kind in READ else event,
        State: _state,
        SheetView: _sheet,
        Answer: _answer,
        Spoken: lambda spoken: replace(spoken, heard=""),
    },
    "affect": {
        Event: lambda event: replace(event, data="{}") if event.kind in BODILY else event,
        Turn: lambda turn: replace(turn, prosody=Prosody()),
        ProvisionalTurn: lambda turn: replace(turn, prosody=Prosody()),
        Act: lambda act: replace(act, valence=0.0, arousal=0.0, expression="neutral"),
        State: lambda state: replace(state, valence=0.0, arousal=0.0, disclosure=0.0, discord=0.0),
        FacePose: lambda pose: replace(pose, valence=0.0, arousal=0.0, expression="neutral", heavy=False),
    },
}
"""Messages that hold something of the stream, and what is left of them without it."""
