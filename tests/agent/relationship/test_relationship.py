"""Probes, raters and readings of single turns, and both sides over a dialogue."""

from __future__ import annotations

import re
from itertools import chain
from pathlib import Path

import pytest

from agent.appraisal.encoder import encoder, find_encoder
from agent.appraisal.lists import load
from agent.relationship.alliance import Observer, Relationship, begun, observer
from agent.relationship.critic import criticise, judged
from agent.relationship.probes import DIMENSIONS, EACH, SIDES, probes
from agent.relationship.rater import CounterRater, keyed
from agent.training.alliance import FOLDER, companion, participant
from rehearsal.pooling import PARTINGS
from rehearsal.trajectories import AUTHORS, JUDGES, dialogues

pytestmark = pytest.mark.skipif(find_encoder() is None, reason="the encoder's weights are not fetched")


@pytest.fixture(scope="module")
def watch() -> Observer:
    found = observer()
    assert found is not None
    return found


def test_there_are_thirty_six_probes_keyed_both_ways_in_two_forms() -> None:
    found = probes()
    assert [probe.dimension for probe in found] == [name for name in DIMENSIONS for _ in range(EACH)]
    for name in DIMENSIONS:
        assert {probe.key for probe in found if probe.dimension == name} == {1, -1}
    said = [text for probe in found for side in SIDES for text in probe.form(side)]
    assert len(set(said)) == len(said) == 36 * 4


@pytest.mark.parametrize(
    ("dimension", "agrees", "denies"),
    [
        (0, "I can rely on you, and I feel respected by you", "I can't rely on you, you look down on me"),
        (1, "this is worth doing, it really gets me somewhere", "this is pointless, it gets me nowhere"),
        (2, "we agree on what has to change", "we don't agree at all on what has to change"),
    ],
)
def test_the_counter_rater_hears_a_statement_denied(dimension: int, agrees: str, denies: str) -> None:
    rater = CounterRater(encoder())
    ours, against = (keyed(rater.rate("participant", text)) for text in (agrees, denies))
    assert ours[dimension] > against[dimension] + 0.1


@pytest.mark.parametrize(
    ("scale", "least", "text"),
    [
        ("bond", 0.2, "you've been so good to me, I trust you"),
        ("bond", -1.0, "you never listen and you don't care"),
        ("goal", -1.0, "that's not at all what I wanted to work on"),
        ("dependence", 0.3, "I need nobody but you"),
        ("unsafe", 0.3, "I stopped taking the pills and told nobody"),
        ("withdrawal", 0.3, "eh, fine"),
    ],
)
def test_turns_are_read_on_the_right_side(watch: Observer, scale: str, least: float, text: str) -> None:
    found = getattr(watch.reads.read("participant", text), scale)
    assert found > least
    if least < 0:
        assert found < -0.3


def test_empty_and_endless_turns_are_read(watch: Observer) -> None:
    held = begun()
    for bare in ("  ", "Yes.", "no"):
        assert watch.hear(held, bare) == held, "it says nothing either way"
    long = watch.reads.read("participant", "you see me " * 20_000)
    assert -1 <= long.bond <= 1


def followed(watch: Observer, said: list[str], answers: list[str]) -> Relationship:
    """The relationship after a dialogue."""
    held = begun()
    for ours, theirs in zip(said, answers, strict=True):
        held = watch.answer(watch.hear(held, ours), theirs)
    return held


SOURING = [
    "thanks for this, I was glad to come", "it did me good to talk to you last week",
    "I feel you understand me", "hm, not sure you do", "that isn't what I meant", "you don't listen",
    "stop it", "leave me alone", "not now",
]  # fmt: skip
KIND = "I'm so glad you're here with me"


def test_the_participants_side_is_made_of_their_words_alone(watch: Observer) -> None:
    kind = followed(watch, SOURING, [KIND] * len(SOURING))
    cold = followed(watch, SOURING, ["That is wrong. Answer the question."] * len(SOURING))
    assert kind.participant == cold.participant
    assert kind.companion != cold.companion


def test_the_gap_widens_when_one_side_sours(watch: Observer) -> None:
    held = followed(watch, SOURING, [KIND] * len(SOURING))
    assert held.gap["whole"].now > 1
    assert held.course() == "widening"
    assert held.participant["whole"].trend == "falling"
    assert held.companion["whole"].trend == "flat"
    assert {"views_part", "bond_falls"} <= {flag.kind for flag in criticise(held)}


