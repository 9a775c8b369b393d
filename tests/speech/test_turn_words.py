"""Talk at message level, to the word: nothing is heard twice, whatever is opened again or fails."""

from __future__ import annotations

from collections.abc import Callable

import numpy as np
from hypothesis import HealthCheck, settings
from hypothesis import strategies as st
from hypothesis.stateful import precondition, rule

from alongside.messages import Control
from speech.audio import FRAME, Samples
from tests.speech.test_turn_messages import QUIET, Conversation, Ears, Reader


class Exact(Reader):
    """A recogniser that makes a word of each frame: its number."""

    def words_in(self, samples: Samples) -> str:
        loudest = 32768 * np.abs(samples.reshape(-1, FRAME)).max(axis=1)
        return " ".join(f"{round(float(level)) - QUIET}" for level in loudest if level >= QUIET)


class ExactEars(Ears):
    reader_type = Exact


class ConversationToTheWord(Conversation):
    """The same, where each frame is a word: nothing is heard twice, whatever is opened again or fails."""

    ears_type = ExactEars
    allows_trouble = True

    @rule(number=st.integers(0, 9))
    @precondition(lambda self: self.ears.reader.waiting)
    def fail_to_recognise(self, number: int) -> None:
        waiting = self.ears.reader.waiting
        answer = waiting.pop(number % len(waiting))
        self.settle(lambda: answer.set_exception(RuntimeError("no words")))

    def settle(self, do: Callable[[], object] = lambda: None) -> None:
        super().settle(do)
        for text in self.log.texts:
            frames = [int(word) for word in text.split()]
            assert frames == sorted(set(frames)), "words that come twice"
        self.log.texts.clear()


TestConversationToTheWord = ConversationToTheWord.TestCase
TestConversationToTheWord.settings = settings(
    max_examples=40, stateful_step_count=20, deadline=None, suppress_health_check=[HealthCheck.too_slow]
)


def test_where_the_recogniser_fails_what_was_read_in_passing_stands_and_nothing_twice() -> None:
    talk = ConversationToTheWord()
    talk.begin(patience=0.4)
    try:
        talk.settle(lambda: talk.log.say(Control(name="talk", value="down")))
        for frames in (400, 40):  # the first is too long to be joined with what comes after it
            talk.pass_(frames, loud=True)
            talk.pass_(20, loud=False)
            while talk.ears.reader.waiting:
                talk.fail_to_recognise(0)
        talk.settle(lambda: talk.log.say(Control(name="talk", value="up")))
        (turn,) = talk.answerer.turns
        frames_heard = [int(word) for word in turn.text.split()]
        assert frames_heard == sorted(set(frames_heard))
        assert len(frames_heard) > 400
        assert turn.confidence < 0.2
    finally:
        talk.teardown()
