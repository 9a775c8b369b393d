"""Conditions about what a person may be in need of, and which sheet would fit."""

from __future__ import annotations

from agent.appraisal.lists import matching
from agent.conditions.registry import condition
from agent.offering.lapses import lapsed
from agent.pace import AROUSED, SETTLED
from agent.situation import Situation


@condition
def aroused(now: Situation) -> bool:
    """Far above their own usual."""
    return now.baseline.count >= SETTLED and now.pace.arousal > now.baseline.arousal + 1.5 * AROUSED


@condition
def twisted(now: Situation) -> bool:
    """A pattern of thinking was heard in a thought that is on the ground."""
    return any(
        entry.kind == "thread" and entry.key.startswith("thought:")
        for entry in now.ground
        if entry.status in ("proposed", "accepted")
    )


@condition
def wants_to_weigh(now: Situation) -> bool:
    """They ask, themselves, to weigh something up."""
    plain = now.appraisal.text[:2000].replace("’", "'")
    return any(key == "weighing" for key, _ in matching("needs", "needs", plain))


@condition
def plan_lapsed(now: Situation) -> bool:
    """A plan of another day did not go well, and a sheet may be offered for that."""
    return lapsed(now) is not None


@condition
def lapse_met(now: Situation) -> bool:
    """A plan did not go well, that was met first, and the sheet that fits is for that."""
    return bool(now.suited) and now.suited[0].need == "lapse" and plan_lapsed(now) and not now.went


@condition
def sheet_fits(now: Situation) -> bool:
    """There is a sheet for what they are in need of, and they are where it needs them to be."""
    return bool(now.suited)


@condition
def sheet_for_now(now: Situation) -> bool:
    """The sheet that fits is for acute distress."""
    return bool(now.suited) and now.suited[0].need == "acute_distress"


@condition
def programme_due(now: Situation) -> bool:
    """A programme has a sheet for today."""
    return bool(now.suited) and now.suited[0].need == "programme"


@condition
def sheet_free(now: Situation) -> bool:
    """No sheet is open or laid aside."""
    return now.state.sheet is None or now.state.sheet.status in ("offered", "stopped", "done")
