"""Murmurs: when the listening companion says "mm-hm" of its own accord, and which.

Where a person would: after a stretch of low pitch (Ward and Tsukahara 2000), at the end of a clause, after a
word of feeling; and only into a pause or a dip of the voice, seldom, and never where the turn seems to end,
for then an answer comes. In a hard moment almost never. Nothing waits: a place that passed is left alone.
"""

from __future__ import annotations

import random
from dataclasses import dataclass

from embodiment.behaviour.situation import NEVER, Situation

PER_MINUTE = (1.0, 3.0)
"""For each minute of the person's speech; where between, is this companion's own habit. Listeners respond
more often by nods than by voice, and too many hurt as well as too few (Poppe, Truong and Heylen 2011)."""
GAP_S = 8.0
"""Seconds between two murmurs (rule P5 asks for 0.8 at least)."""
SAVED = 1.2
"""Murmurs that can be saved up."""
SPEECH_S = 0.7
"""Speech before there is anything to respond to (Ward and Tsukahara, rule P4)."""
LOW_S = 0.11
"""Seconds of low pitch that invite a response (rule P2: 110 ms under the 26th percentile)."""
AFTER_LOW_S = 0.7
"""Seconds from there to the response."""
PLACE_S = 0.45
"""Seconds for which a place stays one; twice as long after a word of feeling."""
SETTLED_S = 3.0
"""Seconds of a turn before its first murmur: earlier it would answer nothing."""
PAUSE_S = (0.25, 1.2)
"""Seconds of silence into which one is said: by then the listener has told whether the turn may be over."""
TAKES_S = 0.4
"""Seconds that it takes, with a little quiet behind it: an answer is not to follow on its heels."""
HEAVY_SHARE, HEAVY_GAP_S, HEAVY_PAUSE_S = 0.3, 25.0, 0.7
"""In a hard moment: few, far apart, and late in a pause."""
LONG_S = 6.0
"""A stretch of speech after which "I see" fits too."""
FRESH_S = 0.3
"""Seconds after which what was told of their voice says nothing of now."""
STARTS_S = 1.0
"""Seconds after which nobody will tell any more that one sounds."""
GIVE_UP, GIVE_UP_S = 3, 120.0
"""Murmurs in a row that could not be said, and for how many seconds none is tried then."""


@dataclass(frozen=True)
class Murmur:
    """What is said, and its name in the record."""

    text: str
    act_id: str = ""


class Murmurs:
    """Follows the person's speech and says when to murmur. `step` has to be called several times a second."""

    def __init__(self, rng: random.Random, now: float, *, on: bool = True) -> None:
        self._rng = rng
        self._on = on
        self.per_minute = rng.uniform(*PER_MINUTE)
        self._saved = rng.uniform(0.2, 0.6)
        self._at, self._last = now, NEVER
        self._place: tuple[float, float] = (NEVER, NEVER)  # from when until when there is a place for one
        self._felt_until = NEVER
        self._low_since: float | None = None
        self._unsaid, self._rests_until = 0, NEVER
        self._sent: str = ""  # the murmur that does not sound yet

    # ------------------------------------------------------------ what invites one

    def low_pitch(self, seconds: float, situation: Situation, now: float) -> None:
        """Their pitch has been low for so long; 0 when it is not."""
        if seconds < LOW_S:
            self._low_since = None
        elif self._low_since is None:
            self._low_since = now
            if now - situation.voiced_since >= SPEECH_S:
                self._open(now + AFTER_LOW_S)

    def clause(self, now: float) -> None:
        """A clause of theirs ended."""
        self._open(now)

    def feeling(self, now: float) -> None:
        """They spoke of a feeling, or of something they seldom tell."""
        self._felt_until = now + 2 * PLACE_S + TAKES_S
        self._open(now, 2 * PLACE_S)

    def _open(self, begins: float, lasts: float = PLACE_S) -> None:
        self._place = (begins, begins + lasts)

    # ------------------------------------------------------------ what became of one

    def spoken(self, act_id: str, status: str, now: float) -> bool:
        """A player told of a murmur. Returns whether it was left unsaid, so that a nod may stand in."""
        if act_id == self._sent:
            self._sent = ""
        if status == "failed":
            self._unsaid += 1
            if self._unsaid >= GIVE_UP:
                self._unsaid, self._rests_until = 0, now + GIVE_UP_S
            return True
        self._unsaid = 0
        return False

    def withdraw(self, now: float) -> str:
        """They speak on: the murmur that does not sound yet, which is to be taken back, or nothing."""
        sent, self._sent = self._sent, ""
        return sent if now - self._last < STARTS_S else ""

    def clear(self) -> None:
        """Say none of those that were planned."""
        self._place, self._felt_until, self._sent = (NEVER, NEVER), NEVER, ""

    # ------------------------------------------------------------ when

    def step(self, now: float, situation: Situation, *, listening: bool, heavy: bool) -> str:
        """What to murmur now; nothing, mostly."""
        if situation.voiced:
            gained = self.per_minute / 60 * min(1.0, now - self._at) * (HEAVY_SHARE if heavy else 1.0)
            self._saved = min(SAVED, self._saved + gained)
        self._at = now
        if not self._on or not listening or now < self._rests_until or self._saved < 1:
            return ""
        if now - self._last < (HEAVY_GAP_S if heavy else GAP_S):
            return ""
        if now - situation.turn_began < SETTLED_S or not self._opening(now, situation, heavy):
            return ""
        return self._choose(now, situation, heavy)

    def sent(self, act_id: str, now: float) -> None:
        """It is on its way to the voice."""
        self._saved -= 1
        self._last = now
        self._place, self._sent = (NEVER, NEVER), act_id

    def _opening(self, now: float, situation: Situation, heavy: bool) -> bool:
        """Whether there is a pause or a dip, and it is a place to say something."""
        if now - situation.told_at > FRESH_S:
            return False
        if situation.voiced:
            begins, ends = self._place
            spoke = now - situation.voiced_since >= SPEECH_S
            return not heavy and spoke and begins <= now <= ends and situation.dip
        spoke = situation.silent_since - situation.voiced_since >= SPEECH_S
        least, most = PAUSE_S
        waited = now - situation.silent_since
        if not spoke or not (HEAVY_PAUSE_S if heavy else least) <= waited <= most:
            return False
        return situation.floor_for(now) >= TAKES_S

    def _choose(self, now: float, situation: Situation, heavy: bool) -> str:
        if heavy or now < self._felt_until:
            return "Mm."
        long = now - max(self._last, situation.turn_began) >= LONG_S and not situation.voiced
        if long and self._rng.random() < 0.35:
            return self._rng.choice(("I see.", "Right."))
        return self._rng.choices(("Mm-hm.", "Mm."), (0.7, 0.3))[0]
