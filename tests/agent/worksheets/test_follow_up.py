"""Plans made on a sheet, over two and three days: remembered, asked about, never held against anybody."""

from __future__ import annotations

import re
from dataclasses import replace

import pytest

from agent.offering.library import open_library
from agent.remembering.session import remembered_after
from alongside.messages import Answer, Turn
from tests.agent.worksheets.life import COMPANION, Life

SHEETS = open_library().sheets
IF_THEN = {
    "distress_before": "6",
    "goal": "smoke less after work",
    "cue": "When I get home and sit down on the sofa",
    "response": "I'll walk once round the park",
    "obstacle": "rain",
    "obstacle_plan": "take the umbrella",
    "aloud": "When I get home, I walk once round the park",
    "distress_after": "4",
}
REPROACH = re.compile(r"should|must|why didn't|why not|only|failed|disappoint|but ", re.I)


def test_a_plan_on_a_sheet_is_kept_with_its_sheet_and_asked_about_in_the_sheets_words() -> None:
    said = set()
    for seed in range(5):
        life = Life(seed)
        life.fill(0, "if_then_plan", IF_THEN)
        (plan,) = life.memory.plans
        assert (plan.sheet, plan.text, plan.outcome) == ("if_then_plan", "walk once round the park", "open")
        assert plan.said_how == "I'll walk once round the park"
        assert (plan.session, plan.date, plan.proposer) == ("s1", "2026-03-02", "participant")
        _, (opening, *_) = life.talk(1)
        follow = SHEETS["if_then_plan"].follow_up
        assert follow is not None
        own = [
            re.escape(prompt).replace(r"\{about\}", ".*").replace("{about}", ".*")
            for prompt in follow.prompts
        ]
        assert any(re.search(prompt, opening.text) for prompt in own), opening.text
        assert opening.text.count("?") <= 1
        assert "{" not in opening.text
        said.add(opening.text)
    assert len(said) >= 2


def test_a_plan_that_went_well_is_named_and_not_asked_about_again() -> None:
    life = Life()
    life.fill(0, "if_then_plan", IF_THEN)
    _, acts = life.talk(1, "Yes, I did it, twice even.")
    assert acts[1].focus == "plan_done"
    assert life.memory.plans[0].outcome == "done"
    _, (opening, *_) = life.talk(2)
    assert "park" not in opening.text


@pytest.mark.parametrize("seed", range(3))
def test_a_plan_that_did_not_go_well_is_met_without_reproach_and_a_sheet_for_that_is_offered(
    seed: int,
) -> None:
    life = Life(seed)
    life.fill(0, "if_then_plan", IF_THEN)
    state, acts = life.begin(1)
    state, met = COMPANION.step(state, Turn(turn_id="t1", text="No, I didn't get round to it."))
    assert (met.kind, met.focus) == ("ask", "plan_not")
    assert not REPROACH.search(met.text)
    state, act = COMPANION.step(
        state, Turn(turn_id="t2", text="It was raining, and I was on the sofa already.")
    )
    told = [acts[0], met, act]
    if act.kind != "ask_permission":
        state, act = COMPANION.step(state, Turn(turn_id="t3", text="I smoked on the balcony instead."))
        told.append(act)
    assert (act.kind, act.focus) == ("ask_permission", "worksheet"), [item.text for item in told]
    assert any(reason.startswith("sheet relapse_prevention") for reason in act.reasons)
    assert not any(REPROACH.search(item.text) for item in told)
    # offered, not imposed
    no, after = COMPANION.step(state, Turn(turn_id="n", text="No."))
    assert no.sheet is None or no.sheet.status != "open"
    assert not after.sheet
    yes, step = COMPANION.step(state, Turn(turn_id="y", text="Yes, alright."))
    assert yes.sheet is not None
    assert (yes.sheet.sheet.key, yes.sheet.status, step.kind) == (
        "relapse_prevention",
        "open",
        "worksheet_step",
    )


def test_a_sheet_that_names_no_sheet_for_a_lapse_leads_to_no_offer() -> None:
    life = Life()
    life.fill(0, "values", {"distress_before": "5", "action": "ring my sister", "distress_after": "4"})
    assert SHEETS["values"].follow_up is not None
    assert not SHEETS["values"].follow_up.lapse
    _, acts = life.talk(2, "No, I didn't get round to it.", "There was so much on.", "It was a long week.")
    assert acts[1].focus == "plan_not"
    assert not [act for act in acts if act.kind == "ask_permission" and act.focus == "worksheet"]


def test_a_plan_with_a_day_is_not_asked_about_before_it() -> None:
    life = Life()
    life.fill(
        0, "values", {"distress_before": "5", "action": "ring my sister on Friday", "distress_after": "4"}
    )
    plan = life.memory.plans[0]
    assert (plan.text, plan.day) == ("ring your sister", "2026-03-06")
    _, (before, *_) = life.talk(1)
    assert not re.search(r"what became|how did|what was it like|leave room", before.text.lower()), before.text
    _, (later, *_) = life.talk(6)
    assert "?" in later.text
    assert life.memory.plans[0].asked == 1


def test_a_plan_too_long_to_say_is_still_asked_about() -> None:
    long = "go to the landlord and tell him that the heating has been broken since the autumn, and ring back"
    life = Life()
    life.fill(0, "if_then_plan", {**IF_THEN, "response": long})
    _, (opening, *_) = life.talk(1)
    assert len(opening.text.split()) <= 40
    assert "{" not in opening.text


def test_a_plan_that_was_skipped_is_none_and_a_forgotten_one_stays_forgotten() -> None:
    life = Life()
    life.fill(0, "if_then_plan", {key: value for key, value in IF_THEN.items() if key != "response"})
    assert not life.memory.plans
    state, _ = Life().begin(0)
    for field, value in IF_THEN.items():
        state, _ = COMPANION.answer(state, Answer(sheet="if_then_plan", field=field, value=value))
    state, _ = COMPANION.step(state, Turn(turn_id="f", text="Please forget everything about me."))
    state, _ = COMPANION.step(state, Turn(turn_id="g", text="The weather is fine today."))
    assert not remembered_after(state).plans


def test_a_refusal_is_remembered_and_a_finished_sheet_too() -> None:
    life = Life()
    state = life.fill(0, "if_then_plan", IF_THEN)
    assert [(item.sheet, item.became, item.before, item.after) for item in life.memory.worksheets] == [
        ("if_then_plan", "done", 6.0, 4.0)
    ]
    assert dict(life.memory.worksheets[0].carried)["response"]
    assert state.sheet is not None
    other = replace(state, offers=replace(state.offers, refused=("worry_time",)))
    other, _ = COMPANION.step(other, Turn(turn_id="r", text="It was a long day."))
    kept = {item.sheet: item.became for item in remembered_after(other).worksheets}
    assert kept == {"if_then_plan": "done", "worry_time": "refused"}
