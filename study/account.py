"""A session as its log tells it: lines, courses and counts, ready to be drawn and printed.

Times are minutes since the session began, unless a name says otherwise.
"""

from __future__ import annotations

import json
from collections import Counter
from collections.abc import Iterable
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from alongside.consent import STUDY
from alongside.eventlog import Recorded, Verdict, read_events, verify
from alongside.messages import (
    Act,
    Affect,
    Control,
    Event,
    Health,
    Interruption,
    Message,
    Risk,
    SheetView,
    Spoken,
    State,
    Stop,
    Turn,
)
from alongside.murmurs import unasked
from alongside.own_sound import OwnSound, sound_told
from study.manifest import read_manifest
from study.moment import misdated, moment


@dataclass
class Line:
    """One line of the transcript. `heard` is what was audible of an interrupted one."""

    minute: float
    who: str  # participant, companion, note
    text: str
    act: Act | None = None
    turn: Turn | None = None
    sounded: str = ""  # started, finished, interrupted, failed
    heard: str = ""
    wait: float | None = None  # seconds from the end of speech to the first sound
    began: float | None = None  # seconds since the epoch: when the companion's sound began, and when it ended
    ended: float | None = None


@dataclass(frozen=True)
class AffectPoint:
    """One estimate of how the person seemed."""

    minute: float
    source: str
    valence: float
    arousal: float
    confidence: float


@dataclass(frozen=True)
class Incident:
    """Something that went wrong with a part, and when it was well again (None: not that we know)."""

    minute: float
    component: str
    status: str
    detail: str
    until: float | None = None


@dataclass(frozen=True)
class TeachBack:
    """Something agreed, asked for in the person's own words: which parts it had, which came back."""

    minute: float
    about: str  # plan, thought, information
    verdict: str  # complete, partial, wrong, evaded
    agreed: tuple[str, ...]
    matched: tuple[str, ...]
    score: float
    attempt: int


@dataclass
class Account:
    """Everything the report tells."""

    session: Path
    began: float = 0.0  # seconds since the epoch
    minutes: float = 0.0
    lines: list[Line] = field(default_factory=list)
    affect: list[AffectPoint] = field(default_factory=list)
    states: list[tuple[float, State]] = field(default_factory=list)
    risks: list[tuple[float, Risk]] = field(default_factory=list)
    sheets: dict[str, SheetView] = field(default_factory=dict)
    teach_backs: list[TeachBack] = field(default_factory=list)
    pleased: list[float] = field(default_factory=list)  # minutes at which they voiced being pleased
    incidents: list[Incident] = field(default_factory=list)
    own_sounds: dict[str, OwnSound] = field(
        default_factory=dict
    )  # how each act sounded, where it was measured
    misdated: Counter[str] = field(
        default_factory=Counter
    )  # by sender: events whose own time was not believed
    manifest: dict[str, Any] = field(default_factory=dict)
    verdict: Verdict = field(default_factory=lambda: Verdict(False, 0))

    @property
    def turns(self) -> list[Line]:
        """What the person said."""
        return [line for line in self.lines if line.turn is not None]

    @property
    def acts(self) -> list[Line]:
        """What the companion did, silences included."""
        return [line for line in self.lines if line.act is not None]

    @property
    def waits(self) -> list[Line]:
        """The companion's lines that answer a spoken turn with sound, with how long that took."""
        return [line for line in self.acts if line.wait is not None]


def read_account(session: Path) -> Account:
    """The account of the session in that folder. AlongsideError if there is no log to read."""
    events = list(read_events(session))
    account = Account(session, manifest=read_manifest(session), verdict=verify(session))
    if not events:
        return account
    account.began = _beginning(events)
    account.minutes = max(0.0, (max(map(moment, events)) - account.began) / 60)
    reader = _Reader(account)
    for event in events:
        reader.read(event)
    account.lines.sort(key=lambda line: line.minute)
    account.affect.sort(key=lambda point: point.minute)
    account.states.sort(key=lambda item: item[0])
    return account


def _beginning(events: Iterable[Recorded]) -> float:
    """When the person began the session; when the log began, if they did not."""
    first = 0.0
    for event in events:
        message = event.message
        first = first or moment(event)
        if isinstance(message, Control) and (message.name, message.value) == ("session", "start"):
            return moment(event)
    return first


_SWITCHED = {
    ("session", "start"): "The session began",
    ("session", "end"): "The session ended",
    ("microphone", "off"): "Microphone off",
    ("microphone", "on"): "Microphone on",
    ("camera", "off"): "Camera off",
    ("camera", "on"): "Camera on",
    ("talk", "down"): "Talk key pressed",
    ("talk", "up"): "Talk key let go",
}


