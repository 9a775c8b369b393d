"""A session that runs, handed to synchrony and conduct as its messages come: no timers, no messages of its
own.

A turn may be opened again and an act replaced before it sounds; so a turn is counted when its answer begins
to sound (or the next turn comes), and an act when it has sounded.
"""

from __future__ import annotations

from dataclasses import dataclass

from agent.conduct.tally import Conduct, Tally
from agent.conduct.turns import Theirs, planned
from agent.synchrony.estimate import Estimate
from agent.synchrony.observer import Observer, Synchrony
from agent.synchrony.said import SIDES, Said, heard, spoken
from alongside.messages import Act, Event, Message, Spoken, State, Turn
from alongside.murmurs import is_murmur
from alongside.own_sound import UNKNOWN, OwnSound, sound_told
from alongside.records import Measure


@dataclass
class _Line:
    """An act that is to sound: since when, and whether it has been counted."""

    act: Act
    began: float | None = None


class Watch:
    """Keeps both as a session goes. Cheap enough to be asked after every turn (see `bench.synchrony`)."""

    def __init__(self) -> None:
        self.observer, self.tally = Observer(), Tally()
        self._turn: Turn | None = None
        self._premised: str | None = None  # the last turn that holds a premise one cannot go along with
        self._line: _Line | None = None
        self._states: dict[str, State] = {}
        self._own: tuple[str, OwnSound] | None = None  # the last act whose sound was measured, and how it was

    def warm(self) -> None:
        """Have word vectors and the solver at hand: loading them takes a second."""
        observer = Observer()
        for text in ("the river was cold", "a cold river ran", "we swam in the lake"):
            observer.hear(Said("participant", text))
            observer.hear(Said("companion", text))

    def turn(self, turn: Turn) -> None:
        """The participant said something; a later revision of the same turn takes its place until it is
        answered.
        """
        if self._turn is None or self._turn.turn_id != turn.turn_id:
            self._settle()
        self._turn = turn

    def premise(self, turn_id: str, there: bool) -> None:
        """Whether a turn holds a premise that cannot be gone along with: known once it was thought about."""
        if there:
            self._premised = turn_id
        elif self._premised == turn_id:
            self._premised = None

    def state(self, state: State) -> None:
        """How a turn was read: comes before or after it, and before its answer sounds."""
        if state.turn_id:
            self._states = {state.turn_id: state}

    def act(self, act: Act) -> None:
        """The companion is going to say something. Murmurs are counted when they sound."""
        if is_murmur(act):
            return
        if self._line is not None and self._line.began is not None:
            self._say(None)
        self._line = _Line(act) if act.text else None

    def sounded(self, message: Spoken) -> None:
        """What became of it."""
        if message.act_id.startswith("murmur-"):
            if message.status == "started":
                self.observer.murmur(message.stamp)
            return
        line = self._line
        if line is None or line.act.act_id != message.act_id:
            return
        if message.status == "started":
            self._hear()
            line.began = message.stamp
        elif message.status in ("finished", "interrupted"):
            self._say(message.stamp)
        else:  # it was never heard
            self._line = None

    def told(self, event: Event) -> None:
        """How an act sounds, told before it has ended; other events are nothing to us."""
        self._own = sound_told(event) or self._own

    def again(self, message: Message) -> None:
        """One of a record that is gone through once more, in its order; turns are handed to `turn`."""
        if isinstance(message, State):
            self.state(message)
        elif isinstance(message, Act):
            self.act(message)
        elif isinstance(message, Spoken):
            self.sounded(message)
        elif isinstance(message, Event):
            self.told(message)

    def synchrony(self) -> Synchrony:
        """The channels as they stand."""
        return self.observer.now()

    def conduct(self) -> Conduct:
        """The counts as they stand, acts being what they were meant as."""
        return self.tally.now()

    def _settle(self) -> None:
        """Nothing more comes of the last turn and its answer: where there is no sound, both are counted
        now.
        """
        self._hear()
        self._say(None)

    def _hear(self) -> None:
        turn, self._turn = self._turn, None
        if turn is None:
            return
        state, premise = self._states.get(turn.turn_id), turn.turn_id == self._premised
        took = (
            turn.end - turn.start
            if turn.channel == "voice" and turn.start and turn.end > turn.start
            else None
        )
        if state is None:
            self.observer.hear(heard(turn))
            self.tally.hear(Theirs(turn.text, premise=premise, seconds=took))
        else:
            self.observer.hear(heard(turn, state.valence, state.arousal))
            self.tally.hear(Theirs(turn.text, state.talk or "neutral", state.disclosure, premise, took))

    def _say(self, ended: float | None) -> None:
        line, self._line = self._line, None
        if line is None:
            return
        self._hear()
        self.observer.hear(spoken(line.act, line.began, ended, self._sound_of(line.act)))
        took = ended - line.began if ended is not None and line.began is not None else None
        self.tally.do(planned(line.act, took))

    def _sound_of(self, act: Act) -> OwnSound | None:
        """None where nobody measures; levels that were measured are not mixed with planned ones."""
        if self._own is None:
            return None
        act_id, sound = self._own
        return sound if act_id == act.act_id else UNKNOWN


SCALES = {"words": 0.3, "feeling": 1.0, "voice": 1.0}
"""What fills a display, by channel: coordination, concordance of valence, nearness of pace."""


def measures(found: Synchrony) -> tuple[Measure, ...]:
    """The channels for whoever watches, each by itself and with its band; a side is the one who follows.

    Zero is chance here: what distant turns give (for feeling, no agreement). Those without an interval are
    left out.
    """
    named: dict[str, dict[str, Estimate]] = {
        "words": {side: found.lexical.coordination[side] for side in SIDES},
        "feeling": {side: found.emotional.valence[side].follows for side in SIDES},
        "voice": {side: found.prosodic.rate.proximity[side] for side in SIDES},
    }
    return tuple(
        Measure(
            name=name,
            side=side,
            change=item.value,
            low=item.low,
            high=item.high,
            turns=item.n,
            scale=SCALES[name],
        )
        for name, sides in named.items()
        for side in SIDES
        if (item := sides[side]).value is not None and item.low is not None and item.high is not None
    )
