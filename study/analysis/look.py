"""How arms look in figures: in lightness, line and marker at once; they hold in greyscale and in the dark."""

from __future__ import annotations

import re
from collections.abc import Sequence
from typing import Any

from study.drawing import DEEP, FAINT, INK, OCHRE, PAPER, PLUM, SOFT, TEAL, WASH

SERIES: tuple[dict[str, Any], ...] = (
    {"color": DEEP, "ls": "-", "marker": "o", "ms": 5.2},
    {"color": OCHRE, "ls": (0, (5, 2)), "marker": "s", "ms": 5.0},
    {"color": PLUM, "ls": (0, (1.5, 1.5)), "marker": "^", "ms": 5.8},
    {"color": TEAL, "ls": (0, (6, 1.5, 1.5, 1.5)), "marker": "D", "ms": 4.6},
)
_ROLES = {
    INK: "ink",
    SOFT: "soft",
    FAINT: "faint",
    PAPER: "paper",
    WASH: "wash",
    DEEP: "deep",
    TEAL: "teal",
    OCHRE: "ochre",
    PLUM: "plum",
}


def style(labels: Sequence[str], label: str) -> dict[str, Any]:
    """How the series `label` is drawn, of all `labels`. After the fourth, markers are hollow."""
    at = labels.index(label)
    found = dict(SERIES[at % len(SERIES)])
    return {**found, "mfc": PAPER} if at >= len(SERIES) else found


def number(value: float, decimals: int = 1) -> str:
    """A number as people read it: with a true minus, and no minus before nothing."""
    text = f"{value:.{decimals}f}"
    return (text.lstrip("-") if float(text) == 0 else text).replace("-", "−")


def themed(svg: str) -> str:
    """A drawing whose colours the page decides, by day and by night; without a page they are as they were."""
    return re.sub(r"#[0-9a-f]{6}", lambda found: _variable(found[0]) if found[0] in _ROLES else found[0], svg)


def _variable(colour: str) -> str:
    return f"var(--fig-{_ROLES[colour]}, {colour})"
