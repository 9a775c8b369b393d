"""A rater that asks a language model: how far a line agrees with each statement, or whether it entails it.

For use after a session: a turn takes three requests. The probes then make the scales.
"""

from __future__ import annotations

import asyncio
import re
from collections.abc import Mapping, Sequence
from typing import Literal

import numpy as np

from agent.appraisal.encoder import Vectors
from agent.models.base import LanguageModel, ModelError, Prompt
from agent.relationship.probes import EACH, Side, probes

Way = Literal["agree", "entail"]
ASKS: Mapping[Way, tuple[str, int]] = {
    "agree": (
        "For each statement, judge how far the line agrees with it: 2 plainly, 1 rather, 0 it says nothing "
        "of it, -1 rather the opposite, -2 plainly the opposite. Most are 0.",
        2,
    ),
    "entail": (
        "For each statement, judge the line as a premise: 1 it entails the statement, -1 it contradicts it, "
        "0 neither. Most are 0.",
        1,
    ),
}
"""Way -> (what is asked, the largest number)."""
FORM = "Answer with one line a statement, 'number: judgment', and nothing else."
WHO: Mapping[Side, str] = {
    "participant": "a person said to the companion who listens to them",
    "companion": "a companion said to the person it listens to",
}
TRIES = 2
MOST_TOKENS = 120
_ANSWER = re.compile(r"^\W*(\d{1,2})\s*[:.)=-]\s*([+\-−]?\d)\b", re.M)


class NoJudgmentError(ModelError):
    """The model answers, but not what it was asked: of this one line."""


class ModelRater:
    """Scores a turn by asking `model`. Not for a running event loop: it waits for the answer."""

    scales = True

    def __init__(self, model: LanguageModel, way: Way = "agree") -> None:
        self.model, self.way = model, way
        self._loop = asyncio.new_event_loop()

    def rate(self, side: Side, text: str) -> Vectors:
        """[36], -1 to 1. Raises ModelError where the model fails, NoJudgmentError where it twice says nothing
        of use."""
        said = [probe.form(side)[0] for probe in probes()]
        scores: list[float] = []
        for start in range(0, len(said), EACH):
            scores += self._loop.run_until_complete(self._asked(side, text, said[start : start + EACH]))
        return np.array(scores, np.float32)

    def close(self) -> None:
        """Let go of the model."""
        self._loop.run_until_complete(self._end())
        self._loop.run_until_complete(self._loop.shutdown_asyncgens())
        self._loop.close()

    async def _end(self) -> None:
        """Close the model; answers that were left before their end are let go of too."""
        await self.model.close()
        left = asyncio.all_tasks() - {asyncio.current_task()}
        await asyncio.gather(*left, return_exceptions=True)

    async def _asked(self, side: Side, text: str, statements: Sequence[str]) -> list[float]:
        asks, most = ASKS[self.way]
        listed = "\n".join(f"{number}: {said}." for number, said in enumerate(statements, 1))
        question = f"This line {WHO[side]}:\n<line>{text}</line>\n\n{asks} {FORM}\n\n{listed}"
        for attempt in range(TRIES):
            prompt = Prompt((("user", question),), MOST_TOKENS, temperature=0.0, seed=attempt)
            answer = "".join([piece async for piece in self.model.stream(prompt)])
            if found := judgments(answer, len(statements), most):
                return found
        raise NoJudgmentError(
            f"the language model {self.model.name} gives no {len(statements)} judgments",
            "A larger model, or one that follows instructions, may.",
        )


def judgments(answer: str, count: int, most: int) -> list[float]:
    """The judgments in order, -1 to 1; empty unless each of `count` statements has one in range."""
    told = {int(number): int(value.replace("−", "-")) for number, value in _ANSWER.findall(answer)}
    if set(told) != set(range(1, count + 1)) or any(abs(value) > most for value in told.values()):
        return []
    return [told[number] / most for number in range(1, count + 1)]
