"""Two and three sessions with the same person, through the pure companion: what comes back, what does not."""

from __future__ import annotations

import re
from dataclasses import replace
from datetime import date, timedelta
from typing import Any, Literal

import pytest

from agent.companion import Companion
from agent.remembering.carry import HALF_LIFE
from agent.remembering.keeping import Remembered
from agent.remembering.kept import Kept, KeptGoal, KeptPlan, Memory, SessionNote
from agent.remembering.session import remembered_after
from agent.state import CompanionState
from alongside.messages import Act, Answer, Turn
from alongside.records import Contact

COMPANION = Companion(contacts=(Contact(name="Night line", reach="0800 555", hours="all day"),))
START = date(2026, 3, 2)  # a Monday
WITH_A_PLAN = (
    "My name is Dana, and it's been quiet since I moved to Leeds.",
    "My brother Tom lives in Cardiff.",
    "I'd like to call my brother, we haven't spoken in months.",
    "What should I do?",
    "I'll ring my brother on Thursday after work.",
)


class Life:
    """Sessions of one person, one after the other."""

    def __init__(self, seed: int = 0) -> None:
        self.memory = Memory(person="p1")
        self.seed = seed
        self.count = 0

    def session(self, day: int, *texts: str) -> tuple[CompanionState, list[Act]]:
        """A whole session, `day` days after the first: greeting, turns, goodbye."""
        state, acts = self.begin(day)
        for number, text in enumerate(texts, 1):
            state, act = COMPANION.step(state, Turn(turn_id=f"t{number}", text=text))
            acts.append(act)
        state, act = COMPANION.goodbye(state)
        self.memory = remembered_after(state)
        return state, [*acts, act]

    def begin(self, day: int) -> tuple[CompanionState, list[Act]]:
        """The first words of a session."""
        self.count += 1
        today = (START + timedelta(days=day)).isoformat()
        remembered = Remembered(person="p1", session=f"s{self.count}", date=today, memory=self.memory)
        state, act = COMPANION.greet(COMPANION.begin(self.seed, remembered))
        return state, [act]


def kept(memory: Memory) -> str:
    return " ".join(f"{item.key} {item.text}" for _, item in memory.items()).lower()


def test_the_first_session_says_what_it_is_and_a_later_one_opens_from_the_plan() -> None:
    life = Life()
    _, acts = life.session(0, *WITH_A_PLAN)
    assert "not a person" in acts[0].text or "no person" in acts[0].text
    plan = life.memory.plans[-1]
    assert (plan.text, plan.when, plan.day) == ("ring your brother", "on Thursday after work", "2026-03-05")
    assert (plan.session, plan.turn, plan.date, plan.proposer) == ("s1", "t5", "2026-03-02", "participant")
    assert [note.id for note in life.memory.sessions] == ["s1"]
    assert life.memory.sessions[0].ended
    _, acts = life.session(5)
    assert "ringing your brother" in acts[0].text.lower()
    assert "not a person" not in acts[0].text
    assert acts[0].text.count("?") == 1


@pytest.mark.parametrize(
    ("day", "says", "never"),
    [
        (1, "ahead|is for", "how did"),
        (4, "thursday|yesterday", "weeks"),
        (25, "weeks", "thursday"),
        (70, "while|months", "thursday"),
    ],
)
def test_the_opening_is_another_after_a_day_a_week_and_two_months(day: int, says: str, never: str) -> None:
    for seed in range(6):
        life = Life(seed)
        life.session(0, *WITH_A_PLAN)
        _, (opening, *_) = life.session(day)
        assert re.search(says, opening.text.lower()), opening.text
        assert never not in opening.text.lower(), opening.text


def test_openings_vary_and_name_one_thing() -> None:
    said = set()
    for seed in range(12):
        life = Life(seed)
        life.session(0, *WITH_A_PLAN)
        _, (opening, *_) = life.session(5)
        said.add(opening.text)
        assert "leeds" not in opening.text.lower()
        assert len(opening.text.split()) <= 40
    assert len(said) >= 3


