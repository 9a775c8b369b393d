"""A robot's own reading of faces as ours: who counts, what is felt, and when it is told."""

import math
from collections.abc import Callable
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from alongside.messages import Affect, FaceSeen, Message
from alongside.whose import QUIET_S, Perception
from perception.affect import CEILING
from perception.expressions import PLACES
from perception.standing_down import Theirs
from perception.theirs import LASTS_S, TheirFaces

BOX, LARGE = (0.4, 0.4, 0.5, 0.5), (0.1, 0.1, 0.9, 0.9)
wild = st.floats(width=32) | st.sampled_from([math.nan, math.inf, -math.inf, 0.0, 7.0])


def test_an_expression_is_weak_evidence_and_named_or_placed() -> None:
    faces = TheirFaces()
    felt = faces.feels("a", "sad", -0.5, 0.25, 0.8, 0.1)
    assert felt is not None
    assert (felt.source, felt.valence, felt.arousal, felt.confidence) == ("face", -0.5, 0.25, CEILING * 0.8)
    named = faces.feels("a", "furious", 0.0, 0.0, 1.0, 0.2)
    assert named is not None
    assert (named.valence, named.arousal, named.expression) == (*PLACES["furious"], "furious")
    assert faces.feels("a", "sad", -0.5, 0.25, 0.0, 0.3) is None, "without confidence it was not measured"


@given(name=st.text(max_size=12) | st.sampled_from(sorted(PLACES)), values=st.tuples(wild, wild, wild))
def test_whatever_is_told_gives_values_in_their_ranges_or_nothing(
    name: str, values: tuple[float, float, float]
) -> None:
    faces = TheirFaces()
    faces.box("a", [values[0]] * 4, 0.0)
    faces.units("a", values, values, 0.0)
    felt = faces.feels("a", name, *values, 0.0)
    if felt is not None:
        assert -1 <= felt.valence <= 1
        assert -1 <= felt.arousal <= 1
        assert 0 < felt.confidence <= 1
        assert felt.expression in PLACES
    for unit in faces.seen(0.0).action_units:
        assert 0 <= unit.intensity <= 1
        assert 0 < unit.confidence <= 1


def test_the_engaged_person_counts_and_else_the_one_that_was_followed() -> None:
    faces = TheirFaces()
    faces.box("far", BOX, 0.0)
    assert faces.current(0.0) == "far"
    faces.box("near", LARGE, 0.1)
    assert faces.current(0.1) == "far", "somebody walking by takes nobody's place"
    faces.belongs("p2", "near")
    faces.engaged("p2", 3)
    assert faces.current(0.2) == "near"
    seen = faces.seen(0.2)
    assert (seen.face_id, seen.attending) == ("near", 1.0)
    faces.track(["far"])
    assert faces.seen(0.3).face_id == "far"
    assert faces.seen(0.3 + LASTS_S).present is False


def test_one_person_and_one_face_belong_together_untold() -> None:
    faces = TheirFaces()
    faces.box("f", BOX, 0.0)
    assert faces.seen(0.0).attending == 0.5, "nothing is known of attention"
    for level, attending in ((1, 0.0), (2, 0.3), (3, 1.0), (4, 0.5), (9, 0.5)):
        faces.engaged("p", level)
        assert faces.seen(0.0).attending == attending


class Reader:
    """Stands for the face component."""

    def __init__(self) -> None:
        self.on = True
        self.said: list[Message] = []
        self.down: list[bool] = []

    def say(self, message: Message) -> None:
        self.said.append(message)

    def stand_down(self, down: bool) -> None:
        self.down.append(down)


Made = tuple[Reader, Theirs, Callable[[float], None], list[bool]]


@pytest.fixture
def made() -> Callable[[Perception], Made]:
    """A Theirs at two readings and one affect a second, and a clock that moves when told."""

    def make(setting: Perception) -> Made:
        now, changed, reader = [0.0], [], Reader()
        theirs = Theirs(reader, setting, (2.0, 1.0), changed.append, lambda: now[0])
        return reader, theirs, lambda seconds: now.__setitem__(0, now[0] + seconds), changed

    return make


def test_theirs_is_said_at_our_pace_and_ours_comes_back(made: Any) -> None:
    reader, theirs, wait, changed = made("auto")
    theirs.box("a", BOX)
    assert not reader.said, "they are not there yet"
    theirs.looked({"faces/a/roi"})
    assert changed == reader.down == [True]
    for _ in range(100):
        wait(0.02)
        theirs.box("a", BOX)
        theirs.feels("a", "happy", 0.5, 0.5, 1.0)
    seen = [message for message in reader.said if isinstance(message, FaceSeen)]
    felt = [message for message in reader.said if isinstance(message, Affect)]
    assert 4 <= len(seen) <= 6
    assert 2 <= len(felt) <= 3
    theirs.looked(set())
    assert changed == reader.down == [True, False]
    before = len(reader.said)
    theirs.box("a", BOX)
    assert len(reader.said) == before


def test_a_face_that_goes_is_told_at_once_and_one_that_is_not_told_of_after_a_while(made: Any) -> None:
    reader, theirs, wait, _ = made("auto")
    theirs.looked({"faces/tracked"})
    theirs.box("a", BOX)
    theirs.tracked("", [])
    assert [message.present for message in reader.said] == [True, False]
    theirs.tracked("", ["a"])
    wait(LASTS_S + 0.1)
    theirs.looked({"faces/tracked"})
    assert [message.present for message in reader.said][-1] is False


def test_a_recogniser_that_hangs_is_taken_over_from(made: Any) -> None:
    reader, theirs, wait, changed = made("auto")
    theirs.looked({"faces/tracked"})
    theirs.tracked("", ["a"])
    wait(QUIET_S + 0.1)
    theirs.looked({"faces/tracked"})
    assert changed == [True, False]
    theirs.tracked("", ["a"])  # it speaks again
    theirs.looked({"faces/tracked"})
    assert changed == [True, False, True]
    assert reader.down == changed


def test_what_is_theirs_stays_theirs_and_a_camera_that_is_off_is_off(made: Any) -> None:
    reader, theirs, _, changed = made("theirs")
    theirs.looked(set())
    assert changed == [True]
    theirs.box("a", BOX)
    reader.on = False
    theirs.looked(set())
    assert reader.said[-1].present is False  # type: ignore[attr-defined]
    before = len(reader.said)
    theirs.box("b", LARGE)
    theirs.feels("a", "happy", 0.5, 0.5, 1.0)
    theirs.tracked("", [])
    assert len(reader.said) == before
