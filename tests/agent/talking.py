"""A companion to talk to, three stories to tell it, and what holds of every act; for tests."""

from __future__ import annotations

from agent.appraisal.behaviour import gives_input, questions_in
from agent.companion import Companion
from agent.state import CompanionState
from alongside.messages import Act, Turn
from alongside.records import Contact

COMPANION = Companion(contacts=(Contact(name="Night line", reach="0800 555", hours="all day"),))
DRINKER = (
    "I know I ought to stop. My daughter waits up and I feel awful.",
    "But it's my quiet hour, you see? My only one.",
    "Exactly. And so. I don't know.",
    "Peace. Just nobody needing me.",
    "I could do it sober... I mean, supposedly.",
    "I tried the meetings once. Lasted a month.",
    "Yeah.",
    "I was proud of that month though.",
    "Maybe one day.",
)
LEARNER = (
    "I failed my driving test again. Fourth time. My mum doesn't know yet.",
    "I can't even look at the car any more. And then... I'm so stupid.",
    "(laughs) Yeah. It's not even the test. It's my mum's silence.",
    "She cleaned offices for two years so I could learn.",
    "(cries)",
    "I really want to tell her. I don't know how to begin.",
    "Maybe just, Mum, it went wrong and I'm afraid to tell you.",
)
LONELY = (
    "I moved here in September and I don't know anyone.",
    "Everyone has their groups already. I eat lunch in the library.",
    "I went to a society thing once but nobody talked to me so I left.",
    "I used to have loads of friends at home.",
    "I could go to the climbing thing on Thursday I suppose.",
)
STORIES = (DRINKER, LEARNER, LONELY)


def talk(*texts: str, seed: int = 0, state: CompanionState | None = None) -> tuple[CompanionState, list[Act]]:
    state = state or COMPANION.begin(seed)
    acts = []
    for text in texts:
        state, act = COMPANION.step(state, Turn(turn_id=f"t{state.turn + 1}", text=text, stamp=0.0))
        acts.append(act)
    return state, acts


def check(act: Act, state: CompanionState) -> None:
    """What holds for every act, whatever was said."""
    assert questions_in(act.text) <= 1
    assert "!" not in act.text
    assert len(act.text.split()) <= 90
    assert act.reasons
    if not state.pace.gate_open:
        assert act.kind not in ("inform", "plan")
        if act.kind not in (
            "correct_premise",
            "safety",
            "worksheet_step",
            "repair",
            "goodbye",
            "ask_permission",
        ):
            assert not gives_input(act.text)
    if act.kind == "silence":
        assert act.text == ""
