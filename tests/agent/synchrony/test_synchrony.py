"""Synchrony that was planted is found, each kind in its own channel; shuffled, it is gone."""

from __future__ import annotations

import random
from dataclasses import replace
from itertools import pairwise

import numpy as np
import ot
import pytest

from agent.synchrony.observer import Observer, Synchrony, observed
from agent.synchrony.said import Said, heard, spoken
from agent.synchrony.transport import distance
from agent.synchrony.vectors import bag
from alongside.messages import Act, Turn
from alongside.records import Prosody, Word

TOPICS = (
    ("The garden was full of weeds and the roses died.", "Roses, and weeds all over your garden."),
    ("My brother drove the lorry to Leeds at night.", "Your brother, driving that lorry at night."),
    ("The exam in physics went badly, I failed.", "You failed physics, a bad exam."),
    ("We cooked soup with carrots and onions.", "Carrots and onions in the soup you cooked."),
    ("The dentist pulled a tooth and my jaw hurts.", "A tooth pulled, and your jaw hurts."),
    ("Rent rose again and the landlord shouted.", "The landlord shouted about the rent."),
    ("I ran five miles along the river this morning.", "Five miles along the river, running."),
    ("The cat was ill and the vet kept her overnight.", "Your cat is ill, at the vet overnight."),
)


def talk(rounds: int = 24, seed: int = 1, follow: bool = True) -> list[Said]:
    """A dialogue in which the companion takes up what was just said, in words, feeling and timing; or does
    not.
    """
    chance = random.Random(seed)
    clock, turns = 0.0, []
    answers = [TOPICS[place % len(TOPICS)][1] for place in range(rounds)]
    if not follow:
        chance.shuffle(answers)
    for place in range(rounds):
        valence, rate = chance.uniform(-0.8, 0.8), chance.uniform(1.5, 3.5)
        text = TOPICS[place % len(TOPICS)][0]
        theirs = Said("participant", text, clock, clock + 3, valence, -valence, rate, 120 * rate, -20 - rate)
        mood, pace = (valence, rate) if follow else (chance.uniform(-0.8, 0.8), chance.uniform(1.5, 3.5))
        start = clock + 3.6 + 0.2 * chance.random()
        ours = Said(
            "companion", answers[place], start, start + 2, mood + 0.05, -mood, pace, 180 * pace, -9 - pace
        )
        turns += [theirs, ours]
        clock = start + 2.4
    return turns


def values(found: Synchrony) -> dict[str, tuple[float, float]]:
    """The lower ends and values of what should be there if the companion follows."""
    measures = {
        "entrainment": found.lexical.entrainment["companion"],
        "coordination": found.lexical.coordination["companion"],
        "valence": found.emotional.valence["companion"].follows,
        "arousal": found.emotional.arousal["companion"].follows,
        "rate": found.prosodic.rate.proximity["companion"],
        "pitch": found.prosodic.pitch.proximity["companion"],
        "level": found.prosodic.level.proximity["companion"],
    }
    return {
        name: (item.low, item.value)
        for name, item in measures.items()
        if item.low is not None and item.value is not None
    }


def test_who_follows_is_seen_to_follow_in_every_channel() -> None:
    found = values(observed(talk())[0])
    assert len(found) == 7
    for name, (low, _) in found.items():
        assert low > 0.03, name


def test_with_the_answers_shuffled_nothing_is_left_of_it() -> None:
    followed = values(observed(talk())[0])
    credited = 0
    for seed in range(6):
        found = values(observed(talk(seed=seed, follow=False))[0])
        credited += sum(low > 0 for low, _ in found.values())
        for name in ("entrainment", "coordination", "valence", "arousal"):
            assert found[name][1] < 0.5 * followed[name][1], (name, seed)
    assert credited <= 4  # of 42: intervals of 95 % leave one in forty above


def test_a_companion_that_always_says_the_same_gets_no_credit() -> None:
    turns = [
        replace(said, text="Tell me more about what happened there.", valence=0.1, arousal=0.0, rate=2.0)
        if said.speaker == "companion"
        else said
        for said in talk()
    ]
    found = observed(turns)[0]
    assert (found.lexical.coordination["companion"].value or 0.0) == pytest.approx(0.0, abs=1e-6)
    assert (found.lexical.entrainment["companion"].value or 0.0) == pytest.approx(0.0, abs=0.01)
    assert found.emotional.valence["companion"].follows.value is None
    assert found.prosodic.rate.proximity["companion"].n == 0


