"""What every message is made of (see `alongside.messages`)."""

from __future__ import annotations

import time
import uuid
from dataclasses import dataclass, field
from typing import ClassVar

from alongside.records import Delivery


def new_id() -> str:
    """A short identifier, unique within a session."""
    return uuid.uuid4().hex[:12]


@dataclass(frozen=True, kw_only=True)
class Message:
    """What every message has: the moment it speaks of."""

    topic: ClassVar[str]
    delivery: ClassVar[Delivery] = "stream"
    urgent: ClassVar[bool] = False  # handled at once, beside whatever a component is doing

    stamp: float = field(default_factory=time.time)
