"""Processes of change: which fit a stage, and which an act serves. The table is `agent/words/processes.yaml`.

Prochaska & DiClemente's processes, by the stage they help people on from. Language models asked for health
advice leave most of them out early on, and reinforcement and stimulus control later (Bak & Chin 2024).
"""

from __future__ import annotations

from typing import Any

from agent.state import STAGES, CompanionState, GoalBelief
from agent.words.lines import read

_FRAME = "process."


def table() -> dict[str, Any]:
    """The whole table."""
    found: dict[str, Any] = read("processes")
    return found


def for_stage(stage: str) -> tuple[str, ...]:
    """Processes that help on from a stage, the most helpful first."""
    return tuple(table()["stages"][stage])


def frame_of(process: str) -> str:
    """What the frames of its questions begin with."""
    return f"{_FRAME}{process}"


def served(act: str, focus: str, frame: str, goal: GoalBelief | None) -> str:
    """The process that an act serves for the goal at hand; "" for none."""
    if goal is None:
        return ""
    if frame.startswith(_FRAME):
        return frame.removeprefix(_FRAME).split(":")[0].split(".")[0].rstrip("+?")
    group = "late" if goal.ready else "early"
    found: str = table()["acts"][group].get(f"{act}.{focus}", "")
    return found


def reason(process: str, stage: str) -> str:
    """Why an act was good for them, for the log: "serves stimulus control (what is around them): action"."""
    return f"serves {process.replace('_', ' ')} ({table()['names'][process]}): {stage}"


def least_served(stage: str, state: CompanionState) -> tuple[str, ...]:
    """The stage's processes, those served least first: asked about, or by other acts of late."""
    asked = [frame for frame, _ in state.frames if frame.startswith(_FRAME)]
    acts = table()["acts"]["late" if stage in STAGES[2:] else "early"]
    done = [acts.get(f"{item.kind}.{item.focus}", "") for item in state.recent]
    fitting = for_stage(stage)

    def times(process: str) -> float:
        return sum(frame.startswith(frame_of(process)) for frame in asked) + 0.5 * done.count(process)

    return tuple(sorted(fitting, key=lambda process: (times(process), fitting.index(process))))
