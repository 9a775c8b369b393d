"""The guardian: hears every turn, every answer and every act, and can stop everything.

It is a part of its own, with a memory of its own, and no language model has a say in it. What it does
not know it does not guess: it counts signs by rules anyone can read in `appraisal/lexicon/risk.yaml`.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

from agent.appraisal.lists import matching
from agent.appraisal.requests import short_answer
from agent.safety import HIGH, SafetyMemory, asked, asks_about, released, watch
from alongside.component import Component, Context
from alongside.contacts import required
from alongside.messages import Act, Answer, Control, Interruption, Risk, Stop, Turn
from alongside.settings import setting


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

    hears = (Turn, Answer, Act, Control)
    says = (Risk, Stop, Interruption)
    Settings = GuardianSettings

    def __init__(self, name: str, settings: dict[str, Any], context: Context) -> None:
        """Contacts are read at once: one that cannot be used, or none where they are required: an error."""
        super().__init__(name, settings, context)
        self.contacts = required(name, {**settings, "contacts": self.settings.contacts})

    async def start(self) -> None:
        """No contacts at all is told; the words then name the emergency services."""
        self.memory = SafetyMemory()
        self._said: tuple[str, int] = ("none", 0)
        if not self.contacts:
            self.report("degraded", "no crisis contacts are set. Set guardian.contacts in the profile")

    async def on_turn(self, turn: Turn) -> None:
        """Weigh what was said."""
        if turn.speaker == "participant":
            self._weigh(turn.turn_id, turn.text)

    async def on_answer(self, answer: Answer) -> None:
        """Weigh what was written on the worksheet."""
        if answer.value:
            self._weigh(answer.turn_id, answer.value)

    async def on_act(self, act: Act) -> None:
        """Remember a direct question; stop an act that must not be heard."""
        if about := asks_about(act.kind, act.focus, act.text):
            self.memory = asked(self.memory, about)
        if act.kind != "worksheet_step" and unsafe_words(act.text):
            self.say(Interruption(act_id=act.act_id, cause="stop"))
            self.say(Stop(by="guardian", reason="an act held words that must not be said"))

    async def on_control(self, control: Control) -> None:
        """An operator who starts the session again has looked, and releases it."""
        if control.name == "session" and control.value == "start" and control.by == "operator":
            self.memory = released(self.memory)
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
        if not force and self._said == (level, memory.severity):
            return
        self._said = (level, memory.severity)
        self.say(
            Risk(
                turn_id=turn_id,
                severity=memory.severity,
                probability=round(memory.probability, 3),
                level=level,
                reasons=memory.reasons,
                contacts=self.contacts if level != "none" else (),
            )
        )


def unsafe_words(text: str) -> bool:
    """Whether words give means, or claim to be a clinician: whoever found them, they are not to be said."""
    plain = text.lower().replace("’", "'")
    return bool(matching("conduct", "means", plain))
