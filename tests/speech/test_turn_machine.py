"""Turn-taking under random speech and random news: whatever happens, in whatever order, its promises hold."""

from __future__ import annotations

import itertools

from hypothesis import settings
from hypothesis import strategies as st
from hypothesis.stateful import RuleBasedStateMachine, initialize, invariant, precondition, rule

from speech.audio import FRAME_SECONDS
from speech.heard import Heard
from speech.turn_events import Began, Empty, Event, Provisional, Released, Transcribe, WentOn
from speech.turn_taking import Timing, TurnTaking

SHORT = Timing(joined=1.5, longest=3.0, latest=4.0, lost=3.0, late_at_all=5.0, let_go=5.0)
"""Everything that takes long, sooner, so that a random talk comes to it."""


def span(asked: Transcribe) -> str:
    return f"{asked.start}-{asked.end}"


class Talk(RuleBasedStateMachine):
    """A person, a recogniser that may be late, double, out of order or lost, a key, and an answer."""

    @initialize(timing=st.sampled_from([Timing(), SHORT]), patience=st.floats(0.2, 3.0))
    def begin(self, timing: Timing, patience: float) -> None:
        numbers = itertools.count()
        self.taking = TurnTaking(timing, make_id=lambda: f"t{next(numbers)}")
        self.taking.patience = patience
        self.asked: list[Transcribe] = []  # waiting for an answer
        self.known: list[Transcribe] = []  # all that was ever asked
        self.newest: dict[tuple[str, int], str] = {}
        self.revision: dict[str, int] = {}
        self.open = ""
        self.over: set[str] = set()  # never to be heard of again
        self.released: dict[tuple[str, int], Released] = {}
        self.last = 0.0  # probability of the frame just heard
        self.silent = 0  # frames since anything like a voice
        self.unvoiced = 0  # frames since what is surely a voice
        self.hardly = ("", 0)  # the turn whose answer was heard last, and since when
        self.before = ""  # the turn before the open one, if its answer had hardly begun

    # ------------------------------------------------------------ what happens

    @rule(frames=st.integers(1, 60), probability=st.sampled_from([0.6, 0.95]))
    def speak(self, frames: int, probability: float) -> None:
        self.hear(frames, probability)

    @rule(frames=st.integers(1, 60), probability=st.sampled_from([0.0, 0.2, 0.4]))
    def pause(self, frames: int, probability: float) -> None:
        self.hear(frames, probability)

    @rule(number=st.integers(0, 99), complete=st.floats(0, 1), words=st.booleans())
    @precondition(lambda self: self.asked)
    def answer(self, number: int, complete: float, words: bool) -> None:
        asked = self.asked.pop(number % len(self.asked))
        self.taking.judge(asked, complete)
        self.note(self.taking.transcribed(asked, Heard(text=span(asked) if words else "")))

    @rule(number=st.integers(0, 99))
    @precondition(lambda self: self.known)
    def answer_what_was_answered_or_lost(self, number: int) -> None:
        asked = self.known[number % len(self.known)]
        if asked not in self.asked:
            wanted = self.taking.wants(asked)
            events = self.taking.transcribed(asked, Heard(text=span(asked)))
            assert wanted or events == []
            self.note(events)

    @rule(number=st.integers(0, 99))
    @precondition(lambda self: self.asked)
    def lose(self, number: int) -> None:
        self.asked.pop(number % len(self.asked))

    @rule(text=st.sampled_from(["", "glimpse"]))
    def glimpse(self, text: str) -> None:
        self.taking.glimpsed(text)

    @rule(down=st.booleans())
    def key(self, down: bool) -> None:
        if down:
            self.taking.held = True
        else:
            self.last = 0.0  # they are done, whatever still sounds
            self.note(self.taking.hurry())

    @rule(patience=st.floats(0.2, 3.0))
    def patience(self, patience: float) -> None:
        self.taking.patience = patience

    @rule()
    def something_sounds(self) -> None:
        self.taking.answered()
        self.over |= {turn_id for turn_id, _ in self.released} - {self.open}
        self.hardly = ("", 0)

    @rule()
    @precondition(lambda self: self.released)
    def an_answer_sounds(self) -> None:
        turn_id = next(reversed(self.released))[0]
        self.taking.answered(turn_id)
        if turn_id != self.open:
            self.over |= {name for name, _ in self.released} - {self.open, turn_id}
            self.hardly = (turn_id, self.taking.frames)

    @rule()
    def it_is_no_signal(self) -> None:
        """What is being said over an answer wants the turn."""
        new = self.open
        events = self.taking.go_on_after_all()
        if events:
            assert new, "nobody is speaking"
            assert self.before == self.hardly[0], "the answer to another turn"
            self.over.add(new)
            self.over.discard(self.before)
            self.open = ""
            self.asked = [asked for asked in self.asked if asked.turn_id != new]
            self.note_reopened(events)

    def note_reopened(self, events: list[Event]) -> None:
        went_on, *again = events
        assert isinstance(went_on, WentOn)
        self.on_wenton(went_on)
        assert self.taking.turn_id == self.open
        for asked in again:
            assert isinstance(asked, Transcribe)
            assert asked.start >= self.released[self.open, went_on.revision - 1].end - 10
            self.on_transcribe(asked)

    @rule()
    def drop(self) -> None:
        self.taking.drop()
        self.over |= set(self.revision)
        self.open = ""

    # ------------------------------------------------------------ what must hold

    def hear(self, frames: int, probability: float) -> None:
        for _ in range(frames):
            self.last = probability
            self.silent = 0 if probability >= 0.35 else self.silent + 1
            self.unvoiced = 0 if probability >= 0.5 else self.unvoiced + 1
            self.note(self.taking.frame(probability))

    def note(self, events: list[Event]) -> None:
        for event in events:
            assert event.turn_id not in self.over
            getattr(self, f"on_{type(event).__name__.lower()}")(event)
            assert self.taking.turn_id == self.open

    def on_began(self, event: Began) -> None:
        assert not self.open
        assert event.turn_id not in self.revision
        self.over |= set(self.revision)
        self.open, self.revision[event.turn_id] = event.turn_id, 0
        self.before = self.hardly[0]

    def on_wenton(self, event: WentOn) -> None:
        if event.reopened:
            assert not self.open
            assert (event.turn_id, event.revision - 1) in self.released
        else:
            assert self.open == event.turn_id
        assert event.revision == self.revision[event.turn_id] + 1
        self.open, self.revision[event.turn_id] = event.turn_id, event.revision

    def on_transcribe(self, event: Transcribe) -> None:
        assert event.turn_id == self.open
        assert event.revision == self.revision[event.turn_id]
        assert 0 <= event.start < event.end
        assert (event.end - event.start) * FRAME_SECONDS <= self.taking.timing.longest + 0.1
        self.asked.append(event)
        self.known.append(event)
        self.newest[event.turn_id, event.segment] = span(event)

    def on_provisional(self, event: Provisional) -> None:
        assert (event.turn_id, event.revision) == (self.open, self.revision[self.open])
        assert (event.turn_id, event.revision) not in self.released
        assert not self.taking.speaking
        self.check_parts(event, whole=True)

    def on_released(self, event: Released) -> None:
        assert (event.turn_id, event.revision) == (self.open, self.revision[self.open])
        assert (event.turn_id, event.revision) not in self.released, "released twice"
        assert self.last < 0.5, "released while they speak"
        assert not self.taking.held or self.unvoiced * FRAME_SECONDS >= self.taking.timing.let_go - 0.1
        self.check_parts(event, event.whole)
        for other in self.released.values():
            apart = event.start >= other.end or event.end <= other.start
            assert apart or other.turn_id == event.turn_id, "a span in two turns"
        self.released[event.turn_id, event.revision] = event
        self.open = ""

    def on_empty(self, event: Empty) -> None:
        assert event.turn_id == self.open
        self.over.add(self.open)
        self.open = ""

    def check_parts(self, event: Provisional | Released, whole: bool) -> None:
        """Each segment has its own newest transcript, in order, or what stands for one that was lost."""
        for number, (start, heard) in enumerate(event.parts):
            if heard.text not in ("", "glimpse"):
                assert heard.text == self.newest[event.turn_id, number]
                assert heard.text.startswith(f"{start}-")
            assert heard.confidence == 0.0 or not whole
        starts = [start for start, _ in event.parts]
        assert starts == sorted(starts)
        read = [heard.text for _, heard in event.parts if heard.text not in ("", "glimpse")]
        spans = [(int(start), int(end)) for start, end in (text.split("-") for text in read)]
        most = round(self.taking.timing.soft_end / FRAME_SECONDS)  # of silence that two segments may share
        for (_, end), (start, _) in itertools.pairwise(spans):
            assert start >= end - most, "words of one stretch in two segments"

    @invariant()
    def nothing_waits_for_ever(self) -> None:
        timing = self.taking.timing
        bound = max(timing.latest, timing.late_at_all) + 0.5 + (timing.let_go if self.taking.held else 0)
        if self.silent * FRAME_SECONDS > bound:
            assert self.taking.turn_id == ""

    @invariant()
    def little_is_kept(self) -> None:
        if not self.taking.turn_id:
            timing, kept = self.taking.timing, self.taking.frames - self.taking.needed_from
            assert kept * FRAME_SECONDS <= timing.longest + timing.latest + timing.late_at_all + 5

    def teardown(self) -> None:
        if not hasattr(self, "taking"):
            return
        self.last = 0.0
        self.note(self.taking.hurry())
        timing = self.taking.timing
        self.hear(round((max(timing.latest, timing.late_at_all) + 1.0) / FRAME_SECONDS), 0.0)
        assert self.taking.turn_id == "", "a turn that never ends"
        ended = {turn_id for turn_id, _ in self.released} | self.over
        assert ended >= set(self.revision)


TestTalk = Talk.TestCase
TestTalk.settings = settings(max_examples=100, stateful_step_count=40, deadline=None)
