"""A hand, a cup, a mask or dark glasses over a rendered face: trusted less there, and not elsewhere."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace

import cv2
import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from bench.covered import painted
from perception.covered import Traces, shows
from perception.landmarks import FaceReading
from perception.neutral import ENOUGH, NeutralFace
from perception.pictures import to_jpeg
from perception.reader import FaceReader
from tests.perception.conftest import HEADS, PEOPLE, Stills

REST = Traces(red=8.0, apart=40.0, eyes=(50.0, 50.0), brows=(30.0, 30.0))
LOOKS = sorted({path.stem.split("_", 1)[1] for path in HEADS.glob("ada_*.jpg")})


Seen = Callable[[bytes], tuple[dict[int, float], float]]


@pytest.fixture
def ada(stills: Stills, head: Callable[[str, str], bytes]) -> Seen:
    """Trust by unit, and in the affect, for one more picture of a person whose rest is known."""
    reader, clock = FaceReader(stills), iter(np.arange(0.0, 1000.0, 0.2).tolist())

    def see(jpeg: bytes) -> tuple[dict[int, float], float]:
        at = next(clock)
        look = reader.read(jpeg, at, at, heard=None)
        assert look.affect is not None
        return {unit.code: unit.confidence for unit in look.seen.action_units}, look.affect.confidence

    for _ in range(ENOUGH + 1):
        see(head("ada", "neutral"))
    assert reader.learnt
    return see


@pytest.fixture
def over(reading: Callable[[bytes], FaceReading], head: Callable[[str, str], bytes]) -> Callable[..., bytes]:
    """The JPEG of a look of ada with a thing over the face."""

    def paint(look: str, thing: str) -> bytes:
        jpeg = head("ada", look)
        picture = cv2.imdecode(np.frombuffer(jpeg, np.uint8), cv2.IMREAD_COLOR)
        return to_jpeg(painted(picture, reading(jpeg))[thing])

    return paint


@pytest.mark.parametrize("thing", ["hand over the mouth", "cup before the mouth", "mask"])
def test_a_covered_mouth_is_trusted_less_and_the_brows_as_before(ada: Seen, head, over, thing: str) -> None:
    units, felt = ada(head("ada", "smile"))
    covered, doubted = ada(over("smile", thing))
    assert covered[12] < 0.2 * units[12]
    assert covered[26] < 0.2 * units[26]
    assert covered[4] > 0.9 * units[4]
    assert doubted < 0.2 * felt
    assert ada(head("ada", "smile"))[1] == pytest.approx(felt)  # it is there again


@pytest.mark.parametrize("thing", ["hand over both eyes", "hand over one eye", "dark glasses"])
def test_covered_eyes_are_trusted_less_and_the_mouth_as_before(ada: Seen, head, over, thing: str) -> None:
    units, felt = ada(head("ada", "smile"))
    covered, doubted = ada(over("smile", thing))
    assert covered[43] < 0.4 * units[43]
    assert covered[1] < 0.4 * units[1]
    assert covered[12] > 0.7 * units[12]
    assert 0.3 * felt < doubted < 0.75 * felt


@pytest.fixture(params=PEOPLE)
def known(request: pytest.FixtureRequest, rested: Callable[[str], NeutralFace]) -> tuple[str, NeutralFace]:
    return request.param, rested(request.param)


def test_no_expression_or_pose_is_a_covered_face(known, reading, head) -> None:
    person, neutral = known
    for look in LOOKS:
        seen = neutral.shows(reading(head(person, look)))
        assert min(seen.mouth, seen.eyes) > 0.7, look


def test_a_mask_or_dark_glasses_since_the_beginning_are_no_face_at_rest() -> None:
    masked = replace(REST, apart=2.0)
    glasses = replace(REST, eyes=(3.0, 3.0))
    assert shows(masked, masked, (0, 0)).mouth == 0
    assert shows(glasses, glasses, (0, 0)).eyes == 0
    assert shows(glasses, None, (0, 0)).eyes < 0.1
    assert shows(REST, None, (0, 0)) == shows(REST, REST, (0, 0)) == shows(None, REST, (0, 0))


shares = st.floats(0, 1)


@given(st.lists(shares, min_size=4, max_size=4), st.integers(0, 3), shares, st.tuples(shares, shares))
def test_what_shows_less_is_never_seen_more_surely(left, which: int, less: float, blinks) -> None:
    """Redness, one eye's contrast or a brow taken away."""

    def of(part: list[float]) -> Traces:
        return Traces(8 * part[0], 40.0, (50 * part[1], 50 * part[2]), (30 * part[3], 30.0))

    fewer = [value * less if place == which else value for place, value in enumerate(left)]
    whole, part = shows(of(left), REST, blinks), shows(of(fewer), REST, blinks)
    assert part.mouth <= whole.mouth
    assert part.eyes <= whole.eyes
