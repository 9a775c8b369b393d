"""A robot's own recogniser as a listener: when a turn is over, goes on, or takes the companion's word."""

from itertools import pairwise

import pytest
from hypothesis import given
from hypothesis import strategies as st

from alongside.messages import (
    Act,
    Interruption,
    Message,
    PartialSpeech,
    ProvisionalTurn,
    SpeechActivity,
    Spoken,
    Turn,
)
from speech.theirs import REOPEN_S, SETTLES_S, STUCK_S, UNSETTLED_S, UNTOLD, TheirTurns

ACT = Act(act_id="a1", turn_id="?", kind="reflect", text="That sounds like a long and lonely week.")


class Talk:
    """A conversation in its own time, told as a robot's recogniser tells it."""

    def __init__(self) -> None:
        self.said: list[Message] = []
        self.turns = TheirTurns(self.said.append)
        self.now = 1000.0

    def wait(self, seconds: float) -> None:
        for _ in range(round(seconds * 10)):
            self.now += 0.1
            self.turns.tick(self.now)

    def hear(self, *words: str, final: str = "", voice: str = "v1") -> None:
        for text in words:
            self.wait(0.2)
            self.turns.words(voice, text, self.now)
        if final:
            self.wait(SETTLES_S)
            self.turns.settled(voice, final, 0.9, "en_GB", self.now)

    def of(self, kind: type[Message]) -> list[Message]:
        return [message for message in self.said if type(message) is kind]


@pytest.fixture
def talk() -> Talk:
    return Talk()


def test_words_come_as_they_are_said_and_the_turn_when_patience_is_over(talk: Talk) -> None:
    talk.turns.patience = 2.0
    talk.hear("I", "I had", "I had a row", final="I had a row")
    assert [(each.text, each.stable) for each in talk.of(PartialSpeech)] == [
        ("I", 0),
        ("I had", 0),
        ("I had a row", 0),
        ("I had a row", 11),
    ]
    assert [each.text for each in talk.of(ProvisionalTurn)] == ["I had a row"]
    talk.wait(2.0 - SETTLES_S - 0.2)
    assert not talk.of(Turn)
    talk.wait(0.4)
    [turn] = talk.of(Turn)
    assert (turn.text, turn.revision, turn.confidence, turn.locale) == ("I had a row", 0, 0.9, "en")
    assert turn.start < turn.end < talk.now
    talk.wait(10)
    assert len(talk.of(Turn)) == 1


def test_who_goes_on_in_a_pause_is_heard_out(talk: Talk) -> None:
    talk.turns.patience = 2.0
    talk.hear("I had a row", final="I had a row")
    talk.wait(1.0)
    talk.hear("with", final="with my sister")
    talk.wait(3.0)
    [turn] = talk.of(Turn)
    assert (turn.text, turn.revision) == ("I had a row with my sister", 1)
    assert [each.text for each in talk.of(ProvisionalTurn)] == ["I had a row", "", turn.text]


def test_a_turn_is_opened_again_until_an_answer_sounds(talk: Talk) -> None:
    talk.hear("I am tired", final="I am tired")
    talk.wait(1.0)
    [first] = talk.of(Turn)
    talk.turns.act(Act(act_id="a1", turn_id=first.turn_id, kind="reflect", text="You are tired."))
    talk.hear("of", final="of all this")
    talk.wait(1.0)
    again = talk.of(Turn)[-1]
    assert (again.turn_id, again.revision, again.text) == (first.turn_id, 1, "I am tired of all this")
    assert [(each.act_id, each.cause) for each in talk.of(Interruption)] == [("a1", "superseded")]
    talk.turns.act(Act(act_id="a2", turn_id=again.turn_id, revision=1, kind="reflect", text="You are."))
    talk.turns.spoken(Spoken(act_id="a2", status="started"))
    talk.turns.spoken(Spoken(act_id="a2", status="finished"))
    talk.hear("yes", final="yes I am")
    talk.wait(1.0)
    assert talk.of(Turn)[-1].turn_id != first.turn_id
    assert len(talk.of(Interruption)) == 1


