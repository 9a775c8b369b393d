"""Telling high from low quality, session by session, on AnnoMI.

    python -m rehearsal.quality --data AnnoMI-full.csv [--encoder FOLDER] [--afresh]

Codes are those that people gave (in the file), so nothing here was taught what it is asked. `--afresh` also
codes the counsellor's turns by a program: the coder is fitted again in every fold, and in folds within it
for the sessions it is fitted on; `--encoder` is the published encoder (`alongside weights
text-encoder-published`), which never saw a transcript. Needs `pip install 'alongside[train]'`.
"""

from __future__ import annotations

import argparse
import importlib.util
import sys
from collections.abc import Callable, Mapping, Sequence
from pathlib import Path

import numpy as np
from rich.console import Console
from rich.progress import track

from alongside.errors import AlongsideError
from rehearsal.quality.judging import (
    REPEATS,
    Array,
    Sides,
    area,
    difference,
    equal,
    fitted,
    held_out,
    splits,
    stacked,
)
from rehearsal.quality.measures import CODED_AFRESH, CONDUCT, Figures, conduct, synchrony
from rehearsal.quality.measures import POINTS as KNOWN
from rehearsal.quality.sessions import Session, read
from rehearsal.quality.stance import CLIENT, COUNSELLOR, POINTS, alliance

ALONE = ("reflection_share", "input_share", "advice_share", "reflections_to_questions", "complex_share",
         "input_after_sustain", "change_share", "word_share", "first_person", "question_share")  # fmt: skip
TOGETHER = tuple(
    f"{measure}_{side}"
    for measure in ("coordination", "distance", "entrainment")
    for side in ("counsellor", "client")
)

SHIPPED = "the encoder that ships, which was trained on the codes of these turns, not on quality"
COMBINED = {
    "conduct": CONDUCT,
    "alliance, the client's side alone": CLIENT,
    "alliance, both sides": (*CLIENT, *COUNSELLOR),
    "conduct and alliance": (*CONDUCT, *CLIENT, *COUNSELLOR),
    "conduct, alliance and synchrony": (*CONDUCT, *CLIENT, *COUNSELLOR, *TOGETHER),
}


def main() -> None:
    """Measure and print."""
    asked = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    asked.add_argument("--data", type=Path, required=True, help="AnnoMI-full.csv, or its folder")
    asked.add_argument(
        "--encoder", type=Path, help="folder of the published encoder: alliance, and --afresh, by it"
    )
    asked.add_argument("--afresh", action="store_true", help="also code by a program, fold by fold (minutes)")
    given = asked.parse_args()
    try:
        if importlib.util.find_spec("sklearn") is None:
            raise AlongsideError("fitting needs scikit-learn", "Install: pip install 'alongside[train]'")
        report(read(given.data), given.encoder, print)
        if given.afresh:
            afresh(read(given.data), given.encoder, print)
    except AlongsideError as error:
        sys.exit(str(error))


