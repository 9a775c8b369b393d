"""Which groups a fold holds out: for every task those that its head is judged on there."""

from __future__ import annotations

from collections.abc import Mapping

import numpy as np

from agent.training.crossval import splits
from agent.training.tuning.material import Task


def held_out(tasks: Mapping[str, Task], fold: int) -> frozenset[str]:
    """The groups that no training for this fold may see. A transcript is held out for all tasks at once."""
    found: set[str] = set()
    for task in tasks.values():
        if task.recipe.train is None:  # measured by cross-validation
            groups = np.array([item.group for item in task.examples if item.judged])
            found |= set(groups[splits(groups)[fold][1]])
    return frozenset(found)
