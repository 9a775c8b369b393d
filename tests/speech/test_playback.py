"""What was heard is what was played: to the word, whatever interrupts it."""

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from alongside.messages import VoiceClip
from alongside.records import Word
from speech.audio import to_bytes, to_float
from speech.playback import FADE, MOST_HELD, Playback

RATE = 16000


def clip(
    act_id: str = "a1", index: int = 0, last: bool = True, text: str = "one two", pause: float = 0.0
) -> VoiceClip:
    """One second of a constant, with words of equal length."""
    words = text.split()
    each = 1.0 / max(1, len(words))
    return VoiceClip(
        act_id=act_id,
        index=index,
        last=last,
        text=text,
        samples=to_bytes(np.full(RATE, 0.5)),
        rate=RATE,
        pause_before=pause,
        words=tuple(Word(text=w, start=n * each, end=(n + 1) * each) for n, w in enumerate(words)),
    )


def player(latency: float = 0.0) -> tuple[Playback, list[tuple[str, str, str]]]:
    told: list[tuple[str, str, str]] = []
    return Playback(lambda act, status, heard: told.append((act, status, heard)), latency), told


def read(playback: Playback, seconds: float, block: int = 320) -> np.ndarray:
    return np.concatenate([to_float(playback.read(block)) for _ in range(round(seconds * RATE / block))])


def test_an_act_is_started_and_finished_once_with_all_its_words() -> None:
    playback, told = player()
    playback.add(clip(last=False, text="I hear you,", pause=0.5))
    read(playback, 0.4)
    assert told == []
    read(playback, 0.2)
    assert told == [("a1", "started", "")]
    read(playback, 5.0)  # the second clause is late
    playback.add(clip(index=1, text="all of it."))
    sound = read(playback, 2.0)
    assert told == [("a1", "started", ""), ("a1", "finished", "I hear you, all of it.")]
    assert np.count_nonzero(sound) == RATE


@pytest.mark.parametrize("latency", [0.0, 0.1])
def test_an_interrupted_act_is_silent_within_the_fade_and_says_what_was_heard(latency: float) -> None:
    playback, told = player(latency)
    playback.add(clip(last=False, text="one two three four"))
    playback.add(clip(index=1, text="five"))
    read(playback, 0.7)
    playback.interrupt("a1")
    after = read(playback, 0.5)
    assert np.flatnonzero(after).max(initial=0) <= FADE * RATE
    assert np.abs(np.diff(after)).max() < 0.1, "a click"
    heard = "one two three" if latency == 0 else "one two"
    assert told == [("a1", "started", ""), ("a1", "interrupted", heard)]


def test_clips_that_come_after_an_interruption_are_not_played() -> None:
    playback, told = player()
    playback.interrupt("a1")
    playback.add(clip("a1"))
    assert not read(playback, 0.5).any()
    playback.add(clip("a2"))
    read(playback, 0.2)
    playback.interrupt()
    playback.add(clip("a2", index=1))
    read(playback, 0.1)
    assert not read(playback, 0.5).any()
    assert [status for _, status, _ in told] == ["started", "interrupted"]


def test_an_interruption_of_another_act_changes_nothing() -> None:
    playback, told = player()
    playback.add(clip("a1"))
    read(playback, 0.2)
    playback.interrupt("a0")
    read(playback, 1.0)
    assert told[-1] == ("a1", "finished", "one two")


def test_a_newer_act_takes_the_place_of_the_older() -> None:
    playback, told = player()
    playback.add(clip("a1", last=False))
    read(playback, 0.6)
    playback.add(clip("a2", text="three"))
    read(playback, 1.5)
    assert told == [
        ("a1", "started", ""),
        ("a1", "interrupted", "one"),
        ("a2", "started", ""),
        ("a2", "finished", "three"),
    ]


def test_a_held_act_pauses_and_goes_on_where_it_was() -> None:
    playback, told = player()
    playback.add(clip(text="one two"))
    read(playback, 0.4)
    playback.hold("a0")
    assert read(playback, 0.1).all()
    playback.hold("a1")
    paused = read(playback, 1.0)
    assert np.flatnonzero(paused).max() <= FADE * RATE
    playback.hold("")
    assert np.count_nonzero(read(playback, 1.0)) == pytest.approx(RATE / 2, abs=1)
    assert told == [("a1", "started", ""), ("a1", "finished", "one two")]


def test_an_act_that_is_held_before_it_begins_waits_and_then_begins() -> None:
    playback, told = player()
    playback.hold("a1")
    playback.add(clip())
    assert not read(playback, 1.0).any()
    assert told == []
    playback.hold("")
    assert np.count_nonzero(read(playback, 1.5)) == RATE
    assert told == [("a1", "started", ""), ("a1", "finished", "one two")]
    playback.hold("a3")
    playback.hold("")
    playback.add(clip("a3"))
    assert read(playback, 0.1).any()


def test_a_pause_that_nobody_ends_is_ended_and_an_interruption_in_it_is_silent() -> None:
    playback, told = player()
    playback.add(clip())
    read(playback, 0.3)
    playback.hold("a1")
    read(playback, MOST_HELD + 0.02)
    assert read(playback, 0.1).all()
    playback.hold("a1")
    read(playback, 0.1)
    playback.interrupt("a1")
    assert not read(playback, 1.0).any()
    playback.add(clip("a2"))
    assert read(playback, 0.5).all()
    assert [status for _, status, _ in told] == ["started", "interrupted", "started"]


