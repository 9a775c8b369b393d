"""Whose turn it is: a pure state machine over frames of voice probability and transcripts.

A turn is made of segments (stretches of speech). A short pause is a *soft end*: the segment is
handed out to be transcribed at once, while we wait. If the person goes on, the turn's revision
rises and that work is void; if they stay silent for as long as patience asks, and every segment
is transcribed, the turn is released. Should they go on after all, before an answer sounded, the
turn is opened again under a new revision; or when one has hardly begun to, as soon as it is clear
that they say more than "mm-hm" (`go_on_after_all`). There is no clock here but the frames themselves, so
whatever happens can be replayed and tested without audio.

Frames are counted from 0; a span (start, end) excludes its end.
"""

from __future__ import annotations

import math
from collections import deque
from collections.abc import Callable
from dataclasses import dataclass, field, replace

from alongside.messages import new_id
from speech.audio import FRAME_SECONDS
from speech.heard import NOTHING, Heard
from speech.pauses import Pauses
from speech.turn_events import Began, Empty, Event, Provisional, Released, Transcribe, WentOn


@dataclass(frozen=True)
class Timing:
    """Seconds, and thresholds of voice probability."""

    onset: float = 0.096  # of unbroken voice before it counts as speech: a click is shorter
    soft_end: float = 0.128  # of silence before work on the words begins
    soonest: float = 0.64  # silence that ends even a turn which sounds complete: an answer is no sooner ready
    latest: float = 10.0  # longest wait, whatever was asked
    ahead: float = 0.6  # before the end that is expected, an answer may be thought about
    reopen: float = 2.0  # of silence within which a released turn may go on, if no answer sounds
    late: float = 1.0  # after its release, or its answer's first sound, in which it may at least
    barely: float = 0.8  # of an answer: whoever speaks that soon did not listen to it, but goes on
    lost: float = 6.0  # of silence after which a transcript is done without, if a quick reading stands for it
    late_at_all: float = 20.0  # the same where nothing would: a slow answer is better than none
    let_go: float = 60.0  # of silence after which a key held down is taken to have been let go
    before: float = 0.3  # of sound kept ahead of the onset, for soft first consonants
    joined: float = 12.0  # a segment shorter than this is continued after a pause, for the recogniser's sake
    longest: float = 25.0  # a segment is cut here: the recogniser takes at most 30 s
    speech: float = 0.5  # probability that starts speech
    silence: float = 0.35  # probability below which speech has stopped


@dataclass
class _Segment:
    start: int
    asked: int = -1  # revision whose transcript we want; -1 while speech goes on
    end: int = 0  # of the span that was asked for
    heard: Heard | None = None
    glimpse: str = ""  # a quick reading, should the transcript never come


@dataclass
class _Turn:
    turn_id: str
    onset: int
    revision: int = 0
    speaking: bool = True
    last_voice: int = 0  # end of the last frame with voice
    segments: list[_Segment] = field(default_factory=list)
    completeness: float = 0.5
    hurried: bool = False
    told: int = -1  # revision that was told as provisional
    released: int = -1  # frame at which it was last thought to be over
    answered: int = -1  # frame at which an answer to it began to sound
    before: _Turn | None = None  # the turn that this one may belong to


