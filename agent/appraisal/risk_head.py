"""What becomes of the risk head's word: probabilities of the steps of the ladder, a severity, and a raise.

Two sets of thresholds. *Screening* reads whole posts or transcripts where missing somebody is the worst that
can happen: recall comes first, and a person looks at what it finds. *Marked* is for a live conversation, in
which a false alarm ends an exercise: the head must be sure before it says more than the plain rules do.
Either way it may raise what the rules say and never lower it.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import replace

import numpy as np
import numpy.typing as npt

from agent.appraisal.heads.head import Head
from agent.appraisal.reading import RiskReading
from agent.appraisal.risk_concepts import fingerprint

CLASSES = ("distress", "1+", "2+", "3+", "4+", "5+", "6+")
"""Whether a text comes from somebody in distress at all, and whether it is at least so high on the ladder."""
ACT: Mapping[int, float] = {1: 0.85, 2: 0.75, 3: 0.5, 4: 0.4, 5: 0.4, 6: 0.4}
"""Severity -> the probability from which the head raises it in a live conversation."""
SURE_OF_DISTRESS = 0.85
MARKED = np.array([SURE_OF_DISTRESS, *(ACT[rank] for rank in range(1, 7))], np.float32)
REASON = "the trained head"


def severities(values: npt.NDArray[np.float32], levels: npt.NDArray[np.float32]) -> npt.NDArray[np.int64]:
    """[n] severities from [n, 7] probabilities: the highest step that holds, if the distress gate is open."""
    holds = values[:, 1:] >= levels[1:]
    ranks = np.where(holds.any(1), 6 - holds[:, ::-1].argmax(1), 0)
    return np.where(values[:, 0] >= levels[0], ranks, 0).astype(np.int64)


def screened(rules: RiskReading, values: Mapping[str, float], chosen: Sequence[str]) -> RiskReading:
    """The head's reading, recall first, where a person looks at what is found; never below the rules'.

    `probability` is that of severity 4 or more.
    """
    steps = [int(name[0]) for name in chosen if name != CLASSES[0]]
    severity = max(steps, default=0) if CLASSES[0] in chosen else 0
    grave = values["4+"]
    if severity <= rules.severity:
        return replace(rules, probability=max(grave, 0.5) if rules.severity >= 4 else grave)
    return RiskReading(severity, grave, (*rules.reasons, REASON))


def raised(rules: RiskReading, values: Mapping[str, float], chosen: Sequence[str]) -> RiskReading:
    """The rules' reading, raised where the head is sure, for a live conversation. Never lowered.

    Who says unasked that they would not hurt themselves is believed, unless the head hears something severe.
    """
    row = np.array([[values[name] for name in CLASSES]], np.float32)
    severity = int(severities(row, MARKED)[0])
    if severity <= rules.severity or (severity < 4 and "denied unasked" in rules.reasons):
        return rules
    sure = values["4+"] if severity >= 4 else max(rules.probability, values[f"{severity}+"])
    return RiskReading(severity, sure, (*rules.reasons, REASON))


def usable(head: Head) -> bool:
    """Whether a head fits what it would be handed: the risk head, the concepts it was fitted on."""
    return head.name != "risk" or head.about.get("concepts") == fingerprint()
