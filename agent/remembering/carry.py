"""What a new session takes over: ground and goals from the memory, the goals' beliefs faded by days."""

from __future__ import annotations

from agent.readiness import table
from agent.remembering.days import days_between
from agent.remembering.keeping import Keeping, Remembered
from agent.remembering.kept import Kept, KeptGoal
from agent.state import CompanionState, GoalBelief
from alongside.records import GroundEntry

HALF_LIFE = 30.0
"""Days after which half of what was believed about readiness is left; the rest is the prior again."""
CARRIED = {"people": 12, "names": 4, "facts": 14, "threads": 4, "goals": 6}
"""How much of each list comes along into the ground, the newest first; the rest stays in the memory."""
_KINDS = {"people": "name", "names": "name", "facts": "fact", "threads": "thread", "goals": "goal"}


def carry(state: CompanionState, remembered: Remembered) -> CompanionState:
    """The state of a session that begins with a memory."""
    memory, today = remembered.memory, remembered.date
    ledger: list[GroundEntry] = []
    for name, most in CARRIED.items():
        newest = sorted(getattr(memory, name), key=lambda item: item.date)[-most:]
        ledger.extend(_entry(name, item) for item in newest if not item.key.startswith("open:"))
    goals = tuple(_belief(goal, today) for goal in memory.goals if goal.belief)
    keeping = Keeping(person=remembered.person, session=remembered.session, date=today, memory=memory)
    return state.with_(ground=tuple(ledger), goals=goals, keeping=keeping)


def _entry(name: str, item: Kept) -> GroundEntry:
    """The source says which session it is from."""
    return GroundEntry(
        key=item.key, kind=_KINDS[name], value=item.text,  # type: ignore[arg-type]
        source_turn=f"{item.session}/{item.turn}", proposer=item.proposer,
        confidence=item.confidence, status=item.status,
    )  # fmt: skip


def _belief(goal: KeptGoal, today: str) -> GoalBelief:
    left = 0.5 ** (days_between(goal.date, today) / HALF_LIFE)
    prior = table()["prior"]
    belief = tuple(left * p + (1 - left) * q for p, q in zip(goal.belief, prior, strict=True))
    return GoalBelief(goal.key, goal.text, belief, ambivalence=goal.ambivalence * left, turn=-99)
