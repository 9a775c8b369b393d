"""The solution gate, whatever is said: never open too early, and always with a reason."""

from __future__ import annotations

from hypothesis import given, settings
from hypothesis import strategies as st

from agent.companion import Companion
from agent.pace import AROUSED, FASTER, LOUDER, SETTLED
from agent.state import CompanionState
from alongside.messages import Act, Turn
from alongside.records import Prosody

COMPANION = Companion()
SAID = (
    "I painted the fence on Sunday.",
    "My brother died in spring and I can't bear the house.",
    "I feel so ashamed that I can't look at anyone.",
    "What should I do about the smoking?",
    "Can you help me make a plan?",
    "I know I should stop smoking, but it's my only break.",
    "I'm not giving up the cigarettes, so leave it.",
    "I've decided to stop smoking on Monday, I've bought patches.",
    "I stopped smoking three weeks ago.",
    "I'm FURIOUS, they lied to me again!!!",
    "You're not listening to me.",
    "Yes.",
    "No.",
    "I don't know.",
    "(crying)",
    "",
    "It was a quiet day and we had soup.",
    "I want to die.",
    "Thanks, that helps.",
    "I just want to talk, no advice please.",
)
PROSODY = st.builds(
    Prosody,
    words_per_second=st.sampled_from([0.0, 1.2, 2.4, 2.5, 4.8]),
    pause_share=st.sampled_from([0.0, 0.1, 0.3, 0.6]),
    level_db=st.sampled_from([0.0, -30.0, -28.0, -18.0]),
)
TURNS = st.lists(st.tuples(st.sampled_from(SAID), PROSODY), min_size=1, max_size=12)


def walk(
    turns: list[tuple[str, Prosody]], seed: int
) -> list[tuple[CompanionState, CompanionState, Act, Prosody]]:
    """(state before, state after, act, prosody) of each turn."""
    state = COMPANION.begin(seed)
    steps = []
    for number, (text, prosody) in enumerate(turns):
        after, act = COMPANION.step(state, Turn(turn_id=f"t{number}", text=text, prosody=prosody))
        steps.append((state, after, act, prosody))
        state = after
    return steps


@settings(max_examples=60, deadline=None)
@given(TURNS, st.integers(0, 3))
def test_the_gate_is_never_open_too_early_and_always_says_why(
    turns: list[tuple[str, Prosody]], seed: int
) -> None:
    for before, after, act, prosody in walk(turns, seed):
        pace, usual = after.pace, before.baseline
        assert pace.gate_reason
        assert 0.5 <= pace.patience <= 3.0
        assert pace.patience_reason
        if not pace.gate_open:
            assert act.kind not in ("inform", "plan")
            continue
        assert not pace.fresh
        assert pace.hold_left == 0
        assert after.safety.level == "none"
        assert pace.discord < 0.5
        assert pace.arousal - usual.arousal <= max(AROUSED, usual.spread)
        assert pace.leave_until >= after.turn
        goal = after.goal(pace.goal)
        assert goal is None or goal.ready or pace.asked_until >= after.turn
        if usual.count >= SETTLED:
            assert prosody.words_per_second <= FASTER * (usual.words_per_second or 99)
            assert not 0 > prosody.level_db > (usual.level_db or 0.0) + LOUDER


@settings(max_examples=60, deadline=None)
@given(TURNS, st.integers(0, 3))
def test_the_face_is_never_above_their_arousal_nor_the_voice_louder_than_its_own(
    turns: list[tuple[str, Prosody]], seed: int
) -> None:
    for _, after, act, _ in walk(turns, seed):
        assert act.arousal <= after.pace.arousal + 0.001
        assert 0.75 <= act.volume <= 1.0
        assert 0.82 <= act.rate <= 1.06
        assert 0.0 <= act.pause_before <= 5.0
