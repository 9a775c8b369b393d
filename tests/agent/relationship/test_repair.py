"""The companion acts on what is measured: it holds, asks what this is for, checks the ground, says why."""

from __future__ import annotations

import json
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest

from agent.appraisal.encoder import find_encoder
from agent.appraisal.trained import appraiser
from agent.companion import Companion
from agent.conversation import Conversation
from agent.relationship.alliance import observer
from agent.state import CompanionState
from alongside.component import Component, Context
from alongside.local import LocalTransport
from alongside.messages import Act, Event, Message, Relationship, Turn

pytestmark = pytest.mark.skipif(find_encoder() is None, reason="the encoder's weights are not fetched")
SOURING = (
    "I was so glad to come back, it helped last time",
    "I told my sister about the job and she was happy, thanks to you",
    "we had lunch and I felt you were right about it",
    "hm, not sure about that",
    "that is not what I meant",
    "you do not listen to me",
    "you keep saying the same, it is annoying",
    "I feel stupid for telling you this",
)
DRIFTING = (
    "I want to get better at phoning people, that is my goal",
    "yes that is exactly what I want to work on",
    "I phoned the dentist and it went fine",
    "this is nice but it is not what I asked for",
    "I came about the phone and we talk about other things",
    "that is your goal, it is not mine",
    "we have drifted from what I wanted",
)


@pytest.fixture(scope="module")
def mind() -> Companion:
    return Companion(appraiser=appraiser(), observer=observer())


def steps(mind: Companion, *said: str) -> Iterator[tuple[CompanionState, Act]]:
    """Each turn answered."""
    state = mind.begin(1)
    for place, text in enumerate(said):
        state, act = mind.step(state, Turn(turn_id=f"t{place}", text=text))
        yield state, act


def test_where_the_bond_falls_it_owns_it_and_goes_back_to_holding(mind: Companion) -> None:
    found = list(steps(mind, *SOURING))
    [place] = [place for place, (_, act) in enumerate(found) if act.focus == "bond_falls"]
    state, act = found[place]
    assert act.kind == "repair"
    assert any(reason.startswith("bond_falls: exchanges sour") for reason in act.reasons), (
        "it names the measure"
    )
    assert state.pace.hold_left
    assert not state.pace.gate_open
    assert "the bond falls" in state.pace.gate_reason


def test_where_goals_part_it_asks_what_this_should_be_about(mind: Companion) -> None:
    found = [act for _, act in steps(mind, *DRIFTING)]
    [act] = [act for act in found if act.focus == "goals_fall"]
    assert act.text.endswith("?")
    assert any(reason.startswith("goals_fall: goal -") for reason in act.reasons)


def test_a_ground_put_right_twice_is_checked_together(mind: Companion) -> None:
    found = list(
        steps(
            mind,
            "I live with my brother in Hull and I work at the bakery",
            "my sister is called Ada and she has two boys",
            "no, I meant my cousin, not my sister",
            "no, not at the bakery, at the butcher's",
            "we have a dog",
            "yes",
        )
    )
    assert [act.focus for _, act in found].count("ground_shaky") == 1


def test_without_measuring_nothing_of_it_happens() -> None:
    mind = Companion(appraiser=appraiser())
    for state, act in steps(mind, *SOURING):
        assert state.relationship is None
        assert act.focus != "bond_falls"


class Desk(Component):
    """Who looks on."""

    hears = (Relationship, Event)
    says = (Turn,)

    def __init__(self, context: Context) -> None:
        super().__init__("desk", {}, context)
        self.heard: list[Any] = []

    async def keep(self, message: Message) -> None:
        self.heard.append(message)

    on_relationship = on_event = keep


async def test_measures_are_told_every_turn_and_a_flag_once(tmp_path: Path) -> None:
    context = Context(session=tmp_path)
    desk, companion = Desk(context), Conversation("companion", {"appraiser": "heads", "seed": 1}, context)
    transport = LocalTransport([desk, companion])
    await transport.start()
    try:
        for place, text in enumerate(SOURING):
            desk.say(Turn(turn_id=f"t{place}", text=text))
            await transport.settle()
    finally:
        await transport.stop()
    told = [message for message in desk.heard if isinstance(message, Relationship)]
    assert [message.turn_id for message in told] == [f"t{place}" for place in range(len(SOURING))]
    assert {(item.name, item.side) for item in told[-1].measures} >= {
        ("bond", "participant"), ("goal", "companion"), ("task", "gap"),
    }  # fmt: skip
    assert all(item.low <= item.change <= item.high for item in told[-1].measures)
    events = [json.loads(message.data) for message in desk.heard if message.__class__ is Event]
    flags = [event["flag"] for event in events if "flag" in event]
    assert flags.count("views_part") == flags.count("bond_falls") == 1
    assert not any(text in event["why"] for event in events if "why" in event for text in SOURING)
