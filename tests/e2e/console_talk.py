"""A made-up session for the console's page: half an hour of talk, with everything that a page can show."""

from __future__ import annotations

import math
import time
from collections.abc import Iterator

import numpy as np

from agent.conduct.shown import conduct_event
from agent.conduct.tally import Tally
from agent.conduct.turns import Theirs, planned
from alongside.messages import (
    Act,
    Affect,
    AudioChunk,
    Control,
    Event,
    Health,
    Message,
    Note,
    PartialSpeech,
    Proposed,
    Relationship,
    Risk,
    SpeechActivity,
    State,
    Turn,
)
from alongside.records import GoalStage, Measure

SAID = (
    ("I keep putting the phone call off. It's been two weeks.", "Two weeks of carrying that call around."),
    ("Every morning I tell myself today, and then it's four o'clock.", "And by four the day has won again."),
    ("My sister says just do it. That doesn't help.", "It sounds like her advice skips the hard part."),
    ("Exactly. The hard part is that they might say no.", "What would their no mean to you?"),
    ("That I waited too long. That it's my own fault.", "So the call could turn into a verdict on you."),
    ("Put like that, it's a lot to hang on one phone call.", "You noticed that yourself, just now."),
)
PHASES = ("arrive", "hold", "hold", "explore", "explore", "work")
LINE = "Would it help to plan the first sentence of that call together?"


def talk(now: float | None = None) -> Iterator[Message]:
    """The session, up to a line that waits for somebody."""
    end = time.time() if now is None else now
    begun = end - 1800
    yield Control(name="session", value="start", stamp=begun)
    yield from (
        Health(component=name, status="ready", stamp=begun) for name in ("listener", "voice", "recorder")
    )
    for number, (theirs, ours) in enumerate(SAID):
        at = begun + 40 + number * 290
        turn = f"t{number}"
        yield Turn(turn_id=turn, text=theirs, stamp=at)
        yield _state(turn, number, at)
        yield Risk(turn_id=turn, severity=0, probability=0.02, stamp=at)
        yield Act(act_id=f"a{number}", turn_id=turn, kind="reflect", text=ours, stamp=at + 3)
    yield Note(kind="note", text="looked at the door", name="kim", role="operator", stamp=begun + 420)
    yield Note(kind="marker", name="kim", role="operator", stamp=begun + 980)
    for step in range(60):
        wave = math.sin(step / 7)
        yield Affect(
            source="fused",
            valence=-0.45 + step / 90 + 0.12 * wave,
            arousal=0.35 - step / 150 + 0.15 * math.cos(step / 4),
            confidence=0.7,
            stamp=end - 600 + step * 10,
        )
    yield relationship()
    yield conduct()
    yield Proposed(
        act_id="a9",
        turn_id="t5",
        kind="ask_permission",
        focus="plan",
        text=LINE,
        reasons=("the gate is open", "preparation is likeliest"),
        seconds=20.0,
    )


def _state(turn: str, number: int, at: float) -> State:
    first, second = 0.40 - 0.06 * number, 0.38 - 0.03 * number
    third = 0.12 + 0.07 * number
    stage = GoalStage(
        goal="make the phone call",
        precontemplation=round(first, 2),
        contemplation=round(second, 2),
        preparation=round(third, 2),
        action=round(0.97 - first - second - third, 2),
        maintenance=0.03,
    )
    ready = number == len(SAID) - 1
    reason = "they are calm, and asked what could be done" if ready else "what they told is still fresh"
    return State(
        turn_id=turn,
        phase=PHASES[number],  # type: ignore[arg-type]
        gate_open=ready,
        gate_reason=reason,
        stages=(stage,),
        stamp=at,
    )


def relationship() -> Relationship:
    """Three scales from both sides with the gap, and synchrony in two of three channels."""

    def one(name: str, side: str, change: float, half: float) -> Measure:
        return Measure(name=name, side=side, change=change, low=change - half, high=change + half, turns=12)  # type: ignore[arg-type]

    scales = [("task", 0.22, 0.41), ("bond", 0.36, 0.30), ("goal", -0.08, 0.35)]
    follows = [
        one(name, side, change, 0.15)
        for name, theirs, ours in (("words", 0.12, 0.27), ("feeling", 0.31, 0.44))
        for side, change in (("participant", theirs), ("companion", ours))
    ]
    found = [
        one(name, side, change, 0.18)
        for name, theirs, ours in scales
        for side, change in (("participant", theirs), ("companion", ours), ("gap", ours - theirs))
    ]
    return Relationship(turn_id="t5", measures=(*found, *follows))


def conduct() -> Event:
    """What the companion's own side of it, and two lines that it should not have said, comes to."""
    tally = Tally()
    corrected = ("They all laugh at me behind my back.", "I see that another way: nobody told you so.")
    advised = ("I cried about it all night.", "You should try calling them before lunch.")
    for number, (theirs, ours) in enumerate((*SAID, corrected, advised)):
        kind = "correct_premise" if (theirs, ours) == corrected else "reflect"
        sad, wrong = (theirs, ours) == advised, (theirs, ours) == corrected
        tally.hear(Theirs(theirs, "sustain" if number < 3 else "change", 0.8 if sad else 0.2, wrong, 4.0))
        tally.do(
            planned(Act(act_id="a", turn_id="t", kind=kind, text=ours, miti="CR", bolt="Reflections"), 3.0)
        )  # type: ignore[arg-type]
    return conduct_event(tally.now())


def sound(seconds: float = 8.0) -> Iterator[Message]:
    """Somebody speaking, as a meter shows it, and what is heard of it."""
    generator = np.random.default_rng(7)
    for chunk in range(int(seconds / 0.032)):
        beat = max(0.0, math.sin(chunk / 5.1)) * max(0.15, math.sin(chunk / 31 + 0.4))
        noise = generator.normal(0, 1, 512) * (60 + 4200 * beat)
        yield AudioChunk(samples=np.clip(noise, -32000, 32000).astype("<i2").tobytes())
    yield SpeechActivity(speaking=True, probability=0.9, level_db=-20)
    yield PartialSpeech(turn_id="t9", revision=0, text="Maybe I could just say my name and")
