"""Across days: what is kept of a session, and which declines are spoken of."""

from __future__ import annotations

import json
from dataclasses import replace

import pytest

from agent.appraisal.encoder import find_encoder
from agent.appraisal.trained import appraiser
from agent.companion import Companion
from agent.relationship.alliance import observer
from agent.relationship.days import declines
from agent.relationship.shown import days
from agent.remembering.keeping import Remembered
from agent.remembering.kept import Memory, SessionNote
from alongside.messages import Turn
from commands.memory import lines

FALLING = [(0.3, 0.1, 0.1), (0.22, 0.1, 0.1), (0.1, 0.12, 0.1), (-0.05, 0.1, 0.12)]


def test_a_bond_that_falls_from_day_to_day_is_told_with_its_measure() -> None:
    [fall] = declines(FALLING)
    assert (fall.measure, fall.sessions) == ("bond", 4)
    assert fall.moved < -1
    [event] = days(FALLING, "t1")
    assert json.loads(event.data)["flag"] == "declines_over_days"


@pytest.mark.parametrize(
    "sessions",
    [
        FALLING[:3],
        FALLING[::-1],
        [FALLING[0]] * 9,
        [FALLING[0], FALLING[3]] * 4,
        [(), (), (), ()],
        [(0.1 - place / 500, 0.0, 0.0) for place in range(8)],
    ],
    ids=["too few", "rising", "constant", "up and down", "not measured", "too little"],
)
def test_what_is_no_decline_is_not_called_one(sessions: list[tuple[float, ...]]) -> None:
    assert declines(sessions) == ()


def test_many_sessions_are_judged_like_few() -> None:
    assert [fall.measure for fall in declines([(0.4 - place / 20, 0.0, 0.0) for place in range(12)])] == [
        "bond"
    ]


def test_sessions_not_measured_are_passed_over() -> None:
    assert declines([FALLING[0], (), *FALLING[1:]]) == declines(FALLING)


@pytest.mark.skipif(find_encoder() is None, reason="the encoder's weights are not fetched")
def test_a_session_leaves_its_means_in_the_memory_and_the_decline_can_be_read_there() -> None:
    mind = Companion(appraiser=appraiser(), observer=observer())
    notes = tuple(
        SessionNote(id=f"s{place}", date=f"2026-03-0{place + 1}", turns=9, alliance=means)
        for place, means in enumerate(FALLING)
    )
    memory = Memory(person="p1", sessions=notes)
    state = mind.begin(1, Remembered(person="p1", session="s9", date="2026-03-09", memory=memory))
    state, _ = mind.step(state, Turn(turn_id="t1", text="you never listen to me and it makes me angry"))
    [note] = [note for note in state.keeping.memory.sessions if note.id == "s9"]
    assert len(note.alliance) == 3
    assert note.alliance[0] < 0
    assert any("declines over days: bond" in line for line in lines(memory))
    assert not any("declines" in line for line in lines(replace(memory, sessions=notes[:2])))