def test_voices_that_come_nearer_are_seen_to_converge() -> None:
    chance = random.Random(3)
    turns: list[Said] = []
    for place in range(40):
        pace = chance.uniform(1.5, 3.5)
        apart = (1 - place / 40) * chance.choice((-1.0, 1.0))
        turns.append(Said("participant", "", rate=2**pace))
        turns.append(Said("companion", "", rate=2 ** (pace + apart)))
    found = observed(turns)[0].prosodic.rate.convergence["companion"]
    assert found.low is not None
    assert found.low > 0.2
    apart_again = observed(turns[::-1])[0].prosodic.rate.convergence["participant"]
    assert apart_again.high is not None
    assert apart_again.high < 0


def test_gaps_overlaps_and_murmurs_are_timed() -> None:
    observer = Observer(coordination=False)
    for place in range(10):
        at = 10.0 * place
        words = (Word(text="so", start=at, end=at + 1), Word(text="then", start=at + 2.5, end=at + 4))
        observer.murmur(at + 1.7)
        observer.hear(Said("participant", "so then", at, at + 4, words=words))
        late = -0.5 if place == 9 else 0.8
        observer.hear(Said("companion", "Mm.", at + 4 + late, at + 6))
    found = observer.now().timing
    assert found.gaps["companion"].value == pytest.approx(0.8)
    assert found.gaps["companion"].n == 9
    assert found.gaps["participant"].value == pytest.approx(4.0)
    assert found.overlaps["companion"].value == pytest.approx(0.1)
    assert found.backchannel.value == pytest.approx(0.7)
    assert found.backchannel.n == 10


def test_hesitating_is_held_against_how_one_mostly_speaks() -> None:
    calm = "we went to the sea with the children on that sunday"
    torn = "um we I, I went um to the sea uh with the children"
    found = observed([Said("participant", calm)] * 20 + [Said("participant", torn)] * 5)[0].disfluency
    assert found.kept
    assert found.change.value is not None
    assert found.change.value > 20
    assert found.change.distant == 0
    smooth = observed([Said("participant", calm)] * 25)[0].disfluency
    assert not smooth.kept
    assert smooth.change.value is None


def test_the_turns_of_a_record_become_what_was_said() -> None:
    sound = Prosody(words_per_second=2.5, pitch_hz=180.0, level_db=-24.0)
    turn = Turn(turn_id="t", text="So I left.", start=10.0, end=12.0, prosody=sound)
    said = heard(turn, -0.2, 0.3)
    assert (said.start, said.end, said.rate, said.pitch, said.level) == (10.0, 12.0, 2.5, 180.0, -24.0)
    typed = heard(replace(turn, channel="typed", prosody=Prosody()))
    assert (typed.start, typed.rate, typed.valence) == (None, None, None)
    act = Act(act_id="a", turn_id="t", kind="reflect", text="You left, just like that.", volume=0.5, rate=0.9)
    assert spoken(act, 20.0, 22.0).rate == pytest.approx(2.5)
    assert spoken(act).rate == pytest.approx(0.9 * 2.45)
    assert spoken(act).level == pytest.approx(-6.0, abs=0.05)


@pytest.mark.parametrize("text", ["", "   ", "…", "mm", "ok " * 2000, "日本語", "a'b'c", "\x00"])
def test_turns_without_meaning_are_passed_over(text: str) -> None:
    found, moments = observed([Said("participant", text), Said("companion", text)] * 4)
    assert found.turns == 8
    assert all(moment.coordination is None for moment in moments)


def test_each_turn_tells_what_it_adds() -> None:
    _, moments = observed(talk())
    assert sum(moment.coordination is not None for moment in moments) > 30
    reused = [moment.reuse for moment in moments[1::2] if moment.reuse is not None]
    assert sum(reused) / len(reused) > 0.5


def test_the_least_cost_of_moving_words_is_what_the_library_says() -> None:
    turns = [found for said in talk() if (found := bag(said.text)) is not None]
    for one, other in pairwise(turns):
        cost = np.sqrt(np.maximum(0.0, 2.0 - 2.0 * one.vectors @ other.vectors.T))
        assert distance(one, other) == pytest.approx(ot.emd2(one.shares, other.shares, cost), abs=1e-12)
    assert distance(turns[0], turns[0]) == pytest.approx(0.0, abs=1e-6)
