"""What all items of one side say together, with intervals."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np

from bench.turns.measure import Measured

RESAMPLES = 4000
OVERLAPPING = ("backchannel", "barge-in")


@dataclass(frozen=True)
class Quantile:
    """A quantile in seconds, with its 95 % bootstrap interval. NaN where nothing was measured."""

    value: float
    low: float
    high: float


@dataclass(frozen=True)
class Summary:
    """One side."""

    side: str
    items: int  # without those that are spoken over
    answered: int
    p50: Quantile  # end of speech to the answer that stands
    p95: Quantile
    first_p50: float  # to the first sound, whether its answer stands or not
    first_p95: float
    false_cuts: int
    split: int
    several: int  # items to which more than one answer was heard
    stop_p50: Quantile
    stop_p95: Quantile
    stops: int
    not_stopped: int
    acknowledged: int  # backchannels
    false_stops: int
    waited: float  # longest silence that a backchannel caused, where the answer went on
    cpu: float  # seconds of processor a turn
    memory: float  # MiB, proportional set size
    resident: float  # MiB, resident set size


def quantile(values: Sequence[float], share: float) -> Quantile:
    """A quantile and its interval: the items are a sample of what people may say."""
    if not values:
        return Quantile(float("nan"), float("nan"), float("nan"))
    data = np.asarray(values)
    drawn = np.random.default_rng(7).choice(data, (RESAMPLES, len(data)))
    low, high = np.quantile(np.quantile(drawn, share, axis=1), (0.025, 0.975))
    return Quantile(float(np.quantile(data, share)), float(low), float(high))


def summarise(side: str, measured: Sequence[Measured], cost: tuple[float, float, float]) -> Summary:
    """`cost` is processor seconds a turn, PSS and RSS in MiB."""
    plain = [item for item in measured if item.kind not in OVERLAPPING]
    stands = [item.stands for item in plain if item.stands is not None]
    first = [item.first for item in plain if item.first is not None]
    barged = [item for item in measured if item.kind == "barge-in" and item.went_on is not None]
    stops = [item.stopped for item in barged if item.stopped is not None]
    signals = [item for item in measured if item.kind == "backchannel" and item.went_on is not None]
    return Summary(
        side=side,
        items=len(plain),
        answered=len(stands),
        p50=quantile(stands, 0.5),
        p95=quantile(stands, 0.95),
        first_p50=quantile(first, 0.5).value,
        first_p95=quantile(first, 0.95).value,
        false_cuts=sum(item.false_cut for item in plain),
        split=sum(item.turns > 1 for item in plain),
        several=sum(item.answers > 1 for item in plain),
        stop_p50=quantile(stops, 0.5),
        stop_p95=quantile(stops, 0.95),
        stops=len(barged),
        not_stopped=sum(bool(item.went_on) for item in barged),
        acknowledged=len(signals),
        false_stops=sum(not item.went_on for item in signals),
        waited=max((item.waited or 0.0 for item in signals if item.went_on), default=0.0),
        cpu=cost[0],
        memory=cost[1],
        resident=cost[2],
    )
