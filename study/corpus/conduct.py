"""How the companion's side of a dialogue was conducted: MITI counts, ratios, BOLT profile, rates.

Thresholds of MITI 4.2.1 are for sessions coded by trained people; these are counts of a program, to compare
conditions with, not to certify anybody. Even people tell simple from complex reflections poorly
(macro-F1 0.62 on AnnoMI), so `complex_share` is to be read with that in mind.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from itertools import pairwise
from typing import Any

from agent.appraisal.coding import Coding, profile
from study.corpus.rows import Row

_WE = re.compile(r"\b(?:we|we're|we've|we'd|we'll|us|our|ours|ourselves)\b", re.I)
_WORD = re.compile(r"\w+(?:'\w+)?")
Turn = tuple[Row, Mapping[str, Any]]


def conduct(dialogue: str, turns: Iterable[Turn]) -> dict[str, Any]:
    """One row for a dialogue: shares of the companion's turns, rates per 100 words; None if undefined."""
    both = list(turns)
    ours = [(row, found) for row, found in both if row.speaker == "companion"]
    theirs = [(row, found) for row, found in both if row.speaker == "participant"]
    texts = [row.text for row, _ in ours]
    seen = profile([_coding(found) for _, found in ours], texts)
    kinds, words = seen.behaviours, _words(texts)
    talk = Counter(found["talk"] for _, found in theirs)
    return {
        "dialogue": dialogue,
        "turns": len(both),
        "companion_turns": seen.turns,
        **{f"{name}s": kinds.get(name, 0) for name in ("question", "reflection", "input")},
        "reflections_to_questions": _rounded(seen.reflections_to_questions),
        "complex_share": _rounded(seen.complex_share),
        "reflection_share": _share(kinds.get("reflection", 0), seen.turns),
        "input_share": _share(kinds.get("input", 0), seen.turns),
        "input_after_sustain": _input_after(both, "sustain"),
        "first_person_rate": _rounded(seen.first_person_rate),
        "we_rate": _share(100 * sum(len(_WE.findall(text.replace("’", "'"))) for text in texts), words),
        "words_per_turn": _share(words, seen.turns),
        "word_share": _share(words, words + _words([row.text for row, _ in theirs])),
        "change": talk["change"],
        "sustain": talk["sustain"],
        "change_share": _share(talk["change"], talk["change"] + talk["sustain"]),
        "highest_risk": max((found["risk"]["severity"] for _, found in theirs), default=0),
        "miti": dict(sorted(seen.miti.items())),
        "bolt": dict(sorted(seen.acts.items())),
    }


def _coding(found: Mapping[str, Any]) -> Coding:
    parts = tuple(found["miti"])
    return Coding(found["behaviour"], tuple(found["acts"]), parts, "reflection_complex" in parts, {})


def _input_after(turns: Sequence[Turn], talk: str) -> float | None:
    """Share of companion turns right after such talk that give input (AnnoMI: 7 % if good, 54 % if poor)."""
    after = [
        found["behaviour"]
        for (before, heard), (row, found) in pairwise(turns)
        if before.speaker == "participant" and heard["talk"] == talk and row.speaker == "companion"
    ]
    return _share(after.count("input"), len(after))


def _words(texts: Sequence[str]) -> int:
    return sum(len(_WORD.findall(text)) for text in texts)


def _share(part: float, whole: float) -> float | None:
    return round(part / whole, 4) if whole else None


def _rounded(value: float | None) -> float | None:
    return None if value is None else round(value, 4)
