"""The streams that consent is asked for, one by one."""

from __future__ import annotations

from typing import Literal

Stream = Literal["audio", "video", "transcript", "affect", "recontact"]
Without = Literal["closed", "live"]
"""What happens to a stream without consent: it is not captured, or it is used and not kept."""
