"""Measures how well words are heard: `python -m bench.words [--only PART...] [--recordings DIR]`.

Fetches its recordings (50 MB, PyPI), reads each in quiet, in noise and from across a room with Whisper tiny
and base, and writes one JSON line a reading to bench/results/words.jsonl and the tables to docs/speech.md.
With --recordings it reads a folder of NAME.wav and NAME.txt instead and only prints.
"""

from __future__ import annotations

import argparse
import dataclasses
import functools
import json
import re
import time
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import numpy as np

from alongside.weights import find
from bench.words import made, recordings
from bench.words.hesitation import between, found_in_place, hesitating, murmurs
from bench.words.recordings import Item
from bench.words.rooms import CONDITIONS, heard
from bench.words.scoring import believed, errors, fillers, matches
from bench.words.table import tables
from speech.audio import RATE
from speech.guards import plain, repeats
from speech.heard import Heard
from speech.recogniser import FINAL, WHOLE, Recogniser

ROOT = Path(__file__).resolve().parents[2]
RESULTS = ROOT / "bench/results/words.jsonl"
PAGE = ROOT / "docs/speech.md"
WINDOWS = {"short": FINAL, "full": WHOLE}
Row = dict[str, Any]
Kinds = tuple[tuple[str, str, bool], ...]


@functools.lru_cache(maxsize=4)
def recogniser(model: str, window: str, verbatim: bool = False, language: str = "en") -> Recogniser:
    """One of each kind, loaded when it is first wanted."""
    folder = find(f"whisper-{model}")
    return Recogniser(folder, window=WINDOWS[window], verbatim=verbatim, language=language)


def read(model: Recogniser, item: Item, condition: str) -> tuple[Heard, Row]:
    """One recording as it is heard, its pieces joined, and what it took."""
    texts, words, confidences, at = [], [], [], 0.0
    loops, began = model.loops, time.perf_counter()
    for number, piece in enumerate(recordings.pieces(item)):
        found = model.final(heard(piece, condition, number))
        moved = [dataclasses.replace(w, start=w.start + at, end=w.end + at) for w in found.words]
        texts, words, at = [*texts, found.text], [*words, *moved], at + len(piece) / RATE
        confidences.append(found.confidence)
    row = {
        "name": item.name,
        "group": item.group,
        "condition": condition,
        "length": round(len(item.samples) / RATE, 2),
        "seconds": round(time.perf_counter() - began, 3),
        "loops": model.loops - loops,
        "loops_left": repeats(" ".join(texts)) and min(confidences) < 0.5,
        "heard": " ".join(filter(None, texts)),
    }
    return Heard(row["heard"], tuple(words), float(np.mean(confidences))), row


USUAL = tuple((model, window, False) for model in ("tiny", "base") for window in ("short", "full"))
VERBATIM = (("base", "short", True),)


def words(items: list[Item], conditions: tuple[str, ...], kinds: Kinds = USUAL) -> Iterator[Row]:
    """Errors of each kind of recogniser: model, window, verbatim."""
    for model, window, verbatim in kinds:
        ear = recogniser(model, window, verbatim)
        for condition in conditions:
            for item in items:
                found, row = read(ear, item, condition)
                wrong, total = errors(item.said, found.fluent if verbatim else found.text)
                row |= {
                    "kind": "verbatim" if verbatim else "words",
                    "model": model,
                    "window": window,
                    "verbatim": verbatim,
                }
                row |= {"wrong": wrong, "words": total}
                if (model, window, verbatim) == ("base", "short", False):
                    row["believed"] = [(round(c, 2), ok) for c, ok in believed(item.said, found.words)]
                yield row


def loops(items: list[Item]) -> Iterator[Row]:
    """How often the short window goes round in circles where speech is at its oddest."""
    for model, verbatim in (("base", False), ("base", True), ("tiny", False)):
        for condition in ("clean",):
            for item in items:
                _, row = read(recogniser(model, "short", verbatim), item, condition)
                yield row | {"kind": "loops", "model": model, "verbatim": verbatim}


