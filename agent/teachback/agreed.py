"""What was agreed, in parts that can be found again in somebody's own words."""

from __future__ import annotations

import json
import re
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Literal

from agent.remembering.kept import KeptPlan
from agent.teachback.compare import company, concepts, when_of
from agent.worksheets.state import SheetRun

About = Literal["plan", "thought", "information"]
Verdict = Literal["complete", "partial", "wrong", "evaded"]
MOST_RESULTS = 20
MOST_PARTS = 3
"""Of a thought or a piece of information, at most this many parts are looked for."""
_SENTENCE = re.compile(r"[^.?!]+[.?!]*")
_CLAUSE = re.compile(r"(?:,? (?:but|and|while|because|so|whether or not)\b|[,;:])")


@dataclass(frozen=True)
class Slot:
    """One part of what was agreed: its name (what, when, who, part 1), its words, what they come down to."""

    name: str
    words: str
    concepts: frozenset[str]
    share: float = 0.5  # how much of it must come back


@dataclass(frozen=True)
class Agreed:
    """One thing agreed: on which `turn`, how often it was `asked` for, whether that is `settled`."""

    about: About
    key: str
    text: str
    slots: tuple[Slot, ...]
    turn: int
    asked: int = 0
    settled: bool = False


@dataclass(frozen=True)
class Judgment:
    """What came back: which parts, which not, and how it is taken. Score 0 to 1 is the share of parts."""

    verdict: Verdict
    matched: tuple[str, ...] = ()
    missing: tuple[Slot, ...] = ()
    score: float = 0.0


@dataclass(frozen=True)
class Result:
    """One judgment as it is recorded: names of parts and numbers, no words of theirs."""

    about: About
    verdict: Verdict
    agreed: tuple[str, ...]
    matched: tuple[str, ...]
    score: float
    attempt: int
    turn: int


@dataclass(frozen=True)
class TeachBack:
    """Part of the companion's state: what awaits being said back, how the last attempt went, and the record.

    `pleased` counts turns in which they voiced being pleased; it never counts as understanding.
    """

    agreed: Agreed | None = None
    asking: bool = False  # the last words asked for it
    judged: Judgment | None = None  # of this turn
    glad: bool = False  # pleased on this turn
    results: tuple[Result, ...] = ()
    pleased: int = 0

    @property
    def open(self) -> bool:
        """Whether something agreed was not said back yet."""
        return self.agreed is not None and not self.agreed.settled


NOTHING_AGREED = TeachBack()


def from_plan(plan: KeptPlan, turn: int) -> Agreed | None:
    """A plan: the deed, and when and with whom as far as that was said."""
    slots = [Slot("what", plan.text, concepts(plan.text))]
    if plan.when:
        slots.append(Slot("when", plan.when, when_of(plan.when, plan.date)))
    if plan.who and not company(plan.who) & concepts(plan.text):
        slots.append(Slot("who", f"with {plan.who}", company(plan.who)))
    slots = [slot for slot in slots if slot.concepts]
    text = " ".join(
        words for words in (plan.text, plan.when, f"with {plan.who}" if plan.who else "") if words
    )
    return Agreed("plan", plan.key, text, tuple(slots), turn) if slots else None


def from_sheet(run: SheetRun, turn: int) -> Agreed | None:
    """The balanced thought of a finished worksheet."""
    place = run.sheet.index("balanced")
    if run.status != "done" or place < 0 or not run.entries[place].value:
        return None
    try:
        text = str(json.loads(run.entries[place].value))
    except ValueError:
        return None
    return from_thought(text, f"thought:{run.sheet.key}", turn)


def from_thought(text: str, key: str, turn: int) -> Agreed | None:
    """A fairer thought, as it was written on the sheet."""
    slots = _parts([text])
    return Agreed("thought", key, text, slots, turn) if slots else None


def from_words(said: str, turn: int) -> Agreed | None:
    """A piece of information the companion gave, without the question at its end."""
    told = [
        part.strip() for part in _SENTENCE.findall(said) if part.strip() and not part.strip().endswith("?")
    ]
    slots = _parts(told, share=0.34)
    return Agreed("information", f"information:{turn}", " ".join(told), slots, turn) if slots else None


def _parts(sentences: Sequence[str], share: float = 0.5) -> tuple[Slot, ...]:
    """The clauses of a text that say something, as slots; short ones join the one before."""
    found: list[str] = []
    for sentence in sentences:
        for clause in _CLAUSE.split(sentence):
            words = clause.strip(" .!")
            if found and len(concepts(words)) < 2:
                found[-1] = f"{found[-1]} {words}"
            elif words:
                found.append(words)
    kept = [words for words in found if concepts(words)][:MOST_PARTS]
    return tuple(Slot(f"part {at}", words, concepts(words), share) for at, words in enumerate(kept, 1))
