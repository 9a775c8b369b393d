"""What head and eyes do on the companion's own words: small beats, a nod for a yes, a look away and back.

Times come from the voice (`VoiceClip.words`), or from a calm pace where a body speaks with a voice of its
own; people accept half a second between word and gesture (Kirchhof 2014). Chance decides only whether an
accent gets its beat, and a long clause its look away.
"""

from __future__ import annotations

import itertools
import random
import re
from collections import OrderedDict, deque
from collections.abc import Iterable
from dataclasses import dataclass, replace
from typing import Literal

from alongside.messages import Act, VoiceClip
from alongside.records import Word
from embodiment.behaviour.situation import WORDS_PER_SECOND

LEAD_S = 0.12
"""A movement begins so long before its word: its peak slightly leads the accent (Pouw, Harrison and Dixon
2020), here by 0 to 100 ms."""
BEAT_GAP_S = 1.6
"""Seconds between two movements of the head on words."""
BEAT_SHARE = 0.75
"""Share of the accents that get a beat; without chance it would be a metronome."""
LONG_CLAUSE_S = 2.2
"""A clause of this length is begun with a look away, as people plan what to say (Kendon 1967), and ended with
the eyes back on the person."""
AWAY_SHARE, AWAY_AFTER_S = 0.6, 0.1
BACK_BEFORE_S = 0.5
"""Seconds before the end of such a clause at which the eyes are back."""
CLAUSE_PAUSE_S = 0.35
MOST_ACTS = 8
_YES = "yes yeah yep right exactly indeed true absolutely definitely sure okay"
_LITTLE = """a about after again all also although am an and any are as at be because been before being both
but by can could did do does doing down during each else for from had has have having he her
here hers him his how i i'd i'll i'm i've if in into is it it's its just let like made make may
maybe me might more most much my of off on one only or other our out over own perhaps quite
rather really said say she should so some such than that that's the their them then there
there's these they they're this those though through to too up us very was we were what when
where which while who why will with would you you're you've your"""
YES, LITTLE = frozenset(_YES.split()), frozenset(_LITTLE.split())
"""Words of assent, and words that carry no accent of their own."""

Kind = Literal["beat", "nod", "away", "back"]


@dataclass(frozen=True)
class Mark:
    """One movement and when it begins, in seconds of the steady clock."""

    at: float
    kind: Kind
    strength: float = 1.0


@dataclass(frozen=True)
class Clause:
    """Words in time from the clause's start, its length, and the pause before it; seconds."""

    words: tuple[Word, ...]
    lasts: float
    pause: float = 0.0


def spoken_clause(clip: VoiceClip) -> Clause:
    """A clip as a clause."""
    return Clause(clip.words, len(clip.samples) / 2 / max(1, clip.rate), clip.pause_before)


def guessed_clauses(act: Act) -> list[Clause]:
    """An act's clauses at a calm pace, for a body that speaks with a voice of its own."""
    each = 1 / (WORDS_PER_SECOND * max(0.3, act.rate))
    found: list[Clause] = []
    for text in filter(None, re.split(r"(?<=[,;:.!?…])\s+", act.text.strip())):
        words = tuple(
            Word(text=word, start=number * each, end=(number + 1) * each)
            for number, word in enumerate(text.split())
        )
        found.append(Clause(words, len(words) * each, CLAUSE_PAUSE_S if found else 0.0))
    return found


class Speaking:
    """Plans the movements of the act that sounds, clause by clause as they come."""

    def __init__(self, rng: random.Random) -> None:
        self._rng = rng
        self._waiting: OrderedDict[str, list[Clause]] = OrderedDict()  # clauses of acts that do not sound yet
        self._act_id = ""
        self._ends = 0.0
        self._last_beat = float("-inf")
        self._marks: deque[Mark] = deque()
        self._held_at: float | None = None
        self.timed = False  # the act that sounds is timed by its words

    def clip(self, clip: VoiceClip, now: float) -> None:
        """A clause of an act is there as sound."""
        clause = spoken_clause(clip)
        if clip.act_id == self._act_id:
            self._place(clause, now)
            return
        self._waiting.setdefault(clip.act_id, []).append(clause)
        while len(self._waiting) > MOST_ACTS:
            self._waiting.popitem(last=False)

    def began(self, act: Act, now: float) -> None:
        """An act is audible from now on."""
        self.clear()
        clauses = self._waiting.pop(act.act_id, None) or guessed_clauses(act)
        self._act_id, self._ends, self.timed = act.act_id, now, bool(clauses)
        for number, clause in enumerate(clauses):
            self._place(replace(clause, pause=clause.pause if number else 0.0), now)

    def hold(self, hold: bool, now: float) -> None:
        """The act pauses, or goes on: what was planned moves with it."""
        if hold:
            self._held_at = self._held_at if self._held_at is not None else now
        elif self._held_at is not None:
            late, self._held_at = now - self._held_at, None
            self._marks = deque(replace(mark, at=mark.at + late) for mark in self._marks)
            self._ends += late
            self._last_beat += late

    def clear(self) -> None:
        """Nothing sounds any more."""
        self._act_id, self._held_at, self.timed = "", None, False
        self._marks.clear()
        self._last_beat = float("-inf")

    def remaining(self, now: float) -> float:
        """Seconds of what is known of the act that sounds."""
        return max(0.0, self._ends - now)

    def due(self, now: float) -> Iterable[Mark]:
        """The movements that begin now, each once."""
        while self._held_at is None and self._marks and self._marks[0].at <= now:
            yield self._marks.popleft()

    def _place(self, clause: Clause, now: float) -> None:
        starts = max(now, self._ends + clause.pause)
        self._ends = starts + clause.lasts
        marks = [*self._looks(clause, starts), *self._accents(clause, starts)]
        self._marks = deque(sorted([*self._marks, *marks], key=lambda mark: mark.at))

    def _looks(self, clause: Clause, starts: float) -> list[Mark]:
        if clause.lasts < LONG_CLAUSE_S or self._rng.random() >= AWAY_SHARE:
            return []
        return [Mark(starts + AWAY_AFTER_S, "away"), Mark(starts + clause.lasts - BACK_BEFORE_S, "back")]

    def _accents(self, clause: Clause, starts: float) -> list[Mark]:
        found = []
        for number, word in enumerate(clause.words):
            plain = re.sub(r"[^a-z']", "", word.text.lower())
            at = starts + word.start - LEAD_S
            if not plain or plain in LITTLE or at - self._last_beat < BEAT_GAP_S:
                continue
            if plain in YES and number == 0:
                found.append(Mark(at, "nod", 0.7))
            elif self._accented(clause, number) and self._rng.random() < BEAT_SHARE:
                found.append(Mark(at, "beat", round(self._rng.uniform(0.5, 1.0), 2)))
            else:
                continue
            self._last_beat = at
        return found

    @staticmethod
    def _accented(clause: Clause, number: int) -> bool:
        """The clause's last word of weight carries its accent; before that, longer words do."""
        weighty = [n for n, word in enumerate(clause.words) if _plain(word) not in LITTLE]
        word = clause.words[number]
        longer = word.end - word.start >= 1.2 * _mean(w.end - w.start for w in clause.words)
        return bool(weighty) and (number == weighty[-1] or longer)


def _plain(word: Word) -> str:
    return re.sub(r"[^a-z']", "", word.text.lower())


def _mean(values: Iterable[float]) -> float:
    found = list(itertools.chain(values))
    return sum(found) / len(found) if found else 0.0
