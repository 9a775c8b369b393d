"""Time and memory of the companion's thinking, a turn at a time, on one core.

    python -m bench.mind [--turns 1000] [--appraiser auto|heads|rules]

One conversation without end, out of the lines of `rehearsal/conversations.yaml`. Prints milliseconds from
appraise to review with template words (median, 95th percentile, worst), the same for the first and the last
turns, and how much the process grew from turn 100 to the end. The first turn, which loads things, is apart.
"""

from __future__ import annotations

import argparse
import itertools
import os
import time
from collections.abc import Iterator
from importlib import resources

import numpy as np
import psutil
import yaml

from agent.appraisal.trained import HeadAppraiser, appraiser
from agent.companion import Companion
from alongside.messages import Turn

SETTLED = 10
EDGE = 200
"""Turns at either end that are compared."""


def lines() -> Iterator[str]:
    """What people say, over and over, each time round with a number that makes it another text."""
    sets = yaml.safe_load(resources.files("rehearsal").joinpath("conversations.yaml").read_text("utf-8"))
    said = [line for part in sets.values() for talk in part for line in talk["turns"]]
    for round_ in itertools.count():
        yield from (f"{line}{' ' * round_}" for line in said)


def main() -> None:
    """Measure and print."""
    asked = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    asked.add_argument("--turns", type=int, default=1000)
    asked.add_argument("--appraiser", choices=("auto", "heads", "rules"), default="auto")
    given = asked.parse_args()
    os.sched_setaffinity(0, {min(os.sched_getaffinity(0))})
    reader = appraiser(given.appraiser)
    companion = Companion(appraiser=reader)
    state = companion.begin(1)
    process, source = psutil.Process(), lines()
    took: list[float] = []
    early = 0
    for number in range(given.turns):
        begun = time.perf_counter()
        state, _ = companion.step(state, Turn(turn_id=f"t{number}", text=next(source), channel="typed"))
        took.append(1000 * (time.perf_counter() - begun))
        if state.safety.held:
            state = companion.release(state)
        if number == 100:
            early = process.memory_info().rss
    grown = (process.memory_info().rss - early) / 2**20
    print(
        f"reads by: {'trained heads and rules' if isinstance(reader, HeadAppraiser) else 'rules'}, one core"
    )
    print(f"first turn: {took[0]:.0f} ms")
    for what, part in (
        (f"all {given.turns} turns", took[1:]),
        (f"turns {SETTLED} to {SETTLED + EDGE}", took[SETTLED : SETTLED + EDGE]),
        (f"the last {EDGE}", took[-EDGE:]),
    ):
        middle, most = np.median(part), np.percentile(part, 95)
        print(f"{what}: median {middle:.1f}, p95 {most:.1f}, worst {max(part):.0f} ms")
    print(f"memory grown from turn 100 to {given.turns}: {grown:.1f} MiB")


if __name__ == "__main__":
    main()
