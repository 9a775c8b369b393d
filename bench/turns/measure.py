"""What a record of one item says: how long the answer took, and what went wrong."""

from __future__ import annotations

import itertools
from dataclasses import dataclass
from typing import Any

from bench.turns.audible import Span, joined

PAUSE = 0.35
"""Seconds of silence that part one answer from the next; within a sentence Piper makes shorter ones."""
STRAY = 0.1
"""Seconds into an item within which no answer can be to it: what sounds then belongs to the item before."""
WENT_ON = (0.1, 1.5)
"""Seconds after "mm-hm" between which an answer that was not stopped is to be heard."""

LAG = 0.2
"""Seconds after "mm-hm" in which a detector still hears it, and a pause may begin for its sake."""

STEPS = ("soft end", "words", "provisional", "released", "prepare")
"""What a side tells of its way to an answer; not each has all of them."""


@dataclass(frozen=True)
class Measured:
    """Seconds from the true end of speech, or from the onset of what is said over the answer."""

    kind: str
    first: float | None  # first sound after the end
    stands: float | None  # beginning of the last answer: the one that stands
    false_cut: bool  # an answer began before the end
    turns: int  # what was taken for a turn and answered: 1 if all is well
    answers: int  # answers that were heard, false cuts included: 1 if all is well
    steps: tuple[tuple[str, float], ...] = ()  # when each step to the answer that stands was last taken
    stopped: float | None = None  # barge-in: last sound of the answer
    went_on: bool | None = None  # barge-in: was not stopped at all. backchannel: as it should be
    waited: float | None = None  # backchannel: longest silence it caused


def measure(record: dict[str, Any]) -> Measured:
    """Measure one item."""
    sounds: list[Span] = [(at, until) for at, until in record["sounds"]]
    released = [at for at, what, _ in record["events"] if what == "released"]
    # A turn of ours may be released again with more words: it keeps its name. pipecat's have none.
    names = [name or str(at) for at, what, name in record["events"] if what == "released"]
    over = record["over"]
    until = over[0] if over else float("inf")
    answers = [span for span in joined(sounds, PAUSE) if span[0] < until]
    after = [at for at, _ in answers if at >= 0]
    cut = any(record["begin"] + STRAY < at < 0 for at, _ in answers)
    stands = max(after, default=None)
    found = Measured(
        kind=record["kind"],
        first=min(after, default=None),
        stands=stands,
        false_cut=cut,
        turns=len({name for at, name in zip(released, names, strict=True) if at < until}),
        steps=() if stands is None else _steps(record, stands),
        answers=sum(at > record["begin"] + STRAY for at, _ in answers),
    )
    if not over:
        return found
    again = min((at for at in released if at > over[0]), default=float("inf"))
    same = [span for span in sounds if span[0] < again]  # sounds of the answer that was spoken over
    if record["kind"] == "barge-in":
        return _barged(found, same, over)
    return _acknowledged(found, same, over, answered=again < float("inf"))


def _steps(record: dict[str, Any], stands: float) -> tuple[tuple[str, float], ...]:
    last = {what: at for at, what, _ in record["events"] if at <= stands}
    return tuple((step, last[step]) for step in STEPS if step in last)


def _barged(found: Measured, same: list[Span], over: Span) -> Measured:
    last = max((end for at, end in same if at < over[1]), default=0.0)
    on = last > over[1]
    return _with(found, stopped=None if on else max(0.0, last - over[0]), went_on=on)


def _acknowledged(found: Measured, same: list[Span], over: Span, answered: bool) -> Measured:
    low, high = over[1] + WENT_ON[0], over[1] + WENT_ON[1]
    on = not answered and any(at < high and end > low for at, end in same)
    # A pause that begins with it or just after; one between two sentences is not made for anybody.
    near = [span for span in same if over[0] - 1 < span[1] and span[0] < high]
    gaps = [
        later[0] - earlier[1]
        for earlier, later in itertools.pairwise(near)
        if over[0] <= earlier[1] <= over[1] + LAG
    ]
    return _with(found, went_on=on, waited=max(gaps, default=0.0))


def _with(found: Measured, **changes: Any) -> Measured:
    return Measured(**{**found.__dict__, **changes})


def recogniser_times(records: list[dict[str, Any]]) -> list[float]:
    """pipecat: seconds from the end of speech, as its detector sees it, to a transcript (TTFS)."""
    found = []
    for record in records:
        ended = None
        for at, what, _ in record["events"]:
            if what == "soft end":
                ended = at - 0.2  # the detector's own wait
            elif what == "words" and ended is not None:
                found.append(at - ended)
                ended = None
    return found
