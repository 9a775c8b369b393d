"""Safety across turns: what the last turns add up to, and the words that were approved for it.

Used by the guardian (its own memory) and by the companion (its own), so that either notices alone.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass, replace
from typing import Literal

from agent.appraisal.direct import Direct, direct_answer
from agent.appraisal.reading import RiskReading
from agent.appraisal.risk import HINTED, Signs, signs
from alongside.messages import Risk
from alongside.records import Contact

Level = Literal["none", "moderate", "high"]
About = Literal["self", "safe", ""]
"""What a direct question asked: thoughts of suicide, or whether somebody is safe from somebody."""

HIGH = 4
"""Severity from which the exercise ends and contacts are shown."""
FADE = 0.85
"""How much of a faint sign is left a turn later."""
LOSS_LASTS = 10
"""Turns for which a loss that was told makes a question about means weigh more."""


DEED_LASTS = 5
"""Turns for which "I'll do it tonight" is taken to mean the ordinary deed they had just spoken of."""
_IT_TONIGHT = re.compile(
    r"(?:(?:ok(?:ay)?|right|yes|yeah|so|well|then|and)[,.]? )*"
    r"(?:i(?:'|’)?ll|i(?:'|’)m going to|i will|i(?:'|’)m gonna) "
    r"(?:just |maybe |probably |definitely )?do (?:it|that) "
    r"(?:tonight|today|tomorrow|this (?:evening|weekend|week)|soon|on \w+day)[.! ]*$",
    re.I,
)
_DEED = re.compile(
    r"\b(?:i(?:'|’)d like to|i want to|i could|i might|i should|i(?:'|’)ll|how do i|"
    r"maybe i(?:'|’)ll|going to) "
    r"(?:just |maybe |also |have to )?(?:say|tell|ring|phone|call|ask|write|text|email|talk|speak|"
    r"apologi[sz]e|book|"
    r"send|visit|see|cook|clean|sort|buy|walk|swim|run|read|post|show|invite|thank|try|start|join|pay|open)\b",
    re.I,
)


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
    asked_turn: int = -99  # when a direct question was last put
    asked_about: About = ""
    deed_turn: int = -99  # when an ordinary deed was last spoken of as one to be done
    turn: int = 0
    held: bool = False  # high was reached; only a person lifts it
    named: str = ""  # the kind of means that was named in the last turn


def held_high(memory: SafetyMemory, severity: int, reason: str) -> SafetyMemory:
    """The memory once it was told, in no uncertain terms and not by words alone, that the level is high."""
    return replace(
        memory,
        level="high",
        held=True,
        severity=max(memory.severity, severity),
        probability=max(memory.probability, 0.95),
        reasons=(*memory.reasons, reason),
        ever=max(memory.ever, severity),
    )


def held_at(memory: SafetyMemory, known: int, told: Risk) -> SafetyMemory:
    """The memory beside a level that was told before, of words that may be lost; `known` is its severity."""
    if told.level == "high":
        return memory if memory.held else held_high(memory, told.severity, "told before")
    if told.severity <= known:
        return memory
    return replace(
        memory,
        level=told.level,
        severity=told.severity,
        probability=told.probability,
        reasons=(*told.reasons, "told before"),
        ever=max(memory.ever, told.severity),
    )


def watch(
    memory: SafetyMemory, text: str, answer: Direct = "", read: RiskReading | None = None
) -> SafetyMemory:
    """The memory after one turn of the person's. `answer` stands in where the words do not tell.

    `read` is what a trained head made of the turn: it may raise what the rules say, never lower it.
    """
    seen = signs(text, memory.named)
    turn = memory.turn + 1
    if read is not None:
        seen = replace(seen, reading=_raised(seen.reading, read, turn - memory.asked_turn == 1))
    severity, probability, reasons = _now(memory, seen, turn)
    troubled = memory.ever or memory.faint > 0.1 or memory.low > 0.1 or seen.low or seen.loss
    if (
        severity
        and not troubled
        and turn - memory.deed_turn <= DEED_LASTS
        and _IT_TONIGHT.match(text.strip())
    ):
        severity, probability, reasons = 0, 0.05, ("a deed named before",)
    if turn - memory.asked_turn == 1 and severity < HIGH:
        said = direct_answer(text) or answer
        severity, probability, reasons = _answered(memory, said, severity, probability, reasons)
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
        deed_turn=turn if severity == 0 and not seen.low and _DEED.search(text) else memory.deed_turn,
        loss_turn=turn if seen.loss else memory.loss_turn,
        turn=turn,
        held=held,
        named=seen.named,
    )


def _raised(rules: RiskReading, read: RiskReading, asked: bool) -> RiskReading:
    """What a trained head alone hears brings the direct question, and never ends an exercise by itself.

    The answer to the direct question is left to the rules.
    """
    severity = min(read.severity, HIGH - 1)
    return rules if asked or severity <= rules.severity else replace(read, severity=severity)


def _now(memory: SafetyMemory, seen: Signs, turn: int) -> tuple[int, float, tuple[str, ...]]:
    severity, probability, reasons = seen.reading.severity, seen.reading.probability, seen.reading.reasons
    lost = seen.loss or turn - memory.loss_turn <= LOSS_LASTS
    low = seen.low or memory.low > 0.3
    troubled = memory.ever >= 2 or memory.faint > 0.4 or (severity >= 1 and reasons != (HINTED,))
    if seen.means or (seen.soft_means and (troubled or lost or low)):
        severity = max(severity, 5 if memory.ever >= 2 and severity else 4 if troubled else 3)
        probability = max(probability, 0.85 if troubled else 0.7 if lost or low else 0.5)
        reasons = (*reasons, "means asked for", *(("after distress",) if troubled or lost or low else ()))
    elif severity == 1 and (memory.faint > 0.35 or turn - memory.loss_turn <= 3):
        severity, probability, reasons = 2, 0.7, (*reasons, "faint signs add up")
    return severity, probability, reasons


def _answered(
    memory: SafetyMemory, said: Direct, severity: int, probability: float, reasons: tuple[str, ...]
) -> tuple[int, float, tuple[str, ...]]:
    """What they said when asked straight out counts for more than any rule."""
    if memory.asked_about == "safe":
        if said == "yes":
            return min(1, severity), 0.2, ("said to be safe",)
        return max(3, severity) if said in ("no", "unsure") else severity, probability, reasons
    if said == "yes":
        return max(HIGH, severity), 0.95, ("said yes when asked",)
    if said == "no" and severity <= 1:
        return severity, 0.2, ("said no when asked",)
    if said == "some":
        return max(2, severity), 0.8, ("thoughts, when asked",)
    if said == "unsure" or severity < 2 <= memory.severity:
        return max(2, severity), 0.6, ("did not say no when asked",)
    return severity, probability, reasons


_OF_DEATH = re.compile(r"\b(?:kill|suicide|ending|doing it|acting on|how or when|thought)", re.I)


def asks_about(kind: str, focus: str, text: str) -> About:
    """What a direct question is put about by an act of this kind and focus, "" if none is."""
    if "?" not in text or not (
        (kind == "safety" and focus in ("ask", "thoughts")) or (kind == "correct_premise" and focus == "harm")
    ):
        return ""
    return "safe" if "safe" in text and not _OF_DEATH.search(text) else "self"


def asked(memory: SafetyMemory, about: About = "self") -> SafetyMemory:
    """A direct question was put just now."""
    return replace(memory, asked_turn=memory.turn, asked_about=about)


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


def contact_words(contacts: Sequence[Contact]) -> str:
    """How help is named aloud: the first contact, or the emergency services where none is set."""
    if not contacts:
        return "The ones to call are your local emergency services."
    first = contacts[0]
    when = f", {first.hours}" if first.hours else ""
    return f"{first.name} can be reached on {first.reach}{when}."
