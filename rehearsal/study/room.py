"""A visit's session: the real components in one process, and a hand and a voice that stand for the person.

Words are handed over as text, without sound or body; the session's folder is a record like any other. The
times in it are those of the rehearsal itself, not those of the study's calendar.
"""

from __future__ import annotations

import json
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from agent.conversation import Conversation
from agent.guardian import Guardian
from alongside.component import Component, Context
from alongside.consent import KEEPER, STUDY
from alongside.eventlog import LOG, read_events
from alongside.local import LocalTransport
from alongside.messages import (
    MESSAGES,
    Act,
    Answer,
    Consent,
    Control,
    Event,
    Message,
    Risk,
    SheetView,
    Turn,
)
from alongside.records import Channel
from study.consent.keeper import SHEET, ConsentKeeper
from study.instruments.questionnaire import BEGUN, Questionnaire
from study.recorder import Recorder

NO_SHEET = SheetView(sheet="")


@dataclass(frozen=True)
class Setting:
    """What a session is held with. `sheet`: the worksheet of the day, "" for a session without companion."""

    folder: Path
    consent_text: Path
    instruments: tuple[str, ...]
    contacts: tuple[str, ...]
    sheet: str = ""
    seed: int = 0
    channel: Channel = "typed"


class Person(Component):
    """Says what the simulated person says and touches; keeps what they see and hear."""

    hears = (Act, SheetView, Risk, Consent, Event)
    says = MESSAGES

    def __init__(self, context: Context) -> None:
        super().__init__("person", {}, context)
        self.act: Act | None = None
        self.sheets: dict[str, SheetView] = {}
        self.sheet = NO_SHEET
        self.severity = 0
        self.consent: Consent | None = None
        self.begun: dict[str, float] = {}

    async def on_act(self, act: Act) -> None:
        """What the companion did last."""
        self.act = act

    async def on_sheet_view(self, view: SheetView) -> None:
        """What lies on the table, and how each sheet stood last."""
        self.sheet = view
        if view.sheet:
            self.sheets[view.sheet] = view

    async def on_risk(self, risk: Risk) -> None:
        """The highest severity since it was last asked for."""
        self.severity = max(self.severity, risk.severity)

    async def on_consent(self, consent: Consent) -> None:
        """What holds of consent."""
        self.consent = consent

    async def on_event(self, event: Event) -> None:
        """When each questionnaire was last begun."""
        if event.kind == BEGUN:
            self.begun[json.loads(event.data)["instrument"]] = event.stamp


class Session:
    """A session that is open: `async with`. Taken up again where its record stands, if there is one."""

    def __init__(self, setting: Setting) -> None:
        self.setting = setting
        log = setting.folder / LOG
        before = [event.message for event in read_events(setting.folder)] if log.is_file() else []
        self.turns = sum(isinstance(message, Turn) for message in before)
        context = Context(session=setting.folder, graph=json.dumps({"nodes": _nodes(setting)}))
        self.person = Person(context)
        for message in before:
            if isinstance(message, Event) and message.kind == BEGUN:
                self.person.begun[json.loads(message.data)["instrument"]] = message.stamp
        self.transport = LocalTransport([self.person, *_components(setting, context)])

    async def __aenter__(self) -> Session:
        self.setting.folder.mkdir(parents=True, exist_ok=True, mode=0o700)
        await self.transport.start()
        await self.say(Control(name="session", value="start", by="operator"))
        return self

    async def __aexit__(self, *_: object) -> None:
        await self.say(Control(name="session", value="end", by="operator"))
        await self.transport.stop()

    async def say(self, *messages: Message) -> None:
        """Say or touch something, and wait until everybody has done what they do about it."""
        for message in messages:
            self.person.say(message)
        await self.transport.settle()

    async def speak(self, text: str) -> Act | None:
        """A turn of the person's, and what it was answered with."""
        self.turns += 1
        self.person.act = None
        await self.say(Turn(turn_id=f"t{self.turns}", text=text, channel=self.setting.channel))
        return self.person.act

    async def agree(self, streams: Sequence[str]) -> None:
        """Answer the question of consent, unless this session's record says that it was answered."""
        consent = self.person.consent
        if consent is None or consent.status == "asked":
            chosen = dict.fromkeys(streams, True)
            await self.say(Answer(sheet=SHEET, value=json.dumps(chosen)))

    def risk(self) -> int:
        """The highest severity since this was last asked."""
        found, self.person.severity = self.person.severity, 0
        return found

    def on_table(self, instrument: str) -> SheetView | None:
        """The questions of an instrument, while they are being asked."""
        view = self.person.sheet
        return view if view.sheet == STUDY + instrument and view.status == "open" else None


def _nodes(setting: Setting) -> list[dict[str, str]]:
    names = {"consent": KEEPER, "guardian": "agent.guardian:Guardian"}
    if setting.sheet:
        names["companion"] = "agent.conversation:Conversation"
    return [{"name": name, "component": component} for name, component in names.items()]


def _components(setting: Setting, context: Context) -> list[Component]:
    contacts = list(setting.contacts)
    found: list[Component] = [
        # Signals hold sound and pictures, and there are none; a report for each session is not looked at.
        Recorder("recorder", {"signals": False, "report": False, "seed": setting.seed}, context),
        ConsentKeeper("consent", {"text": str(setting.consent_text)}, context),
        Questionnaire("questions", {"instruments": list(setting.instruments), "spoken": False}, context),
        Guardian("guardian", {"contacts": contacts, "require_contacts": True}, context),
    ]
    if setting.sheet:
        told: dict[str, Any] = {
            "worksheet": setting.sheet,
            "contacts": contacts,
            "seed": setting.seed,
            "appraiser": "rules",
        }
        found.append(Conversation("companion", told, context))
    return found
