"""`signals.mcap`: every message as ROS 2 CDR with its definition inside, readable by ROS tools and without.

Each start of a recorder writes a part of its own (`signals.mcap`, `signals.1.mcap`, ...). A part
that a crash left without its end is put right by the next start: what can be read is written anew.
"""

from __future__ import annotations

import os
import struct
import time
from pathlib import Path
from typing import Any

import zstandard
from mcap.exceptions import McapError
from mcap.records import Channel, Schema
from mcap.records import Message as Stored
from mcap.stream_reader import StreamReader
from mcap.writer import Writer as PlainWriter
from mcap_ros2.writer import Writer

from alongside.errors import AlongsideError
from alongside.messages import Message
from alongside.private import private_file
from study.msgdef import definition, type_name, values

MAGIC = b"\x89MCAP0\r\n"
CHUNK = 64 * 1024
"""Bytes before a chunk is compressed and written: what a crash can cost, about one second of sound."""


class SignalWriter:
    """Writes one part in the folder `session`. Topics are those of the ROS graph, under `namespace`."""

    def __init__(self, session: Path, namespace: str = "") -> None:
        self.path = _next_part(session)
        self._prefix = f"/{namespace.strip('/')}" if namespace.strip("/") else ""
        self._file = private_file(self.path)
        self._writer = Writer(self._file, chunk_size=CHUNK)
        self._schemas: dict[type[Message], Any] = {}
        self._sequence = 0

    def write(self, message: Message) -> None:
        """Add one message; its publish time is its stamp. Raises AlongsideError if the disk is full."""
        kind = type(message)
        try:
            if kind not in self._schemas:
                text = definition(kind)
                self._schemas[kind] = self._writer.register_msgdef(type_name(kind), text)
            self._sequence += 1
            self._writer.write_message(
                topic=f"{self._prefix}/{kind.topic}",
                schema=self._schemas[kind],
                message=values(message),
                log_time=time.time_ns(),
                publish_time=max(0, round(message.stamp * 1e9)),
                sequence=self._sequence,
            )
            self._file.flush()  # a finished chunk must not wait in this process
        except OSError as error:
            raise AlongsideError(
                f"Could not write {self.path}: {error.strerror}", "Free some space."
            ) from None

    def close(self) -> None:
        """Write the index and close. Closing twice does nothing."""
        if self._file.closed:
            return
        try:
            self._writer.finish()
        except OSError as error:
            raise AlongsideError(
                f"Could not finish {self.path}: {error.strerror}", "Free some space."
            ) from None
        finally:
            self._file.close()


def parts(session: Path) -> list[Path]:
    """The parts of a session's signals, in the order they were recorded."""
    return sorted(
        session.glob("signals*.mcap"), key=lambda path: int(path.suffixes[0][1:]) if path.suffixes[1:] else 0
    )


def recover(session: Path) -> list[Path]:
    """Put right every part that lacks its end; gives those that were."""
    unfinished = [path for path in parts(session) if not finished(path)]
    for path in unfinished:
        _rewrite(path)
    return unfinished


def finished(path: Path) -> bool:
    """Whether the file ends as an MCAP file ends."""
    with path.open("rb") as file:
        file.seek(0, os.SEEK_END)
        if file.tell() < 2 * len(MAGIC):
            return False
        file.seek(-len(MAGIC), os.SEEK_END)
        return file.read() == MAGIC


def _rewrite(path: Path) -> None:
    """Read what can be read, write it to a new file, and put that in place of the old."""
    fresh = path.with_suffix(".recovering")
    with path.open("rb") as source, private_file(fresh, over=True) as target:
        writer = PlainWriter(target, chunk_size=CHUNK)
        writer.start(profile="ros2", library="alongside recovery")
        schemas: dict[int, int] = {0: 0}
        channels: dict[int, int] = {}
        try:
            for record in StreamReader(source, record_size_limit=path.stat().st_size).records:
                if isinstance(record, Schema) and record.id not in schemas:
                    schemas[record.id] = writer.register_schema(record.name, record.encoding, record.data)
                elif isinstance(record, Channel) and record.id not in channels:
                    channels[record.id] = writer.register_channel(
                        record.topic, record.message_encoding, schemas[record.schema_id], record.metadata
                    )
                elif isinstance(record, Stored):
                    writer.add_message(
                        channels[record.channel_id],
                        record.log_time,
                        record.data,
                        record.publish_time,
                        record.sequence,
                    )
        except (McapError, ValueError, KeyError, struct.error, zstandard.ZstdError):
            pass  # the crash's edge: everything before it is kept
        writer.finish()  # type: ignore[no-untyped-call]
    fresh.replace(path)


def _next_part(session: Path) -> Path:
    number = len(parts(session))
    while True:
        path = session / (f"signals.{number}.mcap" if number else "signals.mcap")
        if not path.exists():
            return path
        number += 1
