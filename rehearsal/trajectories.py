"""Dialogues with a planned course, and what the measures make of it: `python -m rehearsal.trajectories`.

Five kinds: they warm, they sour, they drift apart on goals, the companion flatters while harm grows behind
the bond, or nothing changes while the companion is constantly kind. They lie in `courses/`. Those of
`AUTHORS`, who did not know of each other, are what `rehearsal.pooling` fits weights on, telling each author
by the others; those of `JUDGES` are by one more author and were judged once, unread. Shuffled turns have
no trend.
`--usual` writes what is usual in ordinary talk (`agent/relationship/usual.json`).
"""

from __future__ import annotations

import argparse
import json
import random
from collections import Counter
from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass
from itertools import chain
from pathlib import Path

import numpy as np

from agent.appraisal.encoder import encoder
from agent.appraisal.lists import load
from agent.appraisal.trained import appraiser
from agent.companion import Companion
from agent.models.server import ServedModel
from agent.relationship.alliance import SCALES, SIGNS, Observer, Relationship, begun, observer
from agent.relationship.asked import ModelRater
from agent.relationship.critic import bond_rises, criticise
from agent.relationship.probes import SIDES, Side
from agent.relationship.rater import CounterRater
from agent.relationship.reading import Reader
from agent.relationship.repair import due
from agent.relationship.usual import FILE, Usual
from alongside.errors import AlongsideError
from alongside.messages import Turn

FOLDER = Path(__file__).parent
KINDS = ("warm", "sour", "apart", "colluding", "constant")
JUDGES = ("sixteenth_a", "sixteenth_b")
AUTHORS = (
    ("first", "fresh", "unseen", "final", "judge", "late"), ("blind", "reserve"), ("third",), ("terse",),
    ("long",), ("chatty",), ("fourth",), ("eighth_a", "eighth_b"), ("ninth_a", "ninth_b"),
    ("tenth_a", "tenth_b"), ("eleventh_a", "eleventh_b"), ("twelfth_a", "twelfth_b"),
    ("thirteenth_a", "thirteenth_b"), ("fourteenth_a", "fourteenth_b"), ("fifteenth_a", "fifteenth_b"),
)  # fmt: skip
"""The sets of each. `terse`, `long`, `chatty`, `eighth`, `ninth`, `twelfth` (nothing happens), `fourteenth`
and `fifteenth` teach; the others judged an earlier reader each."""
ORDINARY = "conversations"


@dataclass(frozen=True)
class Dialogue:
    """(participant, companion) pairs, and the course they were written for."""

    kind: str
    pairs: tuple[tuple[str, str], ...]


def dialogues(name: str) -> Iterator[Dialogue]:
    """The dialogues of a set."""
    for kind, texts in load(FOLDER / "courses" / f"{name}.yaml").items():
        for text in texts:
            lines = text.strip().splitlines()
            yield Dialogue(kind, tuple(zip(lines[0::2], lines[1::2], strict=True)))


def followed(watch: Observer, pairs: Sequence[tuple[str, str]]) -> Relationship:
    """The relationship after all turns."""
    held = begun()
    for said, answered in pairs:
        held = watch.answer(watch.hear(held, said), answered)
    return held


def told(held: Relationship) -> str:
    """The course that the measures tell."""
    flags = {flag.kind for flag in criticise(held)}
    for flag, kind in (("harm_behind_bond", "colluding"), ("goals_fall", "apart"), ("bond_falls", "sour")):
        if flag in flags:
            return kind
    return "warm" if bond_rises(held) else "constant"


def played(watch: Observer, names: Sequence[str], orders: int = 0) -> Iterator[tuple[str, Relationship]]:
    """(kind, relationship at the end) of each dialogue; with `orders`, of that many random orders of it."""
    chance = random.Random(0)
    for dialogue in chain.from_iterable(map(dialogues, names)):
        for _ in range(max(1, orders)):
            pairs = list(dialogue.pairs)
            if orders:
                chance.shuffle(pairs)
            yield dialogue.kind, followed(watch, pairs)


def trend(held: Relationship) -> str:
    """That of the alliance, from the participant's words alone."""
    return held.participant["alliance"].trend