@pytest.mark.parametrize(
    ("text", "outcome", "focus"),
    [
        ("I did it. We talked for an hour.", "done", "plan_done"),
        ("Yeah, I rang him on Thursday.", "done", "plan_done"),
        ("Sort of, he picked up but we only had five minutes.", "partly", "plan_partly"),
        ("No, I didn't get round to it.", "not", "plan_not"),
        ("I chickened out, to be honest.", "not", "plan_not"),
        ("I wrote to him instead.", "changed", "plan_changed"),
        ("We moved it to next week.", "changed", "plan_changed"),
    ],
)
def test_how_a_plan_went_is_heard_kept_and_met_without_reproach(text: str, outcome: str, focus: str) -> None:
    for seed in range(3):
        life = Life(seed)
        life.session(0, *WITH_A_PLAN)
        _, acts = life.session(5, text)
        assert acts[1].focus == focus, (acts[1].kind, acts[1].text)
        assert not re.search(r"should|must|why didn't|only|but ", acts[1].text.lower())
        plan = life.memory.plans[0]
        assert (plan.outcome, plan.went, plan.went_on) == (outcome, text, "2026-03-07")
        _, acts = life.session(6)
        assert "brother" not in acts[0].text.lower()  # what is settled is not asked about again


def test_a_plan_that_nobody_takes_up_is_asked_about_twice_and_then_let_be() -> None:
    life = Life()
    life.session(0, *WITH_A_PLAN)
    asked = 0
    for day in (5, 8, 11, 14):
        _, acts = life.session(day, "The weather was awful all week.")
        asked += "ringing your brother" in acts[0].text.lower() or "ring your brother" in acts[0].text.lower()
    assert asked == 2
    assert life.memory.plans[0].outcome == "open"


def test_spoken_of_unasked_a_plan_is_settled_too() -> None:
    life = Life()
    life.session(0, *WITH_A_PLAN)
    life.session(1, "It's raining again.", "The bus was late.", "I rang my brother in the end.")
    assert life.memory.plans[0].outcome == "done"


def test_what_is_remembered_is_told_on_request_open_to_correction() -> None:
    life = Life()
    life.session(0, *WITH_A_PLAN)
    _, acts = life.session(5, "What do you remember about me?")
    told = acts[1]
    assert (told.kind, told.focus) == ("recap", "remembered")
    assert "ring your brother" in told.text
    assert re.search(r"off|wrong|right", told.text)


def test_a_fact_put_right_later_replaces_what_was_remembered() -> None:
    life = Life()
    life.session(0, "I live with my dad.", "My brother is getting married in June.")
    assert "your brother" in kept(life.memory)
    life.session(7, "Sorry, not my brother, my sister.", "I don't live with my dad any more.")
    assert life.memory.find("person:brother") is None
    assert life.memory.find("person:sister") is not None
    lived = [item for item in life.memory.facts if item.key == "i|live"]
    assert [item.session for item in lived] == ["s2"]
    assert "don't" in lived[0].text


def test_what_was_told_is_put_right_with_a_no_before_it() -> None:
    life = Life()
    life.session(0, "My sister keeps bees.")
    life.session(3, "What do you remember about me?", "That's not right, it's my aunt.")
    assert "your aunt" in kept(life.memory)
    assert "sister" not in kept(life.memory)


def test_asked_whether_it_is_really_gone_the_answer_is_plain_and_honest() -> None:
    life = Life()
    life.session(0, *WITH_A_PLAN)
    _, acts = life.session(
        5, "Forget everything about me.", "Are you sure it's gone?", "What do you remember?"
    )
    assert acts[2].focus == "gone"
    assert "record" in acts[2].text
    assert acts[3].focus == "nothing_before"


def test_what_was_told_is_denied_and_the_denial_is_believed() -> None:
    life = Life()
    life.session(0, *WITH_A_PLAN)
    state, acts = life.begin(5)
    assert "brother" in acts[0].text.lower()
    state, act = COMPANION.step(state, Turn(turn_id="t1", text="That's not right, I never said that."))
    assert act.focus == "denied"
    assert not remembered_after(state).plans


