"""The companion's conduct for whoever watches a session: figures with their bands, and where people stand.

It goes as an `Event`, for it is no measure of the relationship: nothing in it is a change, and it is the
companion's alone. It holds no words of anybody's.
"""

from __future__ import annotations

import json
from typing import Any

from agent.conduct.anchors import ANCHORS
from agent.conduct.tally import Conduct
from agent.synchrony.estimate import Estimate
from alongside.messages import Event

KIND = "conduct"


def conduct_event(found: Conduct) -> Event:
    """The counts as they stand: `measures` {name: [value, low, high, places]} (an end of the band is null
    where it is not known; what cannot be told yet is left out), `people` {name: [good, poor]}, `bolt` and
    `miti` counts, and `turns`, those of the companion that were counted.
    """
    told = {name: _told(item) for name, item in found.measures.items() if item.value is not None}
    people = {name: [anchor.good, anchor.poor] for name, anchor in ANCHORS.items() if name in told}
    data = {
        "turns": found.own_turns,
        "measures": told,
        "people": people,
        "bolt": dict(found.bolt),
        "miti": dict(found.miti),
    }
    return Event(kind=KIND, data=json.dumps(data))


def _told(found: Estimate) -> list[Any]:
    ends = (found.value, found.low, found.high)
    return [*(None if end is None else round(end, 3) for end in ends), found.n]
