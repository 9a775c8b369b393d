"""Stories told in pieces: is what is held at the end what is held when they are told at once?

`python -m rehearsal.shards` prints, for the stories used in development and for those held out:

- agreement: entries held when told in pieces against entries held when told otherwise (same kind,
  same value), as Jaccard and as the share of each side found on the other. Tellings: `at once` (all
  shards as one turn), `straight` (the consistent story, one turn), `shuffled` (shards that nothing
  leans on in another order), `small talk` (something light between shards).
- precision and recall against what should be held (`gold`); precision leaves out goals that the
  companion only guesses at.

After the sharded simulation of Laban et al. 2025 (arXiv:2505.06120), with stories of our own.
"""

from __future__ import annotations

import random
import re
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass
from pathlib import Path

import yaml

from agent.companion import Companion
from agent.state import CompanionState
from agent.words.tokens import normalise
from alongside.messages import Turn
from alongside.records import GroundEntry

Held = frozenset[tuple[str, str]]
SMALL_TALK = ("Hang on, the kettle.", "Right, where was I.", "It's raining again here.", "Mm.", "Thanks.")
_LEANS = re.compile(
    r"\b(?:he|she|it|its|it's|they|them|him|her|his|that|this|one|there|again|instead|mean|no|sorry|actually|"
    r"not|n't|forget|we)\b|n't\b",
    re.I,
)
_WORD = re.compile(r"[a-z0-9']+")


@dataclass(frozen=True)
class Story:
    """One story: how it comes out, how it would be told straight, and what should be held in the end."""

    name: str
    used: str  # tune, second or held: whether it was used in development
    shards: tuple[str, ...]
    whole: str
    gold: tuple[str, ...]


@dataclass(frozen=True)
class Score:
    """Shares from 0 to 1 over all entries of all stories."""

    agreement: dict[str, float]
    kept: dict[str, float]
    added: dict[str, float]
    precision: dict[str, float]
    recall: dict[str, float]


def stories() -> tuple[Story, ...]:
    """All stories of `shards.yaml`."""
    path = Path(__file__).with_name("shards.yaml")
    return tuple(
        Story(item["name"], item["set"], tuple(item["shards"]), item["whole"], tuple(item["gold"]))
        for item in yaml.safe_load(path.read_text(encoding="utf-8"))
    )


def tell(turns: Iterable[str], companion: Companion, seed: int = 0) -> CompanionState:
    """The state after these turns."""
    state = companion.begin(seed)
    for number, text in enumerate(turns, 1):
        state, _ = companion.step(state, Turn(turn_id=f"t{number}", text=text))
    return state


def held(state: CompanionState) -> tuple[GroundEntry, ...]:
    """What holds, but for the companion's readings: those hang on what it answered, not on what was told."""
    return tuple(
        entry
        for entry in state.active("fact", "goal", "name", "thread", "feeling")
        if not entry.key.startswith("reading:")
    )


def compared(entries: Sequence[GroundEntry]) -> Held:
    """Entries as they are compared: kind and value."""
    return frozenset((entry.kind, entry.value.lower()) for entry in entries)


def shuffled(story: Story) -> list[str]:
    """The shards that lean on nothing before them in another order, the others where they were."""
    free = [place for place, shard in enumerate(story.shards) if not _LEANS.search(normalise(shard))]
    leaned_on = {place - 1 for place in range(len(story.shards)) if place not in free}
    free = [place for place in free if place not in leaned_on]
    order = list(free)
    random.Random(story.name).shuffle(order)
    told = list(story.shards)
    for place, source in zip(free, order, strict=True):
        told[place] = story.shards[source]
    return told


def chatty(story: Story) -> list[str]:
    """The shards with small talk between them."""
    told: list[str] = []
    for number, shard in enumerate(story.shards):
        told += [shard, SMALL_TALK[number % len(SMALL_TALK)]]
    return told


TELLINGS: dict[str, Callable[[Story], list[str]]] = {
    "in pieces": lambda story: list(story.shards),
    "at once": lambda story: [" ".join(_stopped(shard) for shard in story.shards)],
    "straight": lambda story: [story.whole],
    "shuffled": shuffled,
    "small talk": chatty,
}


def _stopped(shard: str) -> str:
    return shard if shard[-1] in ".?!" else f"{shard}."


def right(entry: GroundEntry, item: str) -> bool:
    """Whether an entry is what a line of gold asks for."""
    kinds, *stems = item.removeprefix("?").split()
    words = _WORD.findall(normalise(entry.value).lower().replace("n't", " n't"))
    return entry.kind in kinds.split("/") and all(
        any(word.startswith(stem) for word in words for stem in group.split("/")) for group in stems
    )


def measure(chosen: Sequence[Story], companion: Companion | None = None) -> Score:
    """Agreement, precision and recall over some stories."""
    companion = companion or Companion()
    sums: dict[str, list[int]] = {name: [0] * 8 for name in TELLINGS}
    for story in chosen:
        told = {name: held(tell(turns(story), companion)) for name, turns in TELLINGS.items()}
        pieces = compared(told["in pieces"])
        for name, entries in told.items():
            other = compared(entries)
            judged = [entry for entry in entries if entry.proposer == "participant"]
            wanted = [item for item in story.gold if not item.startswith("?")]
            counts = (
                len(pieces & other),
                len(pieces | other),
                len(other),
                len(pieces),
                sum(any(right(entry, item) for item in story.gold) for entry in judged),
                sum(any(right(entry, item) for entry in entries) for item in wanted),
                len(wanted),
                len(judged),
            )
            sums[name] = [total + count for total, count in zip(sums[name], counts, strict=True)]
    return Score(
        agreement={name: both / max(1, either) for name, (both, either, *_) in sums.items()},
        kept={name: total[0] / max(1, total[2]) for name, total in sums.items()},
        added={name: total[0] / max(1, total[3]) for name, total in sums.items()},
        precision={name: total[4] / max(1, total[7]) for name, total in sums.items()},
        recall={name: total[5] / max(1, total[6]) for name, total in sums.items()},
    )


def main() -> None:
    """Print the measures."""
    every = stories()
    for label, used in (("development", "tune"), ("second half", "second"), ("held out", "held")):
        chosen = [story for story in every if story.used == used]
        score = measure(chosen)
        print(f"{label}: {len(chosen)} stories")
        print(f"  {'telling':12s} agreement  of theirs  of pieces  precision  recall")
        for name in TELLINGS:
            row = (score.agreement, score.kept, score.added, score.precision, score.recall)
            print(f"  {name:12s}" + "".join(f" {part[name]:9.3f} " for part in row))


if __name__ == "__main__":
    main()
