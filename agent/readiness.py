"""Belief over the stages of change for each goal, filtered over evidence; ambivalence beside it."""

from __future__ import annotations

import functools
from collections.abc import Iterable, Sequence
from dataclasses import replace
from pathlib import Path
from typing import Any

from agent.appraisal.lists import load
from agent.appraisal.reading import Appraisal, StageEvidence
from agent.appraisal.stage import LIKELY
from agent.appraisal.topics import related
from agent.state import GoalBelief
from alongside.records import GroundEntry

MOST_GOALS = 8
TALK_WEIGHT = 0.45
"""Exponent of talk evidence: it comes in almost every turn and says less than a plain report."""
SIDE_FADE = 0.8
SETTLED = 0.75
"""From this share on, somebody is taken to be at preparation or later until they plainly say otherwise."""
CLOSE, STILL = 2, 0.35
"""So many turns after a goal was spoken of, a turn this likely to be about a change is about it."""


@functools.cache
def table() -> dict[str, Any]:
    """`agent/readiness.yaml`."""
    found: dict[str, Any] = load(Path(__file__).with_name("readiness.yaml"))
    return found


def update(
    goals: Sequence[GoalBelief], ledger: Sequence[GroundEntry], appraisal: Appraisal, turn: int, current: str
) -> tuple[tuple[GoalBelief, ...], str]:
    """(beliefs after this turn, key of the goal it was about)."""
    held = {
        entry.key: entry.value
        for entry in ledger
        if entry.key.startswith("goal:") and entry.status in ("proposed", "accepted")
    }
    beliefs = {goal.key: goal for goal in goals if goal.key in held}
    moved = next((goal for goal in goals if goal.key == "goal:it" and "goal:it" not in held), None)
    for key, name in held.items():
        start = moved.belief if moved is not None and key not in beliefs else tuple(table()["prior"])
        beliefs[key] = (
            replace(beliefs[key], name=name) if key in beliefs else GoalBelief(key, name, start, turn=turn)
        )
    recent = any(goal.key == current and turn - goal.turn <= CLOSE for goal in goals)
    about = _about(appraisal, held, current, recent)
    for key, goal in beliefs.items():
        faded = _fade(goal)
        own = [item for item in appraisal.reading.stage if _speaks_of(item, key, about, held)]
        beliefs[key] = _observe(faded, own, appraisal, turn, key == about) if own or key == about else faded
    kept = sorted(beliefs.values(), key=lambda goal: goal.turn)[-MOST_GOALS:]
    return tuple(kept), about or (current if current in beliefs else "")


def _about(appraisal: Appraisal, held: dict[str, str], current: str, recent: bool) -> str:
    """Which goal this turn speaks of: the one it says most about, the one it names, else the current one."""
    counts: dict[str, float] = {}
    for place, evidence in enumerate(appraisal.reading.stage):
        if key := _goal_for(evidence.goal, held):
            counts[key] = counts.get(key, 0.0) + 1 + 0.01 * place
    if counts:
        return max(counts, key=lambda key: counts[key])
    lowered = appraisal.text.lower()
    for key, name in held.items():
        if name in lowered:
            return key
    reading = appraisal.reading
    if reading.talk == "neutral" and not reading.stage:
        fresh = current in held and recent and reading.about_change > STILL
        return current if fresh or (current in held and reading.about_change > LIKELY) else ""
    if current in held:
        return current
    near = next((key for item in appraisal.reading.stage if (key := _goal_for(item.near, held))), "")
    return near or next(reversed(held), "")


def _goal_for(topic: str, held: Iterable[str]) -> str:
    """Key of the goal a topic belongs to: its own, or one that it is a way to."""
    if not topic:
        return ""
    if f"goal:{topic}" in held:
        return f"goal:{topic}"
    return next((key for key in held if related(topic, key.removeprefix("goal:"))), "")


def _speaks_of(evidence: StageEvidence, key: str, about: str, held: Iterable[str]) -> bool:
    """Whether evidence bears on a goal. What names no goal that is held bears on what is talked about."""
    if not _goal_for(evidence.goal, held):
        return key == about
    return related(evidence.goal, key.removeprefix("goal:"))


