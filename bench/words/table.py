"""The results as tables for the page."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

import numpy as np

from bench.words.recordings import TUNED
from bench.words.rooms import CONDITIONS
from bench.words.scoring import interval, spread

Row = dict[str, Any]
BINS = ((0.0, 0.4), (0.4, 0.6), (0.6, 0.8), (0.8, 0.9), (0.9, 0.97), (0.97, 1.01))


def tables(rows: Sequence[Row]) -> str:
    """Everything there is to show, as Markdown."""
    parts = [_errors, _belief, _loops, _fillers, _times, _languages]
    return "\n".join(filter(None, (part(rows) for part in parts)))


def _of(rows: Sequence[Row], **wanted: Any) -> list[Row]:
    return [row for row in rows if all(row.get(key) == value for key, value in wanted.items())]


def _errors(rows: Sequence[Row]) -> str:
    found = [*_of(rows, kind="words"), *_of(rows, kind="verbatim")]
    if not found:
        return ""
    seen = [name for name in CONDITIONS if _of(found, condition=name)]
    first = _of(found, model="base", window="short", verbatim=False, condition=seen[0])
    lines = [
        f"Words wrong of {sum(r['words'] for r in first)} in {len(first)} recordings, with the 95 % "
        "bootstrap interval over recordings, and the time that a second of audio takes:",
        "",
        "| model, window | " + " | ".join(seen) + " | time a second |",
        "|---|" + "---|" * (len(seen) + 1),
    ]
    for model, window, verbatim in (
        ("tiny", "short", False),
        ("tiny", "full", False),
        ("base", "short", False),
        ("base", "full", False),
        ("base", "short", True),
    ):
        mine = _of(found, model=model, window=window, verbatim=verbatim)
        cells = []
        for name in seen:
            here = _of(mine, condition=name)
            wrong, words = [r["wrong"] for r in here], [r["words"] for r in here]
            low, high = interval(wrong, words)
            cells.append(f"{sum(wrong) / sum(words):.1%} ({low:.0%} to {high:.0%})")
        pace = sum(r["seconds"] for r in mine) / sum(r["length"] for r in mine)
        name = f"{model}, {window}{', verbatim' if verbatim else ''}"
        lines.append(f"| {name} | " + " | ".join(cells) + f" | {pace * 1000:.0f} ms |")
    return "\n".join([*lines, ""])


def _belief(rows: Sequence[Row]) -> str:
    pairs = [pair for row in rows for pair in row.get("believed", ())]
    if not pairs:
        return ""
    confidence = np.array([c for c, _ in pairs], float)
    right = np.array([ok for _, ok in pairs], float)
    lines = [
        "| confidence of a word (base, short, all conditions) | words | right |",
        "|---|---|---|",
    ]
    gap = 0.0
    for low, high in BINS:
        inside = (confidence >= low) & (confidence < high)
        if inside.any():
            lines.append(f"| {low:.2f} to {min(high, 1):.2f} | {inside.sum()} | {right[inside].mean():.0%} |")
            gap += inside.mean() * abs(right[inside].mean() - confidence[inside].mean())
    return "\n".join([*lines, "", f"Expected calibration error {gap:.3f}.", ""])


def _loops(rows: Sequence[Row]) -> str:
    lines = [
        "| readings of the short window | all | went round | still did in the full window |",
        "|---|---|---|---|",
    ]
    odd = _of(rows, kind="loops")
    for where, mine in (
        ("the recordings above", [row for row in rows if row["kind"] in ("words", "verbatim")]),
        ("clips of three words said oddly", [row for row in odd if row["name"] not in TUNED]),
        ("clips that the guards were made on", [row for row in odd if row["name"] in TUNED]),
    ):
        for model, verbatim in (("tiny", False), ("base", False), ("base", True)):
            found = [r for r in _of(mine, model=model, verbatim=verbatim) if r.get("window") != "full"]
            if found:
                name = f"{where}, {model}{', verbatim' if verbatim else ''}"
                looped = [r for r in found if r["loops"]]
                left = sum(r["loops_left"] for r in looped)
                lines.append(f"| {name} | {len(found)} | {len(looped)} | {left} |")
    return "\n".join([*lines, ""]) if len(lines) > 2 else ""


def _fillers(rows: Sequence[Row]) -> str:
    lines = ["| fillers, base | said | recall | precision |", "|---|---|---|---|"]
    for kind, where in (("fillers", "people's own"), ("put in", "recorded ones put into others' speech")):
        for verbatim in (False, True):
            found = _of(rows, kind=kind, verbatim=verbatim)
            if found:
                right, said, made = (sum(r[key] for r in found) for key in ("right", "said", "made"))
                name = f"{where}, {'verbatim' if verbatim else 'usual mode'}"
                precision = f"{right / made:.0%}" if made else "none heard"
                lines.append(f"| {name} | {said} | {right / said:.0%} | {precision} |")
    return "\n".join([*lines, ""]) if len(lines) > 2 else ""


def _times(rows: Sequence[Row]) -> str:
    lines = [
        "| edges of words, base | words | median error | 95 % are within | bias |",
        "|---|---|---|---|---|",
    ]
    every = _of(rows, kind="times")
    for voice, groups in (("the voice's", ("made",)), ("a man's", ("free talk", "phrases"))):
        for verbatim in (False, True):
            found = [row for row in _of(every, verbatim=verbatim) if row["group"] in groups]
            for edge in ("starts", "ends"):
                values = [value for row in found for value in row[edge]]
                if values:
                    bias, median, most = (1000 * value for value in spread(values))
                    name = f"{voice} {edge}, {'verbatim' if verbatim else 'usual mode'}"
                    cells = f"{median:.0f} ms | {most:.0f} ms | {bias:+.0f} ms"
                    lines.append(f"| {name} | {len(values)} | {cells} |")
    return "\n".join([*lines, ""]) if len(lines) > 2 else ""


def _languages(rows: Sequence[Row]) -> str:
    lines = ["| other languages, base, clean | recordings | words | wrong |", "|---|---|---|---|"]
    found = _of(rows, kind="languages")
    for language in dict.fromkeys(row["language"] for row in found):
        here = _of(found, language=language)
        words = sum(r["words"] for r in here)
        lines.append(f"| {language} | {len(here)} | {words} | {sum(r['wrong'] for r in here) / words:.0%} |")
    return "\n".join([*lines, ""]) if len(lines) > 2 else ""
