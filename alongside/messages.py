"""The shared vocabulary: every message that travels between components.

All are frozen, keyword-only, and made of plain values (str, int, float, bool, bytes),
tuples of them, and the small records of `alongside.records`, so each has one ROS message of the same
name and fields in `interfaces/alongside_msgs` (`stamp` is `header.stamp` there).

Times are seconds: `stamp`, `start` and `end` since the Unix epoch, durations plain.
Valence and arousal run from -1 to 1, probabilities and confidences from 0 to 1.
Audio is signed 16-bit little-endian mono.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import ClassVar, Literal

from alongside.consent import *  # noqa: F403 - as for the next
from alongside.hearing import *  # noqa: F403 - its messages are as much part of the vocabulary
from alongside.message import Message as Message
from alongside.message import new_id as new_id
from alongside.operating import *  # noqa: F403 - as for hearing
from alongside.records import (
    ActionUnit,
    ActKind,
    Channel,
    Contact,
    Delivery,
    GoalStage,
    GroundEntry,
    Phase,
    SheetField,
    Viseme,
    Word,
)

# ---- seeing


@dataclass(frozen=True, kw_only=True)
class CameraFrame(Message):
    """One compressed camera picture (`sensor_msgs/CompressedImage` on ROS)."""

    topic: ClassVar[str] = "image/compressed"
    delivery: ClassVar[Delivery] = "sensor"

    data: bytes
    format: str = "jpeg"


@dataclass(frozen=True, kw_only=True)
class FaceSeen(Message):
    """The face in front of the camera, or that there is none. Box in shares of the picture."""

    topic: ClassVar[str] = "face/seen"
    delivery: ClassVar[Delivery] = "sensor"

    present: bool
    face_id: str = ""
    xmin: float = 0.0
    ymin: float = 0.0
    xmax: float = 0.0
    ymax: float = 0.0
    yaw_deg: float = 0.0
    pitch_deg: float = 0.0
    roll_deg: float = 0.0
    attending: float = 0.0  # belief that the person looks towards the screen
    action_units: tuple[ActionUnit, ...] = ()


@dataclass(frozen=True, kw_only=True)
class Affect(Message):
    """How the person seems, from one source, and how sure that source is."""

    topic: ClassVar[str] = "affect"

    source: Literal["face", "voice", "words", "report", "fused"]
    valence: float
    arousal: float
    confidence: float
    expression: str = "neutral"  # a name of hri_msgs/Expression
    expression_confidence: float = 0.0


# ---- the companion


@dataclass(frozen=True, kw_only=True)
class Act(Message):
    """What the companion does next, in words and manner, with the reasons that chose it."""

    topic: ClassVar[str] = "act"
    delivery: ClassVar[Delivery] = "record"

    act_id: str
    turn_id: str  # the turn it answers ("" if it opens)
    revision: int = 0
    kind: ActKind
    focus: str = ""  # emotions, needs, values, conflicts, experiences, perspectives ...
    text: str = ""  # "" for silence and nods
    reasons: tuple[str, ...] = ()
    refusals: tuple[str, ...] = ()  # review rules that rejected earlier wordings
    bolt: str = ""  # the BOLT code it must come out as
    miti: str = ""  # the MITI code it must come out as
    # manner
    rate: float = 1.0  # 1 is the voice's own pace, 0.9 is slower
    pause_before: float = 0.0
    volume: float = 1.0
    expression: str = "neutral"
    valence: float = 0.0
    arousal: float = 0.0
    gesture: str = ""  # nod, slow_nod, tilt, lean ...
    interruptible: bool = True  # whether the person's speech stops it
    # worksheet
    sheet: str = ""
    sheet_field: str = ""


@dataclass(frozen=True, kw_only=True)
class State(Message):
    """Where the conversation stands after a turn, for whoever watches it."""

    topic: ClassVar[str] = "state"
    delivery: ClassVar[Delivery] = "state"

    turn_id: str
    phase: Phase
    gate_open: bool
    gate_reason: str
    stages: tuple[GoalStage, ...] = ()
    discord: float = 0.0
    valence: float = 0.0
    arousal: float = 0.0
    risk: int = 0
    ground: tuple[GroundEntry, ...] = ()
    talk: Literal["change", "sustain", "neutral", ""] = ""
    disclosure: float = 0.0


@dataclass(frozen=True, kw_only=True)
class Risk(Message):
    """What the guardian holds of the person's safety. Severity 0 to 6 (C-SSRS-like ladder)."""

    topic: ClassVar[str] = "risk"
    delivery: ClassVar[Delivery] = "state"

    turn_id: str
    severity: int
    probability: float
    level: Literal["none", "moderate", "high"] = "none"
    reasons: tuple[str, ...] = ()
    contacts: tuple[Contact, ...] = ()


# ---- the worksheet


