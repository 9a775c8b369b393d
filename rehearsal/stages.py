"""Stage of change, measured: scenarios played through the companion, and what it made of them.

`python -m rehearsal.stages` prints how often the belief ends on the right stage (tuned on, and held out), the
confusion, how often input was offered too early, and which processes of change are covered per stage.
"""

from __future__ import annotations

import argparse
from collections import Counter
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from agent.appraisal.lists import load
from agent.appraisal.reading import Appraiser
from agent.appraisal.trained import appraiser
from agent.appraise import RULES
from agent.companion import Companion
from agent.processes import for_stage
from agent.state import STAGES, CompanionState, GoalBelief
from alongside.messages import Act, Turn

SET = Path(__file__).with_name("stages.yaml")
LONG = Path(__file__).with_name("stages_long.yaml")
FRESH = Path(__file__).with_name("stages_fresh.yaml")
LATE = Path(__file__).with_name("stages_late.yaml")
UNSEEN = Path(__file__).with_name("stages_unseen.yaml")
EARLY = ("precontemplation", "contemplation")
HELD_OUT = "held_"


@dataclass(frozen=True)
class Telling:
    """One way of telling one scenario. `held` tellings are not tuned on."""

    topic: str
    about: tuple[str, ...]  # topics the goal may be held under
    stage: str
    name: str
    turns: tuple[str, ...]

    @property
    def held(self) -> bool:
        """Whether it is kept out of tuning."""
        return self.name.startswith(HELD_OUT)


@dataclass(frozen=True)
class Outcome:
    """What the companion held after the last turn, and whether it offered something too early."""

    telling: Telling
    believed: str  # stage of the goal talked about, "" if none was found
    found: bool  # whether that goal is the one meant
    others: int  # further goals held
    early: tuple[str, ...]  # acts that offered input, unasked, before preparation

    @property
    def right(self) -> bool:
        """The goal was found and its likeliest stage is the right one."""
        return self.found and self.believed == self.telling.stage


def tellings(path: Path = SET) -> tuple[Telling, ...]:
    """Every telling of every scenario in a set."""
    content: dict[str, Any] = load(path)
    return tuple(
        Telling(entry["topic"], tuple(entry["about"].split()), entry["stage"], name, tuple(turns))
        for entry in content["scenarios"]
        for name, turns in entry["tellings"].items()
    )


def converse(
    turns: Sequence[str], seed: int = 0, reading: Appraiser = RULES
) -> tuple[CompanionState, tuple[tuple[CompanionState, Act], ...]]:
    """(the last state, each state and act on the way)."""
    companion = Companion(appraiser=reading)
    state = companion.begin(seed)
    steps = []
    for number, text in enumerate(turns, 1):
        state, act = companion.step(state, Turn(turn_id=f"t{number}", text=text))
        steps.append((state, act))
    return state, tuple(steps)


def current(state: CompanionState) -> GoalBelief | None:
    """The goal being talked about: the one the pace names, else the latest."""
    named = state.goal(state.pace.goal)
    return named or max(state.goals, key=lambda goal: goal.turn, default=None)


def play(telling: Telling, seed: int = 0, reading: Appraiser = RULES) -> Outcome:
    """One telling, told to a companion that knows nothing yet."""
    state, steps = converse(telling.turns, seed, reading)
    goal = current(state)
    key = goal.key.removeprefix("goal:") if goal else ""
    return Outcome(
        telling,
        goal.stage if goal else "",
        key in telling.about,
        max(0, len(state.goals) - 1),
        tuple(act.kind for _, act in steps if offers_input(act)) if telling.stage in EARLY else (),
    )


def offers_input(act: Act) -> bool:
    """Whether an act plans, informs, or asks leave to (a question kept for later offers nothing)."""
    return act.kind in ("plan", "inform") or (act.kind == "ask_permission" and act.focus != "postponed")


def accuracy(outcomes: Iterable[Outcome]) -> float:
    """Share that is right."""
    found = list(outcomes)
    return sum(outcome.right for outcome in found) / max(1, len(found))


