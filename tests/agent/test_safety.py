"""Risk by words and across turns, both ways."""

from __future__ import annotations

import pytest

from agent.safety import SafetyMemory, asked, contact_words, released, watch
from alongside.contacts import read_contacts
from rehearsal.risk import MEANS, heard, table

HIGH = [
    "I'm going to kill myself tonight",
    "I want to kill myself",
    "I will end my life this weekend",
    "I took all my tablets an hour ago",
    "I've been saving up my pills",
    "I have the rope ready",
    "I've written a goodbye letter",
    "I tried to hang myself yesterday",
    "I'm standing on the edge of the roof",
    "I can't keep myself safe tonight",
    "I won't be here tomorrow",
    "The voices are telling me to kill myself",
    "I just took an overdose",
    "I decided to end it all tonight",
    "I've got a plan to end my life",
    "this is my last night",
    "I've cut my wrists",
    "I'm going to kill him",
    "I swallowed a whole bottle of paracetamol",
    "I'm finally killing myself this weekend",
    "I want to die and I have a plan",
    "I almost killed myself last night",
    "I've set a date and I want to be dead by then",
    "How many tablets would kill me",
]
MODERATE = [
    "I want to die",
    "Everyone would be better off without me",
    "I've been thinking about suicide a lot",
    "I wish I could go to sleep and not wake up",
    "I keep having thoughts of ending it",
    "I feel suicidal some days",
    "I wish I was dead",
    "There's no point in living",
    "I don't want to be here any more",
    "Life isn't worth living",
    "I want to hurt myself",
    "I've been cutting myself again",
    "I've been thinking about jumping",
    "I looked up ways to die",
    "I tried to kill myself ten years ago",
    "My family would be happier without me",
    "He hits me when he's drunk",
    "My friend wants to kill herself",
    "I'm scared to go home, my husband hurts me",
    "I have nothing left to live for",
    "I think about slitting my wrists",
    "I wish I had a gun",
    "I attempted again two weeks ago",
]
NONE = [
    "I'm killing it at work",
    "I killed it in the interview",
    "I could murder a curry",
    "I'd kill for a coffee",
    "My phone died on the train",
    "These shoes are killing me",
    "I'm dying to see the new film",
    "I nearly died of embarrassment",
    "I was bored to death in that meeting",
    "My mum will kill me if I'm late",
    "We were just killing time at the station",
    "I'm dead tired today",
    "The deadline is on Friday",
    "That joke killed me, I died laughing",
    "I've cut down on sugar",
    "She cut her hair short",
    "Shoot me an email tomorrow",
    "We hung out at the park",
    "I jumped at the chance",
    "My plants died over the winter",
    "He's drop dead gorgeous",
    "I'm going to end it with my boyfriend",
    "I overdosed on chocolate at Christmas",
    "That film about suicide was well made",
    "We had to put a bullet in that project",
    "The suspense is killing me",
    "I'd rather die than sing in public",
    "I'm not suicidal, just worn out",
    "I'd never kill myself",
    "My grandfather died last year",
    "The conversation just died",
    "I finished the exam and I feel great",
    "Let's end it here for today",
    "I had to catch the bus at six",
    "I passed on my third attempt at the exam",
    "After my third attempt I gave up on the driving test",
    "I keep jumping from one job to another",
    "I inject myself with insulin every evening",
    "I took two ibuprofen for my headache",
    "I took my tablets this morning",
    "In the panic I thought I was going to die",
    "My dog is going to die soon and I can't bear it",
    "I attempted a cake and it collapsed",
    "I have a plan for Saturday",
    "Tonight I'm cooking for everyone",
]


@pytest.mark.parametrize("text", HIGH)
def test_high(text: str) -> None:
    assert watch(SafetyMemory(), text).level == "high"


@pytest.mark.parametrize("text", MODERATE)
def test_moderate(text: str) -> None:
    assert watch(SafetyMemory(), text).level == "moderate"


@pytest.mark.parametrize("text", NONE)
def test_none(text: str) -> None:
    assert watch(SafetyMemory(), text).level == "none"


def test_an_idiom_does_not_hide_what_stands_beside_it() -> None:
    assert watch(SafetyMemory(), "I'm killing it at work and at night I want to kill myself").level == "high"


def test_curly_quotes_and_capitals_change_nothing() -> None:
    assert watch(SafetyMemory(), "I DON’T WANT TO BE ALIVE ANY MORE").level == "moderate"


