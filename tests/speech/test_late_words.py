"""Words that come late, or never: what is waited for, and what stands in their place."""

from speech.heard import Heard
from speech.turn_events import Empty, Released, Transcribe, WentOn
from speech.turn_taking import Timing, TurnTaking
from tests.speech.test_turn_taking import machine, of, run


def test_words_that_come_late_are_waited_for_where_nothing_stands_for_them() -> None:
    taking = machine()
    run(taking, 1.0, 0.9)
    (asked, *more) = run(taking, Timing().lost + 1.0, 0.0)
    assert more == []
    (released,) = of(taking.transcribed(asked, Heard(text="late")), Released)
    assert released.whole
    assert [heard.text for _, heard in released.parts] == ["late"]
    run(taking, 5.0, 0.0)
    run(taking, 1.0, 0.9)
    assert [type(event) for event in run(taking, Timing().late_at_all + 0.2, 0.0)] == [Transcribe, Empty]


def test_what_was_lost_once_is_not_waited_for_again_when_its_turn_is_opened_again() -> None:
    taking = TurnTaking(Timing(joined=1.0), make_id=lambda: "t0")
    run(taking, 1.2, 0.9)
    taking.glimpsed("the beginning")
    run(taking, 0.3, 0.0)
    run(taking, 1.2, 0.9)
    (middle,) = of(run(taking, 0.3, 0.0), Transcribe)
    taking.transcribed(middle, Heard(text="the middle"))
    (lost,) = of(run(taking, Timing().lost, 0.0), Released)
    assert not lost.whole
    assert run(taking, 1.0, 0.9) == [WentOn("t0", 2, reopened=True)]
    (end,) = of(run(taking, 0.3, 0.0), Transcribe)
    taking.transcribed(end, Heard(text="the end"))
    (released,) = of(run(taking, 2.0, 0.0), Released)
    assert [heard.text for _, heard in released.parts] == ["the beginning", "the middle", "the end"]
