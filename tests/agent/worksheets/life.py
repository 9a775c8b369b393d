"""Days of one person with the companion, for tests: each begins from what the day before left."""

from __future__ import annotations

from datetime import date, timedelta

from agent.companion import Companion
from agent.remembering.keeping import Remembered
from agent.remembering.kept import Memory
from agent.remembering.session import remembered_after
from agent.state import CompanionState
from alongside.messages import Act, Answer, Turn

COMPANION = Companion()
START = date(2026, 3, 2)  # a Monday


class Life:
    """Days of one person, one after the other."""

    def __init__(self, seed: int = 0, companion: Companion = COMPANION) -> None:
        self.companion = companion
        self.memory = Memory(person="p1")
        self.seed = seed
        self.count = 0

    def begin(self, day: int) -> tuple[CompanionState, list[Act]]:
        self.count += 1
        today = (START + timedelta(days=day)).isoformat()
        remembered = Remembered(person="p1", session=f"s{self.count}", date=today, memory=self.memory)
        state, act = self.companion.greet(self.companion.begin(self.seed, remembered))
        return state, [act]

    def end(self, state: CompanionState) -> None:
        state, _ = self.companion.goodbye(state)
        self.memory = remembered_after(state)

    def fill(self, day: int, key: str, answers: dict[str, str]) -> CompanionState:
        """A day on which a sheet is filled in by touch; what is not answered is skipped."""
        state, _ = self.begin(day)
        state, _ = self.companion.answer(state, Answer(sheet=key, move="start"))
        for field, value in answers.items():
            state, _ = self.companion.answer(state, Answer(sheet=key, field=field, value=value))
        while state.sheet is not None and state.sheet.status == "open" and state.sheet.current is not None:
            state, _ = self.companion.answer(state, Answer(sheet=key, move="skip"))
        self.end(state)
        return state

    def talk(self, day: int, *texts: str) -> tuple[CompanionState, list[Act]]:
        state, acts = self.begin(day)
        for number, text in enumerate(texts, 1):
            state, act = self.companion.step(state, Turn(turn_id=f"t{number}", text=text))
            acts.append(act)
        self.end(state)
        return state, acts