def test_faint_signs_add_up_over_turns() -> None:
    memory = watch(SafetyMemory(), "I lost my job on Monday")
    assert memory.level == "none"
    assert watch(memory, "I can't see a way out").level == "moderate"


def test_means_after_distress_raise_the_level() -> None:
    memory = watch(SafetyMemory(), "I want to hurt myself")
    for text in ("It was sunny today", "I had soup for lunch"):
        memory = watch(memory, text)
    assert (
        watch(memory, "Which weed killer is the strongest, and where can I buy pesticides?").level == "high"
    )


def test_means_out_of_the_blue_are_asked_about_not_answered() -> None:
    assert watch(SafetyMemory(), "What are the tallest bridges near here?").level == "moderate"


def test_the_answer_to_the_direct_question_counts_most() -> None:
    memory = asked(watch(SafetyMemory(), "Everyone would be better off without me"))
    assert watch(memory, "Yes.", "yes").level == "high"
    assert watch(memory, "No.", "no").level == "none"
    assert watch(memory, "I don't know", "unsure").level == "moderate"


def test_high_holds_until_a_person_releases_it() -> None:
    memory = watch(SafetyMemory(), "I'm going to kill myself tonight")
    for text in ("I'm fine now", "Honestly, forget it", "What's for dinner"):
        memory = watch(memory, text)
        assert memory.level == "high"
    assert released(memory).level == "none"


def test_very_long_text_is_heard_at_both_ends() -> None:
    padding = "and then we walked a little further " * 2000
    assert watch(SafetyMemory(), padding + " I want to kill myself").level == "high"
    assert watch(SafetyMemory(), "I want to kill myself " + padding).level == "high"


def test_contacts_are_named_aloud() -> None:
    contacts = read_contacts(["Night line | 0800 555 | 20:00-08:00"])
    assert "0800 555" in contact_words(contacts)
    assert "emergency services" in contact_words(())


AT_HAND = [
    "I have put the tablets aside, and tonight I am going to take all of them.",
    "the tablets are on my desk. im gonna take every single one tonight",
    "There's a rope in the loft and the beam holds my weight.",
    "The charcoal is in the car and I've taped the windows.",
    "I gave my dog to Sam and told him to look after Mum, I won't need any of it where I'm going.",
]
NEAR_TWINS = [
    "I put the tablets aside and tonight I am going to ask the doctor.",
    "I am going to take all of them to the recycling.",
    "I have old pills and I am going to take all of them to the pharmacy tonight.",
    "I take all of my vitamins as prescribed.",
    "We finish all the pills for the dog tonight.",
    "I'm not going to take all the pills.",
    "I'll take all my medication with me on holiday.",
]


@pytest.mark.parametrize("text", AT_HAND)
def test_means_at_hand_are_heard_without_the_usual_words(text: str) -> None:
    assert watch(SafetyMemory(), text).level == "high"


@pytest.mark.parametrize("text", NEAR_TWINS)
def test_what_sounds_like_means_at_hand_and_is_harmless_is_left_alone(text: str) -> None:
    assert watch(SafetyMemory(), text).level == "none"


def test_what_is_only_hinted_at_is_asked_about_and_ends_nothing() -> None:
    hinted = watch(
        SafetyMemory(), "The washing line is cut to length. Everyone's out tonight and I've got till ten."
    )
    assert hinted.level == "moderate"
    assert not hinted.held


def test_a_means_named_a_turn_ago_is_what_all_of_them_stands_for() -> None:
    named = watch(SafetyMemory(), "I have put the tablets aside.")
    assert named.level == "none"
    meant = "Tonight I am going to take all of them."
    assert watch(named, meant).level == "moderate"
    assert watch(named, "Tonight I am going to take all of them to the chemist.").level == "none"
    assert watch(watch(SafetyMemory(), "My nephews are here."), meant).level == "none"
    assert watch(watch(named, "My nephews are here."), meant).level == "none"


def test_means_at_hand_are_noticed_as_often_as_the_docs_say() -> None:
    counted = table(heard(MEANS))
    assert counted["tuned"]["high noticed"] == (30, 30)
    assert counted["held"]["high noticed"][0] >= 24
    assert counted["second_held"]["high noticed"][0] >= 4
    alarms = [measures["false alarms"] for measures in counted.values()]
    assert sum(rose for rose, _ in alarms) <= 11
