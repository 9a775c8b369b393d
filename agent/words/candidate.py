"""A wording that might be said."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Literal


@dataclass(frozen=True)
class Candidate:
    """Words for an act, which frame made them, and what they take for granted.

    `proposal` is what the words add to what was said: (kind, value) for the common ground, held as
    a guess until the person takes it up or waves it away.
    """

    text: str
    frame: str
    focus: str = ""
    depth: Literal["simple", "complex"] = "simple"
    weight: float = 1.0
    proposal: tuple[str, str] = ("", "")
    uses: str = ""  # the piece it was made from
    register: str = ""  # only for somebody who talks like this; "" is for anyone
