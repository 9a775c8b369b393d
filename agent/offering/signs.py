"""From a situation to the sheets that fit it: needs by the table's rows, readiness, and the memory."""

from __future__ import annotations

from collections.abc import Iterator

from agent.appraisal.lists import patterns
from agent.conditions import CONDITIONS
from agent.offering.lapses import lapsed
from agent.offering.library import Library
from agent.offering.rank import rank
from agent.offering.suited import Needed, Past, Suited
from agent.offering.table import OfferTable, Sign
from agent.remembering.days import days_between
from agent.situation import Situation
from agent.worksheets.state import SheetRun

MOST_OFFERED = 2
"""Times that one sheet is offered in a session, where the offer was passed over."""


def suited(now: Situation, library: Library) -> tuple[Suited, ...]:
    """The sheets that may be offered in this situation, the best first, with reasons; none at raised risk."""
    if now.safety.level != "none" or now.appraisal.language != "english":
        return ()
    offers, runs = now.state.offers, _runs(now)
    done = [run.sheet.key for run in runs if run.status == "done"]
    if library.closed or (offers.unwanted and not now.appraisal.asks("worksheet")):
        return ()
    if library.due is not None:
        key = library.due.sheet
        passed_over = key in offers.refused or offers.offered.count(key) >= MOST_OFFERED
        return () if key in done or passed_over else (library.due,)
    table = library.table
    known: dict[str, bool] = {}
    shut = done + [key for key in set(offers.offered) if offers.offered.count(key) >= MOST_OFFERED]
    shut += [key for key, when in table.only_when.items() if not _hold(when, now, known)]
    goal = now.goal or max(now.goals, key=lambda item: item.turn, default=None)
    return rank(
        needs(now, table, known),
        goal.belief if goal is not None else (),
        past(now),
        library.sheets,
        table,
        refused=offers.refused,
        shut=shut,
        fixed=library.fixed,
    )


def _runs(now: Situation) -> list[SheetRun]:
    return [run for run in (now.state.sheet, *now.state.shelf) if run is not None]


def needs(now: Situation, table: OfferTable, known: dict[str, bool] | None = None) -> Iterator[Needed]:
    """What the person may be in need of, by every row that holds. `known`: conditions looked at already."""
    known = {} if known is None else known
    for sign in table.signs:
        if (sign.lately and not _lately(now, sign)) or not _hold(sign.when, now, known):
            continue
        found = lapsed(now) if sign.need == "lapse" and "plan_lapsed" in sign.when else None
        yield Needed(sign.need, sign.weight, sign.because, found[1] if found else "")


def past(now: Situation) -> Iterator[Past]:
    """What the memory says of sheets on other days and in earlier sessions."""
    keeping = now.state.keeping
    for item in keeping.memory.worksheets:
        if item.session == keeping.session or item.became == "begun":
            continue
        given = item.before >= 0 and item.after >= 0
        change = item.after - item.before if given else None
        yield Past(item.sheet, item.became, days_between(item.date, keeping.date), change)


def _lately(now: Situation, sign: Sign) -> bool:
    """Whether the words of the last turns show it."""
    before = [item.said for item in now.state.recent[1 - sign.turns :]] if sign.turns > 1 else []
    text = "\n".join((*before, now.appraisal.text[:2000])).lower().replace("’", "'")
    return any(rule.search(text) for key, rule in patterns("needs", "needs") if key == sign.lately)


def _hold(when: tuple[str, ...], now: Situation, known: dict[str, bool]) -> bool:
    for name in when:
        plain = name.lstrip("!")
        if plain not in known:
            known[plain] = CONDITIONS[plain](now)
        if known[plain] == name.startswith("!"):
            return False
    return True
