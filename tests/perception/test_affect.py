"""Valence, arousal and expression from action units."""

from __future__ import annotations

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from alongside.records import ActionUnit
from perception.affect import CEILING, GAP_S, AffectTracker, arousal_of, expression_of, valence_of
from perception.reader import FaceReader
from tests.perception.conftest import PEOPLE

CODES = (1, 2, 4, 5, 6, 7, 10, 12, 15, 17, 18, 20, 26, 43)
intensities = st.dictionaries(st.sampled_from(CODES), st.floats(0, 1))
HRI_NAMES = {"neutral", "happy", "surprised", "sad", "disgusted"}


def as_units(values: dict[int, float]) -> tuple[ActionUnit, ...]:
    return tuple(ActionUnit(code=code, intensity=values[code], confidence=1.0) for code in sorted(values))


@settings(deadline=None)
@given(intensities, st.floats(0, 1e6), st.floats(0, 1e6))
def test_affect_stays_in_bounds(values: dict[int, float], turned: float, moved: float) -> None:
    assert -1 <= valence_of(values) <= 1
    assert -1 <= arousal_of(values, turned, moved) <= 1


@settings(deadline=None)
@given(intensities)
def test_anger_is_never_named(values: dict[int, float]) -> None:
    name, sure = expression_of(values)
    assert name in HRI_NAMES
    assert 0 <= sure <= 0.9


@settings(deadline=None)
@given(intensities.map(lambda values: {**values, 4: 1.0}))
def test_a_scowl_alone_names_nothing(values: dict[int, float]) -> None:
    assert expression_of(values)[0] == expression_of({**values, 4: 0.0})[0]


@settings(deadline=None)
@given(
    st.lists(st.tuples(st.floats(-1, 5), intensities, st.floats(-90, 90), st.booleans()), max_size=30),
    st.floats(0, 1),
)
def test_a_tracked_face_stays_in_bounds(steps, trust: float) -> None:
    tracker, at = AffectTracker(), 0.0
    for gap, values, yaw, speaking in steps:
        at += gap
        felt = tracker.update(at, as_units(values), (yaw, 0.0), trust=trust, speaking=speaking)
        assert -1 <= felt.valence <= 1
        assert -1 <= felt.arousal <= 1
        assert 0 <= felt.confidence <= CEILING * trust
        assert 0 <= felt.expression_confidence <= 1


@settings(deadline=None)
@given(intensities, intensities)
def test_smoothing_never_overshoots(first: dict[int, float], second: dict[int, float]) -> None:
    tracker = AffectTracker()
    begin = tracker.update(0, as_units(first), (0, 0), trust=1, speaking=False).valence
    middle = tracker.update(0.2, as_units(second), (0, 0), trust=1, speaking=False).valence
    low, high = sorted((begin, valence_of(second)))
    assert low - 1e-9 <= middle <= high + 1e-9


def test_an_expression_is_named_once_it_lasts_and_dropped_after_a_gap() -> None:
    tracker = AffectTracker()
    for step in range(5):
        tracker.update(step * 0.1, as_units({12: 0.0}), (0, 0), trust=1, speaking=False)
    smile = as_units({12: 1.0})
    flash = tracker.update(0.5, smile, (0, 0), trust=1, speaking=False)
    assert flash.expression == "neutral"
    later = [tracker.update(0.5 + 0.1 * k, smile, (0, 0), trust=1, speaking=False) for k in range(1, 6)]
    assert later[-1].expression == "happy"
    fresh = tracker.update(1.0 + GAP_S + 0.1, as_units({}), (0, 0), trust=1, speaking=False)
    assert (fresh.expression, fresh.valence) == ("neutral", 0)


def test_speech_quarters_the_confidence() -> None:
    smile = as_units({12: 1.0})
    still = AffectTracker().update(0, smile, (0, 0), trust=1, speaking=False)
    speaking = AffectTracker().update(0, smile, (0, 0), trust=1, speaking=True)
    assert speaking.confidence == pytest.approx(still.confidence / 4)


@pytest.mark.parametrize("person", PEOPLE)
@pytest.mark.parametrize(
    ("look", "sign", "name"),
    [("smile", 1, "happy"), ("sad", -1, "sad"), ("frown", -1, "sad"), ("surprise", 0, "surprised")],
)
def test_known_looks_are_read_alike_in_all_people(
    stills, head, person: str, look: str, sign: int, name: str
) -> None:
    reader, start = FaceReader(stills), 1000.0
    for step in range(25):
        reader.read(head(person, "neutral"), start + step * 0.2, 0.0, heard=None)
    for step in range(10):
        found = reader.read(head(person, look), start + 5 + step * 0.2, 0.0, heard=None).affect
    assert found is not None
    assert found.expression == name
    assert found.expression_confidence > 0.25
    assert found.confidence > 0.4
    if sign:
        assert sign * found.valence > 0.2
    else:
        assert abs(found.valence) < 0.2
        assert found.arousal > 0.4


@pytest.mark.parametrize("person", PEOPLE)
def test_a_scowling_face_is_unpleasant_but_has_no_name(stills, head, person: str) -> None:
    reader = FaceReader(stills)
    for step in range(25):
        reader.read(head(person, "neutral"), 2000 + step * 0.2, 0.0, heard=None)
    for step in range(10):
        found = reader.read(head(person, "brow_down"), 2005 + step * 0.2, 0.0, heard=None).affect
    assert found is not None
    assert found.valence < -0.2
    assert found.expression == "neutral"


def test_a_long_sorrow_does_not_become_the_face_at_rest(stills, head) -> None:
    reader = FaceReader(stills)
    for step in range(25):
        reader.read(head("eli", "neutral"), 3000 + step * 0.2, 0.0, heard=None)
    for step in range(60):
        found = reader.read(head("eli", "sad"), 3005 + step * 0.6, 0.0, heard=None).affect
    assert found is not None
    assert found.valence < -0.3
    assert found.expression == "sad"
