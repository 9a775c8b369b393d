"""Turns against what was said, and the figures of a run."""

from __future__ import annotations

import statistics
from collections import Counter, defaultdict
from collections.abc import Callable, Iterable, Sequence
from dataclasses import asdict, astuple, dataclass
from typing import Any
from zlib import crc32

from alongside.messages import Turn
from bench.hours.talk import Place
from speech.guards import plain

SLACK = 0.4
"""Seconds by which a turn may miss an utterance's edge and still be its turn."""
ALIKE = 3
"""Least number of equal transcripts of a recording from which its words have a usual place."""


@dataclass(frozen=True)
class Minute:
    """The process after a minute of audio, and how each utterance of that minute was heard."""

    minute: int
    wall: float  # seconds since the run began
    cpu: float  # processor seconds since then
    rss: float  # MiB
    pss: float
    tasks: int
    threads: int
    objects: int  # tracked by the garbage collector
    lost: int  # messages that inboxes had to drop
    degraded: int  # reports of trouble
    heard: list[Utterance]
    reopened: int = 0  # turns that were released, went on before an answer sounded, and were released again

    def as_json(self) -> dict[str, Any]:
        """As a line of the results."""
        return {**asdict(self), "heard": [astuple(item) for item in self.heard]}

    @staticmethod
    def from_json(line: dict[str, Any]) -> Minute:
        """From a line of the results."""
        return Minute(**{**line, "heard": [Utterance(*item) for item in line["heard"]]})


@dataclass(frozen=True)
class Utterance:
    """One thing said: how many turns held it, and where its transcript puts it.

    `onset` is turn start minus first loud sound, `words` the mean of the words' starts minus the
    recording's start, both in milliseconds by our clock; `answer` the time from the last loud
    sound until the turn came. `text` stands for the words found (a checksum).
    """

    at: float  # seconds of our clock since the run began
    name: str
    turns: int
    shared: bool  # with another utterance, in one turn
    text: int = 0
    onset: float = 0.0
    words: float = 0.0
    answer: float = 0.0


def utterances(
    places: Iterable[Place], turns: Sequence[tuple[float, Turn]], clock: Callable[[int], float], begun: float
) -> list[Utterance]:
    """What became of each place. `turns` with their arrival; `clock` gives a sample's epoch second."""
    places = list(places)
    owners = {
        id(turn): [at for at, place in enumerate(places) if _meets(turn, place, clock)] for _, turn in turns
    }
    found = []
    for number, place in enumerate(places):
        mine = [(came, turn) for came, turn in turns if number in owners[id(turn)]]
        shared = any(len(owners[id(turn)]) > 1 for _, turn in mine)
        at = clock(place.start) - begun
        if len(mine) != 1 or shared or not mine[0][1].words:
            found.append(Utterance(round(at, 2), place.name, len(mine), shared))
            continue
        came, turn = mine[0]
        spread = [word.start - clock(place.start) for word in turn.words]
        found.append(
            Utterance(
                at=round(at, 2),
                name=place.name,
                turns=1,
                shared=False,
                text=crc32(plain(turn.text).encode()),
                onset=round(1000 * (turn.start - clock(place.onset)), 1),
                words=round(1000 * statistics.fmean(spread), 1),
                answer=round(1000 * (came - clock(place.end)), 1),
            )
        )
    return found


def _meets(turn: Turn, place: Place, clock: Callable[[int], float]) -> bool:
    return turn.start < clock(place.end) + SLACK and turn.end > clock(place.onset) - SLACK


def errors(heard: Sequence[Utterance]) -> list[tuple[float, float]]:
    """(second, milliseconds) by which each transcript's words lie from where these words of this
    recording mostly lie: what moves with time is drift, for the recording does not."""
    alike: dict[tuple[str, int], list[Utterance]] = defaultdict(list)
    for item in heard:
        if item.turns == 1 and not item.shared and item.text:
            alike[item.name, item.text].append(item)
    found = []
    for group in alike.values():
        if len(group) >= ALIKE:
            usual = statistics.median(item.words for item in group)
            found += [(item.at, item.words - usual) for item in group]
    return sorted(found)


def drift(heard: Sequence[Utterance], window: float) -> dict[str, float]:
    """Median and 95th percentile of the error in ms, over all and within the first and last `window` s."""
    found = errors(heard)
    if not found:
        return {}
    last = found[-1][0]
    first = [error for at, error in found if at <= window]
    final = [error for at, error in found if at >= last - window]
    sizes = sorted(abs(error) for _, error in found)
    onsets = [item.onset for item in heard if item.turns == 1 and not item.shared and item.text]
    return {
        "transcripts": len(found),
        "median_ms": statistics.median(sizes),
        "p95_ms": sizes[int(0.95 * (len(sizes) - 1))],
        "first_ms": statistics.median(first) if first else 0.0,
        "last_ms": statistics.median(final) if final else 0.0,
        "drift_ms": statistics.median(final) - statistics.median(first) if first and final else 0.0,
        "onset_median_ms": statistics.median(onsets),
    }


def counts(heard: Sequence[Utterance]) -> dict[str, int]:
    """Utterances, and how many had no turn, more than one, or one shared with another."""
    by = Counter(min(item.turns, 2) for item in heard)
    return {
        "said": len(heard),
        "missed": by[0],
        "split": by[2],
        "merged": sum(item.shared for item in heard),
    }


def growth(minutes: Sequence[Minute], values: Sequence[float]) -> tuple[float, float]:
    """(slope per hour of audio, last fifth minus first fifth) over the second half of a run, of a value
    a minute.

    The first half is warm-up: models see all lengths of speech once, and the transport keeps its last 200
    records, half an hour of talk. The slope is the median of the slopes between all pairs (Theil 1950,
    Sen 1968): one outlier bends no line.
    """
    kept = [(item.minute, value) for item, value in zip(minutes, values, strict=True)][len(minutes) // 2 :]
    if len(kept) < 4:
        return 0.0, 0.0
    slopes = [
        60 * (late[1] - early[1]) / (late[0] - early[0])
        for number, early in enumerate(kept)
        for late in kept[number + 1 :]
    ]
    part = max(1, len(kept) // 5)
    before = statistics.median(value for _, value in kept[:part])
    after = statistics.median(value for _, value in kept[-part:])
    return statistics.median(slopes), after - before


def objects(minutes: Sequence[Minute]) -> list[float]:
    """What the garbage collector tracks, less what this account itself keeps: each utterance, each minute
    and its list."""
    found, own = [], 0
    for minute in minutes:
        found.append(float(minute.objects - own))
        own += len(minute.heard) + 2
    return found
