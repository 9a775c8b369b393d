"""Talk with somebody who is on the way: what is said and asked fits what they just said."""

from __future__ import annotations

import re

import pytest

from agent.appraisal.behaviour import gives_input, questions_in
from agent.appraisal.stage import stage_evidence
from agent.companion import Companion
from agent.processes import for_stage, table
from agent.state import STAGES, CompanionState
from agent.words.lines import read
from agent.words.underway import LATE, cues
from alongside.messages import Act, Turn

GAMBLER = (
    "I stopped gambling six weeks ago.",
    "I handed my cards to my brother and blocked the sites.",
    "The first two weeks were dreadful.",
    "Now it's mostly Saturdays, when the football is on.",
    "I go to the allotment instead.",
)
WALKER = (
    "I've decided to start moving more, properly this time.",
    "I signed up for a walking group, and the first meeting is on Sunday.",
    "I've bought boots.",
)


def talk(*turns: str, seed: int = 0) -> tuple[CompanionState, list[Act]]:
    mind = Companion()
    state, acts = mind.begin(seed), []
    for number, text in enumerate(turns):
        state, act = mind.step(state, Turn(turn_id=f"t{number}", text=text))
        acts.append(act)
    return state, acts


def served(act: Act) -> set[str]:
    return {name for name in table()["names"] for reason in act.reasons
            if reason.startswith(f"serves {name.replace('_', ' ')} (")}  # fmt: skip


def every_line() -> list[tuple[str, str, str]]:
    found = []
    for cue in cues():
        for kind, lines in (("says", cue.says), ("asks", cue.asks)):
            found.extend((cue.key, kind, line if isinstance(line, str) else line["say"]) for line in lines)
    return found


def test_every_cue_serves_a_process_of_its_stage_or_none() -> None:
    for cue in cues():
        assert set(cue.serves) <= set(LATE), cue.key
        for stage, process in cue.serves.items():
            assert process == "" or process in table()["names"], (cue.key, stage)
        assert len(cue.says) >= 2, cue.key


def test_every_process_of_the_late_stages_has_a_cue() -> None:
    for stage in STAGES[2:]:
        for process in for_stage(stage):
            assert any(cue.serves.get(stage) == process for cue in cues()), (stage, process)


def test_lines_are_short_ask_once_and_advise_nothing() -> None:
    slots = {"deed": "you bought boots", "thing": "the allotment", "who": "your brother", "when": "Saturdays",
             "time": "six weeks"}  # fmt: skip
    for key, kind, line in every_line():
        said = line.format(**slots)
        assert questions_in(said) == (kind == "asks"), (key, said)
        assert not gives_input(said), (key, said)
        assert len(said.split()) <= 15, (key, said)
        assert "!" not in said, (key, said)
    assert len({line for _, _, line in every_line()}) > 0.9 * len(every_line())


@pytest.mark.parametrize(
    ("turns", "process"),
    [
        (GAMBLER[:2], "stimulus_control"),
        (GAMBLER[:4], "counter_conditioning"),
        (GAMBLER, "counter_conditioning"),
        ((*GAMBLER, "I've paid back a bit of what I owe."), "reinforcement"),
        ((*GAMBLER, "I haven't told many people."), "helping_relationships"),
        ((*GAMBLER, "I want to keep this going."), "self_liberation"),
        ((*WALKER, "My neighbour goes to the same group."), "helping_relationships"),
        ((*WALKER, "I'd like to do it for me, not for the doctor."), "self_reevaluation"),
        ((*WALKER, "It's the getting out of the door that's the trouble."), "stimulus_control"),
    ],
)
@pytest.mark.parametrize("seed", [0, 3])
def test_what_was_just_said_decides_the_process(turns: tuple[str, ...], process: str, seed: int) -> None:
    _, acts = talk(*turns, seed=seed)
    assert process in served(acts[-1]), acts[-1].text


