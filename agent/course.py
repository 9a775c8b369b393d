"""The course of somebody's goals along a transcript: the first three steps, without an answer.

What a companion does live turn by turn, for conversations that it had no part in.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass, field, replace

from agent.appraisal.reading import Appraisal, Reading
from agent.appraisal.stage import stage_evidence, topics
from agent.appraise import appraise
from agent.ground import ground_goals
from agent.readiness import update
from agent.state import STAGES, CompanionState, Exchange, GoalBelief
from agent.words.clauses import Clause
from agent.words.tokens import normalise

_AIMS = re.compile(
    r"\b(?:want|need|should|ought|must|going to|gonna|try|trying|plan|hope|wish|start|stop|quit|cut|give up|"
    r"decid\w+|ready|promise|will|i'll|change|used to)\b",
    re.I,
)
"""Words without which a turn neither names a goal nor says how near it is."""


@dataclass(frozen=True)
class _Given:
    """An appraiser that has read already."""

    reading: Reading

    def read(self, text: str, clauses: Sequence[Clause], before: Sequence[tuple[str, str]]) -> Reading:
        """The reading it was given."""
        return self.reading


@dataclass
class Course:
    """One person's goals as they stand; feed it the turns of one dialogue in order."""

    state: CompanionState = field(default_factory=CompanionState)

    def companion(self, text: str) -> None:
        """What the other side said: a short answer is an answer to it."""
        if self.state.recent:
            last = replace(self.state.recent[-1], answered=text[:600], question="?" in text)
            self.state = self.state.with_(recent=(*self.state.recent[:-1], last))

    def participant(self, text: str, turn_id: str, reading: Reading) -> tuple[GoalBelief, ...]:
        """What the person said, as it was read; the goals after it, the latest last."""
        turn = self.state.turn + 1
        said = Exchange(turn_id, text[:600])
        self.state = self.state.with_(turn=turn, recent=(*self.state.recent, said))
        if not self._bears(text, reading):
            return self.state.goals
        appraisal = self._appraised(text, reading)
        ledger = ground_goals(self.state, appraisal, turn_id)
        goals, about = update(self.state.goals, ledger, appraisal, turn, self.state.pace.goal)
        pace = replace(self.state.pace, goal=about)
        self.state = self.state.with_(ground=ledger, goals=goals, pace=pace)
        return goals

    def _bears(self, text: str, reading: Reading) -> bool:
        """Whether a turn can move a belief: most turns of a conversation cannot, and parsing costs."""
        return reading.talk != "neutral" or bool(_AIMS.search(text)) or bool(topics(text.lower()))

    def _appraised(self, text: str, reading: Reading) -> Appraisal:
        before = [("participant", item.said) for item in self.state.recent[-4:-1]]
        evidence = reading.stage or stage_evidence(normalise(text), before)
        return appraise(text[:4000], (), _Given(replace(reading, stage=evidence)))


def shown(goals: Sequence[GoalBelief]) -> dict[str, dict[str, float]]:
    """Goals as {name: {stage: probability}}."""
    return {
        goal.name: {name: round(p, 4) for name, p in zip(STAGES, goal.belief, strict=True)} for goal in goals
    }
