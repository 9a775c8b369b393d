"""What a turn says of the relationship, from either side: examples written for this project."""

from __future__ import annotations

import random
from collections.abc import Mapping, Sequence
from functools import partial
from pathlib import Path

from agent.appraisal.heads.features import Item
from agent.appraisal.lists import load
from agent.training.example import Example

FOLDER = Path(__file__).parent / "examples"
POLES = ("bond_for", "bond_against", "task_for", "task_against", "goal_for", "goal_against")
PARTICIPANT = (*POLES, "withdrawal", "dependence", "unsafe")
COMPANION = (*POLES, "flattery")
CLASSES = {"participant": PARTICIPANT, "companion": COMPANION}
PLAIN = "plain"
SHORT = "withdrawal"
"""Its lines say what they say by being all there is: nothing is put beside them."""
BESIDE = 0.5
"""Weight of a line with plain talk beside it against the line alone."""


def examples(side: str, folder: Path) -> list[Example]:
    """Turns of one side with the classes that hold, none for plain talk. Nothing is read from `folder`.

    Real turns mix: each line comes once more with a plain sentence before or after it, fitted on, not judged.
    """
    content: Mapping[str, Sequence[str]] = load(FOLDER / f"alliance_{side}.yaml")
    chance = random.Random(side)
    found = []
    for names, texts in content.items():
        holds = frozenset(names.split()) - {PLAIN}
        for number, text in enumerate(map(str, texts)):
            group = f"{names}/{number}"
            found.append(Example(Item(text), group, holds))
            if names != SHORT:
                pair = [text, chance.choice(content[PLAIN])]
                chance.shuffle(pair)
                found.append(Example(Item(_joined(*pair)), group, holds, BESIDE))
    return found


def _joined(first: str, second: str) -> str:
    return f"{first}{' ' if first.endswith(('.', '?', '!')) else '. '}{second}"


participant = partial(examples, "participant")
companion = partial(examples, "companion")