def test_a_topic_is_forgotten_with_all_that_hangs_on_it() -> None:
    life = Life()
    life.session(0, *WITH_A_PLAN)
    state, acts = life.session(5, "Please forget what I said about my brother.", "What do you know about me?")
    assert acts[1].focus == "forgotten"
    assert "your brother" in acts[1].text.lower()
    assert "brother" not in kept(life.memory)
    assert "tom" not in kept(life.memory)
    assert not life.memory.plans
    assert "brother" not in acts[2].text.lower()
    assert not any("brother" in entry.value for entry in state.ground)
    _, acts = life.session(6)
    assert "brother" not in acts[0].text.lower()


def test_everything_forgotten_is_as_if_they_had_never_met() -> None:
    life = Life()
    life.session(0, *WITH_A_PLAN)
    state, acts = life.session(5, "Forget everything you know about me.", "I work at the harbour.")
    assert acts[1].focus == "forgotten"
    assert state.keeping.off
    assert life.memory == Memory(person="p1")
    _, acts = life.session(6)
    assert "person" in acts[0].text  # says what it is, as on the first day


def test_what_is_said_in_confidence_is_not_taken_along() -> None:
    life = Life()
    _, acts = life.session(
        0, "My cousin Lea is in prison.", "Don't write that down.", "I work at the harbour."
    )
    assert acts[2].focus == "private"
    assert "record" in acts[2].text  # honest about where it still is
    assert "lea" not in kept(life.memory)
    assert "prison" not in kept(life.memory)
    assert "harbour" in kept(life.memory)


def test_a_plan_of_this_session_is_forgotten_with_its_topic() -> None:
    life = Life()
    state, acts = life.session(
        0, *WITH_A_PLAN, "Please forget what I said about my brother.", "It rained.", "Bye."
    )
    assert not life.memory.plans
    assert "brother" not in kept(life.memory)
    assert "brother" not in acts[-1].text.lower()
    assert not state.made


def test_a_goal_told_in_confidence_stays_out_however_often_it_comes_up() -> None:
    life = Life()
    life.session(
        0, "I want to stop drinking.", "Please keep that between us.",
        "I poured two bottles away, and I haven't had a drink since Monday.",
        "I really want to stop drinking for good.",
    )  # fmt: skip
    assert not life.memory.goals


def test_what_is_about_to_be_told_off_the_record_is_not_kept() -> None:
    life = Life()
    asked = "Can I tell you something you won't write down?"
    life.session(0, asked, "My cousin Lea is in prison.", "I work at the harbour.")
    assert "lea" not in kept(life.memory)
    assert "harbour" in kept(life.memory)


def test_forget_that_takes_back_the_turn_before() -> None:
    life = Life()
    _, acts = life.session(
        0, "My boss is called Ivor.", "Actually, forget I said that.", "I work at the harbour."
    )
    assert acts[2].focus == "forgotten"
    assert "ivor" not in kept(life.memory)
    assert "harbour" in kept(life.memory)


def test_nothing_said_at_risk_is_small_talk_and_the_next_opening_is_quiet() -> None:
    life = Life()
    life.session(
        0, "I'll ring my brother on Thursday after work.", "I'm going to kill myself tonight.",
        "My neighbour Olga has the spare key.",
    )  # fmt: skip
    assert "olga" not in kept(life.memory)
    assert "kill" not in kept(life.memory)
    note = life.memory.sessions[0]
    assert (note.level, note.risk >= 4) == ("high", True)
    _, acts = life.session(1)
    assert acts[0].focus == "risk" or "hello" in acts[0].text.lower()
    assert "brother" not in acts[0].text.lower()
    assert acts[0].text.count("?") == 1


@pytest.mark.parametrize(
    ("text", "says"),
    [
        ("I'm still waiting for the biopsy result.", "biopsy result"),
        ("I don't want to talk about the court date today.", "court date"),
        ("Let's call it the quiet shelf.", "quiet shelf"),
    ],
)
def test_what_was_left_waiting_or_given_a_name_opens_the_next_session(text: str, says: str) -> None:
    for seed in range(4):
        life = Life(seed)
        life.session(0, "It was an ordinary week.", text)
        _, acts = life.session(3)
        assert says in acts[0].text.lower(), (acts[0].text, kept(life.memory))
        _, acts = life.session(4)
        assert says not in acts[0].text.lower()  # brought up once


