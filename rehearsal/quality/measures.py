"""What is measured of a session: figures of conduct and synchrony, by name; None where undefined."""

from __future__ import annotations

import math
from collections.abc import Sequence

from agent.appraisal.coding import Coding
from agent.conduct.tally import Tally
from agent.conduct.turns import Ours, Theirs
from agent.synchrony.observer import observed
from agent.synchrony.said import Said
from alongside.records import Speaker
from rehearsal.quality.sessions import Coded

Figures = dict[str, float | None]
CONDUCT = (
    "reflection_share", "input_share", "advice_share", "question_share", "reflections_to_questions",
    "complex_share", "input_after_sustain", "reflection_after_sustain", "agreement", "first_person", "we",
    "words_per_turn", "questions_per_turn", "word_share",
)  # fmt: skip
"""Measures of conduct that are combined: chosen before any was looked at, from what is known to matter."""
POINTS = {
    "reflection_share": 1, "input_share": -1, "advice_share": -1, "reflections_to_questions": 1,
    "complex_share": 1, "input_after_sustain": -1, "reflection_after_sustain": 1, "first_person": -1,
    "word_share": -1,
}  # fmt: skip
"""Which way a measure points, from what is written: MITI 4.2.1 (reflections, input without being asked), how
much the counsellor talks (Wu et al. 2023), "I" (Ryu et al. 2023). The others have no direction known
before."""
CODED_AFRESH = (
    "reflection_share", "input_share", "question_share", "agreement", "first_person", "we", "words_per_turn",
    "questions_per_turn", "word_share",
)  # fmt: skip
"""Those that need no more than a turn's main behaviour, for codes that a program gives."""
SIDES: tuple[tuple[Speaker, str], ...] = (("companion", "counsellor"), ("participant", "client"))


def conduct(turns: Sequence[Coded]) -> Figures:
    """Conduct by the codes that the turns have."""
    tally = Tally()
    for turn in turns:
        if turn.speaker == "participant":
            tally.hear(Theirs(turn.text, turn.talk))
        else:
            deep = "reflection_complex" in turn.miti
            tally.do(Ours(turn.text, Coding(turn.behaviour, (), turn.miti, deep, {})))
    found = tally.now()
    figures: Figures = {name: item.value for name, item in found.measures.items()}
    ratio = figures["reflections_to_questions"]
    figures["reflections_to_questions"] = None if ratio is None else math.log1p(ratio)
    change, sustain = found.talk.get("change", 0), found.talk.get("sustain", 0)
    figures["change_share"] = change / (change + sustain) if change + sustain else None
    return figures


def synchrony(turns: Sequence[Coded]) -> Figures:
    """Who comes close to whose words: coordination and entrainment, and the plain distances."""
    words = observed(Said(turn.speaker, turn.text) for turn in turns)[0].lexical
    found: Figures = {}
    for side, name in SIDES:
        for measure in ("coordination", "entrainment"):
            estimate = getattr(words, measure)[side]
            found[f"{measure}_{name}"] = estimate.value if estimate.n >= 4 else None
        found[f"distance_{name}"] = words.coordination[side].near
    return found
