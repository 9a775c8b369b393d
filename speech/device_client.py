"""The other end of `speech.device_worker`: one open device, and the whole list of them."""

from __future__ import annotations

import contextlib
import json
import os
import signal
import struct
import subprocess
import sys
import threading
import time
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from alongside.errors import AlongsideError
from speech.device_worker import HEAD
from speech.sound_server import Side

OPENS_WITHIN = 15.0
"""Seconds for a device to open, on a slow and busy machine, before it is taken to hang."""

Recorded = Callable[[bytes, float], None]
"""Called with samples and the moment (seconds since the epoch) the last of them was heard."""
Wanted = Callable[[int, float], bytes]
"""Called with a number of frames and the seconds until they are audible; gives so much sound."""


@dataclass(frozen=True)
class DeviceAsked:
    """Which device: part of its name, its number, or "" for the default.

    `rate` is tried first; `channels` 0 tries one, two, all; `block` is the seconds passed on at once, and
    `held` what a sound server may hold back.
    """

    device: str = ""
    rate: int = 16000
    channels: int = 0
    block: float = 0.032
    held: float = 0.045


@dataclass(frozen=True)
class DeviceOpened:
    """What was opened. Samples are signed 16-bit, channels interleaved."""

    device: str
    rate: int
    channels: int


class Device:
    """A microphone or loudspeaker in a process of its own.

    `opened`, `recorded` or `wanted`, `gaps` (their number lately) and `over` (once, with why) are
    called on a thread of the device's, in this order.
    """

    def __init__(
        self,
        side: Side,
        asked: DeviceAsked,
        *,
        opened: Callable[[DeviceOpened], None],
        recorded: Recorded | None = None,
        wanted: Wanted | None = None,
        gaps: Callable[[int], None] = lambda number: None,
        over: Callable[[AlongsideError], None] = lambda error: None,
    ) -> None:
        self._side, self._asked = side, asked
        self._opened, self._recorded, self._wanted, self._gaps, self._over = (
            opened,
            recorded,
            wanted,
            gaps,
            over,
        )
        self._process: subprocess.Popen[bytes] | None = None
        self._closing = False
        self._heard = time.monotonic()

    @property
    def quiet_for(self) -> float:
        """Seconds since the process was last heard of."""
        return time.monotonic() - self._heard

    def open(self) -> DeviceOpened:
        """Start the process and wait for its device. Raises AlongsideError if there is none."""
        self._process = _start(self._side, vars(self._asked), subprocess.PIPE)
        overdue = threading.Timer(OPENS_WITHIN, self._kill)
        overdue.start()
        try:
            kind, body, _ = self._frame()
        except EOFError:
            self.close()
            raise AlongsideError(
                f"the {self._side} did not answer", "Unplug it and plug it in again, or choose another."
            ) from None
        finally:
            overdue.cancel()
        found = json.loads(body)
        if kind == b"e":
            self.close()
            raise AlongsideError(found["what"], found["do"])
        opened = DeviceOpened(str(found["device"]), int(found["rate"]), int(found["channels"]))
        self._opened(opened)
        threading.Thread(target=self._serve, name=self._side, daemon=True).start()
        return opened

    def close(self) -> None:
        """Close the device; nothing is called after that."""
        self._closing = True
        self._kill()
        if self._process:
            self._process.wait()

    def _serve(self) -> None:
        error = AlongsideError(f"the {self._side} ended unexpectedly", "It is opened again by itself.")
        try:
            while not self._closing:
                kind, body, seconds = self._frame()
                if kind == b"s" and self._recorded:
                    self._recorded(body, seconds)
                elif kind == b"w" and self._wanted:
                    self._write(self._wanted(struct.unpack("<I", body)[0], seconds))
                elif kind == b"x":
                    self._gaps(int(json.loads(body)))
                elif kind == b"e":
                    last = json.loads(body)
                    error = AlongsideError(last["what"], last["do"])
                    break
        except (EOFError, OSError, ValueError):
            pass
        if not self._closing:
            self._kill()
            self._over(error)

    def _frame(self) -> tuple[bytes, bytes, float]:
        assert self._process
        assert self._process.stdout
        head = self._process.stdout.read(HEAD.size)
        if len(head) < HEAD.size:
            raise EOFError
        self._heard = time.monotonic()
        kind, seconds, length = HEAD.unpack(head)
        body = self._process.stdout.read(length)
        if len(body) < length:
            raise EOFError
        return kind, body, seconds

    def _write(self, samples: bytes) -> None:
        assert self._process
        assert self._process.stdin
        self._process.stdin.write(samples)
        self._process.stdin.flush()

    def _kill(self) -> None:
        process = self._process
        if process is None or process.poll() is not None:
            return
        with contextlib.suppress(ProcessLookupError, PermissionError):
            if hasattr(os, "killpg"):
                os.killpg(process.pid, signal.SIGKILL)
            else:
                process.kill()


def device_list() -> dict[str, Any]:
    """What `speech.device_worker.listing` finds. Raises AlongsideError if PyAudio is missing."""
    process = _start("list", {}, subprocess.DEVNULL)
    try:
        out, _ = process.communicate(timeout=OPENS_WITHIN)
    except subprocess.TimeoutExpired:
        process.kill()
        raise AlongsideError("the sound devices could not be listed", "Restart the sound server.") from None
    found: dict[str, Any] = json.loads(out or b"{}")
    if "what" in found or not found:
        raise AlongsideError(found.get("what", "the sound devices could not be listed"), found.get("do", ""))
    return found


def _start(side: str, asked: dict[str, Any], stdin: int) -> subprocess.Popen[bytes]:
    # Found whether the package is installed or run from its folder.
    path = os.pathsep.join(filter(None, [str(Path(__file__).parent.parent), os.environ.get("PYTHONPATH")]))
    return subprocess.Popen(
        [sys.executable, "-m", "speech.device_worker", side, json.dumps(asked)],
        stdin=stdin,
        stdout=subprocess.PIPE,
        stderr=subprocess.DEVNULL,
        env={**os.environ, "PYTHONPATH": path},
        start_new_session=True,
    )
