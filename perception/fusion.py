"""The fusion component: every reading of affect in, Affect(source="fused") out, with what it rests on."""

from __future__ import annotations

import asyncio
import json
import time
from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

from alongside.component import Component, Context
from alongside.messages import Affect, Event
from alongside.settings import setting
from perception.fusing import Fused, as_affect, fuse

GONE = 0.02
"""Confidence at which a fading belief is told for the last time."""


@dataclass(frozen=True)
class FusionSettings:
    """Settings of the fusion component."""

    rate: float = setting(2.0, "fused readings told each second, at most", low=0.1, high=10)
    provenance_every: float = setting(
        5.0, "seconds between two records of what the reading rests on", low=0.5, high=600
    )
    fade_every: float = setting(
        2.0, "seconds between two tellings of a belief that fades, nothing new being read", low=0.2, high=60
    )


class Fusion(Component):
    """Says how the person seems, all told; what that rests on goes to the record as `affect_sources`."""

    hears = (Affect,)
    says = (Affect, Event)
    Settings = FusionSettings

    def __init__(
        self,
        name: str,
        settings: dict[str, Any],
        context: Context,
        clock: Callable[[], float] = time.monotonic,
    ) -> None:
        super().__init__(name, settings, context)
        self.clock = clock
        self._heard_at = self._told_at = float("-inf")
        self._gone = True
        self._task: asyncio.Task[None] | None = None
        self._fused = Fused()
        self._said_at = self._recorded_at = float("-inf")
        self._mixed = False

    async def start(self) -> None:
        """Begin to tell how the belief fades whenever nothing new is read."""
        self._task = asyncio.create_task(self._fade())

    async def stop(self) -> None:
        """Tell no more."""
        if self._task:
            self._task.cancel()
            await asyncio.gather(self._task, return_exceptions=True)

    async def _fade(self) -> None:
        while True:
            await asyncio.sleep(self.settings.fade_every / 4)
            now, every = self.clock(), self.settings.fade_every
            silent = now - self._heard_at
            if self._gone or self._fused.at is None or min(silent, now - self._told_at) < every:
                continue
            faded = self._fused.faded(self._fused.at + silent)
            self._told_at = now
            self._gone = max(faded.valence.confidence, faded.arousal.confidence) < GONE
            self.say(as_affect(faded))

    async def on_affect(self, reading: Affect) -> None:
        """Take in a reading; its stamp is the clock."""
        if reading.source == "fused":
            return
        self._fused = fuse(self._fused, reading)
        if self._fused.at is None:
            return
        self._heard_at, self._gone = self.clock(), False
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
            "readings": {
                item.source: {
                    "valence": round(item.valence, 3),
                    "arousal": round(item.arousal, 3),
                    "confidence": round(item.confidence, 3),
                    "age_s": round((fused.at or item.stamp) - item.stamp, 2),
                }
                for item in fused.latest
            },
            "valence_sd": round(fused.valence.sd, 3),
            "arousal_sd": round(fused.arousal.sd, 3),
            "mixed": fused.mixed,
        }
