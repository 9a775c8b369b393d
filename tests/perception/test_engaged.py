"""Engagement from looking, nearness, answers and posture, by itself and in the face component."""

from __future__ import annotations

import json
from dataclasses import replace

import cv2
import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from alongside.messages import Event, Turn
from alongside.records import Prosody
from perception.engaged import ANSWER_FADES_S, HANGS_DEG, Engaged, Engagement, Level
from perception.pictures import to_jpeg
from tests.perception.test_face import Clock, wired

__all__ = ["Clock", "wired"]


class Person:
    """Somebody who is seen ten times a second."""

    def __init__(self) -> None:
        self.engagement, self.at = Engagement(), 100.0

    def seen(
        self, seconds: float = 0.1, attending: float = 1.0, size: float = 0.2, down: float = 0.0
    ) -> Engaged:
        """The last of it."""
        for _ in range(max(1, round(seconds * 10))):
            self.at += 0.1
            found = self.engagement.seen(self.at, attending, size, down, 1.0)
        return found

    def answers(self, pause: float | None = 0.8) -> None:
        """A turn of theirs."""
        self.engagement.answered(self.at, pause)


def test_who_looks_is_engaged_and_who_begins_or_ceases_to_is_on_the_way() -> None:
    person = Person()
    assert person.seen(0.9, attending=0.0).level is Level.UNKNOWN
    person.seen(1, attending=0.0)
    levels = [person.seen(attending=attending).level for attending in (0.0, 0.3, 0.8, 0.5, 0.0)]
    assert levels == [
        Level.DISENGAGED,
        Level.ENGAGING,
        Level.ENGAGED,
        Level.DISENGAGING,
        Level.DISENGAGED,
    ]


def test_nothing_is_said_of_a_picture_that_shows_nothing() -> None:
    assert Engagement().seen(1.0, 1.0, 0.2, 0.0, trust=0.0).level is Level.UNKNOWN


def test_who_moves_off_is_less_engaged_and_at_half_the_size_lets_go() -> None:
    person = Person()
    near = person.seen(20)
    assert near.nearness == pytest.approx(1.0)
    beliefs = [person.seen(size=0.2 * share).belief for share in (1.0, 0.85, 0.7, 0.6, 0.5)]
    assert beliefs == sorted(beliefs, reverse=True)
    assert person.seen(size=0.1).level is Level.DISENGAGING


def test_a_new_place_becomes_the_usual_one() -> None:
    person = Person()
    person.seen(60)
    person.seen(150, size=0.1)
    assert person.seen(size=0.1).nearness == pytest.approx(1.0)


def test_leaning_in_is_more_and_a_head_that_hangs_less() -> None:
    person = Person()
    usual = person.seen(20, attending=0.8).belief
    assert person.seen(attending=0.8, size=0.23).belief > usual
    hung = person.seen(8, attending=0.8, down=HANGS_DEG + 5)
    assert hung.head_hangs == pytest.approx(1.0, abs=0.05)
    assert hung.belief < usual


def test_who_answers_while_looking_down_at_a_sheet_is_not_disengaged() -> None:
    silent, answering = Person(), Person()
    for person in (silent, answering):
        person.seen(20)
    answering.answers()
    assert answering.seen(attending=0.05).level is Level.DISENGAGING
    assert silent.seen(attending=0.05).level is Level.DISENGAGED
    assert answering.seen(3 * ANSWER_FADES_S, attending=0.05).level is Level.DISENGAGED


def test_soon_is_measured_by_their_own_pauses() -> None:
    slow = Person()
    slow.answers(5.0)
    first = slow.seen().answers
    for _ in range(5):
        slow.answers(5.0)
    assert first < slow.seen().answers == 1.0
    slow.answers(15.0)
    assert slow.seen().answers == 0.25
    slow.answers(None)  # typed: that it came counts
    assert slow.seen().answers == 1.0


def test_silence_is_never_held_against_them() -> None:
    person = Person()
    before = person.seen(20)
    after = person.seen(200)
    assert (after.level, after.belief) == (before.level, pytest.approx(before.belief, abs=0.05))
    assert after.answers is None


@given(
    st.lists(
        st.tuples(
            st.sampled_from([0.1, 1.0, 9.0]),
            st.floats(0, 1),
            st.floats(0.01, 0.5),
            st.floats(-40, 40),
            st.floats(0, 1),
        ),
        min_size=1,
        max_size=40,
    ),
    st.lists(st.tuples(st.integers(0, 39), st.floats(0, 20)), max_size=4),
)
@settings(deadline=None)
def test_less_evidence_is_never_surer_and_all_stays_in_bounds(pictures, answers) -> None:
    whole, silent, doubted = Engagement(), Engagement(), Engagement()
    at = 0.0
    for place, (step, attending, size, down, trust) in enumerate(pictures):
        at += step
        for when, pause in answers:
            if when == place:
                whole.answered(at, pause)
                doubted.answered(at, pause)
        found = whole.seen(at, attending, size, down, trust)
        assert 0 <= found.belief <= 1
        assert 0 <= found.confidence <= 1 + 1e-9
        assert silent.seen(at, attending, size, down, trust).confidence <= found.confidence + 1e-9
        assert doubted.seen(at, attending, size, down, trust / 2).confidence <= found.confidence + 1e-9
        json.dumps(found.told())


def test_nobody_there_is_nobody_engaged() -> None:
    person = Person()
    person.seen(20)
    gone = person.engagement.away(person.at + 1)
    assert (gone.level, gone.confidence) == (Level.DISENGAGED, 0.0)
    assert replace(gone, answers=None) == Engaged(Level.DISENGAGED)


async def test_a_face_that_goes_further_off_and_a_turn_are_told(wired, photo: np.ndarray) -> None:
    ear, face, _, show = wired
    near = to_jpeg(cv2.resize(photo[:256, 97:353], (512, 512)))
    await show(near, 130)
    assert face.look.engaged.nearness == pytest.approx(1.0, abs=0.02)
    ear.say(Turn(turn_id="t1", text="yes", prosody=Prosody(latency=0.7)))
    await show(near, 2)
    assert (face.look.engaged.answers, face.look.engaged.level) == (1.0, Level.ENGAGED)
    assert face.look.engaged.answered_s < 0.5
    await show(to_jpeg(photo), 10)
    assert face.look.engaged.nearness == pytest.approx(0.5, abs=0.05)
    told = [json.loads(item.data) for item in ear.all(Event) if item.kind == "engagement"]
    assert [item["level"] for item in told][-2:] == ["engaged", "disengaging"]
    assert told[-1]["nearness"] < 0.6
