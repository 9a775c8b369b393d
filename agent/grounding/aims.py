"""Which goals a turn brings up: topics it gives evidence about, and wants that are goals of their own."""

from __future__ import annotations

import re
from collections.abc import Collection, Iterator, Sequence

from agent.appraisal.reading import StageEvidence
from agent.appraisal.topics import related, topic_names
from agent.grounding.goals import Goal

FAINT = ("barrier", "content", "keeping", "coping")
"""Kinds that alone do not make something a goal."""
OPENS_ANOTHER = (
    "pushed",
    "denial",
    "refusing",
    "considering",
    "intending",
    "preparing",
    "decided",
    "habit",
    "acting",
    "maintaining",
    "lapsed",
)
"""Kinds that make something a goal while another one is being talked about."""
_ALSO = re.compile(
    r"\b(?:also|too|as well|another thing|besides|apart from that|and then there's|on top)\b", re.I
)


def new_topics(evidence: Sequence[StageEvidence], held: Collection[str], current: str) -> Iterator[str]:
    """Topics that become goals with this turn. `held` and `current` are keys of the ledger."""
    known = {key.removeprefix("goal:") for key in held}
    for item in evidence:
        topic = item.goal or ("" if current else item.near)
        if not topic or topic in known:
            continue
        if known and not item.words:
            continue  # implied, and named by no word: only where nothing else is held
        if item.kind in FAINT or (current and item.kind not in OPENS_ANOTHER):
            continue
        if (
            current
            and item.kind == "acting"
            and any(e.kind == "coping" and e.goal == topic for e in evidence)
        ):
            continue  # "I sleep better since I started": a gain from the one, not another goal
        if _answers_for(topic, known, item.kind):
            continue
        known.add(topic)
        yield topic


def _answers_for(topic: str, known: Collection[str], kind: str) -> bool:
    """Whether a goal that is held takes this in: weight takes in food, until food is acted on by itself."""
    near = [other for other in known if related(topic, other)]
    return bool(near) and (
        topic == "weight" or kind not in ("intending", "preparing", "decided", "acting", "habit")
    )


def of_its_own(goal: Goal, text: str, current: str, evidence: Sequence[StageEvidence]) -> bool:
    """Whether a want is a goal beside the one talked about, and not a step or a reason on the way to it."""
    if goal.key == "it":
        return current.removeprefix("goal:") not in topic_names()
    if goal.key in topic_names():
        return True
    named = any(item.goal or item.near for item in evidence)
    talked_about = named or current.removeprefix("goal:") in topic_names()
    return not talked_about or bool(_ALSO.search(text))
