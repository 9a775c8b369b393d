"""What one camera picture gave."""

from __future__ import annotations

from dataclasses import dataclass, field

from alongside.messages import Affect, FaceSeen
from perception.action_units import EVERYTHING
from perception.covered import Shows
from perception.engaged import Engaged
from perception.landmarks import Points
from perception.smile import Smile
from perception.talking import Lips
from perception.voice_and_lips import Talks


@dataclass(frozen=True)
class Look:
    """What one picture gave. `affect` is None where there is no face.

    `others`: how many faces there are beside the person's, of which nothing is read. `outline`: the 478
    points in shares of the picture, whose height and width are `size`. `smile`: one that has just ended.
    `trust`: what doubts about the picture leave, 0 to 1; `parts`: what is not covered.
    `light`: mean brightness of the picture, 0 to 1. `lips`, `talks` and `engaged` are explained where
    they are made.
    """

    seen: FaceSeen
    affect: Affect | None = None
    others: int = 0
    outline: Points | None = None
    size: tuple[int, int] = (0, 0)
    smile: Smile | None = None
    trust: float = 0.0
    parts: Shows = EVERYTHING
    light: float = 1.0
    lips: Lips = field(default_factory=Lips)
    talks: Talks = field(default_factory=Talks)
    engaged: Engaged = field(default_factory=Engaged)
