"""What the body knows of the conversation, and the mode that follows from it."""

from __future__ import annotations

from collections import OrderedDict, deque
from dataclasses import dataclass, field
from typing import Literal

from alongside.messages import Act
from alongside.murmurs import is_murmur, unasked

Mode = Literal["idle", "listening", "thinking", "speaking", "waiting", "cannot_hear", "asleep"]

NEVER = float("-inf")
WORDS_PER_SECOND = 2.5
"""Of a calm voice (140 to 155 words a minute)."""
LISTEN_ON_S = 6.0
"""Seconds of silence after speech in which it still listens: the turn may go on."""
THINK_S = 12.0
"""Seconds after which it no longer looks as if an answer came."""
WAIT_S = 30.0
"""Seconds it waits attentively for the person; then it is idle."""
FAREWELL_S = 5.0
"""Seconds between the last word of a session and closed eyes."""
SHOW_DEAF_S = 5.0
"""Seconds the hand stays at the ear for a passing trouble; a lasting one keeps it there."""
EARS = frozenset({"listener", "microphone"})
"""Components without which nothing is heard."""
VOICE_TOLD_S = 2.0
"""A voice that nobody told of for so long has stopped."""
MOST_ACTS = 8
QUIET_ACT_S = 2.0
"""Seconds an act without words is shown, at least."""
GOES_ON_S = 0.3
"""Seconds of voice after a turn by which the person has the floor again."""
LEVELS = 100
"""Reports of the voice that tell how loudly they speak: ten seconds."""
DIP_DB = 9.0
"""Decibels below their louder moments (the 90th percentile) at which a voice dips."""
SOONEST_S, DONE_SHARE = 0.5, 0.5
"""The listener ends a turn no sooner, and after this share of its patience where the turn sounds complete."""


def seconds_to_say(act: Act) -> float:
    """About how long an act takes to say."""
    clauses = sum(act.text.count(mark) for mark in ",.;:?")
    return len(act.text.split()) / (WORDS_PER_SECOND * max(0.3, act.rate)) + 0.3 * max(0, clauses - 1)


@dataclass
class Situation:
    """The conversation as the body knows it. All times are seconds of the steady clock."""

    acts: OrderedDict[str, Act] = field(default_factory=OrderedDict)
    sounding: Act | None = None
    sounding_since: float = NEVER
    pending: Act | None = None
    pending_since: float = NEVER
    quiet_until: float = NEVER  # until when an act without words is shown
    turn_at: float = NEVER  # when the person's turn was handed over, until it is answered
    voiced: bool = False  # the person's voice sounds at this moment
    voiced_since: float = NEVER
    silent_since: float = NEVER
    heard_at: float = NEVER  # the last voice of a turn that is not handed over yet
    turn_began: float = NEVER
    active_at: float = NEVER  # when anyone last did anything
    finished_at: float = NEVER  # when the companion last fell silent
    ended_at: float | None = None
    stopped: bool = False
    microphone_on: bool = True
    deaf: bool = False
    deaf_until: float = NEVER
    typing: bool = False  # the last turn was typed: nobody misses a microphone
    told_at: float = NEVER  # when the voice was last spoken of
    patience: float = 0.7  # seconds the listener waits
    complete: bool = False  # what was said up to this pause may be all
    levels: deque[float] = field(default_factory=lambda: deque(maxlen=LEVELS))  # dBFS while they speak
    level: float = -90.0

    def halted(self, now: float) -> Situation:
        """All that was going on is over."""
        return Situation(
            stopped=True,
            active_at=now,
            finished_at=now,
            ended_at=self.ended_at,
            microphone_on=self.microphone_on,
            deaf=self.deaf,
            typing=self.typing,
            patience=self.patience,
        )

    def voice(self, voiced: bool, now: float, level: float = -90.0) -> None:
        """The person's voice sounds, this loud (dBFS), or does not."""
        self.told_at, self.level = now, level
        if voiced:
            self.levels.append(level)
            self.complete = False
            if not self.voiced:
                self.voiced_since = now
            if now - self.heard_at > LISTEN_ON_S:
                self.turn_began = now
            if now - self.voiced_since >= GOES_ON_S:
                self.turn_at = NEVER  # they go on, or say something new: that is what is answered
            self.heard_at = self.active_at = now
        elif self.voiced:
            self.silent_since = now
        self.voiced = voiced

    def turn(self, now: float, typed: bool) -> None:
        """The person's turn is whole."""
        self.typing, self.voiced, self.complete = typed, False, False
        self.turn_at = self.active_at = now
        self.heard_at = NEVER

    @property
    def dip(self) -> bool:
        """Whether their voice is soft at this moment, against how they have spoken in the last seconds."""
        if len(self.levels) < 5:
            return False
        return self.level <= sorted(self.levels)[int(0.9 * (len(self.levels) - 1))] - DIP_DB

    def floor_for(self, now: float) -> float:
        """Seconds of silence left, as far as one can tell, before the turn counts as over."""
        wait = self.patience * DONE_SHARE if self.complete else self.patience
        return max(SOONEST_S, wait) - (now - self.silent_since)

    def act(self, act: Act, now: float) -> None:
        """The companion has decided."""
        if unasked(act.act_id):
            return
        self.active_at = now
        self.turn_at = NEVER
        if not act.text:
            self.quiet_until = now + max(QUIET_ACT_S, act.pause_before)
            return
        self.acts[act.act_id] = act
        while len(self.acts) > MOST_ACTS:
            self.acts.popitem(last=False)
        self.pending, self.pending_since = act, now

    def spoken(self, act_id: str, status: str, now: float) -> None:
        """A player told what became of an act. A murmur is listening, not speaking."""
        if unasked(act_id) or (act_id in self.acts and is_murmur(self.acts[act_id])):
            if self.pending is not None and self.pending.act_id == act_id:
                self.pending, self.finished_at = None, now
            return
        self.active_at = now
        if self.pending is not None and self.pending.act_id == act_id:
            self.pending = None
        if status == "started":
            self.stopped = self.stopped and act_id not in self.acts  # an act of after the stop lifts it
            bare = Act(act_id=act_id, turn_id="", kind="reflect")
            self.sounding, self.sounding_since = self.acts.get(act_id, bare), now
        elif self.sounding is None or self.sounding.act_id == act_id:
            self.sounding, self.finished_at = None, now

    def tidy(self, now: float) -> None:
        """Let go of what was never finished: a player or a voice that died tells nothing more."""
        if self.sounding and now - self.sounding_since > 10 + 2 * seconds_to_say(self.sounding):
            self.sounding, self.finished_at = None, now
        if self.pending and now - self.pending_since > THINK_S + self.pending.pause_before:
            self.pending = None
        if self.voiced and now - (told := self.told_at) > VOICE_TOLD_S:
            self.voice(False, now)
            self.told_at = told  # nobody told it: this silence is no pause of theirs

    def mode(self, now: float) -> Mode:
        """What the companion is doing."""
        if self.stopped:
            return "waiting"
        if self.sounding is not None:
            return "speaking"
        if self.ended_at is not None and self.pending is None:
            return "asleep" if now - max(self.ended_at, self.finished_at) > FAREWELL_S else "waiting"
        if self.microphone_on and not self.typing and (self.deaf or now < self.deaf_until):
            return "cannot_hear"
        if self.voiced:
            return "listening"
        if self.pending is not None or now - self.turn_at < THINK_S:
            return "thinking"
        if self.microphone_on and now - self.heard_at < LISTEN_ON_S:
            return "listening"
        return "waiting" if now - self.active_at < WAIT_S else "idle"
