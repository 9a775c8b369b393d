"""What people say of how a plan went is heard as meant."""

from __future__ import annotations

from rehearsal import outcomes


def test_how_plans_went_is_heard() -> None:
    assert outcomes.accuracy(outcomes.listen("tuned")) >= 0.95
    assert outcomes.accuracy(outcomes.listen("held_out")) >= 0.85


def test_what_says_nothing_of_the_plan_settles_nothing() -> None:
    found = [item for part in ("tuned", "held_out") for item in outcomes.listen(part) if item.went == "none"]
    assert len(found) >= 12
    assert all(item.heard == "none" for item in found)
