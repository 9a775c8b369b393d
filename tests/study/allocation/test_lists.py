"""What allocation promises: balance as designed, and the same list from the same seed."""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Sequence
from dataclasses import replace
from itertools import pairwise
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from study.allocation.draws import Draws
from study.allocation.lists import allocate, codes, treatments
from study.allocation.minimisation import Counts, imbalance
from study.allocation.orders import conditions, latin, order_names, williams
from study.protocol.load import load_protocol
from study.protocol.parts import Allocation, Arm, Factor, Protocol
from tests.study.study_folder import study_folder

SEEDS = st.binary(min_size=32, max_size=32)
SEX, AGE = Factor(key="sex", levels=("f", "m", "x")), Factor(key="age", levels=("young", "old"), weight=2.0)


@pytest.fixture(scope="module")
def plain(tmp_path_factory: pytest.TempPathFactory) -> Protocol:
    return load_protocol(study_folder(tmp_path_factory.mktemp("study"))).protocol


def ruled(protocol: Protocol, arms: int = 3, shares: Sequence[int] = (), **rule: Any) -> Protocol:
    made = tuple(
        Arm(key=f"arm{number}", title="-", medium="text", share=shares[number] if shares else 1)
        for number in range(arms)
    )
    return replace(protocol, arms=made, allocation=Allocation(**rule))


PEOPLE = st.lists(
    st.fixed_dictionaries({"sex": st.sampled_from(SEX.levels), "age": st.sampled_from(AGE.levels)}),
    max_size=60,
)


@settings(max_examples=40, deadline=None)
@given(seed=SEEDS, many=st.integers(0, 90), shares=st.sampled_from([(1, 1, 1), (2, 1, 1)]))
def test_blocks_are_exactly_balanced_at_each_end(
    plain: Protocol, seed: bytes, many: int, shares: tuple[int, ...]
) -> None:
    size = sum(shares) * 2
    protocol = ruled(plain, shares=shares, method="blocks", blocks=(size,))
    arms = allocate(protocol, seed, [{}] * many)
    for begin in range(0, many - size + 1, size):
        block = Counter(arms[begin : begin + size])
        assert [block[f"arm{number}"] for number in range(3)] == [share * 2 for share in shares]


@settings(max_examples=40, deadline=None)
@given(seed=SEEDS, many=st.integers(1, 90))
def test_blocks_of_several_sizes_never_leave_arms_further_apart_than_half_a_block(
    plain: Protocol, seed: bytes, many: int
) -> None:
    protocol = ruled(plain, method="blocks", blocks=(3, 6))
    tally = Counter(allocate(protocol, seed, [{}] * many))
    counts = [tally[f"arm{number}"] for number in range(3)]
    assert max(counts) - min(counts) <= 2  # a block of six holds two of each


@settings(max_examples=40, deadline=None)
@given(seed=SEEDS, came=PEOPLE)
def test_strata_are_balanced_each_for_itself(
    plain: Protocol, seed: bytes, came: list[dict[str, str]]
) -> None:
    protocol = ruled(plain, arms=2, method="stratified", blocks=(2, 4), factors=(SEX, AGE))
    arms = allocate(protocol, seed, came)
    strata: dict[tuple[str, ...], Counter[str]] = defaultdict(Counter)
    for levels, arm in zip(came, arms, strict=True):
        strata[levels["sex"], levels["age"]][arm] += 1
    for tally in strata.values():
        assert abs(tally["arm0"] - tally["arm1"]) <= 2


@settings(max_examples=30, deadline=None)
@given(seed=SEEDS, came=PEOPLE)
def test_minimisation_without_chance_always_takes_an_arm_that_balances_best(
    plain: Protocol, seed: bytes, came: list[dict[str, str]]
) -> None:
    protocol = ruled(plain, method="minimisation", factors=(SEX, AGE), probability=1.0)
    rule, choices = protocol.allocation, treatments(protocol)
    counts: Counts = defaultdict(lambda: defaultdict(int))
    for levels, arm in zip(came, allocate(protocol, seed, came), strict=True):
        would = {one.name: imbalance(rule, choices, counts, levels, one.name) for one in choices}
        assert would[arm] == min(would.values())
        for factor in rule.factors:
            counts[factor.key, levels[factor.key]][arm] += 1


