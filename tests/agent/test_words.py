"""Finding words: the parse, the turning round, and the moves on what was said."""

from __future__ import annotations

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from agent.appraise import appraise
from agent.words.clauses import parse
from agent.words.flip import said_back
from agent.words.forms import gerund
from agent.words.material import gather
from agent.words.reflections import reflections


def back(text: str) -> list[str]:
    return [said_back(clause.tokens) for clause in parse(text)]


def wordings(text: str, focus: str = "simple") -> set[str]:
    appraisal = appraise(text)
    material = gather(appraisal.clauses, appraisal.reading.feelings, appraisal.text)
    return {candidate.text for candidate in reflections(material, focus)}


@pytest.mark.parametrize(
    ("text", "turned"),
    [
        ("I can't tell my dad", "you can't tell your dad"),
        ("I was late and I'm sorry", "you were late"),
        ("We lost our house", "you lost your house"),
        ("I told you about it", "you told me about it"),
        ("I've hurt myself", "you've hurt yourself"),
        ("they took mine", "they took yours"),
    ],
)
def test_persons_are_turned_round(text: str, turned: str) -> None:
    assert turned in back(text)


def test_clauses_are_split_where_a_new_one_begins() -> None:
    leads = [clause.lead for clause in parse("I want to go but I'm tired because the shifts are long")]
    assert leads == ["", "but", "because"]


def test_a_condition_without_a_comma_is_two_clauses() -> None:
    assert back("If I keep quiet it'll pass") == ["you keep quiet", "it'll pass"]


def test_spoken_stumbles_are_smoothed() -> None:
    assert back("Um, I-I think, you know, the the shifts are, uh, too long") == ["the shifts are too long"]


@pytest.mark.parametrize(
    ("base", "form"),
    [
        ("open", "opening"),
        ("stop", "stopping"),
        ("lie", "lying"),
        ("write", "writing"),
        ("be", "being"),
        ("begin", "beginning"),
    ],
)
def test_gerunds(base: str, form: str) -> None:
    assert gerund(base) == form


@pytest.mark.parametrize(
    ("text", "reply"),
    [
        ("I can't even answer the door any more.", "Even answering the door is too much right now."),
        ("It's not even the test. It's my mum's silence.", "Not the test. Your mum's silence."),
        ("I don't know how to begin.", "How to begin. That's the part that's missing."),
        ("Nobody noticed.", "Not one person noticed."),
        ("I've been crying for three weeks.", "Three weeks of crying."),
        ("My boss keeps shouting at me.", "Your boss shouting at you, over and over."),
        ("I feel like I'm drowning.", "As if you're drowning."),
        ("She's at her mother's till Friday.", "Till Friday, at least."),
        ("My wife thinks I drink too much.", "That's how your wife sees it."),
        ("I tried the meetings once. Lasted a month.", "A month, with the meetings."),
    ],
)
def test_simple_moves(text: str, reply: str) -> None:
    assert reply in wordings(text)


@pytest.mark.parametrize(
    ("text", "focus", "reply"),
    [
        ("I'm afraid to open it.", "emotions", "Opening it. That's the frightening part."),
        ("My daughter waits up and I feel awful.", "emotions", "What hurts is your daughter waiting up."),
        (
            "I'd like to stop but it helps me relax.",
            "conflicts",
            "It helps you relax, and you'd like to stop.",
        ),
        ("She cleaned offices for twenty years.", "values", "Twenty years of her life."),
        ("I rang the clinic this morning.", "strengths", "You rang the clinic. That counts."),
        ("The shifts are ruining my sleep.", "consequences", "And your sleep pays for it."),
    ],
)
def test_deeper_moves(text: str, focus: str, reply: str) -> None:
    assert reply in wordings(text, focus)


def test_a_name_they_call_themselves_is_never_said_back() -> None:
    for focus in ("simple", "emotions", "needs", "values"):
        assert not any(
            "stupid" in text.lower() or "failure" in text.lower()
            for text in wordings("I'm so stupid, such a failure", focus)
        )


def test_what_somebody_else_made_possible_is_no_idea_of_theirs() -> None:
    idea = "As an idea, it could be yours."
    assert idea in wordings("I could do it sober.")
    assert idea not in wordings("She cleaned offices so I could have the lessons.")


def test_a_lie_is_no_deed() -> None:
    assert not wordings("I told her I was driving.", "strengths")


def test_nothing_is_made_of_what_was_not_understood() -> None:
    assert not wordings("grommet the of because to", "simple")


@settings(max_examples=150, deadline=None)
@given(st.text(max_size=400))
def test_any_text_can_be_parsed_and_reflected(text: str) -> None:
    material = gather(parse(text), (), text)
    for focus in ("simple", "emotions", "needs", "values", "conflicts", "strengths", "consequences"):
        for candidate in reflections(material, focus):
            assert candidate.text
            assert "  " not in candidate.text


@pytest.mark.parametrize(
    ("typed", "turned"),
    [
        ("dont tell my nan im here lol", ""),
        ("theres a bus at six an im not on it", "there's a bus at six"),
        ("ive been up til 3 tbh", "you've been up till 3"),
        ("didn't even say goodbye", "you didn't even say goodbye"),
        ("wouldn't mind a go at it", "you wouldn't mind a go at it"),
        ("Reminded me of my uncle", ""),
        ("The lock has been fixed, I'm afraid", "the lock has been fixed"),
    ],
)
def test_what_is_typed_in_a_hurry_is_understood(typed: str, turned: str) -> None:
    heard = back(typed)
    if turned:
        assert turned in heard
    else:
        assert not any(text.startswith("you ") for text in heard)


@pytest.mark.parametrize(
    ("text", "reply"),
    [
        ("I suppose I could write to the council.", "Writing to the council, maybe."),
        ("I'll post it tomorrow.", "Tomorrow, then."),
        ("What if she never forgives me?", "That she never forgives you. There's the fear."),
        ("I don't want to shout at them.", "Not shouting at them. That matters to you."),
        ("It's the only hour I have to myself.", "The only hour you have to yourself."),
        ("It's me who'd miss it.", "So it's you who'd miss it."),
        ("I feel like a lodger.", "Like a lodger."),
        ("The food's a disgrace.", "A disgrace, the food."),
        ("My dad says I should go but we have no car.", "That's how your dad sees it, and you have no car."),
        ("They mocked me in assembly.", "They mocked you in assembly. That leaves a mark."),
        ("I still keep his letters.", "His letters. You've held on to that."),
        ("I can fix an engine and I can't write a letter.",
         "Fixing an engine, no trouble, and writing a letter is another matter."),
        ("I go cold when I think of that corridor.", "That corridor."),
        ("I haven't had a proper meal since Sunday.", "Not one proper meal since Sunday."),
    ],
)  # fmt: skip
def test_moves_that_change_one_thing(text: str, reply: str) -> None:
    assert reply in wordings(text) | wordings(text, "emotions")


@pytest.mark.parametrize(
    ("text", "never"),
    [
        ("I'd like her to meet him.", "wants to meet him"),
        ("I could have thrown him out.", "Throwing"),
        ("I ran the bath so nobody would knock.", "Nobody would knock"),
        ("I don't want him to have a brother who drinks.", "You don't want him to have a brother."),
        ("He said he'd looked happy.", "happiness in that"),
        ("Lorna left me a card.", "here you are with all of it"),
        ("I want to smash up his stupid car.", "name to call yourself"),
    ],
)
def test_what_would_say_something_else_is_not_said(text: str, never: str) -> None:
    for focus in ("simple", "emotions", "values", "strengths"):
        assert not any(never in wording for wording in wordings(text, focus))
