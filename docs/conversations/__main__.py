"""Writes the pages of this folder: `python -m docs.conversations`. Nothing in them is edited by hand.

Each page is one conversation: the person's lines from `people.yaml`, the companion's answers, and under each
answer what was decided and why, as the state had it.
"""

from __future__ import annotations

import textwrap
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import yaml

from agent.companion import Companion
from agent.state import CompanionState
from alongside.messages import Act, Turn

HERE = Path(__file__).parent
MADE = (
    "Made by `python -m docs.conversations` with seed {seed}: the person's lines are written, "
    "the answers are not edited."
)


def people() -> dict[str, Any]:
    """Name of a page -> its title, what to look for, the seed and the person's lines."""
    found: dict[str, Any] = yaml.safe_load((HERE / "people.yaml").read_text(encoding="utf-8"))
    return found


def page(entry: dict[str, Any]) -> str:
    """One conversation as Markdown."""
    companion = Companion()
    state = companion.begin(entry["seed"])
    parts = [f"# {entry['title']}", _wrapped(entry["about"]), _wrapped(MADE.format(seed=entry["seed"]))]
    for number, text in enumerate(entry["turns"], 1):
        state, act = companion.step(state, Turn(turn_id=f"t{number}", text=text, channel="typed"))
        parts.append(f"**Person:** {text}")
        parts.append(f"> **Alongside:** {act.text or _quiet(act)}\n>\n> *{note(act, state)}*")
    return "\n\n".join(parts) + "\n"


def note(act: Act, state: CompanionState) -> str:
    """What was decided and why: act and code, reason, phase, gate, and the stage of the goal at hand."""
    return "; ".join(_noted(act, state))


def _noted(act: Act, state: CompanionState) -> Iterator[str]:
    focus = f" {act.focus}" if act.focus else ""
    depth = {"CR": ", complex", "SR": ", simple"}.get(act.miti, "")
    yield f"{act.kind.replace('_', ' ')}{focus}{depth}: {act.reasons[0]}"
    gate = "open" if state.pace.gate_open else "shut"
    yield f"phase {state.pace.phase}, gate {gate} ({state.pace.gate_reason})"
    goal = state.goal(state.pace.goal)
    if goal is not None:
        both = f", ambivalence {goal.ambivalence:.1f}" if goal.ambivalence >= 0.1 else ""
        yield f"“{goal.name}”: {goal.stage} {max(goal.belief):.2f}{both}"


def _quiet(act: Act) -> str:
    gesture = {"nod": "nods", "slow_nod": "nods slowly"}.get(act.gesture, "stays")
    return f"*({gesture}, {act.pause_before:.1f} s)*"


def _wrapped(text: str) -> str:
    return "\n".join(textwrap.wrap(text, 110))


def main() -> None:
    """Write every page."""
    for name, entry in people().items():
        (HERE / f"{name}.md").write_text(page(entry), encoding="utf-8")


if __name__ == "__main__":
    main()
