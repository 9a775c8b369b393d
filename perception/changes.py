"""What of a picture is worth an event of its own: a smile that ended, talking, engagement, who else is
there."""

from __future__ import annotations

import json
from collections.abc import Iterator
from dataclasses import asdict
from typing import Any

from alongside.messages import Event
from perception.engaged import Level
from perception.look import Look


class Changes:
    """Follows one camera. Every call is a newer picture."""

    def __init__(self) -> None:
        self._others = 0
        self._level = Level.UNKNOWN

    def of(self, look: Look) -> Iterator[Event]:
        """The events of a picture."""
        if look.smile:
            yield _event(look, "smile", asdict(look.smile))
        if look.talks.changed:
            yield _event(look, "talking", _talking(look))
        if look.engaged.level != self._level:
            self._level = look.engaged.level
            yield _event(look, "engagement", look.engaged.told())
        if look.others != self._others:
            self._others = look.others
            yield _event(look, "bystanders", {"count": look.others})


def _event(look: Look, kind: str, data: dict[str, Any]) -> Event:
    return Event(stamp=look.seen.stamp, kind=kind, data=json.dumps(data))


def _talking(look: Look) -> dict[str, Any]:
    talks, lips = look.talks, look.lips
    return {
        "state": talks.state,
        "belief": round(talks.belief, 3),
        "confidence": round(talks.confidence, 3),
        "lips": round(lips.moving, 3),
        "lips_confidence": round(lips.confidence, 3),
    }
