"""When a recorded event happened: by its own stamp, for a recorder that came back writes late."""

from __future__ import annotations

from alongside.eventlog import Recorded

OFF_S = 3600.0
"""Seconds from its recording at which a stamp is no clock's; then the moment of recording counts."""


def moment(event: Recorded) -> float:
    """When it happened, in seconds since the epoch."""
    return event.at if misdated(event) else event.message.stamp


def misdated(event: Recorded) -> bool:
    """Whether its own stamp, from another computer's clock or none, cannot be believed."""
    return abs(event.message.stamp - event.at) >= OFF_S
