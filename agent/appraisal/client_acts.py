"""The six BOLT client acts, several at once where several are there."""

from __future__ import annotations

import re
from collections.abc import Sequence

from agent.appraisal.reading import ClientAct, Feeling, Talk
from agent.words.clauses import Clause

_INSIGHT = re.compile(
    r"\b(?:i(?:'ve| have)? (?:just |only |now |never |finally |hadn't )*(?:realis|realiz|notic|"
    r"understood|see now|learnt|learned|"
    r"figured|worked out|considered|saw)\w*|i (?:now|finally) (?:see|know|get|understand)|it "
    r"(?:hit|dawned on|occurred to) me|"
    r"(?:hadn't|never) thought (?:of|about) it|come to think of it|that's (?:probably )?why i|"
    r"makes me think|so it's (?:not|really)|"
    r"maybe it's (?:not|because)|now that i (?:think|say))",
    re.I,
)


def client_acts(
    text: str, clauses: Sequence[Clause], feelings: Sequence[Feeling], talk: Talk, valence: float
) -> tuple[ClientAct, ...]:
    """BOLT's client behaviours that this turn shows, in a fixed order."""
    acts: list[ClientAct] = []
    if talk == "change":
        acts.append("Changing Unhealthy Behavior")
    if talk == "sustain":
        acts.append("Sustaining Unhealthy Behavior")
    own = [feeling for feeling in feelings if feeling.own]
    bad = any((feeling.valence < -0.25) != feeling.negated for feeling in own)
    good = any((feeling.valence > 0.25) != feeling.negated for feeling in own)
    if bad or valence < -0.35:
        acts.append("Sharing Negative Emotions")
    if good or valence > 0.35:
        acts.append("Sharing Positive Emotions")
    if _INSIGHT.search(text[:4000]):
        acts.append("Gained Insights")
    told = sum(clause.verb is not None and bool(clause.subject) for clause in clauses)
    if told >= 3 or (told and not acts):
        acts.append("Sharing Experiences")
    return tuple(acts)
