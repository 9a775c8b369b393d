"""Hours of continuous audio through the real listener: memory, drift, turns lost or doubled.

    python -m bench.hours --minutes 60 --real-time [--ppm 50]
    python -m bench.hours --hours 8 --at-speed [--recogniser whisper-base]
    python -m bench.hours --picture

Silero, smart-turn and Whisper hear recorded utterances (Debian package pocketsphinx-testdata) with
pauses of 2.5 to 6 s (or `--pauses`) in a humming room, as from a microphone whose clock is off by `--ppm`
millionths. In real time frames come by the clock, from a thread, stamped on arrival. At speed each frame
comes when all that followed from the last is done, stamped as a sound card would have; readings while the
person still speaks are then made every 2 s instead of 0.4, and Whisper is the tiny one unless told
otherwise. Everything else is the same. Each run replaces the one of its kind in bench/results/hours.jsonl;
`--picture` draws what is in there.

"Error" is how far the words of a transcript lie from where the same words of the same recording
mostly lie; "drift" the median error of the last ten minutes less that of the first.
"""

from __future__ import annotations

import argparse
import asyncio
import contextlib
import gc
import json
import os
import platform
import sys
import tempfile
from collections.abc import Iterator
from pathlib import Path
from typing import Any

from bench.hours.account import Minute, Utterance, counts, drift, growth, objects
from bench.hours.listening import listen
from bench.hours.picture import draw
from bench.hours.talk import PAUSES
from commands.up import environment

RESULTS = Path(__file__).resolve().parent.parent / "results" / "hours.jsonl"
PICTURE = RESULTS.parent.parent.parent / "docs" / "pictures" / "hours.svg"
WINDOW = 600.0
"""Seconds at each end of a run that are compared."""
ENDING = 12.0
"""Seconds that the longest utterance and the wait for its end take."""


def settings(options: argparse.Namespace) -> dict[str, Any]:
    """The listener's settings for a run."""
    if options.real_time:
        return {"recogniser": options.recogniser or "whisper-base"}
    return {"recogniser": options.recogniser or "whisper-tiny", "partial_every": 2.0, "threads": 1}


async def run(options: argparse.Namespace) -> None:
    """Listen, write a line a minute, print the table."""
    kind = "real time" if options.real_time else "at speed"
    seconds = 60 * options.minutes or 3600 * options.hours
    chosen = settings(options)
    head = {
        "run": kind,
        "seconds": seconds,
        "ppm": options.ppm,
        "pauses": [*options.pauses],
        "settings": chosen,
        "machine": machine(),
    }
    minutes: list[Minute] = []
    with tempfile.TemporaryDirectory() as folder, temporary(kind) as lines:
        print(json.dumps(head), file=lines, flush=True)
        async for minute in listen(
            seconds,
            real_time=options.real_time,
            ppm=options.ppm,
            settings=chosen,
            folder=Path(folder),
            pauses=tuple(options.pauses),
        ):
            print(json.dumps({"run": kind, **minute.as_json()}), file=lines, flush=True)
            minutes.append(minute)
            if minute.minute % 10 == 1:
                gc.collect()
                print(f"  {minute.minute} min: {minute.rss:.0f} MiB, {minute.wall:.0f} s", flush=True)
    print(table(kind, minutes, seconds))


@contextlib.contextmanager
def temporary(kind: str) -> Iterator[Any]:
    """A file for the lines of a run, which takes the place of that kind's lines once it is whole."""
    RESULTS.parent.mkdir(exist_ok=True)
    new = RESULTS.with_suffix(f".{kind.replace(' ', '-')}.new")
    with new.open("w") as lines:
        yield lines
    old = RESULTS.read_text().splitlines() if RESULTS.exists() else []
    kept = [line for line in old if json.loads(line)["run"] != kind]
    RESULTS.write_text("\n".join([*kept, *new.read_text().splitlines()]) + "\n")
    new.unlink()


