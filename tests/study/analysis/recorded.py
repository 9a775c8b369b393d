"""A recorded session for a visit: a talk with its waits, risk, a stop, and a relationship that moves."""

from __future__ import annotations

import random
from dataclasses import replace
from pathlib import Path

from alongside.eventlog import MANIFEST, EventLog
from alongside.messages import Message, Relationship, Risk, Spoken, Stop
from alongside.records import Contact, Measure
from study.manifest import close_manifest, write_atomically
from study.senders import sender_of
from tests.study.study_script import BEGAN, messages

HELP = (Contact(name="Campus counselling", reach="555 0134", hours="weekdays"),)


def record(session: Path, at: float, seed: int, *, risk: int = 0, stopped: bool = False) -> list[float]:
    """Write a session that began at `at`; gives its waits in seconds. `risk`: a severity that is heard."""
    chance = random.Random(seed)
    session.mkdir(parents=True)
    write_atomically(session / MANIFEST, {"runs": []})
    log = EventLog(session)
    waits, ends, acts, answered = [], {}, {}, set[str]()
    said = [*messages(), *_more(chance, risk, stopped)]
    for second, message in sorted(said, key=lambda one: one[0]):
        kind = type(message).__name__
        if kind == "Turn":
            ends[message.turn_id] = message.end  # type: ignore[attr-defined]
        if kind == "Act":
            acts[message.act_id] = message.turn_id  # type: ignore[attr-defined]
        if isinstance(message, Spoken) and message.status == "started" and message.act_id in acts:
            turn = acts[message.act_id]
            if turn in ends and turn not in answered:
                answered.add(turn)
                waits.append(round(0.5 + chance.expovariate(2.5), 3))
                message = replace(message, stamp=ends[turn] + waits[-1])
        log.append(_moved(message, at - BEGAN), sender_of(message), at=at + second)
    close_manifest(session, log)
    log.close()
    return waits


def _moved(message: Message, by: float) -> Message:
    """The same, on another day."""
    times = {
        name: getattr(message, name) + by for name in ("stamp", "start", "end") if getattr(message, name, 0)
    }
    return replace(message, **times)  # type: ignore[arg-type]


def _more(chance: random.Random, risk: int, stopped: bool) -> list[tuple[float, Message]]:
    found: list[tuple[float, Message]] = []
    for second in (100.0, 200.0):
        measures = tuple(
            Measure(name=name, side=side, change=mean + chance.gauss(0, 0.1), low=-0.3, high=0.4, turns=8)  # type: ignore[arg-type]
            for name, side, mean in (
                ("bond", "participant", 0.15),
                ("bond", "companion", 0.3),
                ("task", "participant", 0.05),
                ("goal", "participant", 0.1),
                ("words", "both", 0.02),
            )
        )
        found.append((second, Relationship(stamp=BEGAN + second, turn_id="t3", measures=measures)))
    if risk:
        level = "high" if risk >= 4 else "moderate"
        heard = Risk(
            stamp=BEGAN + 110,
            turn_id="t5",
            severity=risk,
            probability=0.6,
            level=level,
            contacts=HELP,  # type: ignore[arg-type]
        )
        found.append((110.0, heard))
    if stopped:
        found.append((240.0, Stop(stamp=BEGAN + 240, by="participant")))
    return found
