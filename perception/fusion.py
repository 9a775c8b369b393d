"""The fusion component: every reading of affect in, Affect(source="fused") out, with what it rests on."""

from __future__ import annotations

import json
from dataclasses import dataclass
from typing import Any

from alongside.component import Component, Context
from alongside.messages import Affect, Event
from alongside.settings import setting
from perception.fusing import Fused, as_affect, fuse


@dataclass(frozen=True)
class FusionSettings:
    """Settings of the fusion component."""

    rate: float = setting(2.0, "fused readings told each second, at most", low=0.1, high=10)
    provenance_every: float = setting(
        5.0, "seconds between two records of what the reading rests on", low=0.5, high=600
    )


class Fusion(Component):
    """Says how the person seems, all told; what that rests on goes to the record as `affect_sources`."""

    hears = (Affect,)
    says = (Affect, Event)
    Settings = FusionSettings

    def __init__(self, name: str, settings: dict[str, Any], context: Context) -> None:
        super().__init__(name, settings, context)
        self._fused = Fused()
        self._said_at = self._recorded_at = float("-inf")
        self._mixed = False

    async def on_affect(self, reading: Affect) -> None:
        """Take in a reading; its stamp is the clock."""
        if reading.source == "fused":
            return
        self._fused = fuse(self._fused, reading)
        if self._fused.at is None:
            return
        at, turned = self._fused.at, self._fused.mixed != self._mixed
        if turned or at - self._said_at >= 1 / self.settings.rate:
            self._said_at = at
            self.say(as_affect(self._fused))
        if turned or at - self._recorded_at >= self.settings.provenance_every:
            self._recorded_at, self._mixed = at, self._fused.mixed
            self.say(Event(stamp=at, kind="affect_sources", data=json.dumps(self._provenance())))

    def _provenance(self) -> dict[str, Any]:
        fused = self._fused
        return {
            "weights": {name: round(share, 3) for name, share in fused.shares},
            "valence_sd": round(fused.valence.sd, 3),
            "arousal_sd": round(fused.arousal.sd, 3),
            "mixed": fused.mixed,
        }
