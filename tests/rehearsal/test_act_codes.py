"""What is said comes out as the BOLT and MITI code that its row of the act table names."""

from __future__ import annotations

from collections import Counter

from agent.appraisal.behaviour import behaviour, questions_in
from agent.appraisal.lists import load
from alongside.messages import Act
from rehearsal import stages

QUESTION, REFLECTION, ADVICE = "Questions on", "Reflections on", "Problem-Solving"


def comes_out(act: Act) -> bool:
    """Whether an act's words are coded as what the act says it is."""
    if act.kind == "ask_permission":
        return questions_in(act.text) == 1  # what is asked leave for is input; the asking is not
    coded = behaviour(act.text)
    if act.bolt.startswith(QUESTION) or act.miti == "Q":
        return questions_in(act.text) == 1 and coded != "input"
    if act.bolt.startswith(REFLECTION) or act.miti in ("SR", "CR"):
        return coded in ("reflection", "other") and questions_in(act.text) == 0
    if act.bolt == ADVICE:
        return coded == "input" or questions_in(act.text) == 1
    if act.miti == "GI":
        return questions_in(act.text) <= 1  # giving information is input by its nature
    return coded != "input"


def test_every_act_said_is_coded_as_its_row_says() -> None:
    told = [telling.turns for telling in stages.tellings() if telling.name == "original"]
    told += list(load(stages.LONG).values())
    codes: Counter[str] = Counter()
    for turns in told:
        for _, act in stages.converse(turns, 1)[1]:
            if act.text:
                codes[act.bolt or act.miti] += 1
                assert comes_out(act), f"{act.kind} {act.focus} {act.bolt} {act.miti}: {act.text}"
    assert len(codes) >= 8
