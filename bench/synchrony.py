"""What synchrony and conduct cost a turn of a running session, and whether that grows.

    python -m bench.synchrony [--turns 1000] [--without-heads]

Goes through a long made-up talk of both sides on one core; each turn is heard by the observer of synchrony
and by the tally of conduct, and both are asked how they stand. The companion's turns are coded by the
trained heads, as a live session has it, unless --without-heads. Prints median, 95th percentile and worst in
milliseconds of processor time, for all turns after the first ten (which load what is needed), the first and
the last hundred, and the memory grown since.
"""

from __future__ import annotations

import argparse
import os
import random
import time
from collections.abc import Iterator

import numpy as np
import psutil

from agent.appraisal.coding import CompanionCoder
from agent.appraisal.encoder import encoder
from agent.conduct.tally import Tally
from agent.conduct.turns import Ours, Theirs, planned
from agent.synchrony.observer import Observer
from agent.synchrony.said import Said
from alongside.messages import Act
from bench.heads import texts

WARM, EDGE = 10, 100


def talk(turns: int) -> Iterator[Said]:
    """Turns of both sides, with feeling, voice and times."""
    chance, clock = random.Random(3), 0.0
    for place, text in enumerate(texts(turns, seed=9)):
        end = clock + chance.uniform(1.0, 6.0)
        yield Said(
            ("participant", "companion")[place % 2],
            text,
            clock,
            end,
            chance.uniform(-1, 1),
            chance.uniform(-1, 1),
            chance.uniform(1.5, 3.5),
            chance.uniform(110, 220),
            chance.uniform(-35, -18),
        )
        clock = end + chance.uniform(-0.2, 2.0)


def main() -> None:
    """Measure and print."""
    asked = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    asked.add_argument("--turns", type=int, default=1000)
    asked.add_argument("--without-heads", action="store_true")
    given = asked.parse_args()
    os.sched_setaffinity(0, {min(os.sched_getaffinity(0))})
    coder = None if given.without_heads else CompanionCoder(encoder())
    observer, tally = Observer(), Tally()
    process, early = psutil.Process(), 0
    took: list[tuple[bool, float]] = []
    before: list[tuple[str, str]] = []
    for said in talk(given.turns + WARM):
        begun = time.process_time()
        observer.hear(said)
        observer.now()
        if said.speaker == "participant":
            tally.hear(Theirs(said.text, "neutral", 0.6, False, 2.0))
        else:
            ours = planned(Act(act_id="a", turn_id="t", kind="reflect", text=said.text), 2.0)
            coding = ours.coding if coder is None else coder.code(said.text, before[-4:])
            tally.do(Ours(ours.text, coding, ours.corrects, ours.seconds))
        tally.now()
        took.append((said.speaker == "companion", 1000 * (time.process_time() - begun)))
        before = [*before[-5:], (said.speaker, said.text)]
        if len(took) == EDGE:
            early = process.memory_info().rss
    kept = took[WARM:]
    parts = {
        f"all {len(kept)} turns": [ms for _, ms in kept],
        "the participant's": [ms for ours, ms in kept if not ours],
        "the companion's": [ms for ours, ms in kept if ours],
        f"the first {EDGE}": [ms for _, ms in kept[:EDGE]],
        f"the last {EDGE}": [ms for _, ms in kept[-EDGE:]],
    }
    print(f"one core, companion's turns coded by {'rules' if coder is None else 'trained heads'}")
    for what, part in parts.items():
        middle, most = np.median(part), np.percentile(part, 95)
        print(f"{what}: median {middle:.2f}, p95 {most:.2f}, worst {max(part):.1f} ms")
    print(f"memory grown since turn {EDGE}: {(process.memory_info().rss - early) / 2**20:.1f} MiB")


if __name__ == "__main__":
    main()
