"""Plans of another day that did not go well, and the sheet that is offered then."""

from __future__ import annotations

from agent.remembering.kept import KeptPlan
from agent.situation import Situation


def lapsed(now: Situation) -> tuple[KeptPlan, str] | None:
    """The plan that turned out today not to have gone well, and the sheet it names for that ("": any).

    None where there is no such plan, and where its own sheet names nothing to offer.
    """
    keeping = now.state.keeping
    for plan in reversed(keeping.memory.plans):
        told = now.went if plan.key == now.went_plan else plan.outcome if plan.went_on == keeping.date else ""
        if plan.session == keeping.session or told not in ("not", "partly"):
            continue
        if not plan.sheet:
            return plan, ""
        sheet = now.sheets.get(plan.sheet)
        if sheet is not None and sheet.follow_up is not None and sheet.follow_up.lapse:
            return plan, sheet.follow_up.lapse
    return None
