"""Stages of change and their topics, from the written conversations that come with Alongside.

They lie in `rehearsal/`, which is read as data. Held-out tellings and sets that only measure are left alone.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from agent.appraisal.heads.features import Item
from agent.appraisal.lists import load
from agent.appraisal.stage import stage_evidence
from agent.appraisal.topics import topic_names, topics
from agent.state import STAGES
from agent.training.example import Example, wanted

FOLDER = Path(__file__).parents[2] / "rehearsal"
NONE = "none"
STAGE_CLASSES = (*STAGES, NONE)
TOPIC_CLASSES = (*topic_names(), NONE)
SETS = ("stages.yaml", "stages_more.yaml")
LONG, ORDINARY = "stages_long.yaml", "conversations.yaml"
TOLD = Path(__file__).parent / "examples" / "topics.yaml"
HELD_OUT = "held_"
SPEAKER = "participant"
RUN = 4
"""Neutral turns that are taken as following each other."""


@dataclass(frozen=True)
class Dialogue:
    """What one person says, in order. `group` holds together the tellings of one scenario."""

    group: str
    stage: str
    topic: str  # "" where the set names none
    turns: tuple[str, ...]


def stage(_: Path) -> list[Example]:
    """Every turn of the conversations about change with its stage, and ordinary turns as none."""
    found = [
        Example(item, dialogue.group, dialogue.stage)
        for dialogue in dialogues()
        for item in _items(dialogue.turns)
    ]
    return found + _ordinary()


def topic(_: Path) -> list[Example]:
    """Turns with what they are about; a turn whose words name another topic is left out."""
    found = [
        Example(Item(text), f"told {name} {place}", name)
        for name, texts in load(TOLD).items()
        for place, text in enumerate(texts)
    ]
    for dialogue in dialogues():
        for place, item in enumerate(_items(dialogue.turns)):
            named = topics(item.text.lower())
            if dialogue.topic and (dialogue.topic in named or (place == 0 and not named)):
                found.append(Example(item, dialogue.group, dialogue.topic))
    return found + _ordinary()


def dialogues() -> Iterator[Dialogue]:
    """All conversations about change that may be fitted on."""
    for name in SETS:
        for place, entry in enumerate(_set(name)["scenarios"]):
            for telling, turns in entry["tellings"].items():
                if not telling.startswith(HELD_OUT):
                    yield Dialogue(f"{name} {place}", entry["stage"], entry["about"].split()[0], tuple(turns))
    for name, turns in _set(LONG).items():
        yield Dialogue(f"{LONG} {name}", name, "", tuple(turns))


def _items(turns: tuple[str, ...]) -> Iterator[Item]:
    """Each turn after those before it."""
    for place, text in enumerate(turns):
        yield Item(text, [(SPEAKER, earlier) for earlier in turns[:place]])


def _ordinary() -> list[Example]:
    """Talk about no change: written as such, or ordinary turns in which the rules hear none either."""
    neutral = _set("stages_more.yaml")["neutral"]
    found = [
        Example(item, f"neutral {start}", NONE)
        for start in range(0, len(neutral), RUN)  # in runs: else having no turn before would mean none
        for item in _items(tuple(neutral[start : start + RUN]))
    ]
    for entry in _set(ORDINARY)["tuned"]:
        for item in _items(tuple(map(str, entry["turns"]))):
            if not topics(item.text.lower()) and not stage_evidence(item.text):
                found.append(Example(item, f"{ORDINARY} {entry['name']}", NONE))
    return found


def _set(name: str) -> dict[str, Any]:
    content: dict[str, Any] = load(wanted(FOLDER, name))
    return content
