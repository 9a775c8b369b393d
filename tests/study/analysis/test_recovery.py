"""A known effect that is put into many simulated studies is found again; where there is none, none is."""

from __future__ import annotations

import json
import random
from collections.abc import Callable, Iterator

import pytest
from sqlalchemy import select

from study.analysis.collect import gather
from study.analysis.model import Estimate, fit
from study.analysis.sets import sets
from study.store.records import Who
from study.store.tables import ParticipantRow, StepRow, VisitRow
from tests.study.analysis.simulated import SPAN, Simulated, Truth, simulate
from tests.study.running import Running

STUDIES, PEOPLE = 40, 36
CHANGE = {"robot": -6.0, "chatbot": 0.0, "worksheet": 0.0}
K10 = {"kind": "instrument", "use": "k10"}
VISITS = [
    {
        "key": "intake",
        "title": "-",
        "days": 0,
        "steps": [{"kind": "consent", "use": "participation", "version": "1"}, K10, {"kind": "allocate"}],
    },
    {"key": "daily", "title": "-", "days": [5, 10, 15], "steps": [K10]},
]


@pytest.fixture(scope="module")
def study(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Simulated]:
    running = Running(tmp_path_factory.mktemp("recovery"), visits=VISITS, companion={}, stops=[])
    yield simulate(running, PEOPLE, Truth(CHANGE, kept=0.9))
    running.study.close()


def again(made: Simulated, seed: int) -> None:
    """The same people, arms and visits; other levels, slopes, scores. Written into the study's index."""
    chance, truth = random.Random(seed), made.truth
    with made.running.study.store.writing() as writing:
        rows = writing.session.execute(
            select(ParticipantRow.code, VisitRow.day, StepRow)
            .join(VisitRow, VisitRow.participant == ParticipantRow.id)
            .join(StepRow, StepRow.visit == VisitRow.id)
            .where(StepRow.kind == "instrument")
        ).all()
        people = {}
        for code, arm in made.arms.items():
            slope = truth.change[arm] + chance.gauss(0, truth.slopes)
            people[code] = (chance.gauss(truth.level, truth.between), slope)
        for code, day, row in rows:
            level, slope = people[code]
            row.scores = json.dumps({"total": level + slope * day / SPAN + chance.gauss(0, truth.noise)})


@pytest.mark.slow
def test_the_effect_is_found_and_where_there_is_none_none_is(study: Simulated) -> None:
    """Of 40 intervals at 95 %, 36 or more hold the truth; of 40 tests of nothing, 5 at most are wrong."""
    titles = {arm.key: arm.title for arm in study.running.study.protocol.arms}
    covered = found = false = 0
    for seed in range(STUDIES):
        again(study, seed)
        gathered = gather(study.running.study, Who("ada", "analyst"))
        result = fit(gathered.values, gathered.arms.conditions, within=False)
        assert result.random == "intercept and slope" or result.trouble
        arms = _letters(study, gathered.arms.group)
        effect = _difference(result.estimates, arms["robot"], arms["worksheet"])
        nothing = _difference(result.estimates, arms["chatbot"], arms["worksheet"])
        covered += effect[0] <= CHANGE["robot"] <= effect[1]
        found += effect[1] < 0
        false += not nothing[0] <= 0 <= nothing[1]
    assert set(titles) == set(CHANGE)
    print(f"covered {covered}, found {found}, false alarms {false} of {STUDIES}")
    assert covered >= 36
    assert found >= 36
    assert false <= 5


@pytest.mark.slow
def test_the_sets_of_the_models_are_those_who_were_allocated(study: Simulated) -> None:
    gathered = gather(study.running.study, Who("ada", "analyst"))
    chosen = sets(gathered)
    assert set(chosen.intention) == set(study.arms)
    assert set(chosen.protocol) < set(chosen.intention)
    assert all(why.startswith("kept ") for why in chosen.why_not.values())


def _letters(made: Simulated, group: Callable[[int], str]) -> dict[str, str]:
    """Whose letter is which; each arm has one of its own."""
    people = {one.code: one for one in made.running.study.store.people()}
    pairs = {(arm, group(people[code].number)) for code, arm in made.arms.items()}
    assert len(pairs) == len(dict(pairs)) == 3
    return dict(pairs)


def _difference(estimates: tuple[Estimate, ...], one: str, other: str) -> tuple[float, float]:
    """The interval of one minus other, whichever way round it was told."""
    for each in estimates:
        if (each.label, each.other) == (one, other):
            return each.low, each.high
        if (each.label, each.other) == (other, one):
            return -each.high, -each.low
    raise AssertionError((one, other))
