"""Synchrony and conduct of a session that runs, as those beside it are told them; and after a crash."""

from __future__ import annotations

import json
import shutil
from pathlib import Path
from typing import Any

from agent.conduct.tally import MEASURES
from alongside.consent import STUDY
from alongside.messages import Act, Event, Relationship, Spoken, Turn
from alongside.own_sound import OwnSound, own_sound
from alongside.records import Measure, Prosody
from bench.heads import texts
from study.consent.permit import kept
from tests.agent.test_approval import START, Desk, Table

CHANNELS = ("words", "feeling", "voice")


class Watching(Desk):
    """A desk that is told of the relationship too."""

    hears = (*Desk.hears, Relationship)
    on_relationship = Desk.keep


class Room(Table):
    """A companion that speaks at once, and is heard; time is told by the turns."""

    def __init__(self, session: Path) -> None:
        super().__init__(session, appraiser="auto", approval=False)
        self.desk = Watching(self.context)
        self.transport = type(self.transport)([self.desk, self.companion])

    async def exchange(self, number: int, text: str) -> None:
        """They say something, the companion answers, and its answer sounds."""
        at = 1000.0 + 20 * number
        sound = Prosody(
            words_per_second=2.0 + number % 3 / 4, pitch_hz=180.0 + 9 * (number % 4), level_db=-25
        )
        turn = Turn(turn_id=f"t{number}", text=text, start=at, end=at + 4, stamp=at + 5, prosody=sound)
        await self.tell(turn)
        while self.companion.busy:
            await self.transport.settle()
        act = next(act for act in reversed(self.acts) if act.turn_id == turn.turn_id)
        if act.text:
            await self.tell(Spoken(act_id=act.act_id, status="started", stamp=at + 5))
            sounds = OwnSound(120.0 + 5 * (number % 4), -30.0 + number % 3)
            await self.tell(own_sound(act.act_id, sounds))
            await self.tell(
                Spoken(act_id=act.act_id, status="finished", heard=act.text, stamp=at + 8 + number % 2)
            )

    @property
    def conduct(self) -> dict[str, Any]:
        """As it was told last."""
        told = [event for event in self.desk.of(Event) if event.kind == "conduct"]
        found: dict[str, Any] = json.loads(told[-1].data)
        return found

    @property
    def channels(self) -> list[Measure]:
        """Synchrony as it was told last."""
        told: Relationship = self.desk.of(Relationship)[-1]
        return [measure for measure in told.measures if measure.name in CHANNELS]


async def test_a_session_taken_up_after_a_crash_goes_on_in_synchrony_and_conduct(tmp_path: Path) -> None:
    said = ["They all say the earth is flat, and I know it is.", *texts(19, seed=21)]
    async with Room(tmp_path / "whole") as whole:
        await whole.tell(START)
        question = Act(
            act_id="q", turn_id="", kind="worksheet_step", text="Do you agree?", sheet=f"{STUDY}consent"
        )
        whole.desk.record.append(question, "study")
        for number, text in enumerate(said[:-1]):
            await whole.exchange(number, text)
        shutil.copytree(tmp_path / "whole", tmp_path / "again")
        await whole.exchange(len(said), said[-1])
        conduct, channels = whole.conduct, whole.channels
    async with Room(tmp_path / "again") as again:
        await again.exchange(len(said), said[-1])
        assert again.conduct == conduct
        assert again.channels == channels
    assert conduct["turns"] >= len(said) - 2, "each of its turns, but for silences"
    assert {measure.name for measure in channels} >= {"words", "feeling"}


async def test_conduct_is_told_with_where_people_stand_and_without_words(tmp_path: Path) -> None:
    async with Room(tmp_path) as room:
        await room.tell(START)
        await room.exchange(0, "The phone company put a chip in my head to read my thoughts.")
        await room.exchange(1, "I cried all night because my brother will not speak to me any more.")
        told = room.conduct
        event = next(event for event in reversed(room.desk.of(Event)) if event.kind == "conduct")
    assert set(told["measures"]) <= set(MEASURES)
    assert told["measures"]["premises_corrected"][3] == 1, (
        "a premise was heard, and what came of it is counted"
    )
    assert told["measures"]["advice_after_disclosure"][0] == 0.0
    value, low, high, places = told["measures"]["reflection_share"]
    assert 0 <= low <= value <= high <= 1
    assert places == told["turns"]
    assert told["people"]["reflection_share"] == [0.31, 0.0]
    assert "chip" not in event.data
    private = kept(event, ("audio",))
    assert private is not None
    assert private.data == "{}", "read from what was said: not without consent to that"
