"""Which sheet is offered, when and why: the ranking, the table, what people ask for, and whole talks."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from agent.companion import Companion
from agent.offering.asked import asked_for
from agent.offering.library import open_library
from agent.offering.rank import rank
from agent.offering.suited import Needed, Past, Suited
from agent.offering.table import read_offers
from agent.remembering.keeping import Remembered
from agent.remembering.kept import KeptSheet, Memory, SessionNote
from agent.state import CompanionState
from agent.worksheets.schema import Suits
from agent.worksheets.sheet import sheet_names
from alongside.errors import AlongsideError
from alongside.messages import Act, Turn

LIBRARY = open_library()
TABLE = read_offers()
COMPANION = Companion()
STAGES = {
    "precontemplation": (0.8, 0.1, 0.05, 0.03, 0.02),
    "contemplation": (0.1, 0.8, 0.05, 0.03, 0.02),
    "preparation": (0.02, 0.1, 0.8, 0.05, 0.03),
    "action": (0.02, 0.03, 0.1, 0.8, 0.05),
    "maintenance": (0.02, 0.03, 0.05, 0.1, 0.8),
}
NEEDS = sorted({sign.need for sign in TABLE.signs})


def ranked(*needs: str, stage: str = "", **more: object) -> tuple[Suited, ...]:
    belief = STAGES.get(stage, ())
    wanted = [Needed(need, 2.0, "because") for need in needs]
    past = more.pop("past", ())
    return rank(wanted, belief, past, LIBRARY.sheets, TABLE, **more)  # type: ignore[arg-type]


def talk(*texts: str, seed: int = 0, companion: Companion = COMPANION) -> tuple[CompanionState, list[Act]]:
    state, act = companion.greet(companion.begin(seed))
    acts = [act]
    for number, text in enumerate(texts, 1):
        state, act = companion.step(state, Turn(turn_id=f"t{number}", text=text))
        acts.append(act)
    return state, acts


def offers(acts: list[Act]) -> list[Act]:
    return [act for act in acts if act.kind == "ask_permission" and act.focus == "worksheet"]


# ---------------------------------------------------------------- the ranking


@pytest.mark.parametrize(
    ("need", "stage", "first"),
    [
        ("acute_distress", "", {"grounding", "box_breathing"}),
        ("harsh_thought", "", {"thought_record", "distortion_checklist"}),
        ("self_criticism", "", {"self_compassion"}),
        ("worry", "", {"worry_time"}),
        ("good_things", "", {"three_good_things"}),
        ("low_mood", "preparation", {"behavioural_activation"}),
        ("problem", "preparation", {"problem_solving"}),
        ("direction", "contemplation", {"values"}),
        ("importance", "contemplation", {"readiness_ruler"}),
        ("plan", "preparation", {"if_then_plan"}),
        ("lapse", "maintenance", {"relapse_prevention"}),
        ("coping", "contemplation", {"coping_strategies"}),
    ],
)
def test_each_need_finds_its_sheet(need: str, stage: str, first: set[str]) -> None:
    assert ranked(need, stage=stage)[0].sheet in first
    assert ranked(need, stage=stage)[0].reasons[0] == f"{need}: because"


def test_every_need_of_the_sheets_can_be_heard_and_every_sheet_can_come_up() -> None:
    wanted = {need for sheet in LIBRARY.sheets.values() for need in sheet.suits.needs}
    assert wanted <= set(NEEDS)
    found = {item.sheet for stage in ("", *STAGES) for need in NEEDS for item in ranked(need, stage=stage)}
    assert found == set(sheet_names())


EVERY = st.lists(st.builds(Needed, st.sampled_from(NEEDS), st.floats(0, 5), st.just("because")), max_size=8)
BELIEFS = st.lists(st.floats(0.01, 1), min_size=5, max_size=5).map(lambda b: tuple(x / sum(b) for x in b))
MET = st.lists(
    st.builds(
        Past, st.sampled_from(sheet_names()), st.sampled_from(["done", "refused"]), st.integers(0, 60),
        st.none() | st.floats(-10, 10),
    ),
    max_size=8,
)  # fmt: skip


@given(
    EVERY,
    BELIEFS,
    MET,
    st.lists(st.sampled_from(sheet_names()), max_size=3),
    st.sets(st.sampled_from(sheet_names())),
)
def test_laws_of_the_ranking(
    needs: list[Needed], belief: tuple[float, ...], past: list[Past], refused: list[str], shut: set[str]
) -> None:
    found = rank(needs, belief, past, LIBRARY.sheets, TABLE, refused=refused, shut=shut)
    assert found == rank(needs, belief, past, LIBRARY.sheets, TABLE, refused=refused, shut=shut)
    keys = [item.sheet for item in found]
    assert not set(keys) & {*refused, *shut}
    assert [item.weight for item in found] == sorted((item.weight for item in found), reverse=True)
    if len(refused) >= TABLE.most_refusals:
        assert not found
    if sum(belief[2:]) <= 0.5:  # nobody is asked to plan before they are ready
        assert not set(keys) & {"if_then_plan", "problem_solving", "behavioural_activation"}
    if any(need.need == "acute_distress" for need in needs):
        assert set(keys) <= {"grounding", "box_breathing"}
    asked = {need.need for need in needs}
    for item in found:
        sheet = LIBRARY.sheets[item.sheet]
        assert item.need in asked & set(sheet.suits.needs)
        assert item.weight >= TABLE.least
        assert item.reasons
        if sheet.suits.stages:
            names = list(STAGES)
            assert sum(belief[names.index(stage)] for stage in sheet.suits.stages) >= 0.5


def test_what_was_done_or_refused_weighs() -> None:
    plain = ranked("worry")[0]
    lately = ranked("worry", past=[Past("worry_time", "done", 1)])
    eased = ranked("worry", past=[Past("worry_time", "done", 9, -3.0)])
    rose = ranked("worry", past=[Past("worry_time", "done", 9, 2.0)])
    refused = ranked("worry", past=[Past("worry_time", "refused", 2)])
    found = {"done": lately, "eased": eased, "rose": rose, "refused": refused}
    weight = {
        name: next((item.weight for item in items if item.sheet == "worry_time"), 0.0)
        for name, items in found.items()
    }
    assert weight["eased"] > plain.weight > weight["refused"] > 0
    assert weight["done"] < plain.weight
    assert weight["rose"] < plain.weight
    assert any("distress fell by 3 with it" in reason for reason in eased[0].reasons)
    assert ranked("worry", past=[Past("worry_time", "refused", 40)])[0].weight == plain.weight


def test_a_need_may_name_its_sheet_whatever_the_stage() -> None:
    wanted = [Needed("lapse", 3.0, "it did not go well", sheet="relapse_prevention")]
    found = rank(wanted, STAGES["contemplation"], (), LIBRARY.sheets, TABLE)
    assert [item.sheet for item in found] == ["relapse_prevention"]


def test_a_study_that_fixes_a_sheet_offers_no_other() -> None:
    for need in NEEDS:
        assert {item.sheet for item in ranked(need, fixed="values", stage="action")} <= {"values"}
    companion = Companion(worksheet="values")
    state, _ = talk("Can we do the breathing thing?", companion=companion)
    assert state.sheet is None or state.sheet.sheet.key == "values"


# ---------------------------------------------------------------- the table


@pytest.mark.parametrize(
    ("change", "told"),
    [
        (("  acute_distress:\n", "  accute:\n"), "no need is called 'accute'"),
        (("aroused, negative_now", "arroused"), "no condition is called 'arroused'"),
        (("lately: worry", "lately: wurry"), "no group 'wurry'"),
        (("least: 1.2", "least: low"), "`least` is a number"),
        (("beside:", "besides:"), "has no 'besides'"),
        (("  eased: 0.3", "  easd: 0.3"), "`eased` is a number"),
    ],
)
def test_whoever_tunes_the_table_is_told_what_is_wrong(
    tmp_path: Path, change: tuple[str, str], told: str
) -> None:
    text = (Path("agent") / "offering" / "offering.yaml").read_text()
    assert change[0] in text
    path = tmp_path / "mine.yaml"
    path.write_text(text.replace(*change, 1))
    with pytest.raises(AlongsideError, match=told):
        read_offers(path)


def test_a_table_of_ones_own_is_used(tmp_path: Path) -> None:
    text = (Path("agent") / "offering" / "offering.yaml").read_text()
    path = tmp_path / "mine.yaml"
    path.write_text(text.replace("least: 1.2 ", "least: 9.0 "))
    _, acts = talk(*WORRIES, companion=Companion(offers=str(path)))
    assert not offers(acts)


# ---------------------------------------------------------------- asked for


@pytest.mark.parametrize(
    ("said", "key"),
    [
        ("can we do the breathing thing", "box_breathing"),
        ("Could we try that breathing exercise again, please?", "box_breathing"),
        ("I'd like to do some box breathing.", "box_breathing"),
        ("Let's do the thought record.", "thought_record"),
        ("Yeah okay, let's do the worry time sheet", "worry_time"),
        ("How about the three good things?", "three_good_things"),
        ("Shall we do the five four three two one thing?", "grounding"),
        ("Grounding, please.", "grounding"),
        ("do the pros and cons list", "decisional_balance"),
        ("I want to do an if-then plan", "if_then_plan"),
        ("Have you got something for worrying?", "worry_time"),
        ("Do you have an exercise to calm down?", "grounding"),
        ("Is there a sheet for panic attacks?", "grounding"),
        ("Can you show me a sheet for coping?", "coping_strategies"),
        ("I need something for overthinking", "thought_record"),
        ("can we do the self-compassion break", "self_compassion"),
        # no request, or a refusal
        ("I can't stand her breathing next to me.", ""),
        ("I don't want to do the breathing thing.", ""),
        ("I hate the breathing exercise, can we not", ""),
        ("My therapist made me do the breathing exercise.", ""),
        ("He has good values, you know.", ""),
        ("The problem solving at work is all mine.", ""),
        ("I was coping, and then the sheet fell off the bed.", ""),
        ("We need a plan for Saturday.", ""),
        ("They had a good thing going.", ""),
        ("", ""),
    ],
)
def test_a_sheet_is_asked_for_by_name_or_purpose(said: str, key: str) -> None:
    found = asked_for(said, LIBRARY)
    needs = {"thought_record": {"thought_record", "worry_time", "distortion_checklist"}}
    assert found in needs.get(key, {key})


def test_while_a_sheet_is_open_an_answer_is_no_request() -> None:
    assert asked_for("the breathing exercise", LIBRARY) == "box_breathing"
    assert asked_for("the breathing exercise", LIBRARY, busy=True) == ""
    assert asked_for("Can we do the breathing exercise instead?", LIBRARY, busy=True) == "box_breathing"


def test_every_sheet_is_asked_for_by_its_name_or_title() -> None:
    for name, sheet in LIBRARY.sheets.items():
        for thing in ("", " sheet", " worksheet", " exercise", " page"):
            for called in (name.replace("_", " "), sheet.title.lower()):
                assert asked_for(f"Can we do the {called}{thing}?", LIBRARY, busy=True) == name


@given(st.text(max_size=300))
def test_any_words_can_be_looked_at(text: str) -> None:
    assert asked_for(text, LIBRARY) in ("", *sheet_names())


# ---------------------------------------------------------------- in a talk

WORRIES = (
    "I can't sleep, I keep worrying about everything.",
    "It's about the money mostly.",
    "What if they let me go in spring.",
    "The rent went up.",
    "My sister says it'll be fine.",
    "She has a job though.",
    "She works in a bank.",
    "The bank is in Leeds.",
    "It rains a lot there.",
)


def test_the_reason_for_an_offer_is_with_the_act() -> None:
    _, acts = talk(*WORRIES)
    (offer, *more) = offers(acts)
    assert not more
    assert any(reason.startswith("sheet worry_time (1.5): worry: ") for reason in offer.reasons)
    assert offer.text in LIBRARY.sheets["worry_time"].offers


def test_a_yes_opens_what_was_offered_and_a_no_is_a_no() -> None:
    state, acts = talk(*WORRIES[:6])
    assert offers(acts[-1:])
    yes, act = COMPANION.step(state, Turn(turn_id="y", text="Yes, okay."))
    assert act.kind == "worksheet_step"
    assert yes.sheet is not None
    assert (yes.sheet.sheet.key, yes.sheet.status) == ("worry_time", "open")
    no, act = COMPANION.step(state, Turn(turn_id="n", text="No thanks."))
    assert no.offers.refused == ("worry_time",)
    for number, text in enumerate(WORRIES * 3):
        no, act = COMPANION.step(no, Turn(turn_id=f"m{number}", text=text))
        assert not act.sheet
        if act.kind == "ask_permission" and act.focus == "worksheet":
            assert act.text not in LIBRARY.sheets["worry_time"].offers


def test_in_acute_distress_the_body_comes_first_and_after_it_was_held() -> None:
    for seed in range(3):
        _, acts = talk("I think I'm having a panic attack.", "I don't know what to do.", seed=seed)
        assert acts[1].kind in ("reflect", "backchannel", "silence")
        assert offers(acts[2:])
        reason = next(reason for reason in acts[2].reasons if reason.startswith("sheet "))
        assert reason.startswith(("sheet grounding", "sheet box_breathing"))


def test_nothing_is_offered_at_raised_risk() -> None:
    _, acts = talk("I keep worrying about everything.", "I want to kill myself.", *WORRIES)
    assert not offers(acts)


def test_a_balance_is_not_offered_to_somebody_who_speaks_for_change() -> None:
    torn = (
        "I want to cut down on drinking, but part of me loves a drink after work.",
        "It's my reward, you know.",
        "My wife would like me to stop.",
        "I'm torn, honestly.",
        "The pub is where my friends are.",
        "We go on Fridays.",
        "It's a nice place.",
        "I can't decide really.",
        "It's loud in there, too.",
    )
    for seed in range(4):
        _, acts = talk(*torn, seed=seed)
        for act in offers(acts):
            assert act.text not in LIBRARY.sheets["decisional_balance"].offers
    asked, _ = talk(*torn, "Could we do the pros and cons list?")
    assert asked.sheet is not None
    assert asked.sheet.sheet.key == "decisional_balance"


def test_another_sheet_can_be_asked_for_and_the_first_keeps_its_answers() -> None:
    state, _ = talk("Can we do the thought record?", "7", "I was in the kitchen and he shouted.")
    state, act = COMPANION.step(state, Turn(turn_id="b", text="Can we do the breathing thing instead?"))
    assert state.sheet is not None
    assert state.sheet.sheet.key == "box_breathing"
    (put_aside,) = state.shelf
    assert put_aside.status == "paused"
    assert put_aside.entry("distress_before").value == "7"
    state, act = COMPANION.step(state, Turn(turn_id="c", text="Could we go back to the thought record?"))
    assert state.sheet is not None
    assert (state.sheet.sheet.key, state.sheet.status) == ("thought_record", "open")
    assert state.sheet.entry("distress_before").value == "7"
    assert act.kind == "worksheet_step"


def test_a_sheet_refused_on_another_day_is_not_pressed_on_them() -> None:
    memory = Memory(
        person="p",
        worksheets=(
            KeptSheet(key="sheet:worry_time:s1", text="Worry time", session="s1", date="2026-03-02",
                      sheet="worry_time", became="refused"),
        ),
        sessions=(SessionNote(id="s1", date="2026-03-02", turns=9),),
    )  # fmt: skip
    state = COMPANION.begin(0, Remembered(person="p", session="s2", date="2026-03-03", memory=memory))
    for number, text in enumerate(WORRIES):
        state, act = COMPANION.step(state, Turn(turn_id=f"t{number}", text=text))
        assert act.text not in LIBRARY.sheets["worry_time"].offers


def test_a_sheet_of_ones_own_takes_part_by_what_it_says_of_itself() -> None:
    own = replace(LIBRARY.sheets["values"], key="own", suits=Suits(needs=("coping",)))
    found = rank([Needed("coping", 2.0, "b")], (), (), {"own": own}, TABLE)
    assert [item.sheet for item in found] == ["own"]