@dataclass(frozen=True, kw_only=True)
class SheetView(Message):
    """A worksheet as it stands, whole, after each change."""

    topic: ClassVar[str] = "worksheet"
    delivery: ClassVar[Delivery] = "state"

    sheet: str  # "" when none is on the table
    title: str = ""
    status: Literal["none", "offered", "open", "paused", "done"] = "none"
    current: str = ""
    progress: float = 0.0
    fields: tuple[SheetField, ...] = ()


@dataclass(frozen=True, kw_only=True)
class Answer(Message):
    """Something entered on a worksheet, or asked of it (skip, back, pause, resume, stop, edit).

    For `enter` and `edit`, `value` is what was typed or chosen, or JSON for several.
    """

    topic: ClassVar[str] = "answer"
    delivery: ClassVar[Delivery] = "record"

    sheet: str
    field: str = ""
    move: Literal["enter", "edit", "skip", "back", "pause", "resume", "stop", "start"] = "enter"
    value: str = ""
    channel: Channel = "touch"
    turn_id: str = ""


# ---- voice and body


@dataclass(frozen=True, kw_only=True)
class Prepare(Message):
    """Words that may be said next, if the turn is over: to be made ready as sound, and kept silent."""

    topic: ClassVar[str] = "voice/prepare"

    turn_id: str
    revision: int
    text: str
    rate: float = 1.0  # as in Act


@dataclass(frozen=True, kw_only=True)
class VoiceClip(Message):
    """One clause of an act as sound, with its mouth shapes and words (seconds from its start)."""

    topic: ClassVar[str] = "voice/clip"

    act_id: str
    index: int
    last: bool
    text: str
    samples: bytes
    rate: int = 22050
    pause_before: float = 0.0
    visemes: tuple[Viseme, ...] = ()
    words: tuple[Word, ...] = ()


@dataclass(frozen=True, kw_only=True)
class Spoken(Message):
    """What became of an act's sound, told by whatever plays it. `heard` is what was audible."""

    topic: ClassVar[str] = "voice/spoken"
    delivery: ClassVar[Delivery] = "record"

    act_id: str
    status: Literal["started", "finished", "interrupted", "failed"]
    heard: str = ""


@dataclass(frozen=True, kw_only=True)
class PlayedAudio(Message):
    """Sound a loudspeaker was just handed, for whoever takes its echo out of a microphone.

    `stamp` is when the device took its first sample: it is heard later, never earlier. Silence of up to a
    second is said too. A player whose microphone cancels echo by itself, as a browser's does, says none.
    """

    topic: ClassVar[str] = "voice/played"

    samples: bytes
    rate: int = 22050


@dataclass(frozen=True, kw_only=True)
class FacePose(Message):
    """How the companion's face is to be from now on.

    Gaze in -1..1: 0, 0 is at the person, x to the person's right, y down.
    """

    topic: ClassVar[str] = "face/pose"

    mode: Literal["idle", "listening", "thinking", "speaking", "waiting", "cannot_hear", "asleep"]
    expression: str = "neutral"
    valence: float = 0.0
    arousal: float = 0.0
    gaze_x: float = 0.0
    gaze_y: float = 0.0
    gesture: str = ""  # done once: nod, slow_nod, double_nod, tilt, lean, in_breath, brows, blink, beat
    strength: float = 1.0
    heavy: bool = False  # a hard moment: slower breath, fewer blinks, stiller


# ---- running a session


@dataclass(frozen=True, kw_only=True)
class Control(Message):
    """Something a person switched: microphone, camera, session (start, end), captions ..."""

    topic: ClassVar[str] = "control"
    delivery: ClassVar[Delivery] = "record"

    name: Literal["session", "microphone", "camera", "talk", "record", "pause"]
    value: str  # on, off; session: start, end; talk (push-to-talk key): down, up; record: delete
    by: Literal["participant", "operator"] = "participant"


@dataclass(frozen=True, kw_only=True)
class Stop(Message):
    """Everything falls silent and still, now."""

    topic: ClassVar[str] = "stop"
    delivery: ClassVar[Delivery] = "record"
    urgent: ClassVar[bool] = True

    by: Literal["participant", "operator", "guardian"] = "participant"
    reason: str = ""


@dataclass(frozen=True, kw_only=True)
class Health(Message):
    """How a component is. `detail` is one line: what is wrong and what to do."""

    topic: ClassVar[str] = "health"
    delivery: ClassVar[Delivery] = "record"

    component: str
    status: Literal["starting", "ready", "degraded", "failed", "stopped"]
    detail: str = ""


@dataclass(frozen=True, kw_only=True)
class Event(Message):
    """Anything else the record must hold. `data` is a JSON object, free of personal text."""

    topic: ClassVar[str] = "event"
    delivery: ClassVar[Delivery] = "record"

    kind: str
    data: str = "{}"


MESSAGES: tuple[type[Message], ...] = tuple(sorted(Message.__subclasses__(), key=lambda kind: kind.topic))
BY_TOPIC: dict[str, type[Message]] = {kind.topic: kind for kind in MESSAGES}