def test_minimisation_keeps_every_level_alike_where_simple_draws_do_not(plain: Protocol) -> None:
    worst: dict[str, int] = {}
    for method in ("minimisation", "simple"):
        protocol = ruled(plain, method=method, factors=(SEX, AGE), probability=0.8)
        apart = 0
        for seed in range(30):
            draws = Draws(bytes([seed]) * 32, "people")
            came = [{"sex": draws.one_of(SEX.levels), "age": draws.one_of(AGE.levels)} for _ in range(120)]
            arms = allocate(protocol, bytes([seed]) * 32, came)
            for factor in (SEX, AGE):
                for level in factor.levels:
                    tally = Counter(
                        arm for arm, one in zip(arms, came, strict=True) if one[factor.key] == level
                    )
                    counts = [tally[f"arm{number}"] for number in range(3)]
                    apart = max(apart, max(counts) - min(counts))
        worst[method] = apart
    assert worst["minimisation"] <= 8
    assert worst["simple"] > worst["minimisation"]


def test_simple_draws_come_near_their_shares(plain: Protocol) -> None:
    protocol = ruled(plain, arms=2, shares=(2, 1), method="simple")
    tally = Counter(allocate(protocol, b"s" * 32, [{}] * 3000))
    assert 1900 < tally["arm0"] < 2100


@settings(max_examples=25, deadline=None)
@given(
    seed=SEEDS,
    came=PEOPLE,
    method=st.sampled_from(["simple", "blocks", "stratified", "minimisation"]),
    cut=st.integers(0, 60),
)
def test_the_same_seed_makes_the_same_list_and_nobody_who_comes_later_changes_it(
    plain: Protocol, seed: bytes, came: list[dict[str, str]], method: str, cut: int
) -> None:
    factors = (SEX, AGE) if method in ("stratified", "minimisation") else ()
    protocol = ruled(plain, method=method, blocks=(3, 6), factors=factors)
    whole = allocate(protocol, seed, came)
    assert allocate(protocol, seed, came) == whole
    assert allocate(protocol, seed, came[:cut]) == whole[:cut]
    assert codes(seed, len(came)) == codes(seed, len(came))
    assert len(set(codes(seed, len(came)))) == len(came)


@pytest.mark.parametrize("method", ["simple", "blocks", "stratified", "minimisation"])
def test_whatever_was_seen_of_a_list_of_others_each_arm_can_be_next(plain: Protocol, method: str) -> None:
    """With the arms of the first four known, and even, seeds that agree on them still differ on the fifth."""
    factors = (SEX, AGE) if method in ("stratified", "minimisation") else ()
    protocol = ruled(plain, arms=2, method=method, blocks=(2, 4, 6), factors=factors)
    came = [{"sex": "f", "age": "old"}] * 5
    after: dict[tuple[str, ...], set[str]] = defaultdict(set)
    for number in range(400):
        arms = allocate(protocol, number.to_bytes(32, "big"), came)
        after[arms[:4]].add(arms[4])
    even = [nexts for seen, nexts in after.items() if seen.count("arm0") == 2]
    assert len(even) == 6
    assert all(nexts == {"arm0", "arm1"} for nexts in even)


@given(st.integers(1, 9))
def test_each_condition_comes_once_in_each_place(many: int) -> None:
    for square in (latin(many), williams(many)):
        for row in square:
            assert sorted(row) == list(range(many))
        for place in range(many):
            assert len(set(Counter(row[place] for row in square).values())) == 1


@given(st.integers(2, 9))
def test_each_condition_follows_each_other_one_equally_often(many: int) -> None:
    pairs = Counter(pair for row in williams(many) for pair in pairwise(row))
    assert len(pairs) == many * (many - 1)
    assert set(pairs.values()) == {1 if many % 2 == 0 else 2}
    assert conditions(order_names(["a", "b"], "williams")[0]) == ("a", "b")


def test_the_draws_are_these_in_every_version() -> None:
    """Were they others, the list of a study that is under way would change with an update."""
    draws = Draws(b"\0" * 32, "blocks", "")
    assert [draws.below(10) for _ in range(12)] == EXPECTED
    assert "".join(Draws(b"\1" * 32, "x").shuffled("abcdefgh")) == SHUFFLED


EXPECTED = [5, 5, 7, 4, 8, 5, 7, 7, 9, 4, 9, 1]
SHUFFLED = "gcadefhb"


def test_the_fifteen_days_come_out_as_thirteen_thirteen_twelve(tmp_path: Path) -> None:
    protocol = load_protocol(study_folder(tmp_path)).protocol
    for seed in range(20):
        tally = Counter(allocate(protocol, bytes([seed]) * 32, [{}] * protocol.people))
        assert sum(tally.values()) == 38
        assert max(tally.values()) - min(tally.values()) <= 2