def report(
    sessions: Sequence[Session], folder: Path | None, tell: Callable[[str], None], repeats: int = REPEATS
) -> None:
    """All of it by people's codes, and alliance by heads on the encoder in `folder`."""
    console = Console(stderr=True)
    high, groups = np.array([item.high for item in sessions]), [item.group for item in sessions]
    tell(
        f"{len(sessions)} sessions, {high.sum()} of high quality, {len(set(groups))} videos; codes by people"
    )
    stances = alliance(sessions, folder)
    figures: list[Figures] = [
        {**conduct(item.turns), **synchrony(item.turns), **stance}
        for item, stance in zip(track(sessions, "measuring", console=console), stances, strict=True)
    ]
    tell("\nAlone, no fitting: AUC for high quality, interval of 95 %; medians high and low")
    for name in ALONE:
        _alone(name, figures, high, tell)
    tell("\nWho comes close to whose words")
    for name in TOGETHER:
        _alone(name, figures, high, tell)
        scores = _column(name, figures)
        apart = difference(scores, high)
        if apart is not None:
            tell("    mean high minus low: {:+.4f} ({:+.4f} to {:+.4f})".format(*apart))
    under = "the published encoder, which saw none of this" if folder is not None else SHIPPED
    tell(f"\nAlliance, by heads on {under}")
    for name in (*CLIENT, *COUNSELLOR):
        _alone(name, figures, high, tell)
    tell("\nCombined without fitting: equal weights, each measure turned the way it is known to point")
    theirs = {name: sign for name, sign in POINTS.items() if name in CLIENT}
    for what, points in (
        ("conduct", KNOWN),
        ("alliance, the client's side alone", theirs),
        ("conduct and alliance", KNOWN | POINTS),
    ):
        tell(f"  {what}: {area(equal(_matrix(tuple(points), figures), list(points.values())), high)}")
    tell("\nCombined, nested cross-validation by video")
    for what, names in COMBINED.items():
        tell(f"  {what}: {area(held_out(_matrix(names, figures), high, groups, repeats), high)}")
    blocks = [_matrix(names, figures) for names in (CONDUCT, (*CLIENT, *COUNSELLOR))]
    scores = stacked(blocks, high, groups, repeats)
    tell(f"  conduct and alliance, each weighed as a whole: {area(scores, high)}")


def afresh(
    sessions: Sequence[Session], folder: Path | None, tell: Callable[[str], None], repeats: int = 1
) -> None:
    """Conduct with every code by a coder that knows neither the session nor its fold."""
    from agent.appraisal.encoder import Encoder
    from rehearsal.quality.coders import Coder

    coder = Coder(sessions, Encoder(folder) if folder is not None else None)
    high, groups = np.array([item.high for item in sessions]), [item.group for item in sessions]
    names, total, alone = np.array(groups), np.zeros(len(high)), np.zeros(len(high))
    right = asked = 0
    for seed in range(repeats):
        for train, test in track(
            list(splits(high, groups, seed)), "coding afresh", console=Console(stderr=True)
        ):
            coded = coder.coded(train.tolist(), test.tolist())
            own: dict[int, Figures] = {}
            for within, out in splits(high[train], names[train].tolist(), seed):
                inner = coder.coded(train[within].tolist(), train[out].tolist())
                own |= {int(place): conduct(turns) for place, turns in zip(train[out], inner, strict=True)}
            learnt = [own[int(place)] for place in train]
            told = [conduct(turns) for turns in coded]
            judge = fitted(_matrix(CODED_AFRESH, learnt), high[train], names[train].tolist(), seed)
            total[test] += judge(_matrix(CODED_AFRESH, told)) / repeats
            alone[test] += np.array([found["reflection_share"] for found in told], float) / repeats
            for place, turns in zip(test, coded, strict=True):
                pairs = list(zip(turns, sessions[int(place)].turns, strict=True))
                mine = [(a, b) for a, b in pairs if a.speaker == "companion"]
                right, asked = right + sum(a.behaviour == b.behaviour for a, b in mine), asked + len(mine)
    under = "on the encoder given" if folder is not None else "by n-grams and form"
    tell(f"\nCodes by a coder fitted afresh in every fold, {under}: {right / asked:.1%} of {asked} as people")
    tell(f"  reflection_share alone: {area(alone, high)}")
    tell(f"  conduct: {area(total, high)}")


def _alone(name: str, figures: Sequence[Figures], high: Sides, tell: Callable[[str], None]) -> None:
    scores = _column(name, figures)
    found = area(scores, high)
    if found is None:
        tell(f"  {name}: undefined in too many sessions")
        return
    middles = [float(np.nanmedian(scores[side])) for side in (high, ~high)]
    tell(f"  {name}: {found}; {middles[0]:.3f} against {middles[1]:.3f}")


def _column(name: str, figures: Sequence[Mapping[str, float | None]]) -> Array:
    return _matrix((name,), figures)[:, 0]


def _matrix(names: Sequence[str], figures: Sequence[Mapping[str, float | None]]) -> Array:
    return np.array(
        [[np.nan if (value := found.get(name)) is None else value for name in names] for found in figures]
    )


if __name__ == "__main__":
    main()
