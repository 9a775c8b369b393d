"""What conduct looks like among people: medians of motivational interviews shown as good and as poor
practice.

ANNOMI: 133 published transcripts, coded by experts (Wu et al. 2022, ICASSP; Wu et al. 2023, Future Internet
15(3):110); our counts of their codes, the two ends being medians over sessions, or shares over all turns
where a measure is about what follows a kind of turn. MITI: thresholds of the Motivational Interviewing
Treatment Integrity code 4.2.1 for fair and good practice; they are strict, and few of the good
demonstrations reach them. `python -m rehearsal.quality` counts such medians again from the file. Anchors
are marks to look at, and no examination: they come from health counselling, staged for the most part.
"""

from __future__ import annotations

from dataclasses import dataclass

ANNOMI = "AnnoMI, high against low quality"
MITI = "MITI 4.2.1, good against fair"


@dataclass(frozen=True)
class Anchor:
    """Where people stand: `good` and `poor`, in the measure's own unit."""

    good: float
    poor: float
    source: str


ANCHORS: dict[str, Anchor] = {
    "reflection_share": Anchor(0.31, 0.0, ANNOMI),
    "input_share": Anchor(0.11, 0.50, ANNOMI),
    "advice_share": Anchor(0.0, 0.21, ANNOMI),
    "input_after_change": Anchor(0.085, 0.306, ANNOMI),
    "input_after_neutral": Anchor(0.117, 0.292, ANNOMI),
    "input_after_sustain": Anchor(0.072, 0.540, ANNOMI),
    "reflection_after_sustain": Anchor(0.366, 0.063, ANNOMI),
    "word_share": Anchor(0.54, 0.64, ANNOMI),
    "first_person": Anchor(2.17, 2.74, ANNOMI),
    "reflections_to_questions": Anchor(2.0, 1.0, MITI),
    "complex_share": Anchor(0.50, 0.40, MITI),
}
"""Measure of `agent.conduct.tally.Conduct` -> where people stand. Measures without an anchor have none."""
