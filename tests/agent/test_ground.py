"""Step 2: the common ground, and how it is revised."""

from __future__ import annotations

from agent.companion import Companion
from agent.ground import MOST_ENTRIES
from agent.state import CompanionState
from alongside.messages import Turn
from alongside.records import GroundEntry

COMPANION = Companion()


def told(*texts: str) -> CompanionState:
    state = COMPANION.begin()
    for number, text in enumerate(texts, 1):
        state, _ = COMPANION.step(state, Turn(turn_id=f"t{number}", text=text))
    return state


def holding(state: CompanionState, kind: str = "") -> dict[str, str]:
    return {
        entry.key: entry.value
        for entry in state.ground
        if entry.status in ("proposed", "accepted") and (not kind or entry.kind == kind)
    }


def entry(state: CompanionState, key: str, status: str) -> GroundEntry:
    return next(item for item in state.ground if item.key == key and item.status == status)


def test_goals_people_and_facts_are_kept_with_their_source() -> None:
    state = told("I want to stop smoking.", "My sister Ana is a nurse and I live in Leeds.")
    assert holding(state, "goal") == {"goal:smoking": "stop smoking"}
    assert holding(state, "name")["person:sister"] == "Ana, your sister"
    goal = entry(state, "goal:smoking", "accepted")
    assert (goal.source_turn, goal.proposer) == ("t1", "participant")
    assert any("you live in Leeds" in value for value in holding(state, "fact").values())


def test_a_correction_is_believed_and_the_old_entry_is_revised() -> None:
    state = told("I talked to my sister about it.", "No, not my sister, my mother.")
    assert "person:sister" not in holding(state)
    assert holding(state)["person:mother"] == "your mother"
    assert entry(state, "person:sister", "revised").source_turn == "t1"
    assert any("mother" in value for key, value in holding(state, "fact").items())


def test_a_correction_without_the_old_word_finds_its_place() -> None:
    state = told("My exam is on Monday.", "Sorry, I meant Tuesday.")
    assert any("Tuesday" in value or "tuesday" in value for value in holding(state, "fact").values())
    assert not any("Monday" in value for value in holding(state, "fact").values())


def test_a_contradiction_gives_way_to_what_was_said_last() -> None:
    state = told("I live with my dad.", "I don't live with my dad any more.")
    facts = holding(state, "fact")
    assert len([value for value in facts.values() if "live" in value]) == 1
    assert "don't" in facts["i|live"]
    assert entry(state, "i|live", "revised").value == "you live with your dad"


def test_it_is_not_this_it_is_that_becomes_what_it_is() -> None:
    state = told("I failed the driving test.", "It's not even the test. It's my mum's silence.")
    assert holding(state)["what it is"] == "it's your mum's silence"


def test_an_unnamed_goal_gets_its_name_later() -> None:
    state = told("I know I ought to stop.", "I tried nicotine gum in the spring.")
    assert holding(state, "goal") == {"goal:smoking": "stop smoking"}


def test_what_it_cannot_share_is_no_fact() -> None:
    state = told("The neighbours are watching me through the vents.")
    assert not holding(state, "fact")
    assert any(key.startswith("premise:") for key in holding(state, "thread"))


def test_a_reading_of_its_own_is_a_guess_until_it_is_taken_up_or_waved_away() -> None:
    for answer, status in (("Exactly, yes.", "accepted"), ("No, that's not it.", "withdrawn")):
        state = COMPANION.begin(seed=2)
        for number in range(1, 12):
            state, act = COMPANION.step(
                state, Turn(turn_id=f"t{number}", text="Nobody noticed that I was gone, nobody asked.")
            )
            proposed = [
                item
                for item in state.ground
                if item.key.startswith("reading:") and item.source_turn == act.turn_id
            ]
            if proposed:
                break
        assert proposed[0].status == "proposed"
        assert proposed[0].proposer == "companion"
        state, _ = COMPANION.step(state, Turn(turn_id="answer", text=answer))
        assert entry(state, proposed[0].key, status)


def test_told_in_pieces_is_held_as_told_at_once() -> None:
    pieces = (
        "My brother is getting married in June.",
        "I live in Bristol.",
        "I want to call my dad.",
        "Sorry, not my brother, my sister.",
    )
    whole = told(
        ". ".join(("My sister is getting married in June", "I live in Bristol", "I want to call my dad"))
        + "."
    )
    parts = told(*pieces)
    assert set(holding(whole, "goal").values()) == set(holding(parts, "goal").values())
    assert set(holding(whole, "name").values()) == set(holding(parts, "name").values())
    assert set(holding(whole, "fact").values()) == set(holding(parts, "fact").values())


def test_the_ledger_is_bounded() -> None:
    state = told(
        *(f"My cousin bought a number{index} lamp and I painted the wall{index}." for index in range(120))
    )
    assert len(state.ground) <= MOST_ENTRIES