def test_readiness_is_carried_and_fades_with_the_days() -> None:
    life = Life()
    life.session(0, "I want to stop smoking.", "I've set a date and bought patches, Monday is the day.")
    first = life.memory.goals[0]
    assert first.key == "goal:smoking"
    near, _ = life.begin(1)
    far, _ = life.begin(round(4 * HALF_LIFE))
    ready = [sum(state.goals[0].belief[2:]) for state in (near, far)]
    assert ready[0] > 0.6
    assert ready[0] > ready[1] + 0.1
    state, _ = life.session(2, "It's been raining.")
    later = state.keeping.memory.goals[0]
    assert (later.belief, later.date) == (first.belief, first.date)  # not spoken of: its day stays


def test_a_finished_sheet_is_kept_without_its_content() -> None:
    life = Life()
    state, _ = life.begin(0)
    answers = [
        "start", "7", "At the bus stop", "ashamed", "80", "Oh no", "I spoil it for everybody", "90",
        "They left", "Kim waited for me", "Some left, and Kim waited", "60", "40", "3",
    ]  # fmt: skip
    for value in answers:
        move: Literal["start", "enter"] = "start" if value == "start" else "enter"
        typed = "" if move == "start" else value
        state, _ = COMPANION.answer(state, Answer(sheet="thought_record", move=move, value=typed))
    memory = remembered_after(state)
    (sheet,) = memory.worksheets
    assert (sheet.sheet, sheet.before, sheet.after) == ("thought_record", 7.0, 3.0)
    assert "kim" not in kept(memory)
    assert "spoil" not in kept(memory)


def test_without_a_name_nothing_is_kept() -> None:
    state = COMPANION.begin()
    for text in WITH_A_PLAN:
        state, _ = COMPANION.step(state, Turn(turn_id="t", text=text))
    assert remembered_after(state) == Memory()


def test_the_memory_stays_bounded() -> None:
    life = Life()
    for day in range(6):
        life.session(
            day, *(f"My cousin bought a lamp{n} and I painted the wall{n} for my aunt{n}." for n in range(25))
        )
    assert all(len(getattr(life.memory, name)) <= 60 for name in ("facts", "people", "threads"))


def test_the_same_memory_and_seed_give_the_same_session() -> None:
    def lived() -> list[str]:
        life = Life(4)
        life.session(0, *WITH_A_PLAN)
        return [
            act.text for act in life.session(5, "No, I didn't get round to it.", "It was a long week.")[1]
        ]

    assert lived() == lived()


ITEM: dict[str, Any] = {"session": "s0", "turn": "t1", "date": "2026-03-01"}
THEMES: dict[str, Kept] = {
    "names": Kept(key="named:quiet", text="the quiet hour", **ITEM),
    "threads": Kept(key="open:letter", text="your dad's letter", **ITEM),
    "plans": KeptPlan(key="plan:s0:1", text="sort the attic", **ITEM),
    "goals": KeptGoal(key="goal:smoking", text="stop smoking", belief=(0.1, 0.2, 0.3, 0.2, 0.2), **ITEM),
}


@pytest.mark.parametrize("name", THEMES)
@pytest.mark.parametrize("days", [0, 1, 4, 9, 30, 55])
def test_every_theme_has_words_after_any_time(name: str, days: int) -> None:
    thing = THEMES[name]
    note = SessionNote(id="s0", date="2026-03-01", turns=5)
    changed: dict[str, Any] = {name: (thing,)}
    memory = replace(Memory(person="p1", sessions=(note,)), **changed)
    today = (date(2026, 3, 1) + timedelta(days=days)).isoformat()
    for seed in range(8):
        begun = COMPANION.begin(seed, Remembered(person="p1", session="s1", date=today, memory=memory))
        _, act = COMPANION.greet(begun)
        assert act.refusals == (), (act.text, act.refusals)
        assert thing.text.split()[-1] in act.text.lower(), act.text
