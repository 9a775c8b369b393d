"""Whether the instruments of a protocol can be asked, and have the scores that gates and rules look at."""

from __future__ import annotations

from collections.abc import Iterator
from functools import lru_cache
from pathlib import Path

from alongside.errors import AlongsideError
from study.instruments.loading import load, need_text
from study.instruments.model import Instrument
from study.protocol.findings import Finding
from study.protocol.parts import Protocol
from study.protocol.places import place_of


def check_instruments(protocol: Protocol, folder: Path) -> Iterator[Finding]:
    """Every instrument is in order, has its wording, and knows the scores that are named."""
    known: dict[str, Instrument] = {}
    for v, visit in enumerate(protocol.visits):
        for s, step in enumerate(visit.steps):
            place = place_of(step, folder) if step.kind == "instrument" else None
            if place is None:
                continue
            at = ("visits", v, "steps", s)
            try:
                if step.use not in known:
                    known[step.use] = need_text(_load(place, place.stat().st_mtime_ns))
            except AlongsideError as error:
                yield Finding((*at, "use"), error.what, error.do)
                continue
            if step.admits:
                yield from _score(known[step.use], step.admits.score, (*at, "admits"))
    for number, rule in enumerate(protocol.stops):
        if rule.use in known and rule.score:
            yield from _score(known[rule.use], rule.score, ("stops", number, "score"))


@lru_cache(maxsize=64)
def _load(place: Path, _: int) -> Instrument:
    """An instrument; the second value tells a changed file apart."""
    return load(place)


def _score(instrument: Instrument, score: str, at: tuple[str | int, ...]) -> Iterator[Finding]:
    scales = [scale.key for scale in instrument.scales]
    if score not in scales:
        yield Finding(at, f"{instrument.key} has no score {score!r}", f"There is: {', '.join(scales)}.")
