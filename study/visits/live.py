"""A visit that is held now: its session's record is followed, each step's outcome taken as it is there."""

from __future__ import annotations

import asyncio
import json
import secrets
import time
from collections.abc import Callable, Sequence
from pathlib import Path

from alongside.errors import AlongsideError
from alongside.eventlog import LOG, EventLog, Recorded, read_events
from alongside.messages import Act, Answer, Consent, Control, Event, Risk, SheetView, Spoken, Stop, Turn
from study.consent.keeper import asked, decided
from study.consent.text import load_text
from study.deletion import was_deleted
from study.instruments.questionnaire import DONE
from study.manifest import read_manifest
from study.protocol.places import place_of
from study.store.records import Who
from study.vault.note import is_sealed
from study.vault.opening import kept
from study.vault.sealing import unseal
from study.vault.visits import SESSIONS, session_folder, sessions_of
from study.visits.consequences import Consequence, Outcome
from study.visits.engine import Engine
from study.visits.progress import Next
from study.visits.recorded import instrument_key, take_from_session
from study.visits.stretch import LED, Stretch, consent_step

LOOK_S = 0.4
"""Seconds between two looks at the record."""
LAST_WORDS_S = 5.0
"""Seconds of silence after a goodbye in which they may still go on."""
LAST_SEEN_S = 1.5
"""Seconds for the page to show that a stretch is over."""
CLOSING_S = 20.0
"""Seconds a record may take to close after its session."""
Told = Callable[[Next, Outcome, Sequence[Consequence]], None]


def open_session(engine: Engine, at: Next) -> Path:
    """The folder of a visit's session: the one that was begun, or a new one in the study's folder.

    Also a new one where the person had the first deleted: nothing is ever added to that.
    """
    records = engine.store.visits(at.code)
    one = next((each for each in records if (each.visit, each.day) == (at.visit.key, at.occasion.day)), None)
    found = session_folder(engine.study, one.session) if one else None
    if found is not None and not was_deleted(found):
        if is_sealed(found):
            unseal(found, engine.study.vault)
        return found
    stamp = time.strftime("%Y-%m-%d-%H%M%S", time.localtime(engine.store.clock()))
    folder = engine.study.folder / SESSIONS / f"{stamp}-{secrets.token_hex(2)}"
    folder.mkdir(parents=True, mode=0o700)
    _carry_consent(engine, at, folder)
    return folder


def _carry_consent(engine: Engine, at: Next, folder: Path) -> None:
    """What was agreed to last holds on another day: it is the first thing in the new record."""
    step = consent_step(engine)
    if step is None:
        return
    given: list[Consent] = []
    for _, place in sessions_of(engine.study, at.code):
        with kept(place, engine.study.vault, only=(LOG,)) as plain:
            events = read_events(plain) if (plain / LOG).is_file() else ()
            given += [event.message for event in events if isinstance(event.message, Consent)]
    last = next((consent for consent in reversed(given) if consent.status == "given"), None)
    language = engine.store.person(at.code).language
    text = load_text(str(place_of(step, engine.study.folder, (language,))), language)
    if last is None or last.sha256 != text.sha256:
        return  # they are asked, or asked again: the text is another now
    agreed = json.dumps(dict.fromkeys(last.streams, True))
    answer = Answer(sheet="study:consent", move="enter", value=agreed, stamp=time.time())
    log = EventLog(folder)
    log.append(decided(asked(text), text, answer), "consent")
    log.close()


