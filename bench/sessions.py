"""A corpus that nobody said, to measure how long scoring a real one takes.

    python -m bench.sessions FILE.jsonl [--sessions 1000] [--turns 24]
    alongside appraise FILE.jsonl --out SCORED.jsonl --summary SESSIONS.csv

Turns are made from the small grammar of `bench.heads`; no text comes twice, so each is encoded.
"""

from __future__ import annotations

import argparse
import json
from pathlib import Path

from bench.heads import texts


def main() -> None:
    """Write it."""
    asked = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    asked.add_argument("file", type=Path)
    asked.add_argument("--sessions", type=int, default=1000)
    asked.add_argument("--turns", type=int, default=24)
    given = asked.parse_args()
    said = iter(texts(given.sessions * given.turns, seed=7))
    with given.file.open("w", encoding="utf-8") as file:
        for session in range(given.sessions):
            clock = 0.0
            for turn in range(given.turns):
                text = next(said)
                end = clock + len(text.split()) / 2.5
                row = {"dialogue": f"s{session:04}", "turn": turn, "text": text, "start": clock, "end": end}
                row["speaker"] = ("participant", "companion")[turn % 2]
                file.write(json.dumps(row) + "\n")
                clock = end + 0.7
    print(f"{given.sessions} sessions of {given.turns} turns: {given.file}")


if __name__ == "__main__":
    main()
