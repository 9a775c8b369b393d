"""Our turn-taking side by side with pipecat's.

    python -m bench.turns [--quick] [--sides ours defaults silence smart-turn] [--recordings FOLDER]
                          [--minutes 60] [--again]

Says the same recordings of people (see `sources.py`, and `corpus.py` for what is done to them) to each side
over a line in real time, one side at a time, each in a process of its own on the same two cores, in two
blocks of differing order. Same Whisper base files, same Piper voice, same scripted model. Prints
the tables, keeps what was recorded in bench/results/turns.jsonl and draws docs/pictures/answers.svg. About
26 minutes; `--quick` takes three and keeps nothing. `--again` prints the tables of the results that are kept.
"""

from __future__ import annotations

import argparse
import json
import os
import platform
import random
import sys
import tempfile
import time
from collections.abc import Sequence
from dataclasses import asdict
from pathlib import Path
from typing import Any

import numpy as np

from alongside.errors import AlongsideError
from bench.turns import corpus, plan
from bench.turns.measure import Measured, measure, recogniser_times
from bench.turns.picture import draw
from bench.turns.sides import PIPECAT, ROOT, SIDES, Session, hold, pipecat
from bench.turns.summary import summarise
from bench.turns.table import report

RESULTS = ROOT / "bench" / "results" / "turns.jsonl"
ORDER = ("defaults", "ours", "smart-turn", "silence")
"""pipecat's defaults come first: the tuned ones are told what its recogniser took there."""
PICTURE = ROOT / "docs" / "pictures" / "answers.svg"


def blocks(items: Sequence[plan.Item], quick: bool) -> list[list[plan.Item]]:
    """The items in two halves, each kind in both; or one of each kind."""
    kinds = list(dict.fromkeys(item.kind for item in items))
    by_kind = [[item for item in items if item.kind == kind] for kind in kinds]
    if quick:
        return [[mine[0] for mine in by_kind]]
    halves = [[item for mine in by_kind for item in mine[half::2]] for half in (0, 1)]
    for seed, half in enumerate(halves):
        random.Random(seed).shuffle(half)
    return halves


def swapped(sides: Sequence[str]) -> list[str]:
    """Another order: each two in turn change places."""
    return [side for at in range(0, len(sides), 2) for side in reversed(sides[at : at + 2])]


def run(sides: Sequence[str], quick: bool, more: Path | None, minutes: float) -> list[Session]:
    """Hold all sessions, but none that would take longer than there is time."""
    until = time.monotonic() + 60 * minutes
    cores = sorted(os.sched_getaffinity(0))[:2]
    sessions: list[Session] = []
    if set(sides) - {"ours"}:
        pipecat()
    with tempfile.TemporaryDirectory() as name:
        folder = Path(name)
        warm = corpus.warm_up(folder)
        for number, half in enumerate(blocks(corpus.make(folder, more), quick)):
            plan.write(folder / "plan.json", [*warm, *half])
            for side in sides if number % 2 == 0 else swapped(sides):
                begun = time.monotonic()
                if begun + max((session.seconds for session in sessions), default=0.0) > until:
                    print(f"{SIDES[side]}: left out, there is no time for it")
                    continue
                session = hold(side, folder / "plan.json", cores, _ttfs(sessions))
                sessions.append(session)
                session.seconds = round(time.monotonic() - begun, 1)
                print(f"{SIDES[side]}: {len(session.records)} items in {session.seconds:.0f} s", flush=True)
    return sessions


def _ttfs(sessions: Sequence[Session]) -> float | None:
    """The recogniser's 99th percentile, as measured in pipecat so far."""
    times = recogniser_times([record for one in sessions if one.side != "ours" for record in one.records])
    return float(np.quantile(times, 0.99)) if times else None


def show(sessions: Sequence[Session], picture: Path | None) -> str:
    """The tables; draws the picture."""
    measured: dict[str, list[Measured]] = {}
    summaries = []
    for side in (side for side in SIDES if any(session.side == side for session in sessions)):
        mine = [session for session in sessions if session.side == side]
        records = [record for session in mine for record in session.records]
        measured[SIDES[side]] = [measure(record) for record in records]
        cost = (
            sum(session.cpu for session in mine) / len(records),
            max(session.memory for session in mine),
            max(session.resident for session in mine),
        )
        summaries.append(summarise(SIDES[side], measured[SIDES[side]], cost))
    if picture:
        draw(measured, picture)
    return report(summaries, measured)


def keep(sessions: Sequence[Session], path: Path) -> None:
    """Write what was recorded: a line about the run, then a line a session and a line an item."""
    path.parent.mkdir(parents=True, exist_ok=True)
    about: dict[str, Any] = {
        "date": time.strftime("%Y-%m-%d"),
        "python": platform.python_version(),
        "processor": _processor(),
        "against": PIPECAT,
        "ttfs_p99": _ttfs(sessions),
    }
    lines = [about]
    for number, session in enumerate(sessions):
        told = {key: value for key, value in asdict(session).items() if key != "records"}
        lines += [{"session": number, **told}, *session.records]
    path.write_text("".join(json.dumps(line) + "\n" for line in lines), "utf-8")


def kept(path: Path) -> list[Session]:
    """Read it again."""
    sessions: list[Session] = []
    for line in path.read_text("utf-8").splitlines()[1:]:
        found = json.loads(line)
        if "session" in found:
            del found["session"]
            sessions.append(Session(**found))
        else:
            sessions[-1].records.append(found)
    return sessions


def _processor() -> str:
    for line in Path("/proc/cpuinfo").read_text().splitlines():
        if line.startswith("model name"):
            return line.split(":", 1)[1].strip()
    return platform.processor()


def main() -> int:
    """Run it and print."""
    parser = argparse.ArgumentParser(
        description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter
    )
    parser.add_argument("--quick", action="store_true")
    parser.add_argument("--again", action="store_true")
    parser.add_argument("--sides", nargs="+", choices=tuple(SIDES))
    parser.add_argument("--recordings", type=Path)
    parser.add_argument("--minutes", type=float, default=60.0)
    options = parser.parse_args()
    try:
        if options.again:
            print(show(kept(RESULTS), PICTURE))
            return 0
        sides = options.sides or (("ours", "silence") if options.quick else ORDER)
        sessions = run(sides, options.quick, options.recordings, options.minutes)
        if not options.quick:
            keep(sessions, RESULTS)
        print(show(sessions, None if options.quick else PICTURE))
    except AlongsideError as error:
        print(error, file=sys.stderr)
        return 1
    return 0


if __name__ == "__main__":
    sys.exit(main())