def confusion(outcomes: Iterable[Outcome]) -> str:
    """Rows: the stage meant; columns: the stage believed, the last one no goal or another one."""
    counts = Counter(
        (outcome.telling.stage, outcome.believed if outcome.found else "other") for outcome in outcomes
    )
    columns = (*STAGES, "other")
    head = " " * 18 + "".join(f"{name[:6]:>8}" for name in columns)
    rows = [f"{stage:18}" + "".join(f"{counts[stage, name]:8}" for name in columns) for stage in STAGES]
    return "\n".join((head, *rows))


def processes(turns: Sequence[str], stage: str, seed: int = 0, acts: Sequence[str] = ()) -> frozenset[str]:
    """Processes of change fitting `stage` that the companion's acts (all, or these) served."""
    _, steps = converse(turns, seed)
    counted = [act for _, act in steps if not acts or act.kind in acts]
    reasons = " ".join(reason for act in counted for reason in act.reasons if reason.startswith("serves "))
    return frozenset(name for name in for_stage(stage) if f"serves {name.replace('_', ' ')} (" in reasons)


def coverage(seeds: int = 5) -> dict[str, tuple[float, Counter[str]]]:
    """Of each stage: the mean share of its processes covered in twelve turns, and in how many each came."""
    found = {}
    for stage, turns in load(LONG).items():
        runs = [processes(turns, stage, seed) for seed in range(seeds)]
        counts = Counter(name for run in runs for name in run)
        found[stage] = (sum(map(len, runs)) / (len(runs) * len(for_stage(stage))), counts)
    return found


def late(group: str, seeds: int = 5) -> dict[str, tuple[float, float]]:
    """Of each dialogue of a group of LATE: mean share of its stage's processes served; by questions alone."""
    found = {}
    for told in load(LATE)[group]:
        turns, fitting = [str(turn) for turn in told["turns"]], for_stage(told["stage"])
        every = sum(len(processes(turns, told["stage"], seed)) for seed in range(seeds))
        asked = sum(len(processes(turns, told["stage"], seed, ("ask",))) for seed in range(seeds))
        name = f"{told['stage']}, {told['name']}"
        found[name] = (every / (seeds * len(fitting)), asked / (seeds * len(fitting)))
    return found


def main() -> None:
    """Print the figures."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--seed", type=int, default=0)
    parser.add_argument("--wrong", action="store_true", help="show tuned tellings that came out wrong")
    parser.add_argument("--fresh", action="store_true", help="the second held-out set only")
    parser.add_argument("--unseen", action="store_true", help="the third held-out set only")
    parser.add_argument("--reading", default="rules", choices=("auto", "rules", "heads"))
    arguments = parser.parse_args()
    chosen = FRESH if arguments.fresh else UNSEEN if arguments.unseen else SET
    reading = appraiser(arguments.reading)
    outcomes = [play(telling, arguments.seed, reading) for telling in tellings(chosen)]
    tuned = [outcome for outcome in outcomes if not outcome.telling.held]
    held = [outcome for outcome in outcomes if outcome.telling.held]
    for name, part in (("all", outcomes), ("tuned", tuned), ("held out", held)):
        if part:
            print(f"{name:9} {accuracy(part):6.1%} of {len(part)}")
    print(confusion(outcomes))
    early = [outcome for outcome in outcomes if outcome.telling.stage in EARLY]
    print(f"offered too early: {sum(bool(item.early) for item in early)} of {len(early)} dialogues")
    print(f"further goals held beside: {sum(bool(item.others) for item in outcomes)} of {len(outcomes)}")
    print("processes of change covered in twelve turns, mean of five seeds:")
    for stage, (share, counts) in coverage().items():
        each = ", ".join(f"{name.replace('_', ' ')} {counts[name]}/5" for name in for_stage(stage))
        print(f"  {stage:17}{share:6.0%}  {each}")
    for group, title in (("tuned", "read while the words were made"), ("heldout", "held out")):
        print(f"ten further dialogues, {title}: processes covered (by questions alone)")
        for name, (every, asked) in late(group).items():
            print(f"  {name:30}{every:6.0%} ({asked:.0%})")
    if arguments.wrong:
        for outcome in tuned:
            if not outcome.right:
                print(
                    outcome.telling.topic, outcome.telling.stage, outcome.telling.name, "->", outcome.believed
                )


if __name__ == "__main__":
    main()
