"""How well feelings, depth of disclosure and patterns of thinking are read: `python -m rehearsal.feeling`.

Turns written for this project; `held_out` parts were not looked at while the readers were made.
"""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path
from typing import Any

import numpy as np
import yaml

from agent.appraisal.reading import Appraiser
from agent.appraisal.trained import appraiser
from agent.appraise import appraise

FOLDER = Path(__file__).parent
LEVEL = 0.25
"""Valence nearer to 0 than this counts as level."""


def _set(name: str) -> dict[str, Any]:
    content: dict[str, Any] = yaml.safe_load((FOLDER / f"{name}.yaml").read_text(encoding="utf-8"))
    return content


def _ranks(values: Sequence[float]) -> list[float]:
    ordered = np.sort(values)
    return [
        (float(np.searchsorted(ordered, value)) + float(np.searchsorted(ordered, value, "right"))) / 2
        for value in values
    ]


def disclosure(part: str, reader: Appraiser) -> float:
    """Spearman's rank correlation between the depth written for and the depth read."""
    rows = [
        (float(depth), appraise(text, appraiser=reader).reading.disclosure)
        for depth, texts in _set("disclosure")[part].items()
        for text in texts
    ]
    wanted, read = zip(*rows, strict=True)
    return float(np.corrcoef(_ranks(wanted), _ranks(read))[0, 1])


def patterns(part: str, reader: Appraiser) -> dict[str, float]:
    """F1 for each of the eleven patterns of thinking."""
    rows = [
        (kind, {item.kind for item in appraise(text, appraiser=reader).reading.distortions})
        for kind, texts in _set("distortions")[part].items()
        for text in texts
    ]
    kinds = sorted({kind for kind, _ in rows} - {"none"})
    return {
        kind: 2
        * sum(kind == wanted and kind in read for wanted, read in rows)
        / max(1, sum((kind == wanted) + (kind in read) for wanted, read in rows))
        for kind in kinds
    }


def signs(reader: Appraiser) -> dict[str, float]:
    """Share of the turns of each side whose valence has the right sign."""
    sides = {"up": (LEVEL / 2, 1.01), "down": (-1.01, -LEVEL / 2), "level": (-LEVEL, LEVEL)}
    return {
        side: float(
            np.mean([sides[side][0] <= appraise(text, appraiser=reader).reading.valence <= sides[side][1]
                     for text in texts])
        )
        for side, texts in _set("feelings").items()
    }  # fmt: skip


def main() -> None:
    """Print the figures with rules alone and with heads."""
    for choice in ("rules", "auto"):
        reader = appraiser(choice)
        found = {part: patterns(part, reader) for part in ("tuned", "held_out")}
        print(f"{choice} ({type(reader).__name__})")
        for part in ("tuned", "held_out"):
            mean = sum(found[part].values()) / len(found[part])
            print(f"  {part}: disclosure rank r {disclosure(part, reader):.3f}, patterns macro-F1 {mean:.3f}")
        print(f"  valence on the right side: {signs(reader)}")


if __name__ == "__main__":
    main()
