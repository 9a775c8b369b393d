"""The companion's conduct, counted turn by turn: shares and rates with intervals, the same live and in bulk.

Thresholds of MITI 4.2.1 are for sessions coded by trained people; these are counts of a program, to compare
conditions with, not to certify anybody. Even people tell simple from complex reflections poorly (macro-F1
0.62 on AnnoMI), so `complex_share` is to be read with that in mind.
"""

from __future__ import annotations

import math
from collections import Counter
from collections.abc import Mapping
from dataclasses import dataclass, replace

from agent.appraisal.behaviour import questions_in
from agent.appraisal.lists import matching
from agent.conduct.person import persons
from agent.conduct.turns import DISCLOSED, Ours, Theirs
from agent.synchrony.estimate import NOTHING, Estimate, Mean, share

Measures = Mapping[str, Estimate]
MEASURES = (
    "reflection_share", "input_share", "question_share", "advice_share",
    "reflections_to_questions", "complex_share",
    "input_after_change", "input_after_neutral", "input_after_sustain", "reflection_after_sustain",
    "advice_after_disclosure", "agreement", "premises_corrected", "premises_agreed",
    "first_person", "we", "words_per_turn", "questions_per_turn", "word_share", "time_share",
)  # fmt: skip
"""What `Conduct.measures` holds. Shares are 0 to 1; `first_person` and `we` are per 100 words."""


@dataclass(frozen=True)
class Conduct:
    """The counts as they stand. `measures`: see MEASURES; a measure that nothing was there for has value
    None.
    """

    turns: int  # of both sides
    own_turns: int
    behaviours: Mapping[str, int]
    miti: Mapping[str, int]
    bolt: Mapping[str, int]
    talk: Mapping[str, int]
    measures: Measures


class Tally:
    """Hears turns of both sides in order."""

    def __init__(self) -> None:
        self.turns = 0
        self._own = 0
        self._behaviours: Counter[str] = Counter()
        self._miti: Counter[str] = Counter()
        self._bolt: Counter[str] = Counter()
        self._talk: Counter[str] = Counter()
        self._after: Counter[tuple[str, str]] = Counter()  # (what came before, what came then or "")
        self._words = {"ours": 0, "theirs": 0, "i": 0, "we": 0}
        self._seconds = {"ours": 0.0, "theirs": 0.0}
        self._lengths, self._questions = Mean(), Mean()
        self._agreed = self._advised = 0
        self._heard: Theirs | None = None

    def hear(self, turn: Theirs) -> None:
        """The participant said something."""
        self.turns += 1
        self._talk[turn.talk] += 1
        self._words["theirs"] += persons(turn.text).words
        self._seconds["theirs"] += turn.seconds or 0.0
        self._heard = turn

    def do(self, turn: Ours) -> None:
        """The companion said something; what has no words (a nod, a silence) is not counted."""
        if not turn.text.strip():
            return
        self.turns += 1
        self._own += 1
        coding = turn.coding
        self._behaviours[coding.behaviour] += 1
        self._miti.update(coding.miti)
        self._bolt.update(coding.acts)
        words, singular, plural = persons(turn.text)
        self._words["ours"] += words
        self._words["i"] += singular
        self._words["we"] += plural
        self._seconds["ours"] += turn.seconds or 0.0
        self._lengths.add(words)
        self._questions.add(questions_in(turn.text))
        advises = advice(turn)
        self._advised += advises
        agrees = bool(matching("conduct", "agrees", turn.text.lower().replace("’", "'")))
        self._agreed += agrees
        if self._heard is not None:
            self._follow(self._heard, turn, advises, agrees)
        self._heard = None

    def _follow(self, heard: Theirs, turn: Ours, advises: bool, agrees: bool) -> None:
        for kind in (heard.talk, "disclosure" if heard.disclosure >= DISCLOSED else ""):
            self._after[kind, ""] += bool(kind)
            self._after[kind, turn.coding.behaviour] += bool(kind)
            self._after[kind, "advice"] += bool(kind) and advises
        if heard.premise:
            self._after["premise", ""] += 1
            self._after["premise", "agrees"] += agrees and not turn.corrects
            if turn.corrects is not None:
                self._after["known", ""] += 1
                self._after["known", "corrects"] += turn.corrects

    def now(self) -> Conduct:
        """As it stands."""
        own, kinds = self._own, self._behaviours
        words = self._words
        seconds = self._seconds["ours"] + self._seconds["theirs"]
        both = all(self._seconds.values())
        measures = {
            **{f"{name}_share": share(kinds[name], own) for name in ("reflection", "input", "question")},
            "advice_share": share(self._advised, own),
            "reflections_to_questions": _ratio(self._miti),
            "complex_share": share(self._miti["reflection_complex"], _count(self._miti, "reflection")),
            **{f"input_after_{talk}": self._of(talk, "input") for talk in ("change", "neutral", "sustain")},
            "reflection_after_sustain": self._of("sustain", "reflection"),
            "advice_after_disclosure": self._of("disclosure", "advice"),
            "agreement": share(self._agreed, own),
            "premises_corrected": self._of("known", "corrects"),
            "premises_agreed": self._of("premise", "agrees"),
            "first_person": _per_hundred(share(words["i"], words["ours"])),
            "we": _per_hundred(share(words["we"], words["ours"])),
            "words_per_turn": self._lengths.estimate(),
            "questions_per_turn": self._questions.estimate(),
            "word_share": _shared(words["ours"], words["ours"] + words["theirs"]),
            "time_share": _shared(self._seconds["ours"], seconds) if both else NOTHING,
        }
        counts = (dict(kinds), dict(self._miti), dict(self._bolt), dict(self._talk))
        return Conduct(self.turns, own, *counts, measures)

    def _of(self, before: str, then: str) -> Estimate:
        return share(self._after[before, then], self._after[before, ""])


def advice(turn: Ours) -> bool:
    """Whether a turn advises or offers solutions: teaching and information alone are neither."""
    if {"input_advice", "input_options"}.intersection(turn.coding.miti):
        return True
    solves = {"Problem-Solving", "Planning"}.intersection(turn.coding.acts)
    return turn.coding.behaviour == "input" and bool(solves)


def _count(miti: Mapping[str, int], kind: str) -> int:
    return sum(count for name, count in miti.items() if name.startswith(kind))


def _ratio(miti: Mapping[str, int]) -> Estimate:
    """Reflections to questions. The interval is that of a ratio of counts, on its logarithm."""
    reflections, questions = _count(miti, "reflection"), _count(miti, "question")
    if not questions:
        return Estimate(n=reflections)
    value, n = reflections / questions, reflections + questions
    if not reflections:
        return Estimate(value, n=n)
    wide = math.exp(1.96 * math.sqrt(1 / reflections + 1 / questions))
    return Estimate(value, value / wide, value * wide, n)


def _per_hundred(found: Estimate) -> Estimate:
    if found.value is None or found.low is None or found.high is None:
        return found
    return replace(found, value=100 * found.value, low=100 * found.low, high=100 * found.high)


def _shared(part: float, whole: float) -> Estimate:
    """A share of words or time: all of it was counted, so there is no interval."""
    return Estimate(part / whole, n=round(whole)) if whole else NOTHING
