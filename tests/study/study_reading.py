"""Reading signals back, for tests."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path
from typing import Any

from mcap_ros2.reader import read_ros2_messages

from study.signals import parts


def read_parts(session: Path) -> Iterator[tuple[str, Any]]:
    """Topic and message of everything in a session's signals, in order."""
    for path in parts(session):
        for item in read_ros2_messages(path):
            yield item.channel.topic, item.ros_msg