def _fade(goal: GoalBelief) -> GoalBelief:
    drift = float(table()["fade"])
    prior = table()["prior"]
    belief = tuple((1 - drift) * p + drift * q for p, q in zip(goal.belief, prior, strict=True))
    return replace(
        goal,
        belief=belief,
        change=goal.change * SIDE_FADE,
        sustain=goal.sustain * SIDE_FADE,
        ambivalence=goal.ambivalence * 0.92,
    )


def _observe(
    goal: GoalBelief, own: Sequence[StageEvidence], appraisal: Appraisal, turn: int, about: bool
) -> GoalBelief:
    """The belief after this turn's evidence on it; `about`: this is the goal the turn speaks of."""
    reading = appraisal.reading
    belief = list(goal.belief)
    kinds = list(dict.fromkeys(evidence.kind for evidence in own))
    under_way = sum(belief[3:]) > 0.5
    settled = under_way or sum(belief[2:]) > SETTLED
    tempered = table()["under_way"] if under_way else table()["prepared"] if settled else ()
    plain = [kind for kind in kinds if kind in table()["plain"] and kind not in tempered]
    for kind in kinds:
        weight = float(table()["faint_weight"]) if kind in table()["faint"] else 1.0
        weight *= float(table()["under_way_weight"]) if kind in tempered else 1.0
        weight *= _agreement(table()["evidence"][kind], appraisal) if about else 1.0
        belief = _weigh(belief, table()["evidence"][kind], weight / max(1.0, 0.5 * len(kinds)), kind in plain)
    if not about:
        return replace(goal, belief=tuple(belief), turn=turn)
    said = bool(own) or reading.talk != "neutral" or reading.about_change > LIKELY
    if reading.stage_share:
        source = "judged" if reading.stage_judged else "wording"
        weight = float(table()[source]) * reading.about_change
        weight *= float(table()[f"{source}_beside_plain"]) if plain else 1.0
        weight *= float(table()["wording_when_settled"]) if settled and not plain else 1.0
        belief = _weigh(belief, reading.stage_share, weight, False)
    if reading.talk != "neutral" and reading.talk_kind:
        row = table()["talk"][reading.talk][reading.talk_kind]
        weight = TALK_WEIGHT * max(0.4, reading.talk_strength)
        weight *= float(table()["under_way_weight"]) if settled and not plain else 1.0
        belief = _weigh(belief, row, weight, False)
    change = goal.change + (reading.talk_strength if reading.talk == "change" else 0.0)
    sustain = goal.sustain + (reading.talk_strength if reading.talk == "sustain" else 0.0)
    if "ambivalent" in kinds:
        change, sustain = change + 0.3, sustain + 0.3
    both = 2 * min(change, sustain) / (change + sustain) if change + sustain > 0.3 else 0.0
    return replace(
        goal,
        belief=tuple(belief),
        change=change,
        sustain=sustain,
        ambivalence=max(goal.ambivalence, both)
        if both > goal.ambivalence
        else 0.6 * goal.ambivalence + 0.4 * both,
        turn=turn if said else goal.turn,
    )


def _agreement(row: Sequence[float], appraisal: Appraisal) -> float:
    """How far a rule's evidence counts: less where a trained head judges that the turn sounds otherwise."""
    reading = appraisal.reading
    if not reading.stage_judged:
        return 1.0
    shared = sum(p * share for p, share in zip(row, reading.stage_share, strict=True)) / max(row)
    least = float(table()["disagreed"])
    return 1 - reading.about_change * (1 - least) * (1 - shared)


def _weigh(belief: list[float], row: Sequence[float], weight: float, plain: bool) -> list[float]:
    """Bayes, tempered; a plain contradiction first loosens what was believed."""
    expected = sum(p * likelihood for p, likelihood in zip(belief, row, strict=True))
    if plain and expected < float(table()["overturn"]):
        belief = [0.5 * p + 0.5 * q for p, q in zip(belief, table()["prior"], strict=True)]
    updated = [p * likelihood**weight for p, likelihood in zip(belief, row, strict=True)]
    total = sum(updated)
    return [max(1e-4, value / total) for value in updated] if total else belief
