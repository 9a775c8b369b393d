"""Processes of change: every stage has its own, each has questions, and an act says which it serves."""

from __future__ import annotations

from agent.appraisal.behaviour import gives_input, questions_in
from agent.companion import Companion
from agent.processes import for_stage, served, table
from agent.state import STAGES, GoalBelief
from alongside.messages import Turn


def test_every_stage_has_processes_with_questions_and_names() -> None:
    for stage in STAGES:
        for process in for_stage(stage):
            assert len(table()["questions"][process]) >= 3
            assert table()["names"][process]


def test_reinforcement_and_stimulus_control_are_there_once_somebody_acts() -> None:
    for stage in ("action", "maintenance"):
        assert {"reinforcement", "stimulus_control", "helping_relationships"} <= set(for_stage(stage))
    assert "relapse_prevention" in for_stage("maintenance")


def test_a_question_is_one_question_and_no_advice() -> None:
    for lines in table()["questions"].values():
        for line in lines:
            said = line.format(person="your sister") if "{" in line else line
            assert questions_in(said) == 1
            assert not gives_input(said)
            assert len(said.split()) <= 16


def test_what_draws_out_staying_is_known_by_its_words() -> None:
    every = {line for lines in table()["questions"].values() for line in lines}
    assert set(table()["for_staying"]) <= every
    assert set(table()["only_after"]) <= every


def test_an_act_says_which_process_it_serves() -> None:
    early = GoalBelief("goal:smoking", "the smoking", (0.1, 0.7, 0.1, 0.05, 0.05))
    late = GoalBelief("goal:smoking", "the smoking", (0.0, 0.1, 0.1, 0.7, 0.1))
    assert served("reflect", "conflicts", "", early) == "self_reevaluation"
    assert served("reflect", "strengths", "", late) == "reinforcement"
    assert served("ask", "stage", "process.stimulus_control.2+", late) == "stimulus_control"
    assert served("reflect", "simple", "", late) == ""
    assert served("reflect", "emotions", "", None) == ""


def test_the_log_of_an_act_names_the_process() -> None:
    mind = Companion()
    state = mind.begin()
    reasons = []
    for number, text in enumerate(
        (
            "I stopped smoking five weeks ago.",
            "The mornings are the hard part.",
            "I go for a walk instead.",
            "My wife says I cough less.",
            "I haven't bought any since.",
            "At work they still smoke outside my window.",
        )
    ):
        state, act = mind.step(state, Turn(turn_id=f"t{number}", text=text))
        reasons.extend(act.reasons)
    assert any(reason.startswith("serves ") and reason.endswith(": action") for reason in reasons)