def test_an_empty_last_clip_ends_the_act() -> None:
    playback, told = player()
    playback.add(clip(last=False, text="one two"))
    playback.add(VoiceClip(act_id="a1", index=1, last=True, text="", samples=b"", rate=RATE))
    read(playback, 1.2)
    assert told[-1] == ("a1", "finished", "one two")


steps = st.lists(
    st.tuples(
        st.sampled_from(["add", "last", "read", "cut", "hold"]),
        st.sampled_from(["a", "b", "c"]),
        st.integers(1, 4000),
    ),
    max_size=40,
)


@given(steps)
def test_whatever_happens_each_act_that_starts_ends_once(given_steps: list[tuple[str, str, int]]) -> None:
    playback, told = player()
    for what, act_id, count in given_steps:
        if what in ("add", "last"):
            playback.add(clip(act_id, last=what == "last"))
        elif what == "cut":
            playback.interrupt(act_id)
        elif what == "hold":
            playback.hold(act_id if count % 2 else "")
        else:
            assert len(playback.read(count)) == 2 * count
    playback.interrupt()
    open_act = ""
    for act_id, status, _ in told:
        if status == "started":
            assert open_act == ""
            open_act = act_id
        else:
            assert open_act == act_id
            open_act = ""
    assert open_act == ""


def spoken_clip(act_id: str, index: int, last: bool, lengths: list[float], pause: float) -> VoiceClip:
    """A clause of words of these lengths in seconds, each named by its place."""
    ends = np.cumsum(lengths)
    names = [f"w{index}.{number}" for number in range(len(lengths))]
    words = tuple(
        Word(text=name, start=float(end - length), end=float(end))
        for name, end, length in zip(names, ends, lengths, strict=True)
    )
    samples = to_bytes(np.full(round(float(ends[-1]) * RATE), 0.5))
    return VoiceClip(
        act_id=act_id, index=index, last=last, text=" ".join(names), samples=samples, rate=RATE,
        pause_before=pause, words=words,
    )  # fmt: skip


lengths = st.lists(st.floats(0.12, 0.7), min_size=1, max_size=8)
pauses = st.floats(0.0, 0.8)


@given(
    st.lists(st.tuples(lengths, pauses), min_size=1, max_size=4),
    st.sampled_from([0.0, 0.02, 0.2]),
    st.floats(0.05, 6.0),
    st.lists(st.tuples(st.floats(0.0, 4.0), st.floats(0.1, 2.0)), max_size=2),
)
def test_what_was_heard_is_right_to_the_word_wherever_it_is_cut(
    clauses: list[tuple[list[float], float]],
    latency: float,
    cut_at: float,
    holds: list[tuple[float, float]],
) -> None:
    """The truth is kept beside it: which sample left the device when, latency later."""
    playback, told = player(latency)
    truth: list[tuple[float, str]] = []  # when the middle of each word is audible, without holds
    at = 0.0
    for index, (words, pause) in enumerate(clauses):
        made = spoken_clip("a1", index, index == len(clauses) - 1, words, pause)
        playback.add(made)
        at += pause
        truth += [(at + (word.start + word.end) / 2, word.text) for word in made.words]
        at += len(made.samples) / 2 / RATE
    block, clock, sound = 160, 0.0, 0.0  # sound: seconds of the act that were taken
    held_until, left = 0.0, sorted(holds)
    taken: list[tuple[float, float]] = []  # clock, sound
    while clock < cut_at and sound < at:
        if left and clock >= left[0][0]:
            held_until = max(held_until, clock + left.pop(0)[1])
            playback.hold("a1")
        if held_until and clock >= held_until:
            held_until = 0.0
            playback.hold("")
        playback.read(block)
        sound += 0.0 if held_until else block / RATE
        clock += block / RATE
        taken.append((clock, sound))
    playback.interrupt("a1")
    audible = max((s for c, s in taken if c <= clock - latency), default=0.0)
    expected = [name for moment, name in truth if moment <= audible]
    ended = [(status, heard.split()) for _, status, heard in told if status != "started"]
    if sound >= at:  # all of it is on its way out
        read(playback, latency + 0.1)
        ended = [(status, heard.split()) for _, status, heard in told if status != "started"]
        assert ended == [("finished", [name for _, name in truth])]
    elif ended:
        ((status, heard),) = ended
        assert status == "interrupted"
        assert heard == [name for _, name in truth][: len(heard)]
        assert abs(len(heard) - len(expected)) <= 1
    else:
        assert not expected


def test_nothing_is_told_before_it_is_audible() -> None:
    playback, told = player(0.2)
    playback.add(clip())
    read(playback, 0.18)
    assert told == []
    read(playback, 0.06)
    assert told == [("a1", "started", "")]
    read(playback, 0.9)
    assert told == [("a1", "started", "")]
    read(playback, 0.1)
    assert told[-1] == ("a1", "finished", "one two")


def test_an_act_that_is_on_its_way_out_is_heard_to_its_end_though_the_next_begins() -> None:
    playback, told = player(0.2)
    playback.add(clip())
    read(playback, 1.1)
    playback.add(clip("a2", text="three"))
    read(playback, 1.3)
    assert [(act, status) for act, status, _ in told] == [
        ("a1", "started"),
        ("a1", "finished"),
        ("a2", "started"),
        ("a2", "finished"),
    ]
