"""Depth of disclosure, patterns of thinking and the sign of feelings, on held-out turns."""

from __future__ import annotations

import pytest

from agent.appraisal.encoder import find_encoder
from agent.appraisal.rules import RuleAppraiser
from agent.appraisal.trained import appraiser
from rehearsal import feeling

needs_encoder = pytest.mark.skipif(find_encoder() is None, reason="the encoder's weights are not fetched")


def test_rules_alone_rank_disclosure_by_depth() -> None:
    assert feeling.disclosure("held_out", RuleAppraiser()) >= 0.75


@needs_encoder
def test_heads_rank_disclosure_better_than_rules() -> None:
    reader = appraiser("heads")
    assert feeling.disclosure("held_out", reader) > feeling.disclosure("held_out", RuleAppraiser())
    assert feeling.disclosure("held_out", reader) >= 0.85


@needs_encoder
def test_heads_find_patterns_of_thinking_that_rules_miss() -> None:
    with_heads = feeling.patterns("held_out", appraiser("heads"))
    by_rules = feeling.patterns("held_out", RuleAppraiser())
    assert sum(with_heads.values()) > sum(by_rules.values())


@needs_encoder
def test_valence_falls_on_the_right_side_of_what_was_said() -> None:
    shares = feeling.signs(appraiser("heads"))
    assert shares["up"] >= 0.6
    assert shares["down"] >= 0.8
    assert shares["level"] >= 0.8
