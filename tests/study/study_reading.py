"""Reading signals back, for tests."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path
from typing import Any

from mcap.reader import make_reader
from mcap_ros2.decoder import DecoderFactory

from study.signals import parts


def read_parts(session: Path) -> Iterator[tuple[str, Any]]:
    """Topic and message of everything in a session's signals, in the order they were recorded."""
    for path in parts(session):
        with path.open("rb") as file:
            reader = make_reader(file, decoder_factories=[DecoderFactory()])
            for _, channel, _, message in reader.iter_decoded_messages():
                yield channel.topic, message