def table(
    ends: Iterable[tuple[str, Relationship]], of: Callable[[Relationship], str] = told
) -> dict[str, Counter[str]]:
    """For each kind, what was told, or another name that ends are given."""
    found: dict[str, Counter[str]] = {kind: Counter() for kind in KINDS}
    for kind, held in ends:
        found[kind][of(held)] += 1
    return found


def talks(part: str = "") -> Iterator[tuple[tuple[str, str], ...]]:
    """The ordinary conversations, of one part or of all, as our companion answers them."""
    companion = Companion(appraiser=appraiser())
    for name, some in load(FOLDER / f"{ORDINARY}.yaml").items():
        for talk in some if part in ("", name) else ():
            state, pairs = companion.begin(1), list[tuple[str, str]]()
            for place, line in enumerate(map(str, talk["turns"])):
                state, act = companion.step(state, Turn(turn_id=f"t{place}", text=line))
                pairs.append((line, act.text))
            yield tuple(pairs)


def ordinary(watch: Observer) -> tuple[int, Counter[str]]:
    """How many ordinary conversations there are, and in how many each flag or repair comes up at all."""
    found = [flagged(watch, pairs) for pairs in talks()]
    return len(found), Counter(name for seen in found for name in seen)


def flagged(watch: Observer, pairs: Sequence[tuple[str, str]]) -> set[str]:
    """Flags and repairs that come up at any time."""
    held, seen = begun(), set[str]()
    for said, answered in pairs:
        held = watch.answer(watch.hear(held, said), answered)
        repair = due(held, ())[0]
        seen |= {flag.kind for flag in criticise(held)} | ({f"repair {repair}"} if repair else set())
    return seen


def write_usual(file: Path = FILE) -> None:
    """What people say in ordinary conversations, and what our companion answers, as the readers read it."""
    texts: dict[Side, list[str]] = {"participant": [], "companion": []}
    for theirs, ours in (pair for pairs in talks("tuned") for pair in pairs):
        texts["participant"].append(theirs)
        texts["companion"].append(ours)
    flat = (np.zeros(36, np.float32), np.ones(36, np.float32))
    bare = Usual({"participant": flat, "companion": flat}, {})
    rater = CounterRater(encoder(), bare)
    reads = Reader(encoder(), rater)
    out = {}
    for side in SIDES:
        said = [text for text in texts[side] if text.strip()]
        raw = np.stack([rater.raw(side, text) for text in said])
        found = [reads.read(side, text) for text in said]
        names = (*SCALES, *SIGNS) if side == "participant" else SCALES
        out[side] = {
            "turns": len(said),
            "mean": np.round(raw.mean(0), 4).tolist(),
            "deviation": np.round(raw.std(0), 4).tolist(),
            "spread": {
                name: round(float(np.std([getattr(one, name) for one in found])), 4) for name in names
            },
        }
    file.write_text(json.dumps(out, indent=1) + "\n", encoding="utf-8")


def main() -> None:
    """Print what was told of each kind."""
    asked = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    asked.add_argument("--usual", action="store_true", help="write usual.json anew")
    asked.add_argument("--shuffled", type=int, default=10, help="orders of each dialogue that are tried")
    asked.add_argument(
        "--rater",
        default="",
        help="address of a language model that rates, such as http://127.0.0.1:11434/v1",
    )
    asked.add_argument("--model", default="", help="its name there")
    asked.add_argument("--way", choices=("agree", "entail"), default="agree", help="what it is asked")
    given = asked.parse_args()
    if given.usual:
        write_usual()
    rater = ModelRater(ServedModel(given.rater, given.model), given.way) if given.rater else None
    watch = observer(rater)
    if watch is None:
        raise AlongsideError("the sentence encoder is not there", "Install Alongside again.")
    count, seen = ordinary(watch)
    print(f"of {count} ordinary conversations, at any time: {dict(seen)}")
    for orders in (0, given.shuffled):
        ends = list(played(watch, JUDGES, orders))
        said = f"{orders} shuffled orders of each" if orders else "as they were said"
        print(f"{' and '.join(JUDGES)}, {said}")
        moved = table(ends, trend)
        for kind, counts in table(ends).items():
            right = f"{counts[kind]} of {counts.total()}"
            print(f"  {kind}: {right} told {dict(counts)}; alliance {dict(moved[kind])}")


if __name__ == "__main__":
    main()
