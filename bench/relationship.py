"""Time that measuring the relationship takes, a turn at a time, on one core.

    python -m bench.relationship [--turns 1000]

One conversation without end: what people say is that of `rehearsal/conversations.yaml`, answered in turn by
lines of the planned dialogues. Each turn is heard, answered and judged as in a session. Prints milliseconds
(median, 95th percentile) for all turns, the first and the last 200; `alone` is without the vector of the
person's turn, which the companion has already made when it read the turn. `--processor` counts the time of
the processor, which other programs that are running do not lengthen.
"""

from __future__ import annotations

import argparse
import itertools
import os
import time

import numpy as np

from agent.appraisal.encoder import encoder
from agent.relationship.alliance import begun, observer
from agent.relationship.critic import judged
from alongside.errors import AlongsideError
from bench.mind import lines
from rehearsal.trajectories import AUTHORS, dialogues

EDGE = 200
"""Turns at either end that are compared."""


def main() -> None:
    """Measure and print."""
    asked = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    asked.add_argument("--turns", type=int, default=1000)
    asked.add_argument("--processor", action="store_true", help="processor time, not the clock's")
    given = asked.parse_args()
    clock = time.process_time if given.processor else time.perf_counter
    os.sched_setaffinity(0, {min(os.sched_getaffinity(0))})
    watch = observer()
    if watch is None:
        raise AlongsideError("the sentence encoder is not there", "Install Alongside again.")
    answers = [pair[1] for dialogue in dialogues(AUTHORS[0][0]) for pair in dialogue.pairs]
    told = (f"{line}{' ' * round_}" for round_ in itertools.count() for line in answers)
    held, source = begun(), lines()
    took: list[float] = []
    alone: list[float] = []
    for _ in range(given.turns):
        said, answered = next(source), next(told)
        begin = clock()
        encoder().one(said.strip())
        encoded = clock()
        held, _ = judged(watch.answer(watch.hear(held, said), answered))
        end = clock()
        took.append(1000 * (end - begin))
        alone.append(1000 * (end - encoded))
    for what, part in (("whole", took), ("alone", alone)):
        for name, some in (
            (f"all {given.turns} turns", part),
            (f"first {EDGE}", part[:EDGE]),
            (f"last {EDGE}", part[-EDGE:]),
        ):
            print(f"{what}, {name}: median {np.median(some):.1f}, p95 {np.percentile(some, 95):.1f} ms")


if __name__ == "__main__":
    main()
