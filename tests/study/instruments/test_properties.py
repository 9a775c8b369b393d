"""What must hold of every instrument and any answers."""

from __future__ import annotations

import itertools

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from study.instruments import Instrument, instrument_names, load, score
from study.instruments.model import Answers, Scale
from study.instruments.scoring import reversed_answer

ALL = [load(name) for name in instrument_names()]
ITEMISED = [(instrument, scale) for instrument in ALL for scale in instrument.scales if scale.items]


def places(answers: Answers) -> list[float]:
    """Every answer there is."""
    if answers.options:
        return sorted(option.value for option in answers.options)
    count = int((answers.maximum - answers.minimum) / answers.step)
    return [answers.minimum + step * answers.step for step in range(count + 1)]


@st.composite
def answered(draw: st.DrawFn, some_missing: bool = False) -> tuple[Instrument, dict[int, float | None]]:
    instrument = draw(st.sampled_from(ALL))
    found: dict[int, float | None] = {}
    for number in range(1, instrument.count + 1):
        value = st.sampled_from(places(instrument.answers_of(number)))
        found[number] = draw(st.one_of(st.none(), value) if some_missing else value)
    return instrument, found


@settings(max_examples=40, deadline=None)
@given(answered(some_missing=True))
def test_a_score_lies_in_its_range_or_says_why_there_is_none(
    case: tuple[Instrument, dict[int, float | None]],
) -> None:
    instrument, answers = case
    for scale, found in zip(instrument.scales, score(instrument, answers).scales, strict=True):
        if found.value is None:
            assert found.why
        else:
            assert scale.low <= found.value <= scale.high
            assert found.filled <= scale.missing.most
            assert bool(found.band) == bool(scale.bands)


@settings(max_examples=40, deadline=None)
@given(answered())
def test_with_every_answer_there_is_a_score_on_every_scale(
    case: tuple[Instrument, dict[int, float | None]],
) -> None:
    instrument, answers = case
    found = score(instrument, answers)
    assert all(scale.value is not None for scale in found.scales)
    assert not found.unanswered


@pytest.mark.parametrize(("instrument", "scale"), ITEMISED, ids=lambda each: each.key)
def test_the_range_is_reached_at_both_ends_and_not_beyond(instrument: Instrument, scale: Scale) -> None:
    found = []
    for high in (False, True):
        answers: dict[int, float | None] = {}
        for number in range(1, instrument.count + 1):
            there = places(instrument.answers_of(number))
            answers[number] = there[-1 if high != (number in scale.reverse) else 0]
        found.append(score(instrument, answers)[scale.key].value)
    assert found == [scale.low, scale.high]


@settings(max_examples=40, deadline=None)
@given(answered(), st.data())
def test_a_higher_answer_never_lowers_a_scale_unless_it_counts_the_other_way(
    case: tuple[Instrument, dict[int, float | None]], data: st.DataObject
) -> None:
    instrument, answers = case
    number = data.draw(st.integers(1, instrument.count))
    there = places(instrument.answers_of(number))
    lower, higher = sorted(data.draw(st.lists(st.sampled_from(there), min_size=2, max_size=2)))
    before = score(instrument, {**answers, number: lower})
    after = score(instrument, {**answers, number: higher})
    for scale in instrument.scales:
        if scale.combine == "highest" or scale.parts:
            continue
        change = (after[scale.key].value or 0) - (before[scale.key].value or 0)
        assert change <= 0 if number in scale.reverse else change >= 0
        assert number in scale.items or change == 0
    assert after.severity >= before.severity


@settings(max_examples=40, deadline=None)
@given(answered())
def test_counted_the_other_way_round_twice_is_the_answer_itself(
    case: tuple[Instrument, dict[int, float | None]],
) -> None:
    instrument, answers = case
    for number, value in answers.items():
        once = reversed_answer(instrument, number, value or 0.0)
        assert instrument.answers_of(number).allows(once)
        assert reversed_answer(instrument, number, once) == value


@settings(max_examples=40, deadline=None)
@given(answered(), st.data())
def test_answers_are_missed_up_to_the_limit_and_no_further(
    case: tuple[Instrument, dict[int, float | None]], data: st.DataObject
) -> None:
    instrument, answers = case
    for scale in instrument.scales:
        if not scale.items or scale.combine == "highest":
            continue
        gone = data.draw(st.sets(st.sampled_from(scale.items), max_size=len(scale.items)))
        found = score(instrument, {**answers, **dict.fromkeys(gone)})[scale.key]
        assert (found.value is not None) == (len(gone) <= scale.missing.most)


@pytest.mark.parametrize("instrument", ALL, ids=lambda each: each.key)
def test_every_scale_and_band_names_its_source(instrument: Instrument) -> None:
    for scale in instrument.scales:
        assert scale.source
        assert scale.missing.source
        bands = [band.at for band in scale.bands]
        assert not bands or (bands[0] == scale.low and scale.bands_source)
        assert all(one < other for one, other in itertools.pairwise(bands))
