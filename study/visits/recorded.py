"""What a session's record says of a step: how consent was answered, or what a questionnaire came to.

The engine takes it as the outcome of that step, with every answer as it was given and corrected.
"""

from __future__ import annotations

import json
from collections.abc import Sequence
from pathlib import Path
from typing import Any

from alongside.errors import AlongsideError
from alongside.eventlog import read_events
from alongside.messages import Event
from study.consent.record import consents
from study.instruments.loading import load
from study.instruments.questionnaire import DONE, ITEM
from study.instruments.scoring import Scores
from study.protocol.places import place_of
from study.store.records import Who
from study.visits.consequences import Consequence, Outcome
from study.visits.engine import Engine
from study.visits.progress import Next


def take_from_session(
    engine: Engine, step: Next, session: Path, who: Who, since: float = 0.0
) -> tuple[Consequence, ...]:
    """Take the outcome of a consent or instrument step from the session in that folder; gives what follows.

    `since`: seconds since the epoch from which the record counts, where the same is asked twice in a session.
    AlongsideError if the record holds no such step, or another version of its text.
    """
    if step.step.kind == "consent":
        return engine.take(step, consent_outcome(session, step.step.use, step.step.version, since), who)
    if step.step.kind != "instrument":
        raise AlongsideError(
            f"a {step.step.kind} is not taken from a record like this", "Take its outcome with `take`."
        )
    told = _told(session, instrument_key(engine, step), since)
    done = [each for kind, each in told if kind == DONE]
    if not done:
        raise AlongsideError(
            f"{session.name} holds no finished {step.step.use}", "Ask it again, or note that it was skipped."
        )
    given = [
        (str(each["item"]), "" if each["value"] is None else f"{each['value']:g}", str(each["channel"]))
        for kind, each in told
        if kind == ITEM
    ]
    engine.answers(step, given, who)
    return engine.take(step, _outcome(done[-1]), who)


def instrument_key(engine: Engine, step: Next) -> str:
    """The key by which a record names the instrument of a step, also where the protocol names its file."""
    return load(str(place_of(step.step, engine.study.folder))).key


def consent_outcome(session: Path, text: str, version: str, since: float = 0.0) -> Outcome:
    """Done if consent was given with that text, refused if it was not."""
    given = [each for each in consents(session) if each.at >= since]
    if not given:
        return Outcome(status="refused")
    last = given[-1]
    if last.text != text or (version and last.version != version):
        raise AlongsideError(
            f"consent was given to {last.text} version {last.version}, not to {text} version {version}",
            "Ask again with the text of the protocol.",
        )
    return Outcome(note=f"{last.sha256[:12]}: {', '.join(last.streams) or 'no stream'}")


def scored_outcome(scores: Scores, complete: bool = True) -> Outcome:
    """The outcome of an instrument from its scores, however it was answered."""
    return Outcome(
        status="done" if complete else "stopped",
        scores={each.scale: each.value for each in scores.scales if each.value is not None},
        risk=scores.severity,
        note=_left_out(scores.unanswered),
    )


def _outcome(done: dict[str, Any]) -> Outcome:
    return Outcome(
        status="done" if done["complete"] else "stopped",
        scores={each["scale"]: each["value"] for each in done["scores"] if each["value"] is not None},
        risk=done["severity"],
        note=_left_out(done["unanswered"]),
    )


def _left_out(items: Sequence[int]) -> str:
    return f"Not answered, and to be asked about: item {', '.join(map(str, items))}." if items else ""


def _told(session: Path, instrument: str, since: float) -> list[tuple[str, dict[str, Any]]]:
    """What the questionnaire told of one instrument: kind and content of its events, in order."""
    found = []
    for event in read_events(session):
        message = event.message
        if isinstance(message, Event) and message.kind in (ITEM, DONE) and message.stamp >= since:
            content = json.loads(message.data)
            if content["instrument"] == instrument:
                found.append((message.kind, content))
    return found