def test_a_later_word_begins_a_turn_of_its_own(talk: Talk) -> None:
    talk.hear("yes", final="yes")
    talk.wait(REOPEN_S + SETTLES_S + 1.0)
    talk.hear("no", final="no")
    talk.wait(1.0)
    assert len({turn.turn_id for turn in talk.of(Turn)}) == 2


def test_the_companion_is_interrupted_by_words_and_not_by_signals_or_its_echo(talk: Talk) -> None:
    talk.turns.act(ACT)
    talk.turns.spoken(Spoken(act_id="a1", status="started"))
    talk.hear("mm-hm", final="mm-hm")
    talk.hear("sounds like a long", final="that sounds like a long and lonely week")
    assert not talk.said
    talk.hear("wait I did not say that")
    assert [(each.act_id, each.cause) for each in talk.of(Interruption)] == [("a1", "barge_in")]
    assert [each.text for each in talk.of(PartialSpeech)] == ["wait I did not say that"]


def test_a_text_that_is_never_settled_counts_as_it_is(talk: Talk) -> None:
    talk.hear("I do not know")
    talk.wait(UNSETTLED_S + 1.0)
    [turn] = talk.of(Turn)
    assert (turn.text, turn.confidence) == ("I do not know", UNTOLD)


def test_a_voice_that_still_speaks_holds_the_turn_open_but_not_for_good(talk: Talk) -> None:
    talk.turns.speaking("v1", True, talk.now)
    talk.turns.speaking("v1", True, talk.now)
    talk.hear("so", final="so")
    talk.wait(2.0)
    assert not talk.of(Turn)
    talk.turns.speaking("v1", False, talk.now)
    talk.wait(1.0)
    assert len(talk.of(Turn)) == 1
    told = [each.speaking for each in talk.of(SpeechActivity)]
    assert [told[0], told[-1], sum(a != b for a, b in pairwise(told))] == [True, False, 1]
    talk.wait(5.0)
    talk.turns.speaking("v1", True, talk.now)
    talk.hear("and", final="and so on")
    talk.wait(STUCK_S + 0.5)
    assert len(talk.of(Turn)) == 2


def test_one_voice_has_the_turn_at_a_time(talk: Talk) -> None:
    talk.hear("I was", final="I was saying")
    talk.hear("excuse me", final="excuse me", voice="v2")
    talk.wait(1.0)
    assert [turn.text for turn in talk.of(Turn)] == ["I was saying"]


def test_what_was_begun_is_forgotten_when_the_microphone_goes_off(talk: Talk) -> None:
    talk.hear("I was", final="I was saying")
    talk.turns.drop()
    talk.wait(5.0)
    assert not talk.of(Turn)
    assert talk.of(ProvisionalTurn)[-1].text == ""


steps = st.one_of(
    st.tuples(st.just("words"), st.text(max_size=12)),
    st.tuples(st.just("settled"), st.text(max_size=12)),
    st.tuples(st.just("speaking"), st.booleans()),
    st.tuples(st.just("wait"), st.floats(0, 6)),
    st.tuples(st.just("started"), st.just("")),
    st.tuples(st.just("finished"), st.just("")),
)


@given(st.lists(steps, max_size=30))
def test_whatever_comes_no_turn_is_said_twice_or_empty(
    story: list[tuple[str, object]],
) -> None:
    talk = Talk()
    talk.turns.act(ACT)
    for kind, value in story:
        if kind == "words":
            talk.turns.words("v", str(value), talk.now)
        elif kind == "settled":
            talk.turns.settled("v", str(value), 0.5, "", talk.now)
        elif kind == "speaking":
            talk.turns.speaking("v", bool(value), talk.now)
        elif kind == "wait":
            talk.wait(float(str(value)))
        else:
            talk.turns.spoken(Spoken(act_id="a1", status=kind))  # type: ignore[arg-type]
    turns = talk.of(Turn)
    assert len({(turn.turn_id, turn.revision) for turn in turns}) == len(turns)
    assert all(turn.text.strip() and turn.start <= turn.end for turn in turns)
