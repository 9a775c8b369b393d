"""What the trained heads cost: batches against bare encoder inference, and one turn of a conversation.

    python -m bench.heads [--turns 200] [--threads 1]

Makes turns of differing length from a small grammar (no data set is needed), then times, side by side in one
run and alternating, (a) the encoder alone over every distinct text, and (b) the whole batch path: all heads
over the same texts as dialogues, with their context. Prints the ratio, and the time of one turn through
`Companion.step` with heads (median and 95th percentile).
"""

from __future__ import annotations

import argparse
import random
import statistics
import time
from collections.abc import Callable

from agent.appraisal.coding import CompanionCoder
from agent.appraisal.encoder import Remembering, encoder
from agent.appraisal.heads.features import Item
from agent.appraisal.trained import HeadAppraiser
from agent.companion import Companion
from alongside.messages import Turn

ROUNDS = 5
OPENINGS = (
    "Well",
    "I suppose",
    "Honestly",
    "Some days",
    "Last week",
    "To be fair",
    "You know",
    "Since March",
)
MIDDLES = (
    "my sister keeps asking about it", "I tried to go without", "the evenings are the long part",
    "I can't see it getting better", "we walked down to the river", "work has been a mess",
    "I want to be there for the boys", "nobody really noticed", "I slept four hours",
)  # fmt: skip


def texts(count: int, seed: int) -> list[str]:
    """Distinct made-up turns of one to six clauses."""
    chance = random.Random(seed)
    return [
        f"{chance.choice(OPENINGS)}, {number}: "
        + ", and ".join(chance.choices(MIDDLES, k=chance.choice((1, 1, 2, 3, 6))))
        + "."
        for number in range(count)
    ]


def timed(run: Callable[[], object]) -> float:
    """Seconds of processor time: what else the machine does counts for less."""
    began = time.process_time()
    run()
    return time.process_time() - began


def ratio(turns: int, threads: int) -> tuple[float, float, float]:
    """(seconds bare, seconds with all heads, ratio): the best of some rounds of both in turn.

    The best, because whatever else the machine does only ever adds.
    """
    bare = encoder(threads)
    said = texts(turns, seed=1)
    dialogue = [(("participant", "companion")[place % 2], text) for place, text in enumerate(said)]
    items = [Item(text, dialogue[max(0, place - 6) : place]) for place, (_, text) in enumerate(dialogue)]

    def everything() -> None:
        shared = Remembering(bare)
        HeadAppraiser(shared).read_many(items[0::2])
        CompanionCoder(shared).code_many(items[1::2])

    everything()  # loads the heads
    times: list[tuple[float, float]] = []
    for _ in range(ROUNDS):
        alone = timed(lambda: bare.embed(said))
        whole = timed(everything)
        times.append((alone, whole))
    first, second = (min(column) for column in zip(*times, strict=True))
    return first, second, second / first


def turns(count: int, threads: int) -> tuple[float, float]:
    """(median, 95th percentile) milliseconds of one turn through the companion with heads."""
    companion = Companion(appraiser=HeadAppraiser(encoder(threads)))
    state = companion.begin()
    times = []
    for number, text in enumerate(texts(count, seed=2)):
        began = time.process_time()
        state, _ = companion.step(state, Turn(turn_id=f"t{number}", text=text, channel="typed"))
        times.append(1000 * (time.process_time() - began))
    return statistics.median(times), statistics.quantiles(times, n=20)[-1]


def main() -> None:
    """Run it and print."""
    parser = argparse.ArgumentParser(
        description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter
    )
    parser.add_argument("--turns", type=int, default=200)
    parser.add_argument("--threads", type=int, default=1)
    options = parser.parse_args()
    alone, whole, times = ratio(options.turns, options.threads)
    each = 1000 / options.turns
    print(
        f"encoder alone: {alone * each:.1f} ms a turn; with all heads: {whole * each:.1f}; ratio {times:.2f}"
    )
    median, slow = turns(min(60, options.turns), options.threads)
    print(
        f"one turn through the companion: median {median:.1f} ms, 95th percentile {slow:.1f} ms of processor"
    )


if __name__ == "__main__":
    main()