def hesitation(items: list[Item], kind: str) -> Iterator[Row]:
    """Fillers found, with and without verbatim mode."""
    for model, verbatim in (("base", False), ("base", True)):
        for item in items:
            found, row = read(recogniser(model, "short", verbatim), item, "clean")
            right, said, made = fillers([item.said], [found.text])
            if kind == "put in":
                right, said = found_in_place(item, found.words), len(item.times)
            yield row | {"kind": kind, "verbatim": verbatim, "right": right, "said": said, "made": made}


def times(items: list[Item]) -> Iterator[Row]:
    """How far the edges of words are from where they are."""
    for verbatim in (False, True):
        for item in items:
            found, row = read(recogniser("base", "short", verbatim), item, "clean")
            truth, heard_ = [w for *_, w in item.times], [w.text for w in found.words]
            pairs = matches([plain(w) or "-" for w in truth], [plain(w) or "-" for w in heard_])
            starts = [round(found.words[b].start - item.times[a][0], 3) for a, b in pairs]
            ends = [round(found.words[b].end - item.times[a][1], 3) for a, b in pairs]
            yield row | {"kind": "times", "verbatim": verbatim, "starts": starts, "ends": ends}


def languages(items: list[Item]) -> Iterator[Row]:
    """Errors in other languages."""
    for item in items:
        ear = recogniser("base", "short", False, item.language)
        found, row = read(ear, item, "clean")
        truth, heard_ = plain(item.said), plain(found.text)
        wrong, total = errors_plain(truth, heard_)
        yield row | {"kind": "languages", "language": item.language, "wrong": wrong, "words": total}


def errors_plain(truth: str, found: str) -> tuple[int, int]:
    """(words wrong, words said) without English spellings."""
    right = len(matches(truth.split(), found.split()))
    return max(len(truth.split()), len(found.split())) - right, len(truth.split())


def own(items: list[Item]) -> list[Item]:
    """Those in which the speaker hesitates."""
    return [item for item in items if fillers([item.said], [""])[1]]


def put_in(english: list[Item]) -> list[Item]:
    """The others, with fillers put in."""
    talk = murmurs([item for item in recordings.timed() if item.group == "free talk"])
    own_names = {item.name for item in own(english)}
    found = []
    for number, item in enumerate(english):
        if item.name not in own_names and len(item.samples) < 26 * RATE:
            words, _ = read(recogniser("base", "short"), item, "clean")
            found.append(hesitating(item, between(words.words), talk, number))
    return found


PARTS: dict[str, Callable[[], Iterator[Row]]] = {
    "times": lambda: times([*recordings.timed(), *made.sentences()]),
    "fillers": lambda: hesitation(own(recordings.english()), "fillers"),
    "put in": lambda: hesitation(put_in(recordings.english()), "put in"),
    "languages": lambda: languages(recordings.foreign()),
    "words": lambda: words(recordings.english(), CONDITIONS),
    "verbatim": lambda: words(recordings.english(), CONDITIONS, VERBATIM),
    "loops": lambda: loops(recordings.clips()),
}


def main() -> None:
    """Measure, write, print."""
    parser = argparse.ArgumentParser(prog="bench.words")
    parser.add_argument("--recordings", type=Path, help="a folder of NAME.wav and NAME.txt; nothing is kept")
    parser.add_argument("--only", nargs="*", default=list(PARTS), metavar="PART", help=", ".join(PARTS))
    asked = parser.parse_args()
    rows: list[Row] = []
    if asked.recordings:
        for row in words(recordings.folder_of(asked.recordings), CONDITIONS, USUAL + VERBATIM):
            rows.append(row)
    else:
        for part in asked.only:
            for row in PARTS[part]():
                rows.append(row)
                print(".", end="", flush=True)
        print()
        if RESULTS.exists():
            before = map(json.loads, RESULTS.read_text().splitlines())
            rows += [row for row in before if row["kind"] not in asked.only]
        RESULTS.parent.mkdir(exist_ok=True)
        RESULTS.write_text("".join(json.dumps(row) + "\n" for row in rows))
        marks = r"(<!-- bench\.words -->\n).*?(<!-- end -->)"
        text = re.sub(marks, lambda m: m[1] + tables(rows) + "\n" + m[2], PAGE.read_text(), flags=re.S)
        PAGE.write_text(text)
    print(tables(rows))


if __name__ == "__main__":
    main()
