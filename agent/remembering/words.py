"""Words for the acts that speak of what is remembered, forgotten, done and understood."""

from __future__ import annotations

from collections.abc import Iterator

from agent.decide import Choice
from agent.remembering.opening import going, openings
from agent.remembering.sheet_plans import is_deed
from agent.remembering.telling import tellings
from agent.situation import Situation
from agent.words.candidate import Candidate
from agent.words.lines import fill, read
from agent.words.sets import word_set
from agent.words.tokens import normalise

FOCUSES = word_set(
    "remembered nothing_before forgotten private gone denied plan_done plan_not plan_partly plan_changed "
    "said_plan said_thought said_info said_again mend mend_wrong understood left"
)
"""Focuses of acts whose words are found here."""


def remembering(choice: Choice, now: Situation) -> Iterator[Candidate]:
    """Wordings for one of FOCUSES."""
    focus, table = choice.row.focus, read("memory")
    if focus == "remembered":
        yield from tellings(now.state.keeping)
    elif focus == "nothing_before":
        yield from fill(table["told"]["nothing"], "told.nothing", {}, focus)
    elif focus == "gone":
        yield from fill(table["forgotten"]["gone"], "forgotten.gone", {}, focus)
    elif focus in ("forgotten", "private", "denied"):
        nobody = now.wish.kind == "everything" and not now.state.keeping.person
        kind = "everything_here" if nobody else now.wish.kind
        yield from fill(table["forgotten"][kind], f"forgotten.{kind}", {"about": now.wish.about}, focus)
    elif focus.startswith("plan_"):
        plan = next((item for item in now.state.keeping.memory.plans if item.key == now.went_plan), None)
        slots = {"plan": going(plan.text) if plan is not None and is_deed(plan) else ""}
        yield from fill(table["plan_went"][focus.removeprefix("plan_")], f"went.{focus}", slots, focus)
    else:
        yield from fill(table["teach_back"][focus], f"teach.{focus}", _agreed(now), focus)


def _agreed(now: Situation) -> dict[str, str]:
    """What was agreed, and what of it is missing, from the companion's side."""
    agreed, judged = now.teach.agreed, now.teach.judged
    if agreed is None:
        return {}
    missing = judged.missing[0].words if judged is not None and judged.missing else ""
    text = agreed.text if agreed.about != "information" else ""
    return {"agreed": _plain(text) if len(text.split()) <= 24 else "", "missing": _plain(missing)}


def _plain(text: str) -> str:
    return normalise(text).strip(" .")


def opening(now: Situation) -> list[Candidate]:
    """First words of a later session; empty if this is the first."""
    keeping = now.state.keeping
    return list(openings(keeping, now.sheets)) if keeping.on else []
