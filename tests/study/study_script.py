"""A session as a script, for tests of the record and the report: a dinner, a joke, a thought record."""

from __future__ import annotations

import random
from collections.abc import Iterator
from pathlib import Path

from agent.worksheets.run import SheetRun, begin, hear, view
from agent.worksheets.sheet import load_sheet
from alongside.eventlog import EventLog
from alongside.messages import (
    Act,
    Affect,
    Control,
    Health,
    Interruption,
    Message,
    Risk,
    SheetView,
    Spoken,
    State,
    Turn,
)
from alongside.records import GoalStage
from study.senders import sender_of

BEGAN = 1_750_000_000.0
# Seconds from the start; what they say; act, focus, words and reason of the answer; phase, gate, affect.
TALK = (
    (
        12,
        "I don't really know where to begin.",
        "reflect",
        "experiences",
        "Hard to find the end of the thread.",
        "first turn: stay with them",
        "arrive",
        False,
        -0.2,
        0.3,
    ),
    (
        31,
        "We were at dinner and somebody made a joke about my job, and they all laughed.",
        "reflect",
        "emotions",
        "All of them laughing, and you in the middle of it.",
        "fresh disclosure",
        "hold",
        False,
        -0.6,
        0.62,
    ),
    (
        52,
        "I just sat there. I wanted the floor to open.",
        "silence",
        "",
        "",
        "arousal above their baseline",
        "hold",
        False,
        -0.7,
        0.66,
    ),
    (
        74,
        "It isn't even the joke. It's that nobody said anything.",
        "reflect",
        "needs",
        "One person saying something would have been enough.",
        "second turn of holding",
        "hold",
        False,
        -0.55,
        0.5,
    ),
    (
        103,
        "Yeah. Exactly that. I've been thinking I should look for another job anyway, but I like the work.",
        "reflect",
        "conflicts",
        "The work is yours, and the table isn't always kind to it.",
        "change and sustain talk in one turn",
        "explore",
        False,
        -0.35,
        0.4,
    ),
    (
        131,
        "I want to stop going over it every night.",
        "ask_permission",
        "",
        "There's a sheet for moments like this one. Shall we look at it together?",
        "gate open: they asked for a way on",
        "explore",
        True,
        -0.25,
        0.35,
    ),
)
SHEET_ANSWERS = (
    "yes, let's",
    "about a seven",
    "At dinner. Someone made a joke about my job and everyone laughed.",
    "Ashamed, maybe eighty",
    "They'll be talking about it. They all think I'm a failure.",
    "They all think I'm a failure.",
    "ninety percent",
    "They laughed, and nobody said anything.",
    "Tom came over afterwards and asked how I was.",
    "It was a stupid joke, and one of them noticed.",
    "sixty",
    "no idea",
    "forty-five",
    "a four",
)


def messages() -> Iterator[tuple[float, Message]]:
    """The session's messages with the moment each is recorded, in seconds from its start."""
    yield -3.0, Health(stamp=BEGAN - 3, component="recorder", status="ready")
    yield 0.0, Control(stamp=BEGAN, name="session", value="start")
    yield (
        1.0,
        Act(stamp=BEGAN + 1, act_id="a0", turn_id="", kind="greet", text="Hello. I'm here. Take your time."),
    )
    yield 1.4, Spoken(stamp=BEGAN + 1.4, act_id="a0", status="started")
    yield 4.0, Spoken(stamp=BEGAN + 4.0, act_id="a0", status="finished")
    chance = random.Random(7)
    for number, step in enumerate(TALK, 1):
        yield from _exchange(number, step, chance)
    yield from _sheet(150.0)


