"""Whose perception counts, as it is set and as the other comes, hangs and goes."""

from alongside.whose import QUIET_S, Whose


def test_ours_and_theirs_are_what_they_say() -> None:
    assert not Whose("ours").look(0.0, there=True)
    assert Whose("theirs").look(0.0, there=False)


def test_auto_takes_theirs_while_it_is_there_and_alive() -> None:
    whose = Whose("auto")
    assert not whose.look(0.0, there=False)
    assert whose.look(1.0, there=True)
    assert whose.look(1.0 + 10 * QUIET_S, there=True), "nobody is there: nothing is to be told"
    whose.heard(100.0)
    assert whose.look(100.0 + QUIET_S, there=True, expected=True)
    assert not whose.look(100.1 + QUIET_S, there=True, expected=True), "somebody is there and nothing told"
    whose.heard(120.0)
    assert whose.look(120.5, there=True, expected=True)
    assert not whose.look(121.0, there=False)
    assert whose.look(200.0, there=True, expected=True), "who has just come is given time"
