"""What the encoder is trained on: the tasks, and steps that each take some examples of all of them."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Collection, Iterator, Sequence
from dataclasses import dataclass
from itertools import zip_longest
from pathlib import Path

import numpy as np

from agent.training.example import Example
from agent.training.recipe import Recipe
from agent.training.recipes import recipe

TALKED = ("talk", "behaviour", "miti")
"""Tasks on transcripts: their examples come in runs, so that turns are each other's context."""
SINGLE = {"counsellor_acts": 6, "client_acts": 3, "affect": 8, "emotions": 8}
"""Tasks on single texts, and how many of them go into a step."""
CONTEXT = {"talk": ("turn", "heard", "own"), "behaviour": ("turn", "heard", "own"), "miti": ("turn", "heard")}
"""What the outputs look at; without an entry, the turn alone."""
RUN = 14
"""Turns of one speaker in a row."""
KEPT = 16
"""Texts of a step whose likeness to each other is to stay as it was: other heads are fitted on it."""
UNLABELLED = ("stage", "topic", "premise", "distortions", "disclosure")
"""Recipes whose texts those are; their labels are not looked at."""


@dataclass(frozen=True)
class Task:
    """A recipe's examples, of which some are held out."""

    recipe: Recipe
    examples: Sequence[Example]
    blocks: tuple[str, ...]


Step = dict[str, list[Example]]
"""Task -> examples of one step."""


def tasks(data: Path) -> dict[str, Task]:
    """All tasks the encoder is trained on."""
    found = {}
    for name in (*TALKED, *SINGLE):
        item = recipe(name)
        found[name] = Task(item, item.read(data), CONTEXT.get(name, ("turn",)))
    return found


def without(task: Task, held: Collection[str]) -> list[Example]:
    """The examples that may be trained on: not of a group held out, and of a set's own training part."""
    if task.recipe.name in ("affect", "emotions"):
        return [item for item in task.examples if item.group.startswith("train/")]
    return [item for item in task.examples if item.group not in held]


def steps(kept: dict[str, list[Example]], seed: int) -> Iterator[Step]:
    """One round through the transcripts, in a new order for each seed; single texts as often as it takes."""
    chance = np.random.default_rng(seed)
    runs = _runs(kept)
    feeds = {name: _endless(kept[name], chance) for name in SINGLE}
    for place in chance.permutation(len(runs)):
        step: Step = {name: list(found) for name, found in runs[place].items()}
        for name, count in SINGLE.items():
            step[name] = [next(feeds[name]) for _ in range(count)]
        yield step


def _runs(kept: dict[str, list[Example]]) -> list[Step]:
    """Stretches of transcripts: the turns of both speakers that go with each other, nearly."""
    pieces: dict[str, dict[str, list[list[Example]]]] = defaultdict(dict)
    for name in TALKED:
        grouped: dict[str, list[Example]] = defaultdict(list)
        for example in kept[name]:
            grouped[example.group].append(example)
        for group, found in grouped.items():
            pieces[group][name] = [found[start : start + RUN] for start in range(0, len(found), RUN)]
    runs: list[Step] = []
    for named in pieces.values():
        for row in zip_longest(*named.values(), fillvalue=[]):
            runs.append(dict(zip(named, row, strict=True)))
    return runs


def _endless(examples: Sequence[Example], chance: np.random.Generator) -> Iterator[Example]:
    while True:
        for place in chance.permutation(len(examples)):
            yield examples[place]


def unlabelled(data: Path) -> list[str]:
    """The texts whose likeness is kept, each once."""
    found = [example.item.text for name in UNLABELLED for example in recipe(name).read(data)]
    return list(dict.fromkeys(found))
