"""What speech engines that run as programs of their own have in common: frames in and out, and stopping.

A frame is four bytes of length (little-endian) and that many bytes. In: JSON `{"id", "text",
"length_scale"}`, or `{"cancel": id}` when nobody waits for that answer any more. Out: JSON `{"id",
"rate", "phonemes": [[phoneme, samples], ...]}` and then a frame of 16-bit mono samples; or JSON `{"id",
"error"}` alone. The first frame out is `{"ready": true}` or `{"error"}`. The program ends when its input
does. Any program that speaks these frames can take an engine's place; it may ignore `cancel`.
"""

from __future__ import annotations

import json
import os
import queue
import signal
import struct
import sys
import threading
from collections.abc import Callable
from typing import Any, BinaryIO

Made = tuple[bytes, int, list[tuple[str, int]]]
"""(16-bit mono samples, their rate, phonemes with the samples each lasts or none at all)."""


class Work:
    """One request. The engine sets `stop` to what ends it in the middle; it is called from another thread."""

    def __init__(self, asked: dict[str, Any]) -> None:
        self.id = asked["id"]
        self.text = str(asked["text"])
        self.length_scale = float(asked["length_scale"])
        self.cancelled = False
        self.stop: Callable[[], None] = lambda: None


Make = Callable[[Work], Made]


def read_frame(stream: BinaryIO) -> bytes | None:
    """The next frame, or None at the end of the stream."""
    head = stream.read(4)
    if len(head) < 4:
        return None
    (length,) = struct.unpack("<I", head)
    body = stream.read(length)
    return body if len(body) == length else None


def write_frame(stream: BinaryIO, body: bytes) -> None:
    """Send one frame."""
    stream.write(struct.pack("<I", len(body)) + body)
    stream.flush()


class _Desk:
    """Takes requests in while the engine works, so that it can be told to stop."""

    def __init__(self, source: BinaryIO) -> None:
        self.waiting: queue.SimpleQueue[Work | None] = queue.SimpleQueue()
        self._open: dict[int, Work] = {}
        self._lock = threading.Lock()
        threading.Thread(target=self._take, args=(source,), daemon=True).start()

    def _take(self, source: BinaryIO) -> None:
        while (body := read_frame(source)) is not None:
            asked = json.loads(body)
            if "cancel" in asked:
                self._cancel(asked["cancel"])
                continue
            work = Work(asked)
            with self._lock:
                self._open[work.id] = work
            self.waiting.put(work)
        self.waiting.put(None)
        for number in tuple(self._open):
            self._cancel(number)

    def _cancel(self, number: int) -> None:
        with self._lock:
            if work := self._open.get(number):
                work.cancelled = True
                work.stop()

    def done(self, work: Work) -> None:
        """Nothing can stop it any more."""
        with self._lock:
            self._open.pop(work.id, None)


def serve(make: Make, source: BinaryIO, sink: BinaryIO) -> None:
    """Answer requests until there are no more."""
    desk = _Desk(source)
    while (work := desk.waiting.get()) is not None:
        try:
            if work.cancelled:
                raise InterruptedError
            pcm, rate, phonemes = make(work)
        except Exception as error:  # the person's conversation goes on; no words in the message
            write_frame(sink, json.dumps({"id": work.id, "error": type(error).__name__}).encode())
            continue
        finally:
            desk.done(work)
        write_frame(sink, json.dumps({"id": work.id, "rate": rate, "phonemes": phonemes}).encode())
        write_frame(sink, pcm)


def program(load: Callable[[], Make]) -> int:
    """Load an engine and serve it on the standard streams."""
    signal.signal(signal.SIGINT, signal.SIG_IGN)  # Ctrl-C reaches the whole group; our owner closes the pipe
    sink = os.fdopen(os.dup(1), "wb")
    os.dup2(2, 1)  # whatever a library prints must not land among the frames
    try:
        make = load()
        make(Work({"id": -1, "text": "Hello.", "length_scale": 1.0}))
    except Exception as error:
        write_frame(sink, json.dumps({"error": f"{type(error).__name__}: {error}"}).encode())
        return 1
    write_frame(sink, json.dumps({"ready": True}).encode())
    serve(make, sys.stdin.buffer, sink)
    return 0