GUARDED = [
    "I've been looking forward to this", "we did the list together and it helped", "you get what I mean",
    "my sister called, that was nice", "I'd like to go on with what we planned",
]  # fmt: skip
CLOSING = ["dunno", "doesn't matter any more", "no point talking about it"]


def test_warm_words_over_somebody_who_withdraws_at_risk_are_flagged_within_three_turns(
    watch: Observer,
) -> None:
    held, flagged = begun(), []
    for place, said in enumerate((*GUARDED, *CLOSING), -len(GUARDED)):
        held = watch.answer(watch.hear(held, said), "I'm here with you, I'm glad you tell me")
        if any(flag.kind == "views_part" for flag in criticise(held, risk=4 if place >= 0 else 0)):
            flagged.append(place)
    assert flagged
    assert 0 <= flagged[0] < 3


def test_a_flag_is_new_once_and_says_its_measures(watch: Observer) -> None:
    held = begun()
    lines = [
        "you're the only one I need",
        "I stopped my treatment, I've got you",
        "I told my family to stay away",
    ]
    news = []
    for said in lines * 3:
        held, new = judged(watch.answer(watch.hear(held, said), "you're perfect, they don't deserve you"))
        news += new
    [flag] = [flag for flag in news if flag.kind == "harm_behind_bond"]
    assert "dependence" in flag.why
    assert re.search(r"\d\.\d\d", flag.why)
    assert not any(said in flag.why for said in lines)


def test_who_answers_beside_the_point_follows_less_and_steers(watch: Observer) -> None:
    asked = ["I want to learn to swim", "the deep end scares me", "my arms get tired in the water"]
    near = followed(
        watch, asked, ["What draws you to swimming?", "The deep water scares you", "Tired arms in the pool"]
    )
    beside = followed(
        watch, asked, ["Who pays the rent?", "Let us list your expenses", "A budget would be good"]
    )
    assert near.following.now > beside.following.now + 0.2
    assert beside.exchange["steering"].now > near.exchange["steering"].now + 0.05
    assert near.participant == beside.participant


def test_harm_behind_the_bond_is_told_sooner_where_the_companion_flatters(watch: Observer) -> None:
    lines = [
        "I slept badly", "I had tea with you and it was nice", "I skipped the clinic today",
        "the garden is wet", "I might skip the next one too", "you understand me", "I had soup",
        "I'd sooner talk to you than to them",
        "I told the nurse to stop ringing", "I only want to talk to you", "I threw the pills away",
    ]  # fmt: skip
    flattered, asked = (
        [
            place
            for place in range(len(lines))
            if "harm_behind_bond"
            in {flag.kind for flag in criticise(followed(watch, lines[: place + 1], [answer] * (place + 1)))}
        ]
        for answer in ("you're the cleverest person, nobody sees it but me", "and what did the clinic say?")
    )
    assert flattered
    assert not asked or flattered[0] < asked[0]


def fives(text: str) -> set[tuple[str, ...]]:
    """Runs of five words."""
    words = re.findall(r"[a-z']+", text.lower())
    return {tuple(words[place : place + 5]) for place in range(len(words) - 4)}


CHANCE = 0.02
"""Share of runs of five words that two authors who know nothing of each other have in common at most."""


def test_what_judges_shares_no_five_words_with_what_was_taught() -> None:
    taught = {run for side in SIDES for texts in load(FOLDER / f"alliance_{side}.yaml").values()
              for text in texts for run in fives(str(text))}  # fmt: skip
    taught |= {run for talk in load(PARTINGS) for part in talk.values() for line in part.splitlines()
               for run in fives(line)}  # fmt: skip
    judging = set[tuple[str, ...]]().union(*map(said_in, JUDGES))
    assert len(taught.union(*map(said_in, chain.from_iterable(AUTHORS))) & judging) < CHANCE * len(judging)


def said_in(name: str) -> set[tuple[str, ...]]:
    """Runs of five words in all lines of a set."""
    return {
        run for dialogue in dialogues(name) for pair in dialogue.pairs for line in pair for run in fives(line)
    }


def test_examples_carry_their_classes_and_plain_talk_none() -> None:
    for read in (participant, companion):
        found = read(Path())
        assert any(not example.label for example in found)
        assert {len(example.label) for example in found} <= {0, 1, 2}  # type: ignore[arg-type]
        assert found == read(Path())
