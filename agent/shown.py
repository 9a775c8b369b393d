"""The companion's state as everyone may see it."""

from __future__ import annotations

from agent.state import CompanionState
from alongside.messages import State


def state_message(state: CompanionState, turn_id: str) -> State:
    """Where the conversation stands, in the shared vocabulary."""
    pace = state.pace
    return State(
        turn_id=turn_id,
        phase=pace.phase,
        gate_open=pace.gate_open,
        gate_reason=pace.gate_reason,
        stages=tuple(goal.shown() for goal in state.goals),
        discord=pace.discord,
        valence=max(-1.0, min(1.0, pace.valence)),
        arousal=max(-1.0, min(1.0, pace.arousal)),
        risk=state.safety.severity,
        ground=state.ground,
        talk=state.talk,
        disclosure=state.disclosure,
    )
