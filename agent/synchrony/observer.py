"""All channels together, turn by turn while a session runs, or over a dialogue that is there whole.

The same code does both, so what was seen live is what an account of the record says.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, replace

from agent.synchrony.disfluency import Disfluency, Hesitation
from agent.synchrony.emotional import Emotional, Feelings
from agent.synchrony.lexical import Anchor, Lexical, Words
from agent.synchrony.prosodic import Prosodic, Voices
from agent.synchrony.said import Said
from agent.synchrony.timing import Clock, Timing


@dataclass(frozen=True)
class Synchrony:
    """The five channels as they stand after a turn. There is no sum of them, on purpose."""

    turns: int
    lexical: Lexical
    emotional: Emotional
    prosodic: Prosodic
    timing: Timing
    disfluency: Disfluency


@dataclass(frozen=True)
class Moment:
    """What one turn adds; None where it could not be measured.

    `reuse`: share of its content words that the partner's last turn had. `coordination`: how much closer the
    partner's next turns came to it than distant ones; known some turns later. Distances to the partner's
    last turn of `valence` and `arousal` (0 to 2), and of `rate`, `pitch` and `level` (standard deviations).
    `gap`: seconds since the partner ended. `disfluency`: per 100 words.
    """

    index: int
    reuse: float | None = None
    coordination: float | None = None
    valence: float | None = None
    arousal: float | None = None
    rate: float | None = None
    pitch: float | None = None
    level: float | None = None
    gap: float | None = None
    disfluency: float | None = None


class Observer:
    """Hears turns of both sides in order. Cost and memory do not grow with the session (but for sorted
    gaps).
    """

    def __init__(self, coordination: bool = True) -> None:
        """`coordination`: whether Word Mover's Distances are computed, by far the most of the cost."""
        self.turns = 0
        self._words, self._feelings, self._voices = Words(coordination), Feelings(), Voices()
        self._clock, self._hesitation = Clock(), Hesitation()

    def hear(self, said: Said) -> tuple[Moment, list[Anchor]]:
        """What this turn adds, and the earlier turns whose coordination is known by now."""
        index = self.turns
        self.turns += 1
        reuse, anchors = self._words.hear(index, said.speaker, said.text)
        valence, arousal = self._feelings.hear(index, said)
        rate, pitch, level = self._voices.hear(index, said)
        gap, hesitant = self._clock.hear(index, said), self._hesitation.hear(said)
        moment = Moment(index, reuse, None, valence, arousal, rate, pitch, level, gap, hesitant)
        return moment, anchors

    def murmur(self, at: float) -> None:
        """The companion said a listener's "mm-hm" into the participant's turn, at that second."""
        self._clock.murmur(at)

    def finish(self) -> list[Anchor]:
        """The turns whose coordination nothing more will be known of. Nothing may be heard after this."""
        return self._words.finish()

    def now(self) -> Synchrony:
        """The channels as they stand."""
        return Synchrony(
            self.turns,
            self._words.now(),
            self._feelings.now(),
            self._voices.now(),
            self._clock.now(),
            self._hesitation.now(),
        )


def observed(turns: Iterable[Said]) -> tuple[Synchrony, list[Moment]]:
    """A whole dialogue: its channels, and what each turn adds."""
    observer = Observer()
    moments: list[Moment] = []
    known: list[Anchor] = []
    for said in turns:
        moment, anchors = observer.hear(said)
        moments.append(moment)
        known += anchors
    for anchor in [*known, *observer.finish()]:
        moments[anchor.index] = replace(moments[anchor.index], coordination=anchor.coordination)
    return observer.now(), moments
