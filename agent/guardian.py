"""The guardian: hears every turn, every answer and every act, and can stop everything.

It is a part of its own, with a memory of its own, and no language model has a say in it. What it does
not know it does not guess: it counts signs by rules anyone can read in `appraisal/lexicon/risk.yaml`.
"""

from __future__ import annotations

import json
from dataclasses import dataclass
from typing import Any

from agent.appraisal.lists import matching
from agent.appraisal.requests import short_answer
from agent.recorded import messages_of
from agent.safety import HIGH, SafetyMemory, asked, asks_about, held_at, held_high, released, watch
from alongside.component import Component, Context
from alongside.consent import STUDY
from alongside.contacts import required
from alongside.errors import AlongsideError
from alongside.messages import Act, Answer, Control, Event, Interruption, Message, Risk, Stop, Turn
from alongside.settings import setting

ANSWERED = "instrument_risk"
"""The kind of event by which a questionnaire tells of an answer that opens the risk path."""


@dataclass(frozen=True)
class GuardianSettings:
    """What the guardian is told by the profile."""

    contacts: tuple[str, ...] = setting((), "crisis contacts to show, each 'name | reach | hours'")
    require_contacts: bool = setting(
        False, "start only where crisis contacts are set; every profile that studies people sets it"
    )
    ask_from: int = setting(
        2, "severity from which the level is moderate and a direct question is due", low=1, high=3
    )


class Guardian(Component):
    """Says Risk after each turn that changes it; at high severity also silences the voice."""

    hears = (Turn, Answer, Act, Control, Event)
    says = (Risk, Stop, Interruption)
    Settings = GuardianSettings

    def __init__(self, name: str, settings: dict[str, Any], context: Context) -> None:
        """Contacts are read at once: one that cannot be used, or none where they are required: an error."""
        super().__init__(name, settings, context)
        self.contacts = required(name, {**settings, "contacts": self.settings.contacts})
        self._silent = False

    async def start(self) -> None:
        """Take up a session under way. No contacts at all is told: words then name the emergency services."""
        self.memory = SafetyMemory()
        self._said: tuple[str, int] = ("none", 0)
        self._answered: tuple[int, str] = (0, "")  # severity and reason; only a person lifts it
        if not self.contacts:
            self.report("degraded", "no crisis contacts are set. Set guardian.contacts in the profile")
        await self._rebuild()

    def say(self, message: Message) -> None:
        """Nothing is said while the record is gone through again: it was said then."""
        if not self._silent:
            super().say(message)

    async def _rebuild(self) -> None:
        """Go through the record as if it happened now, in silence; then tell once where that leads."""
        told, self._silent = "none", True
        problem = ""
        try:
            for message in messages_of(self.context.session):
                if isinstance(message, Risk):
                    told = message.level
                    self.memory = held_at(self.memory, max(self._answered[0], self.memory.severity), message)
                elif isinstance(message, self.hears) and not _blank(message):
                    await self.hear(message)
        except AlongsideError as error:
            problem = str(error)
        self._silent = False
        if problem:
            self.report("degraded", f"what was heard before is known in part only. {problem}")
        if self.memory.level == "high" and told != "high":  # the words of the moment it died in
            self.say(Interruption(cause="stop"))
        if self.memory.level != "none" or self._answered[0]:
            self._tell("", force=True)

    async def on_turn(self, turn: Turn) -> None:
        """Weigh what was said."""
        if turn.speaker == "participant":
            self._weigh(turn.turn_id, turn.text)

    async def on_answer(self, answer: Answer) -> None:
        """Weigh what was written on the worksheet."""
        if answer.value and not answer.sheet.startswith(STUDY):
            self._weigh(answer.turn_id, answer.value)

    async def on_act(self, act: Act) -> None:
        """Remember a direct question; stop an act that must not be heard."""
        if about := asks_about(act.kind, act.focus, act.text):
            self.memory = asked(self.memory, about)
        if act.kind != "worksheet_step" and unsafe_words(act.text):
            self.say(Interruption(act_id=act.act_id, cause="stop"))
            self.say(Stop(by="guardian", reason="an act held words that must not be said"))

    async def on_event(self, event: Event) -> None:
        """An answer to a questionnaire opens the risk path, whatever is said before or after it."""
        if event.kind != ANSWERED:
            return
        told = json.loads(event.data)
        severity, reason = int(told["severity"]), str(told["reason"])
        self._answered = max(self._answered, (severity, reason))
        self.log.warning("a questionnaire's answer, severity %d: an operator is needed", severity)
        if severity >= HIGH:
            self.memory = held_high(self.memory, severity, reason)
            self.say(Interruption(cause="stop"))
        self._tell("", force=True)

    async def on_control(self, control: Control) -> None:
        """An operator who starts the session again has looked, and releases it."""
        if control.name == "session" and control.value == "start" and control.by == "operator":
            self.memory = released(self.memory)
            self._answered = (0, "")
            self._tell("", force=True)

    def _weigh(self, turn_id: str, text: str) -> None:
        before = self.memory
        self.memory = watch(before, text, short_answer(text))
        rising = self.memory.level == "high" and (
            before.level != "high" or self.memory.severity > before.severity
        )
        if rising:
            self.say(Interruption(cause="stop"))
            self.log.warning("high risk, severity %d: an operator is needed", self.memory.severity)
        self._tell(turn_id, force=rising)

    def _tell(self, turn_id: str, *, force: bool = False) -> None:
        memory = self.memory
        level = memory.level
        if level == "moderate" and memory.severity < self.settings.ask_from and memory.severity < HIGH:
            level = "none"
        severity, reasons = memory.severity, memory.reasons
        if self._answered[0] > severity:
            severity, reasons = self._answered[0], (*reasons, self._answered[1])
            level = "moderate" if level == "none" else level
        if not force and self._said == (level, severity):
            return
        self._said = (level, severity)
        self.say(
            Risk(
                turn_id=turn_id,
                severity=severity,
                probability=round(memory.probability, 3),
                level=level,
                reasons=reasons,
                contacts=self.contacts if level != "none" else (),
            )
        )


def _blank(message: Message) -> bool:
    """Words that the record was not allowed to hold; they are no silence."""
    return isinstance(message, (Turn, Act)) and not message.text


def unsafe_words(text: str) -> bool:
    """Whether words give means, or claim to be a clinician: whoever found them, they are not to be said."""
    plain = text.lower().replace("’", "'")
    return bool(matching("conduct", "means", plain))