async def follow(engine: Engine, stretch: Stretch, session: Path, who: Who, told: Told) -> None:
    """Begin each step of a stretch, and take its outcome when the session's record tells it; to the last.

    Broken off at any point, the step that is under way comes again. Where the person has the record deleted,
    the step that is under way was stopped, and the stretch is over.
    """
    names, since = [step.name for step in stretch.steps], 0.0
    while True:
        step = engine.next(stretch.at.code)
        if step is None or step.occasion != stretch.at.occasion or step.step.name not in names:
            break
        began = since = since or counts_from(engine, step)
        engine.begin(step, who, session=session.name)
        outcome, since = await _outcome(engine, step, session, since)
        gone = was_deleted(session)
        if step.step.kind in ("consent", "instrument") and outcome.status != "refused" and not gone:
            found = take_from_session(engine, step, session, who, began)
        else:
            found = engine.take(step, outcome, who)
        told(step, outcome, found)
        names.remove(step.step.name)
        if gone:
            break
    if stretch.led is not None:
        await _closed(session)
    await asyncio.sleep(LAST_SEEN_S)


async def _outcome(engine: Engine, step: Next, session: Path, since: float) -> tuple[Outcome, float]:
    while True:
        found = await asyncio.to_thread(outcome_of, engine, step, session, since)
        if found is not None:
            return found
        await asyncio.sleep(LOOK_S)


def outcome_of(engine: Engine, step: Next, session: Path, since: float) -> tuple[Outcome, float] | None:
    """How a step went and when it ended, by the session's record from then on; None while it is under way."""
    if was_deleted(session):
        return Outcome("stopped", note="They had the record of this session deleted."), since
    try:
        events = [event for event in read_events(session) if event.at >= since]
    except (FileNotFoundError, AlongsideError):
        return None  # not begun to be written
    risk = max((e.message.severity for e in events if isinstance(e.message, Risk)), default=0)
    sheet = engine.sheet(step) if step.step.kind == "exercise" else None
    for event in events:
        message = event.message
        if step.step.kind == "consent" and isinstance(message, Consent) and message.status == "given":
            return Outcome(), event.at
        if step.step.kind == "consent" and isinstance(message, Stop) and message.by == "participant":
            return Outcome("refused"), event.at  # they would rather not take part
        if step.step.kind == "instrument" and isinstance(message, Event) and message.kind == DONE:
            done = json.loads(message.data)
            # Another questionnaire, or the same one before this, may have ended at the moment this one began.
            if event.at > since and done["instrument"] == instrument_key(engine, step):
                return Outcome("done" if done["complete"] else "stopped"), event.at
        if (
            sheet
            and isinstance(message, SheetView)
            and (message.sheet, message.status) == (sheet.key, "done")
        ):
            return Outcome(risk=risk), event.at
    ended = _ended(events) if step.step.kind in LED else 0.0
    return (Outcome("stopped" if sheet else "done", risk=risk), ended) if ended else None


def _ended(events: Sequence[Recorded]) -> float:
    """When a session was ended, or a goodbye said and nothing after it for a while; 0 if it goes on."""
    ended = goodbye = last = 0.0
    for event in events:
        message = event.message
        if isinstance(message, Control) and message.name == "session":
            ended = event.at if message.value == "end" else 0.0
        elif isinstance(message, Act):
            goodbye = last = event.at if message.kind == "goodbye" else 0.0
        elif isinstance(message, (Spoken, Turn)):
            last = event.at
    return ended or (goodbye if goodbye and time.time() - last > LAST_WORDS_S else 0.0)


def counts_from(engine: Engine, step: Next) -> float:
    """From when (seconds since the epoch) a record counts for a step: since it was begun, or from now."""
    for visit in engine.store.visits(step.code):
        if (visit.visit, visit.day) == (step.visit.key, step.occasion.day):
            for each in visit.steps:
                if each.name == step.step.name and each.status == "begun":
                    return each.begun - 2 * LOOK_S  # it may have been on the page before that was noted
    return engine.store.clock()


async def _closed(session: Path) -> None:
    """Wait until the recorder has heard the goodbye out and closed the record, but not for ever."""
    end = time.monotonic() + CLOSING_S
    while time.monotonic() < end:
        if was_deleted(session) or read_manifest(session).get("ended"):
            return
        await asyncio.sleep(LOOK_S)