def test_nothing_of_the_grip_is_said_to_somebody_who_has_stopped() -> None:
    for seed in range(6):
        _, acts = talk(*GAMBLER, "Last Saturday a mate asked me to come to the bookies.", seed=seed)
        assert not any(re.search(r"looks like the one|as long as it spins", act.text) for act in acts)


def test_how_it_is_now_takes_nothing_back() -> None:
    for seed in range(4):
        _, acts = talk(*GAMBLER[:4], seed=seed)
        assert acts[-1].focus != "corrected"


def test_what_was_said_wrong_is_still_put_right() -> None:
    _, acts = talk("My sister called on Monday.", "No, not my sister, my mother.")
    assert acts[-1].focus == "corrected"


def test_a_feeling_and_a_no_are_held_in_one() -> None:
    _, acts = talk(*GAMBLER, "I said no, and I was shaking.")
    assert acts[-1].kind == "reflect"
    assert "?" not in acts[-1].text
    assert re.search(r"\bno\b|another", acts[-1].text)


def test_emotions_come_first() -> None:
    _, acts = talk(*GAMBLER, "My mum died on Sunday. She used to go to the same group.")
    assert not any(name in served(acts[-1]) for name in ("helping_relationships", "reinforcement"))
    assert acts[-1].kind in ("reflect", "silence", "backchannel")


@pytest.mark.parametrize("seed", range(4))
def test_nobody_is_asked_to_say_back_a_plan_they_only_told(seed: int) -> None:
    turns = ("I'm going to lay everything out on Saturday night.", "Once I'm out I like it.", "I like it.")
    _, acts = talk(*WALKER, *turns, seed=seed)
    assert not any(act.focus in ("said_plan", "said_again", "left") for act in acts)


def test_a_thought_of_doing_is_no_deed() -> None:
    _, acts = talk(*GAMBLER, "I know I should tell my brother.")
    assert "alone with it" not in acts[-1].text


def test_the_old_thing_is_not_what_stands_in_its_place() -> None:
    for seed in range(8):
        _, acts = talk(
            "I haven't touched a drink for seven weeks.",
            "The weekends are the worst, so I've started going to the cinema instead of the pub.",
            seed=seed,
        )
        assert "the pub" not in acts[-1].text.lower(), acts[-1].text


def test_those_on_the_way_stay_there_until_they_say_otherwise() -> None:
    state, _ = talk(*WALKER, "I'd like to do it for me, not for the doctor.", "I think I can do this.")
    goal = state.goal(state.pace.goal)
    assert goal is not None
    assert goal.stage == "preparation"
    back, _ = talk(
        *GAMBLER,
        "I started gambling again last night.",
        "There's nothing wrong with it.",
        "I'm not going to stop.",
    )
    goal = back.goal(back.pace.goal)
    assert goal is not None
    assert goal.stage not in ("action", "maintenance")


@pytest.mark.parametrize(
    ("text", "kind", "there"),
    [
        ("I deleted it off my phone.", "refusing", False),
        ("The letter about the smear came and I threw it away.", "refusing", True),
        ("I don't want to go back to where I was with the drinking.", "refusing", False),
        ("I don't want to go to the gym.", "refusing", True),
        ("I bought him that bike.", "preparing", False),
        ("I bought a bike last week.", "preparing", True),
        ("I've given up smoking loads of times.", "acting", False),
        ("I gave up smoking six weeks ago.", "acting", True),
        ("I stopped smoking for a month once.", "acting", False),
    ],
)
def test_evidence_is_of_what_was_said(text: str, kind: str, there: bool) -> None:
    assert any(item.kind == kind for item in stage_evidence(text)) is there


def test_hating_to_lose_something_is_not_being_weary_of_it() -> None:
    _, acts = talk("I'd hate to let it go now.")
    assert "had it with" not in acts[-1].text


def test_the_table_has_its_patterns() -> None:
    content = read("underway")
    assert {"parts", "when", "span", "cues"} <= set(content)