def table(kind: str, minutes: list[Minute], seconds: float) -> str:
    """The figures of a run."""
    # What was still being said, or waited for, when the run ended is nobody's loss.
    ended = 60 * minutes[-1].minute - ENDING
    heard = [item for minute in minutes for item in minute.heard if item.at < ended]
    moved, of = drift(heard, min(WINDOW, seconds / 3)), counts(heard)
    last = minutes[-1]
    rows = [
        f"{kind}: {last.minute} minutes of audio in {last.wall / 60:.0f}, {last.cpu / 60:.0f} of processor"
    ]
    for name, unit in (("rss", "MiB"), ("pss", "MiB"), ("objects", ""), ("tasks", ""), ("threads", "")):
        plain = [float(getattr(item, name)) for item in minutes]
        values = objects(minutes) if name == "objects" else plain
        slope, more = growth(minutes, values)
        rows.append(
            f"  {name:8} {values[0]:9.0f} at first, {values[-1]:9.0f} at last {unit:4}"
            f" second half: slope {slope:+8.2f} an hour, {more:+8.2f} from end to end"
        )
    rows.append(f"  messages lost {last.lost}, reports of trouble {last.degraded}")
    rows.append("  utterances " + ", ".join(f"{name} {count}" for name, count in of.items()))
    rows[-1] += f", reopened in time {last.reopened}"
    if moved:
        rows.append(
            "  error of word times, {transcripts:.0f} transcripts: median {median_ms:.1f} ms,"
            " 95th percentile {p95_ms:.1f} ms\n"
            "  drift: {drift_ms:+.1f} ms (first {first_ms:+.1f}, last {last_ms:+.1f});"
            " turns begin {onset_median_ms:+.0f} ms from the first loud sound".format(**moved)
        )
    return "\n".join(rows)


def machine() -> str:
    """What it ran on."""
    return f"{platform.machine()}, Python {platform.python_version()}"


def read() -> list[tuple[str, list[Minute], list[Utterance], float]]:
    """The runs in the results: kind, minutes, utterances, seconds."""
    runs: dict[str, tuple[float, list[Minute]]] = {}
    for line in RESULTS.read_text().splitlines():
        item = json.loads(line)
        kind = item.pop("run")
        if "seconds" in item:
            runs[kind] = (item["seconds"], [])
            continue
        runs[kind][1].append(Minute.from_json(item))
    return [
        (kind, minutes, [item for minute in minutes for item in minute.heard], seconds)
        for kind, (seconds, minutes) in runs.items()
    ]


def as_in_a_session() -> None:
    """Start again in the environment of a session's processes: malloc reads its own at the start."""
    wanted = environment("local", Path())
    if any(os.environ.get(name) != value for name, value in wanted.items()):
        os.execve(sys.executable, [sys.executable, "-m", "bench.hours", *sys.argv[1:]], wanted)


def main() -> None:
    """Run it."""
    parser = argparse.ArgumentParser(
        description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter
    )
    parser.add_argument("--minutes", type=float, default=0.0)
    parser.add_argument("--hours", type=float, default=8.0)
    pace = parser.add_mutually_exclusive_group()
    pace.add_argument("--real-time", action="store_true")
    pace.add_argument("--at-speed", action="store_true")
    parser.add_argument("--ppm", type=float, default=50.0, help="how much the source's clock is off")
    parser.add_argument(
        "--pauses",
        type=float,
        nargs=2,
        default=PAUSES,
        metavar=("LEAST", "MOST"),
        help="seconds between two utterances",
    )
    parser.add_argument("--recogniser", choices=("whisper-base", "whisper-tiny"))
    parser.add_argument("--picture", action="store_true", help="draw and print the kept results")
    options = parser.parse_args()
    as_in_a_session()
    if options.real_time or options.at_speed:
        asyncio.run(run(options))
    elif not options.picture:
        parser.error("say --real-time, --at-speed or --picture")
    if options.picture:
        runs = read()
        draw([(kind, minutes, heard) for kind, minutes, heard, _ in runs], PICTURE)
        for kind, minutes, _, seconds in runs:
            print(table(kind, minutes, seconds))
        print(f"drawn: {PICTURE}")


if __name__ == "__main__":
    main()