class TurnTaking:
    """Feed it frames, transcripts and evidence; it returns what follows from each."""

    def __init__(self, timing: Timing | None = None, make_id: Callable[[], str] = new_id) -> None:
        self.timing = timing or Timing()
        self.patience = 0.7
        self.held = False  # push-to-talk is down: no pause ends the turn
        self.frames = 0
        self.pauses = Pauses()
        self._make_id = make_id
        self._turn: _Turn | None = None
        self._closed: _Turn | None = None  # the turn that was released last and may be opened again
        self._run = 0  # frames of unbroken voice while not speaking
        self._free_from = 0  # frames before this belong to an earlier turn
        self._recent: deque[float] = deque(maxlen=_frames(5.0))

    @property
    def speaking(self) -> bool:
        """Whether the person speaks now (a pause shorter than a soft end is part of speaking)."""
        return self._turn is not None and self._turn.speaking

    @property
    def turn_id(self) -> str:
        """The turn that is open, or nothing."""
        return self._turn.turn_id if self._turn else ""

    @property
    def revision(self) -> int:
        """The revision of the turn that is open."""
        return self._turn.revision if self._turn else 0

    @property
    def span(self) -> tuple[int, int]:
        """The segment that is being spoken now."""
        return (self._turn.segments[-1].start, self.frames) if self._turn else (self.frames, self.frames)

    @property
    def segment(self) -> int:
        """The number of that segment within the turn."""
        return len(self._turn.segments) - 1 if self._turn else 0

    @property
    def needed_from(self) -> int:
        """Frames before this one are no longer needed, unless they were handed out already."""
        waiting = self.frames - _frames(self.timing.before) - self._run
        turn = self._turn or self._closed
        if turn is None:
            return waiting
        return min(turn.segments[0 if turn.before else -1].start, waiting)

    @property
    def silence(self) -> float:
        """Seconds since the last voice of the open turn."""
        return (self.frames - self._turn.last_voice) * FRAME_SECONDS if self._turn else 0.0

    @property
    def wait(self) -> float:
        """Seconds of silence that would end the open turn, as things stand."""
        if self.held and self.silence < self.timing.let_go:
            return math.inf
        if self._turn and self._turn.hurried:
            return 0.0
        completeness = self._turn.completeness if self._turn else 0.5
        wanted = max(self.patience * patience_factor(completeness), self.pauses.least(completeness))
        return min(self.timing.latest, max(self.timing.soonest, wanted))

    # ------------------------------------------------------------ what happens

    def frame(self, probability: float) -> list[Event]:
        """32 ms went by, with this probability of speech."""
        self.frames += 1
        self._recent.append(probability)
        if self._closed and self._is_past(self._closed):
            self._closed = None
        turn = self._turn
        if turn is not None and turn.speaking:
            if probability >= self.timing.silence:
                turn.last_voice = self.frames
            return self._speaking(turn)
        self._run = self._run + 1 if probability >= self.timing.speech else 0
        if self._run >= _frames(self.timing.onset):
            return [self._begin_or_go_on(turn)]
        return self._settle()

    def transcribed(self, asked: Transcribe, heard: Heard) -> list[Event]:
        """What a span holds. Late news about an older revision, or a turn that is gone, changes nothing."""
        if not self.wants(asked):
            return []
        assert self._turn
        self._turn.segments[asked.segment].heard = heard
        return self._settle()

    def wants(self, asked: Transcribe) -> bool:
        """Whether a transcript is still waited for: its turn is open and nothing was added to its span."""
        turn = self._turn
        if turn is None or turn.turn_id != asked.turn_id:
            return False
        segment = turn.segments[asked.segment]
        return segment.asked == asked.revision and segment.heard is None

    def glimpsed(self, text: str) -> None:
        """A quick reading of the segment being spoken: it stands for a transcript that never comes."""
        if self._turn is not None:
            self._turn.segments[-1].glimpse = text

    def judge(self, asked: Transcribe, completeness: float) -> None:
        """Take in how complete (0 to 1) what was said up to this soft end seems."""
        turn = self._turn
        if turn is not None and (turn.turn_id, turn.revision) == (asked.turn_id, asked.revision):
            turn.completeness = completeness

    def answered(self, turn_id: str = "") -> None:
        """Something is heard: what is said from now on is another turn, and if it is the answer to this
        turn, what is said after its first moments."""
        if self._closed and self._closed.turn_id == turn_id:
            self._closed.answered = self.frames
        else:
            self._closed = None

    def go_on_after_all(self) -> list[Event]:
        """What is being said is no signal of a listener's. If it began in the first moments of an answer,
        it belongs to the turn that was answered too soon: that one is open again, with all of it."""
        new = self._turn
        turn = new.before if new else None
        if new is None or turn is None:
            return []
        self.pauses.learn((new.onset - turn.last_voice) * FRAME_SECONDS)
        for segment in turn.segments:
            segment.heard = segment.heard or _glimpsed(segment)
        first = len(turn.segments)
        turn.segments += new.segments
        turn.revision += 1
        turn.answered = -1
        turn.speaking, turn.last_voice, turn.hurried = new.speaking, new.last_voice, new.hurried
        turn.completeness = new.completeness
        self._turn = turn
        again = [
            self._ask(turn, number, segment.end, soft_end=not turn.speaking and number == self.segment)
            for number, segment in enumerate(turn.segments[first:], first)
            if segment.asked >= 0 and segment.heard is None
        ]
        return [WentOn(turn.turn_id, turn.revision, reopened=True), *again]

    def hurry(self) -> list[Event]:
        """The person said that they are done (push-to-talk went up): no more waiting in this turn."""
        self.held = False
        turn = self._turn
        if turn is None:
            return []
        turn.hurried = True
        if turn.speaking:
            turn.speaking = False
            return [self._ask(turn, self.segment, self.frames, soft_end=True)]
        return self._settle()

    def drop(self) -> None:
        """Forget the open turn: the microphone was switched off, or everything was stopped."""
        self._turn = self._closed = None
        self._run = 0
        self._free_from = self.frames

    # ------------------------------------------------------------ the steps

    def _is_past(self, closed: _Turn) -> bool:
        """Whether a released turn is no longer to be gone on with. Where patience was long, or the words
        came late, silence alone would leave no time for it."""
        now = self.frames - self._run
        latest = max(closed.released, closed.answered) + _frames(self.timing.late)
        return now > max(closed.last_voice + _frames(self.timing.reopen), latest)

    def _begin_or_go_on(self, turn: _Turn | None) -> Event:
        if turn is not None:
            return self._go_on(turn)
        closed, self._closed = self._closed, None
        if closed is not None and closed.answered < 0:
            self._turn = closed
            for segment in closed.segments[:-1]:  # what was done without once is not waited for again
                segment.heard = segment.heard or _glimpsed(segment)
            return replace(self._go_on(closed), reopened=True)
        onset = self.frames - self._run
        start = max(self._free_from, onset - _frames(self.timing.before))
        self._turn = _Turn(self._make_id(), onset, last_voice=self.frames, segments=[_Segment(start)])
        if closed is not None and onset - closed.answered <= _frames(self.timing.barely):
            self._turn.before = closed
        self._run = 0
        return Began(self._turn.turn_id)

    def _go_on(self, turn: _Turn) -> WentOn:
        self.pauses.learn((self.frames - self._run - turn.last_voice) * FRAME_SECONDS)
        turn.revision += 1
        turn.speaking = True
        turn.completeness = 0.5
        turn.hurried = False
        turn.last_voice = self.frames
        segment = turn.segments[-1]
        if (self.frames - segment.start) * FRAME_SECONDS < self.timing.joined:
            segment.asked, segment.heard = -1, None
        else:
            turn.segments.append(_Segment(self.frames - self._run - _frames(self.timing.soft_end) // 2))
        self._run = 0
        return WentOn(turn.turn_id, turn.revision)

    def _speaking(self, turn: _Turn) -> list[Event]:
        segment = turn.segments[-1]
        if self.frames - turn.last_voice >= _frames(self.timing.soft_end):
            turn.speaking = False
            return [self._ask(turn, self.segment, self.frames, soft_end=True)]
        if (self.frames - segment.start) * FRAME_SECONDS >= self.timing.longest:
            # Cut where a voice was least likely, so that no word is cut in two.
            window = list(self._recent)[-max(1, (self.frames - segment.start) // 2) :]
            cut = self.frames - len(window) + window.index(min(window))
            asked = self._ask(turn, self.segment, cut, soft_end=False)
            turn.segments.append(_Segment(cut))
            return [asked]
        return []

    @staticmethod
    def _ask(turn: _Turn, number: int, end: int, *, soft_end: bool) -> Transcribe:
        segment = turn.segments[number]
        segment.asked, segment.end = turn.revision, end
        return Transcribe(turn.turn_id, number, turn.revision, segment.start, end, soft_end)

    def _settle(self) -> list[Event]:
        """Release the turn if it is over and all of it is transcribed; tell beforehand that it may be so."""
        turn = self._turn
        if turn is None or turn.speaking:
            return []
        whole = all(segment.heard is not None for segment in turn.segments)
        # A voice that has just begun again (run) may be the same turn going on: let it show itself first.
        over = not self._run and self.silence >= self.wait
        if over and (whole or self.silence >= max(self.wait, self._given_up(turn))):
            return [self._release(turn, whole)]
        if whole and turn.told < turn.revision and self.silence >= self.wait - self.timing.ahead:
            turn.told = turn.revision
            parts = _parts(turn)
            if any(heard.text for _, heard in parts):
                return [Provisional(turn.turn_id, turn.revision, turn.onset, turn.last_voice, parts)]
        return []

    def _given_up(self, turn: _Turn) -> float:
        """Seconds of silence after which this turn ends without the transcripts that are missing."""
        stands = all(segment.heard is not None or segment.glimpse for segment in turn.segments)
        return self.timing.lost if stands else self.timing.late_at_all

    def _release(self, turn: _Turn, whole: bool) -> Event:
        self._turn = turn.before = None
        self._free_from = turn.last_voice
        parts = _parts(turn)
        if not any(heard.text for _, heard in parts):
            return Empty(turn.turn_id, whole)
        self._closed, turn.released = turn, self.frames
        return Released(turn.turn_id, turn.revision, turn.onset, turn.last_voice, parts, whole)


def patience_factor(completeness: float) -> float:
    """How much of the patience to spend: half on what seems complete, twice on what seems cut off.

    In between it falls in a straight line on a log scale, and is 1 where we cannot tell.
    """
    return float(2.0 ** (1.0 - 2.0 * min(1.0, max(0.0, completeness))))


def _parts(turn: _Turn) -> tuple[tuple[int, Heard], ...]:
    """(start, what was heard) of each segment; of a transcript that did not come, what was glimpsed of it."""
    return tuple((segment.start, segment.heard or _glimpsed(segment)) for segment in turn.segments)


def _glimpsed(segment: _Segment) -> Heard:
    return Heard(text=segment.glimpse, confidence=0.1) if segment.glimpse else NOTHING


def _frames(seconds: float) -> int:
    return max(1, round(seconds / FRAME_SECONDS))