def _exchange(
    number: int, step: tuple[object, ...], chance: random.Random
) -> Iterator[tuple[float, Message]]:
    at, said, kind, focus, words, why, phase, gate, valence, arousal = step
    assert isinstance(at, int)
    assert isinstance(said, str)
    assert isinstance(valence, float)
    assert isinstance(arousal, float)
    end = at + 1.5 + 0.28 * len(said.split())
    for beat in range(3):
        moment = at + beat * (end - at) / 2
        sway = chance.uniform(-0.25, 0.25)
        yield (
            moment,
            Affect(
                stamp=BEGAN + moment,
                source="face",
                valence=max(-1.0, valence + sway),
                arousal=arousal - sway / 2,
                confidence=0.4,
            ),
        )
    turn = Turn(
        stamp=BEGAN + end, turn_id=f"t{number}", text=said, start=BEGAN + at, end=BEGAN + end, confidence=0.93
    )
    yield end + 0.3, turn
    yield (
        end + 0.35,
        Affect(
            stamp=BEGAN + end, source="voice", valence=valence + 0.15, arousal=arousal + 0.1, confidence=0.5
        ),
    )
    yield (
        end + 0.4,
        Affect(stamp=BEGAN + end, source="words", valence=valence - 0.05, arousal=arousal, confidence=0.7),
    )
    grown = 0.08 * number
    stages = (
        (
            GoalStage(
                goal="stop going over it every night",
                precontemplation=0.35 - 0.05 * number,
                contemplation=0.5 - grown / 2,
                preparation=0.1 + 0.1 * number - grown / 2,
                action=0.05 + 0.03 * number - 0.02 * number,
                maintenance=grown - 0.06 * number + 0.04 * number,
                ambivalence=0.6 - 0.06 * number,
            ),
        )
        if number >= 4
        else ()
    )
    yield (
        end + 0.5,
        State(
            stamp=BEGAN + end,
            turn_id=turn.turn_id,
            phase=phase,
            gate_open=gate,
            gate_reason=why,  # type: ignore[arg-type]
            stages=stages,
            valence=valence,
            arousal=arousal,
        ),
    )
    if number == 3:
        yield (
            end + 0.5,
            Risk(
                stamp=BEGAN + end,
                turn_id=turn.turn_id,
                severity=1,
                probability=0.12,
                level="moderate",
                reasons=("a wish to disappear",),
            ),
        )
        yield end + 0.6, Risk(stamp=BEGAN + end + 1, turn_id=turn.turn_id, severity=0, probability=0.04)
    act = Act(
        stamp=BEGAN + end + 0.5,
        act_id=f"a{number}",
        turn_id=turn.turn_id,
        kind=kind,
        focus=focus,
        text=words,  # type: ignore[arg-type]
        reasons=(why,),
        refusals=("two questions",) if number == 6 else (),
    )
    yield end + 0.5, act
    if words:
        first = end + 0.7 + 0.25 * (number % 3)
        yield first, Spoken(stamp=BEGAN + first, act_id=act.act_id, status="started")
        if number == 4:
            yield first + 1, Interruption(stamp=BEGAN + first + 1, act_id=act.act_id)
            yield (
                first + 1,
                Spoken(
                    stamp=BEGAN + first + 1,
                    act_id=act.act_id,
                    status="interrupted",
                    heard="One person saying",
                ),
            )
            yield (
                first + 1,
                Health(
                    stamp=BEGAN + first + 1,
                    component="camera",
                    status="degraded",
                    detail="No picture for two seconds. Check the cable.",
                ),
            )
            yield first + 9, Health(stamp=BEGAN + first + 9, component="camera", status="ready")
        else:
            yield first + 2, Spoken(stamp=BEGAN + first + 2, act_id=act.act_id, status="finished")


def _sheet(begin_at: float) -> Iterator[tuple[float, Message]]:
    run: SheetRun = begin(load_sheet("thought_record"))
    at = begin_at
    for number, said in enumerate(SHEET_ANSWERS, 20):
        end = at + 1 + 0.3 * len(said.split())
        yield (
            end + 0.2,
            Turn(stamp=BEGAN + end, turn_id=f"t{number}", text=said, start=BEGAN + at, end=BEGAN + end),
        )
        run = hear(run, said).run
        shown: SheetView = view(run)
        yield end + 0.3, SheetView(**{**shown.__dict__, "stamp": BEGAN + end + 0.3})
        phase = "close" if shown.status == "done" else "work"
        yield (
            end + 0.3,
            State(
                stamp=BEGAN + end,
                turn_id=f"t{number}",
                phase=phase,
                gate_open=True,
                gate_reason="on the sheet",
                valence=-0.3 + (number - 20) * 0.03,
                arousal=0.4 - (number - 20) * 0.02,
            ),
        )
        kind = "goodbye" if shown.status == "done" else "worksheet_step"
        words = (
            "So: a stupid joke, and one of them noticed. Go gently tonight."
            if kind == "goodbye"
            else "And the next one?"
        )
        yield (
            end + 0.4,
            Act(
                stamp=BEGAN + end + 0.4,
                act_id=f"a{number}",
                turn_id=f"t{number}",
                kind=kind,
                text=words,
                reasons=("next field",),
                sheet="thought_record",
                sheet_field=shown.current,
            ),
        )  # type: ignore[arg-type]
        yield end + 0.9, Spoken(stamp=BEGAN + end + 0.9, act_id=f"a{number}", status="started")
        yield end + 2.4, Spoken(stamp=BEGAN + end + 2.4, act_id=f"a{number}", status="finished")
        at = end + 5
    yield at, Control(stamp=BEGAN + at, name="session", value="end")


def write_session(folder: Path) -> Path:
    """The session as a log in `folder`."""
    log = EventLog(folder)
    for second, message in messages():
        log.append(message, sender_of(message), at=BEGAN + second)
    log.close()
    return folder