class _Reader:
    """Turns events into the account, one after the other."""

    def __init__(self, account: Account) -> None:
        self.account = account
        self.turns: dict[str, Turn] = {}
        self.ends: dict[str, float] = {}  # when each spoken turn ended
        self.acts: dict[str, Line] = {}
        self.answered: set[str] = set()
        self.ready: set[str] = set()

    def read(self, event: Recorded) -> None:
        when, message = moment(event), event.message
        minute = (when - self.account.began) / 60
        if misdated(event) and message.stamp:
            self.account.misdated[event.sender] += 1
        if isinstance(message, Turn):
            ago = when - message.stamp  # 0 where its clock is believed
            self.turns[message.turn_id] = message
            self.ends[message.turn_id] = message.end + ago if message.end else 0.0
            start = (message.start + ago - self.account.began) / 60 if message.start else minute
            self.account.lines.append(Line(start, "participant", message.text, turn=message))
        elif isinstance(message, Act):
            line = Line(minute, "companion", message.text, act=message)
            self.acts[message.act_id] = line
            self.account.lines.append(line)
        elif isinstance(message, Spoken):
            self._sound(message, when)
        elif isinstance(message, Affect):
            point = AffectPoint(minute, message.source, message.valence, message.arousal, message.confidence)
            self.account.affect.append(point)
        elif isinstance(message, State):
            self.account.states.append((minute, message))
        elif isinstance(message, Risk):
            self.account.risks.append((minute, message))
        elif isinstance(message, SheetView):
            if message.sheet and not message.sheet.startswith(STUDY):  # answers to a study are no worksheet
                self.account.sheets[message.sheet] = message
        elif isinstance(message, Health):
            self._health(minute, message)
        else:
            self._note(minute, message)

    def _sound(self, spoken: Spoken, when: float) -> None:
        line = self.acts.get(spoken.act_id)
        if line is None or line.act is None:
            return
        if spoken.status == "failed" and unasked(spoken.act_id):
            self.account.lines.remove(line)  # a murmur that found no place was never there
            del self.acts[spoken.act_id]
            return
        line.sounded = spoken.status
        if spoken.status == "started":
            line.began = when
        elif line.began is not None and spoken.status in ("finished", "interrupted"):
            line.ended = when
        line.heard = spoken.heard if spoken.status == "interrupted" else line.heard
        turn = self.turns.get(line.act.turn_id)
        first = spoken.status == "started" and line.act.turn_id not in self.answered
        if first and turn and turn.channel == "voice" and turn.end:
            self.answered.add(turn.turn_id)
            wait = when - self.ends[turn.turn_id]
            line.wait = wait if wait >= 0 else None

    def _health(self, minute: float, health: Health) -> None:
        incidents = self.account.incidents
        if health.status == "ready":
            for place, incident in enumerate(incidents):
                if incident.component == health.component and incident.until is None:
                    incidents[place] = Incident(
                        incident.minute, incident.component, incident.status, incident.detail, minute
                    )
            self.ready.add(health.component)
        elif health.status in ("degraded", "failed"):
            incidents.append(Incident(minute, health.component, health.status, health.detail))
        elif health.status == "starting" and health.component in self.ready:
            incidents.append(Incident(minute, health.component, "restarted", "It was started again."))

    def _note(self, minute: float, message: Message) -> None:
        """What else a reader of the transcript should know."""
        text = ""
        if isinstance(message, Control):
            switched = _SWITCHED.get((message.name, message.value), f"{message.name} {message.value}")
            text = f"{switched} ({message.by})"
        elif isinstance(message, Stop):
            text = f"Stop ({message.by})"
        elif isinstance(message, Interruption):
            text = {"barge_in": "The participant spoke over the companion", "stop": "Silenced"}.get(
                message.cause, ""
            )
        elif isinstance(message, Event) and message.kind == "log_repaired":
            lost = json.loads(message.data).get("bytes", 0)
            text = f"A crash cut the record short here; {lost} bytes were set aside"
        elif isinstance(message, Event) and message.kind == "record_room":
            text = _ROOM.get(json.loads(message.data).get("level", ""), "")
        elif isinstance(message, Event) and (told := sound_told(message)) is not None:
            self.account.own_sounds[told[0]] = told[1]
        elif isinstance(message, Event) and message.kind in ("teach_back", "satisfaction"):
            text = self._understanding(minute, message)
        if text:
            self.account.lines.append(Line(minute, "note", text))

    def _understanding(self, minute: float, event: Event) -> str:
        """What was said back of something agreed; or that they were pleased, which is another thing."""
        if event.kind == "satisfaction":
            self.account.pleased.append(minute)
            return "They voiced being pleased"
        told = json.loads(event.data)
        found = TeachBack(
            minute, told["about"], told["verdict"], tuple(told["agreed"]), tuple(told["matched"]),
            float(told["score"]), int(told["attempt"]),
        )  # fmt: skip
        self.account.teach_backs.append(found)
        return f"Said back in their own words ({found.about}): {found.verdict}, {parts(found)}"


_ROOM = {
    "enough": "There is room on the disk again: from here on all is kept",
    "little": "The disk has little room left; all is still kept",
    "no_sound": "The disk has so little room left that from here on neither sound nor pictures are kept",
    "no_signals": "The disk is nearly full: from here on only the events are kept",
}


def parts(found: TeachBack) -> str:
    """How much came back, in words: "1 of 2 parts (what)"."""
    named = f" ({', '.join(found.matched)})" if found.matched else ""
    return f"{len(found.matched)} of {len(found.agreed)} parts{named}"
