"""Words, feeling and voice are aligned apart, each by its own actuator, and each can be switched off."""

from __future__ import annotations

from agent.alignment import Alignment
from agent.alignment.emotional import feeling
from agent.alignment.lexical import content_words, shared
from agent.alignment.prosodic import Voice, voice
from agent.companion import Companion
from agent.patience import patience
from agent.state import Baseline, CompanionState, Pace
from alongside.messages import Act, Turn
from alongside.records import Prosody

SLOW = Prosody(words_per_second=1.3, pause_share=0.5, level_db=-38)
OWN = Voice(0.97, 1.0, 0.6)


def answered(text: str, prosody: Prosody, alignment: Alignment, times: int = 1) -> tuple[CompanionState, Act]:
    mind = Companion(alignment=alignment)
    state = mind.begin()
    for number in range(times):
        state, act = mind.step(state, Turn(turn_id=f"t{number}", text=text, prosody=prosody))
    return state, act


def test_words_of_theirs_are_counted_by_stem() -> None:
    theirs = content_words("I was walking along the canal with the dog")
    assert shared("You walked by the canal.", theirs) == 1.0
    assert shared("An outing near water.", theirs) == 0.0


def test_the_voice_goes_part_of_the_way_and_never_up_in_force() -> None:
    usual = Baseline(count=6, words_per_second=2.4, level_db=-28.0)
    slower = voice(OWN, SLOW, usual)
    assert 0.82 <= slower.rate < OWN.rate
    assert slower.volume < OWN.volume
    assert slower.pause > OWN.pause
    shouting = voice(OWN, Prosody(words_per_second=6.0, level_db=-8), usual)
    assert shouting.rate <= 1.06
    assert shouting.volume == OWN.volume
    assert voice(OWN, Prosody(), Baseline()) == OWN


def test_the_face_goes_with_theirs_smaller_later_and_never_above() -> None:
    dark = Pace(valence=-0.8, arousal=0.6, hold_left=2)
    first = feeling("reflect", dark, heavy=True, light=False, before=(0.1, 0.0))
    second = feeling("reflect", dark, heavy=True, light=False, before=(first.valence, first.arousal))
    assert 0.1 > first.valence > second.valence > dark.valence
    assert first.arousal <= second.arousal <= dark.arousal
    calm = feeling("affirm", Pace(valence=0.4, arousal=-0.3), heavy=False, light=True, before=(0.3, 0.4))
    assert calm.arousal <= -0.3


def test_each_alignment_is_switched_off_by_itself() -> None:
    text = "My mum died in March and the house is so quiet."
    _, on = answered(text, SLOW, Alignment())
    _, still = answered(text, SLOW, Alignment(feeling=False))
    assert (still.valence, still.arousal, still.expression) == (0.1, 0.0, "neutral")
    assert (still.rate, still.volume, still.text) == (on.rate, on.volume, on.text)
    _, flat = answered(text, SLOW, Alignment(voice=False))
    assert (flat.rate, flat.volume) == (0.97, 1.0)
    assert (flat.valence, flat.text) == (on.valence, on.text)


def test_the_usual_is_learned_from_the_person() -> None:
    state, _ = answered(
        "We had soup and then a walk.", Prosody(words_per_second=1.6, level_db=-33), Alignment(), 8
    )
    assert 1.4 < state.baseline.words_per_second < 1.8
    assert -35 < state.baseline.level_db < -31
    quick = Companion().step(
        state, Turn(turn_id="q", text="So what should I do now?", prosody=Prosody(words_per_second=3.5))
    )[0]
    assert "times as fast" in quick.pace.gate_reason


def test_patience_depends_on_the_question_the_moment_and_the_person() -> None:
    mind = Companion()
    state, _ = mind.step(mind.begin(), Turn(turn_id="a", text="We had soup."))
    _, appraisal = state, mind.think(state, Turn(turn_id="b", text="It was grey.")).now.appraisal
    usual, quick = Baseline(), Prosody()

    def wait(
        kind: str, focus: str = "", text: str = "", heard: Prosody = quick, own: Baseline = usual
    ) -> float:
        return patience(kind, focus, text, Pace(), appraisal, heard, own)[0]  # type: ignore[arg-type]

    assert wait("ask_permission", text="Shall we?") < wait("reflect") < wait("ask", text="How?")
    assert wait("ask", "emotions", "How is it?") > wait("ask", "experiences", "How was it?")
    assert wait("reflect", heard=SLOW, own=Baseline(count=6, words_per_second=2.5)) > wait("reflect")
    assert wait("reflect", own=Baseline(count=6, pause_share=0.4)) > wait("reflect")
