"""Safety across turns: what the last turns add up to, and the words that were approved for it.

Used by the guardian (its own memory) and by the companion (its own), so that either notices alone.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace
from typing import Literal

from agent.appraisal.risk import Signs, signs
from alongside.records import Contact

Level = Literal["none", "moderate", "high"]
Answer = Literal["yes", "no", "unsure", ""]

HIGH = 4
"""Severity from which the exercise ends and contacts are shown."""
FADE = 0.85
"""How much of a faint sign is left a turn later."""
LOSS_LASTS = 10
"""Turns for which a loss that was told makes a question about means weigh more."""


@dataclass(frozen=True)
class SafetyMemory:
    """What is remembered of the person's safety. Numbers and rule names, never their words."""

    level: Level = "none"
    severity: int = 0
    probability: float = 0.0
    reasons: tuple[str, ...] = ()
    faint: float = 0.0  # faint signs (severity 1), fading
    low: float = 0.0  # hopelessness, fading
    ever: int = 0  # the highest severity of the session
    loss_turn: int = -99
    asked_turn: int = -99  # when the direct question was last put
    turn: int = 0
    held: bool = False  # high was reached; only a person lifts it


def watch(memory: SafetyMemory, text: str, answer: Answer = "") -> SafetyMemory:
    """The memory after one turn of the person's. `answer` is a bare yes, no or don't know."""
    seen = signs(text)
    turn = memory.turn + 1
    asked = turn - memory.asked_turn == 1
    severity, probability, reasons = _now(memory, seen, turn)
    if asked and answer and severity < HIGH:
        severity, probability, reasons = _answered(memory, answer, severity)
    level: Level = "none"
    if severity >= HIGH:
        level = "high"
    elif severity >= 2 or (severity == 1 and probability >= 0.5):
        level = "moderate"
    held = memory.held or level == "high"
    return replace(
        memory,
        level="high" if held else level,
        severity=max(severity, memory.severity) if held else severity,
        probability=probability,
        reasons=reasons,
        faint=memory.faint * FADE + (0.6 if seen.reading.severity == 1 else 0.0),
        low=memory.low * FADE + (0.6 if seen.low else 0.0),
        ever=max(memory.ever, severity),
        loss_turn=turn if seen.loss else memory.loss_turn,
        turn=turn,
        held=held,
    )


def _now(memory: SafetyMemory, seen: Signs, turn: int) -> tuple[int, float, tuple[str, ...]]:
    severity, probability, reasons = seen.reading.severity, seen.reading.probability, seen.reading.reasons
    lost = seen.loss or turn - memory.loss_turn <= LOSS_LASTS
    low = seen.low or memory.low > 0.3
    troubled = memory.ever >= 2 or memory.faint > 0.4 or severity >= 1
    if seen.means or (seen.soft_means and (troubled or lost or low)):
        severity = max(severity, 5 if memory.ever >= 2 and severity else 4 if troubled else 3)
        probability = max(probability, 0.85 if troubled else 0.7 if lost or low else 0.5)
        reasons = (*reasons, "means asked for", *(("after distress",) if troubled or lost or low else ()))
    elif severity == 1 and (memory.faint > 0.35 or turn - memory.loss_turn <= 3):
        severity, probability, reasons = 2, 0.7, (*reasons, "faint signs add up")
    return severity, probability, reasons


def _answered(memory: SafetyMemory, answer: Answer, severity: int) -> tuple[int, float, tuple[str, ...]]:
    """What they said when asked straight out counts for more than any rule."""
    if answer == "yes":
        return max(HIGH, severity), 0.95, ("said yes when asked",)
    if answer == "no":
        return min(1, severity), 0.2, ("said no when asked",)
    return max(2, severity), 0.6, ("did not say no when asked",)


def asked(memory: SafetyMemory) -> SafetyMemory:
    """The direct question was put just now."""
    return replace(memory, asked_turn=memory.turn)


def released(memory: SafetyMemory) -> SafetyMemory:
    """A person has looked and says that the session may go on."""
    return replace(
        memory,
        held=False,
        level="none",
        severity=0,
        probability=0.0,
        reasons=("released by a person",),
        faint=0.0,
        low=0.0,
    )


def read_contacts(entries: Sequence[str]) -> tuple[Contact, ...]:
    """ "name | reach | hours" strings as contacts; an entry without a way to reach anyone is left out."""
    found = []
    for entry in entries:
        name, _, rest = entry.partition("|")
        reach, _, hours = rest.partition("|")
        if name.strip() and reach.strip():
            found.append(Contact(name=name.strip(), reach=reach.strip(), hours=hours.strip()))
    return tuple(found)


def contact_words(contacts: Sequence[Contact]) -> str:
    """How help is named aloud: the first contact, or the emergency services where none is set."""
    if not contacts:
        return "The ones to call are your local emergency services."
    first = contacts[0]
    when = f", {first.hours}" if first.hours else ""
    return f"{first.name} can be reached on {first.reach}{when}."
