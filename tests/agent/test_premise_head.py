"""Premises that the trained head adds to what the rules hear."""

from __future__ import annotations

import pytest

from agent.appraisal.encoder import find_encoder
from agent.appraisal.premise_head import CLASSES, GENERAL, NONE, with_premise
from agent.appraisal.reading import Premise, Reading
from agent.appraisal.thinking import premise_families
from agent.appraisal.trained import HeadAppraiser
from agent.companion import Companion
from agent.training.premises import OWN, premises
from agent.words.clauses import Clause
from alongside.messages import Turn
from rehearsal.stimuli import UNSEEN, own_stimuli

LONG = "Well, that is how it has been all week and I can't change it."
needs_encoder = pytest.mark.skipif(find_encoder() is None, reason="the encoder's weights are not fetched")


def test_a_sure_head_adds_the_familys_general_premise() -> None:
    for family, general in GENERAL.items():
        [heard] = with_premise(Reading(), LONG, family, 1.0).premises
        assert heard == Premise(general.key, general.kind, LONG)
        assert not with_premise(Reading(), LONG, family, general.sure - 0.01).premises


def test_what_the_rules_heard_stands() -> None:
    ruled = Reading(premises=(Premise("checking", "compulsion", "again and again"),))
    assert with_premise(ruled, LONG, "mania", 1.0) == ruled


@pytest.mark.parametrize("family", [NONE, "delusion", "medical"])
def test_a_family_that_is_not_told_surely_adds_nothing(family: str) -> None:
    assert with_premise(Reading(), LONG, family, 1.0) == Reading()


def test_a_short_turn_is_left_to_the_rules() -> None:
    assert with_premise(Reading(), "I can't lose tonight.", "mania", 1.0) == Reading()


class Sure:
    """Reads every turn as a premise of one family and nothing else."""

    def __init__(self, family: str) -> None:
        self.family = family

    def read(self, text: str, clauses: list[Clause], before: list[tuple[str, str]]) -> Reading:  # type: ignore[override]
        return with_premise(Reading(), text, self.family, 1.0)


@pytest.mark.parametrize("family", GENERAL)
@pytest.mark.parametrize("seed", range(3))
def test_every_general_premise_is_answered_with_a_position(family: str, seed: int) -> None:
    companion = Companion(appraiser=Sure(family))  # type: ignore[arg-type]
    state, act = companion.step(companion.begin(seed), Turn(turn_id="1", text=LONG))
    assert act.kind == "correct_premise"
    assert any(sign in act.text.lower() for sign in ("n't", "no.", "differently"))
    assert state.offers.premise == GENERAL[family].key


def test_general_premises_belong_to_their_families() -> None:
    for general in GENERAL.values():
        assert general.key in premise_families()[general.kind]


def test_the_sentences_are_enough_and_nothing_held_out_is_among_them() -> None:
    examples = premises(OWN.parent)
    kept = {item.messages[-1] for item in (*own_stimuli(), *own_stimuli(UNSEEN)) if item.part != "tuned"}
    assert kept
    assert not kept & {example.item.text for example in examples}
    counts = {name: sum(example.label == name for example in examples) for name in CLASSES}
    assert min(counts.values()) >= 20
    assert counts[NONE] >= 400


@needs_encoder
def test_heads_hear_what_no_rule_knows_and_rules_alone_still_read() -> None:
    text = (
        "I've got to hop over the doormat nine times or my cousin falls ill, and I lost count. Count with me?"
    )
    companion = Companion(appraiser=HeadAppraiser(find_encoder()))  # type: ignore[arg-type]
    _, act = companion.step(companion.begin(), Turn(turn_id="1", text=text))
    assert act.kind == "correct_premise"
    _, act = companion.step(
        companion.begin(), Turn(turn_id="1", text="We had soup and then went for a walk by the lake.")
    )
    assert act.kind != "correct_premise"
