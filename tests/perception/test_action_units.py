"""Action units of rendered heads, where the truth is known: five people of three skin tones and two ages."""

from __future__ import annotations

import pytest

from alongside.records import ActionUnit
from perception.action_units import CURVES, DEAD, SPOKEN_OVER, WEIGHTS, action_units, trust_in
from perception.neutral import NeutralFace, score
from tests.perception.conftest import PEOPLE

every = pytest.mark.parametrize("person", PEOPLE)


@pytest.fixture
def units(reading, head, rested):
    """Intensities by AU code for a person and a look, read against their own neutral face."""

    def read(person: str, look: str, speaking: bool = False) -> dict[int, float]:
        found = action_units(reading(head(person, look)), rested(person), speaking)
        return {unit.code: unit.intensity for unit in found}

    return read


@every
def test_a_face_at_rest_shows_nothing(units, person: str) -> None:
    assert max(units(person, "neutral").values()) < 0.05


@every
def test_a_smile_is_seen_in_its_strength(units, person: str) -> None:
    assert units(person, "smile")[12] > 0.8
    assert 0.25 < units(person, "smile_half")[12] < 0.8
    assert units(person, "smile_yaw30")[12] > 0.55


@every
def test_mouth_corners_and_brows_that_go_down_are_seen_in_the_points(units, person: str) -> None:
    frown, scowl = units(person, "frown"), units(person, "brow_down")
    assert frown[15] > 0.7
    assert frown[4] < 0.15
    assert scowl[4] > 0.7
    assert scowl[15] < 0.15
    assert max(scowl[12], frown[12]) < 0.05


@every
def test_raised_inner_brows_are_not_raised_brows(units, person: str) -> None:
    worried, surprised = units(person, "brow_inner_up"), units(person, "surprise")
    assert worried[1] > 0.6
    assert worried[2] < 0.2
    assert min(surprised[1], surprised[2]) > 0.3
    assert surprised[26] > 0.4


@every
def test_a_head_that_tips_is_not_taken_for_a_face_that_moves(units, person: str) -> None:
    for look in ("pitch_up20", "pitch_down20"):
        found = units(person, look)
        assert found[1] < 0.4
        assert found[4] < 0.3
        assert found[15] < 0.5
        assert found[12] < 0.3


@every
def test_shut_eyes_and_an_open_jaw(units, person: str) -> None:
    assert units(person, "blink")[43] > 0.8
    assert units(person, "blink")[7] < 0.5
    assert units(person, "jaw_open")[26] > 0.75
    assert units(person, "jaw_open")[43] < 0.1


@every
def test_a_speaking_mouth_is_not_read(units, person: str) -> None:
    found = units(person, "jaw_open", speaking=True)
    assert not SPOKEN_OVER & found.keys()
    assert {1, 2, 4, 12, 43} <= found.keys()


@every
def test_dead_channels_are_still_dead(reading, head, person: str) -> None:
    """A head with puffed and raised cheeks, wrinkled nose and a shifted jaw: MediaPipe sees nothing of it.

    If this fails after an update of the weights, a channel came to life: give it a curve.
    """
    rest, moved = reading(head(person, "neutral")).scores, reading(head(person, "unseen")).scores
    for channel in DEAD:
        sides = [channel] if channel in rest else [f"{channel}Left", f"{channel}Right"]
        for side in sides:
            assert abs(moved[side] - rest[side]) < 0.1, side


def test_without_a_known_neutral_face_less_is_claimed(reading, head) -> None:
    found = action_units(reading(head("ada", "smile")), NeutralFace(), speaking=False)
    by_code = {unit.code: unit for unit in found}
    assert not {4, 15} & by_code.keys()
    assert by_code[12].intensity > 0.8
    assert by_code[12].confidence == pytest.approx(0.9 * 0.6, abs=0.01)


def test_trust_falls_with_pose_and_dark(reading, head, rested) -> None:
    known = rested("ada")
    frontal, aside = reading(head("ada", "neutral")), reading(head("ada", "yaw30"))
    assert trust_in(frontal, known) == 1
    assert 0.25 <= trust_in(aside, known) < 0.65


def test_a_neutral_face_takes_three_quiet_seconds(reading, head) -> None:
    neutral, rest, smile = NeutralFace(), reading(head("ben", "neutral")), reading(head("ben", "smile"))
    for step in range(100):
        neutral.observe(smile, step * 0.2, speaking=False)
        neutral.observe(rest, step * 0.2 + 0.1, speaking=True)
    assert not neutral.learnt
    for step in range(14):
        neutral.observe(rest, 100 + step * 0.2, speaking=False)
    assert not neutral.learnt
    neutral.observe(rest, 103, speaking=False)
    assert neutral.learnt
    assert neutral.score("eyeSquint") == pytest.approx(score(rest, "eyeSquint"))


def test_curves_rise() -> None:
    for code, curve in CURVES.items():
        assert list(curve.gains) == sorted(curve.gains), code
        assert len(curve.gains) == len(WEIGHTS)


@every
def test_all_units_are_in_range_and_in_order(reading, head, rested, person: str) -> None:
    for look in ("neutral", "smile", "sad", "surprise", "unseen", "yaw30"):
        found: tuple[ActionUnit, ...] = action_units(reading(head(person, look)), rested(person), False)
        assert [unit.code for unit in found] == sorted({unit.code for unit in found})
        assert all(0 <= unit.intensity <= 1 and 0 <= unit.confidence <= 1 for unit in found)
