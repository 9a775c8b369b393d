"""The course of somebody's goals along a transcript: the first three steps, without an answer.

What a companion does live turn by turn, for conversations that it had no part in.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass, field, replace

from agent.appraisal.language import language
from agent.appraisal.reading import Appraisal, Reading
from agent.appraisal.requests import short_answer
from agent.appraisal.stage import stage_evidence, topics
from agent.ground import ground_goals
from agent.readiness import update
from agent.state import MOST_EXCHANGES, STAGES, CompanionState, Exchange, GoalBelief
from agent.words.clauses import parse
from agent.words.tokens import normalise

_AIMS = re.compile(
    r"\b(?:want|need|should|ought|must|going to|gonna|try|trying|plan|hope|wish|start|stop|quit|cut|give up|"
    r"decid\w+|ready|promise|will|i'll|change|used to)\b",
    re.I,
)
"""Words without which a turn neither names a goal nor says how near it is."""


MOST_READ = 4000
"""Characters of a turn."""


@dataclass
class Course:
    """One person's goals as they stand; feed it the turns of one dialogue in order."""

    state: CompanionState = field(default_factory=CompanionState)
    _turn: int = 0
    _recent: list[Exchange] = field(
        default_factory=list
    )  # the state takes them over when a turn bears on a goal

    def companion(self, text: str) -> None:
        """What the other side said: a short answer is an answer to it."""
        if self._recent:
            self._recent[-1] = replace(self._recent[-1], answered=text[:600], question="?" in text)

    def participant(self, text: str, turn_id: str, reading: Reading) -> tuple[GoalBelief, ...]:
        """What the person said, as it was read; the goals after it, the latest last."""
        self._turn += 1
        self._recent = [*self._recent[1 - MOST_EXCHANGES :], Exchange(turn_id, text[:600])]
        if not self._bears(text, reading):
            return self.state.goals
        appraisal = self._appraised(text, reading)
        state = replace(self.state, turn=self._turn, recent=tuple(self._recent))
        ledger = ground_goals(state, appraisal, turn_id)
        goals, about = update(state.goals, ledger, appraisal, self._turn, state.pace.goal)
        self.state = replace(state, ground=ledger, goals=goals, pace=replace(state.pace, goal=about))
        return goals

    def _bears(self, text: str, reading: Reading) -> bool:
        """Whether a turn can move a belief: most turns of a conversation cannot, and parsing costs."""
        return reading.talk != "neutral" or bool(_AIMS.search(text)) or bool(topics(text.lower()))

    def _appraised(self, text: str, reading: Reading) -> Appraisal:
        before = [("participant", item.said) for item in self._recent[-4:-1]]
        evidence = reading.stage or stage_evidence(normalise(text), before)
        seen = text[:MOST_READ]
        tongue = language(seen)
        if tongue != "english":
            return Appraisal(seen, Reading(risk=reading.risk), language=tongue)
        return Appraisal(
            text=seen,
            reading=replace(reading, stage=evidence),
            clauses=parse(seen),
            short_answer=short_answer(seen),
            words=len(seen.split()),
        )


def shown(goals: Sequence[GoalBelief]) -> dict[str, dict[str, float]]:
    """Goals as {name: {stage: probability}}."""
    return {
        goal.name: {name: round(p, 4) for name, p in zip(STAGES, goal.belief, strict=True)} for goal in goals
    }
