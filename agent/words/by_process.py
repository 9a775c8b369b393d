"""Questions for a stage of change, by the process they serve; the process served least comes first."""

from __future__ import annotations

from collections.abc import Iterator, Mapping

from agent.appraisal.topics import all_topics
from agent.processes import frame_of, least_served, table
from agent.situation import Situation
from agent.state import STAGES
from agent.words.candidate import Candidate
from agent.words.lines import fill

LATE = STAGES[2:]
STEP = 0.3
"""What a question loses for each process that is served less than its own."""


def stage_of(kind: str) -> str:
    """The stage that a kind of lines is for; "" if it is for none."""
    stage = kind.split("_")[0]
    return stage if stage in STAGES else ""


_TROUBLES = ("anger", "weight", "money")


def gives(now: Situation) -> bool:
    """Whether what is talked about is a habit that can give something, not a trouble nobody would keep."""
    topic = all_topics().get(now.pace.goal.removeprefix("goal:"))
    return topic is not None and topic.way == "less" and topic.key not in _TROUBLES


def by_process(
    stage: str, slots: Mapping[str, str], now: Situation, weight: float = 1.3
) -> Iterator[Candidate]:
    """Every question that fits the stage and what was just said."""
    content = table()
    kinds = {evidence.kind for evidence in now.appraisal.reading.stage}
    for_change = now.appraisal.reading.talk == "change"
    for place, process in enumerate(least_served(stage, now.state)):
        lines = content["questions"][process]
        for item in fill(lines, frame_of(process), slots, "perspectives", weight - STEP * place):
            said = lines[int(item.frame.rsplit(".", 1)[1])]
            if said in content["for_staying"] and (for_change or stage in LATE or not gives(now)):
                continue
            if said in content["only_after"] and not kinds.intersection(content["only_after"][said]):
                continue
            yield item
