"""The day's exercise with the companion itself: some talk, then the worksheet, field by field."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Mapping
from dataclasses import dataclass

from agent.safety import HIGH
from agent.worksheets.schema import Sheet
from alongside.messages import Act, Answer, SheetView
from rehearsal.participants.filling import Filled
from rehearsal.participants.talking import Talk, reply
from rehearsal.study.room import NO_SHEET, Session
from study.allocation.draws import Draws
from study.visits.consequences import Outcome

MOST = 80
"""Rounds after which an exercise that does not come to its end is given up."""


@dataclass(frozen=True)
class Exercise:
    """What the person brings to the exercise. `said`: called after each of their turns."""

    sheet: Sheet
    talk: Talk
    filled: Mapping[str, Filled]
    draws: Draws
    said: Callable[[], None]


async def exercise(session: Session, today: Exercise) -> Outcome:
    """Hold it; one that broke off is taken up where its record stands. Scores are the sheet's ratings."""
    act: Act | None = None
    for line in today.talk.lines[session.turns :]:
        act = await _speak(session, today, line)
        if session.person.severity >= HIGH:
            return Outcome("stopped", risk=session.risk(), note="The guardian stopped it.")
    if act is not None and _view(session, today.sheet).status not in ("open", "paused"):
        await _speak(session, today, reply(act.kind, today.draws))
    if _view(session, today.sheet).status not in ("open", "paused"):
        await session.say(Answer(sheet=today.sheet.key, move="start"))
    await _fill(session, today)
    view = _view(session, today.sheet)
    return Outcome("done" if view.status == "done" else "stopped", scores=ratings(view), risk=session.risk())


async def _fill(session: Session, today: Exercise) -> None:
    """Answer field after field: by words first, by touch where words were not taken or would be too many."""
    told: Counter[str] = Counter()
    for _ in range(MOST):
        view = _view(session, today.sheet)
        act = session.person.act
        if act is not None and act.kind == "safety":
            await _speak(session, today, reply(act.kind, today.draws))
        elif view.status == "paused":
            await session.say(Answer(sheet=today.sheet.key, move="resume"))
        elif view.status != "open" or not view.current:
            return
        else:
            answer = today.filled[view.current]
            told[view.current] += 1
            if answer.said and told[view.current] == 1:
                await _speak(session, today, answer.said)
            else:
                session.person.act = None
                await session.say(Answer(sheet=today.sheet.key, field=view.current, value=answer.value))


async def _speak(session: Session, today: Exercise, text: str) -> Act | None:
    act = await session.speak(text)
    today.said()
    return act


def _view(session: Session, sheet: Sheet) -> SheetView:
    return session.person.sheets.get(sheet.key, NO_SHEET)


def ratings(view: SheetView) -> dict[str, float]:
    """The numbers on a sheet by their field's key: what the index may hold of it, and no words."""
    return {field.key: float(field.value) for field in view.fields if field.kind == "rating" and field.value}
