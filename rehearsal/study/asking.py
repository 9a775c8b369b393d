"""A simulated person answers a questionnaire on the page, item by item."""

from __future__ import annotations

from collections.abc import Mapping

from alongside.consent import STUDY
from alongside.errors import AlongsideError
from alongside.messages import Answer
from rehearsal.study.room import Session
from study.instruments.model import Instrument
from study.instruments.sheet import number_of


async def ask(session: Session, instrument: Instrument, given: Mapping[int, float | None]) -> float:
    """Answer all that is asked, from where it stands; gives when it was begun, seconds since the epoch.

    AlongsideError if the same item is asked again after an answer.
    """
    sheet = STUDY + instrument.key
    if session.on_table(instrument.key) is None:
        await session.say(Answer(sheet=sheet, move="start"))
    before = ""
    while (view := session.on_table(instrument.key)) is not None and view.current:
        if view.current == before:
            raise AlongsideError(f"item {before} of {instrument.key} was answered and is asked again")
        before = view.current
        number = number_of(before)
        value = given.get(number)
        if value is None:
            await session.say(Answer(sheet=sheet, field=before, move="skip"))
        else:
            options = instrument.answers_of(number).options
            text = next((option.text for option in options if option.value == value), f"{value:g}")
            await session.say(Answer(sheet=sheet, field=before, value=text))
    return session.person.begun[instrument.key]
