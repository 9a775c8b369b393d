"""Step 3: stage, ambivalence, discord, patience, and the solution gate with its reasons."""

from __future__ import annotations

from dataclasses import replace

import pytest

from agent.companion import Companion
from agent.pace import stirred
from agent.state import Baseline, CompanionState
from alongside.messages import Turn
from alongside.records import OwnVoice, Prosody

COMPANION = Companion()


def told(*texts: str, state: CompanionState | None = None) -> CompanionState:
    state = state or COMPANION.begin()
    for text in texts:
        state, _ = COMPANION.step(state, Turn(turn_id=f"t{state.turn + 1}", text=text))
    return state


@pytest.mark.parametrize(
    ("texts", "stage"),
    [
        (
            (
                "I smoke and I don't see the problem.",
                "I'm fine the way I am, my wife keeps nagging me about smoking.",
            ),
            "precontemplation",
        ),
        (
            (
                "Part of me wants to stop smoking but I like it.",
                "I've been thinking about quitting smoking, one day.",
            ),
            "contemplation",
        ),
        (
            (
                "I've bought the patches and set a date to stop smoking.",
                "I'm going to stop smoking on Monday.",
            ),
            "preparation",
        ),
        (("I stopped smoking three weeks ago.", "Three weeks without a cigarette so far."), "action"),
        (
            (
                "I haven't smoked for two years now.",
                "Not smoking is second nature these days, I just don't want to slip back.",
            ),
            "maintenance",
        ),
    ],
)
def test_stage_follows_the_evidence(texts: tuple[str, ...], stage: str) -> None:
    goal = told(*texts).goals[-1]
    assert goal.stage == stage
    assert sum(goal.belief) == pytest.approx(1, abs=0.01)


def test_a_plain_contradiction_overturns_a_settled_belief() -> None:
    state = told(
        "I stopped drinking eight months ago.",
        "Eight months sober now.",
        "It's part of my life now, staying sober.",
    )
    assert state.goals[0].stage in ("action", "maintenance")
    state = told(
        "I started drinking again. I relapsed, back to square one.",
        "I slipped again, had a drink last night.",
        state=state,
    )
    assert state.goals[0].stage in ("precontemplation", "contemplation", "preparation")


def test_old_evidence_fades() -> None:
    state = told("I'm going to stop smoking on Monday, I've decided.")
    sure = max(state.goals[0].belief)
    state = told(*("We watched a film about boats." for _ in range(25)), state=state)
    assert max(state.goals[0].belief) < sure - 0.1


def test_ambivalence_is_apart_from_stage() -> None:
    torn = told("I want to stop smoking but I like it.", "I should stop, but it helps me relax.").goals[0]
    firm = told("I want to stop smoking.", "I need to stop, for my kids.").goals[0]
    assert torn.ambivalence > 0.4 > firm.ambivalence


def test_after_a_negative_disclosure_the_gate_is_shut_for_two_answers() -> None:
    state = told("I failed again and I feel awful. What should I do?")
    assert not state.pace.gate_open
    assert "hard thing" in state.pace.gate_reason
    state = told("It was on Tuesday.", state=state)
    assert not state.pace.gate_open
    state = told("Anyway, it was a grey sort of day.", state=state)
    assert state.pace.gate_open
    assert state.pace.gate_reason == "they asked"


def test_arousal_above_their_own_usual_shuts_the_gate() -> None:
    state = told("What could I do about the garden?")
    assert state.pace.gate_open
    state = told("I'm FURIOUS with the council!!! What should I do?", state=state)
    assert "arousal" in state.pace.gate_reason or "hard thing" in state.pace.gate_reason


def test_too_early_a_stage_shuts_the_gate_unless_they_ask() -> None:
    state = told("I've been thinking about cutting down on drinking, maybe, one day.")
    assert "too early" in state.pace.gate_reason
    state = told("How do I cut down on drinking?", state=state)
    assert state.pace.gate_open


def test_without_leave_the_gate_is_shut() -> None:
    state = told("I painted the fence on Sunday.")
    assert state.pace.gate_reason == "no permission was given"
    assert state.pace.lacks_only_leave


def test_risk_shuts_the_gate() -> None:
    assert "safety" in told("I want to die. What should I do?").pace.gate_reason


def test_discord_rises_and_heals() -> None:
    state = told("You're not listening to me.")
    assert state.pace.discord > 0.5
    state = told("We had soup.", "Then a walk.", "It was nice out.", state=state)
    assert state.pace.discord < 0.2


def test_patience_is_longer_after_a_disclosure_and_for_slow_speech() -> None:
    calm = told("I painted the fence.").pace.patience
    held = told("My mum died and I can't stop crying.").pace.patience
    assert held > calm + 0.7
    state = told("I painted the fence.")
    _, slow = (
        state,
        COMPANION.step(
            state,
            Turn(
                turn_id="s", text="And then the gate.", prosody=Prosody(pause_share=0.5, words_per_second=1.0)
            ),
        ),
    )
    assert slow[0].pace.patience > calm


def test_a_voice_stands_above_its_own_usual_and_not_above_what_it_often_does() -> None:
    usual = Baseline(count=6, words_per_second=2.0, level_db=-30)
    fast = Prosody(words_per_second=3.2, level_db=-30)
    assert "times as fast" in stirred(fast, usual)
    lively = replace(fast, own=OwnVoice(turns=30, confidence=0.8, rate=1.2, usual_words_per_second=2.0))
    assert stirred(lively, usual) == ""
    steady = replace(fast, own=OwnVoice(turns=30, confidence=0.8, rate=3.5, usual_words_per_second=2.0))
    assert "times as fast" in stirred(steady, usual)
    loud = Prosody(words_per_second=2.0, level_db=-20, own=OwnVoice(confidence=0.8, level=4.0))
    assert "louder" in stirred(loud, usual)


def test_the_companion_takes_a_voices_usual_from_whoever_hears_it() -> None:
    own = OwnVoice(
        turns=9, confidence=0.6, usual_words_per_second=1.9, usual_level_db=-33, usual_pause_share=0.3
    )
    heard = Prosody(words_per_second=4.0, level_db=-20, pause_share=0.05, own=own)
    state, _ = COMPANION.step(
        told("I painted the fence."), Turn(turn_id="s", text="And the gate.", prosody=heard)
    )
    assert state.baseline.words_per_second == 1.9
    assert state.baseline.level_db == -33
    assert state.baseline.pause_share == 0.3


def test_phases() -> None:
    assert told("Hello").pace.phase == "arrive"
    assert told("My mum died last week.").pace.phase == "hold"
    assert told("I work in a bakery.", "We make bread.", "Mostly rye.").pace.phase == "explore"
    assert told("I have to go now.").pace.phase == "close"
