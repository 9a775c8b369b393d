"""One row for a dialogue: how the companion's side was conducted, and how the two sides went together in
time.

The counting is `agent.conduct`, the same as in a session; this is how it stands in a summary file.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from typing import Any

from agent.appraisal.coding import Coding
from agent.conduct.tally import Conduct, Tally
from agent.conduct.turns import Ours, Theirs
from study.corpus.allied import MOVES
from study.corpus.rows import Row
from study.corpus.together import WHOLE, seconds, together, told

Turn = tuple[Row, Mapping[str, Any]]


def conduct(dialogue: str, turns: Iterable[Turn]) -> dict[str, Any]:
    """One row for a dialogue: shares of the companion's turns, rates per 100 words; None if undefined."""
    both = list(turns)
    tally = Tally()
    for row, found in both:
        if row.speaker == "companion":
            tally.do(Ours(row.text, _coding(found), None, seconds(row)))
        else:
            premise = bool(found["premises"])
            tally.hear(Theirs(row.text, found["talk"], found["disclosure"] or 0.0, premise, seconds(row)))
    whole = [found[WHOLE] for _, found in both if WHOLE in found]
    risks = [found["risk"]["severity"] for row, found in both if row.speaker == "participant"]
    return {
        "dialogue": dialogue,
        "turns": len(both),
        "companion_turns": sum(row.speaker == "companion" for row, _ in both),
        **_counted(tally.now()),
        "highest_risk": max(risks, default=0),
        "alliance": next((found[MOVES] for _, found in both if MOVES in found), None),
        "synchrony": whole[0] if whole else told(together(both)[0]),
    }


def _counted(found: Conduct) -> dict[str, Any]:
    measures, change, sustain = found.measures, found.talk.get("change", 0), found.talk.get("sustain", 0)
    named = {
        **{f"{name}s": found.behaviours.get(name, 0) for name in ("question", "reflection", "input")},
        **{NAMES.get(name, name): _rounded(item.value) for name, item in measures.items()},
        "change": change,
        "sustain": sustain,
        "change_share": _rounded(change / (change + sustain)) if change + sustain else None,
    }
    return {**named, "miti": dict(sorted(found.miti.items())), "bolt": dict(sorted(found.bolt.items()))}


NAMES = {"first_person": "first_person_rate", "we": "we_rate", "agreement": "agreement_rate"}
"""Measures whose column says that it is a rate."""


def _coding(found: Mapping[str, Any]) -> Coding:
    parts = tuple(found["miti"])
    return Coding(found["behaviour"], tuple(found["acts"]), parts, "reflection_complex" in parts, {})


def _rounded(value: float | None) -> float | None:
    return None if value is None else round(value, 4)
