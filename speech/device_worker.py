"""One sound device in a program of its own: `python -m speech.device_worker SIDE JSON`.

PortAudio sees only devices that were there when it was first used in a process, may hang or end the
process when one is pulled out, and is shared by everything in a process. So each stream gets a process,
which is thrown away with its device. Its owner (`speech.device_client`) converts; here are only the
standard library and PyAudio.

SIDE is `microphone`, `loudspeaker` or `list`; the JSON is `{"device", "rate", "channels", "block", "held"}`
(see `speech.device_client.DeviceAsked`).

A frame is one byte of kind, a double (seconds) and four bytes of length (little-endian), and then that
many bytes:

    o  opened: JSON {"device", "rate", "channels"}
    s  sound of the microphone; the seconds since the epoch at which it ended
    w  wanted by the loudspeaker: a number of frames (four bytes), and the seconds until they are audible
    x  gaps in the sound lately: their number as JSON
    e  over: JSON {"what", "do"}; then the program ends

To the loudspeaker, the owner answers each `w` with just so much sound. The program ends when its owner does.
"""

from __future__ import annotations

import json
import os
import queue
import signal
import struct
import sys
import threading
import time
from typing import Any, BinaryIO, NoReturn

from speech import sound_server
from speech.device_choice import CHANNELS, Choice, OverError, gone, listing
from speech.device_formats import INSTALL, WRONG_FORMAT, formats, refusal

HEAD = struct.Struct("<cdI")
LOOK = 0.1
"""Seconds between looks at the stream."""
AWAKE_WITHIN, NEXT_WITHIN = 6.0, 2.5
"""Seconds that a device may take to get going, and then the longest between two blocks before it is gone."""
GAPS_TOLD_EVERY, GAPS = 5.0, 3
"""So many gaps within so many seconds are told; fewer happen on any computer."""
MOST_WAITING = 200
"""Blocks kept for an owner who is busy; then the oldest go."""
GAP_FLAGS = 0x2 | 0x4
"""PortAudio: input overflow, output underflow."""


class Worker:
    """Opens a device and passes its sound on until it is gone."""

    def __init__(
        self, side: sound_server.Side, asked: dict[str, Any], source: BinaryIO, sink: BinaryIO
    ) -> None:
        self.side, self.asked = side, asked
        self._choice = Choice(side, str(asked["device"]))
        self._source, self._sink = source, sink
        self._writing = threading.Lock()
        self._blocks: queue.Queue[tuple[float, bytes]] = queue.Queue(MOST_WAITING)
        self._called = 0.0  # when the device last called
        self._gaps = 0
        self._unplugged = False
        self._latency = 0.0
        self._width = 2  # bytes of a frame

    def run(self) -> None:
        """Open, then watch. Raises OverError when there is nothing more to do."""
        import pyaudio

        self._pyaudio = pyaudio
        # Unasked, a sound server collects up to two seconds.
        os.environ.setdefault("PULSE_LATENCY_MSEC", str(round(1000 * float(self.asked["held"]))))
        self._choice.aim()
        stream, told = self._open(pyaudio.PyAudio())
        self._send(b"o", json.dumps(told).encode())
        if self._choice.target:
            threading.Thread(target=self._watch_server, daemon=True).start()
        if self.side == "microphone":
            threading.Thread(target=self._pass_on, daemon=True).start()
        stream.start_stream()
        self._watch(stream)

    def end(self, what: str, do: str) -> None:
        """The last word."""
        self._send(b"e", json.dumps({"what": what, "do": do}).encode())

    def _open(self, audio: Any) -> tuple[Any, dict[str, Any]]:
        info, target = self._choice.find(audio), self._choice.target
        own = target.rate if target else round(info["defaultSampleRate"])
        most, wanted = int(info[CHANNELS[self.side]]), int(self.asked["channels"])
        problem: tuple[int, str] = (WRONG_FORMAT[0], f"it has {most} channels")
        for rate, channels in formats(int(self.asked["rate"]), own, most, wanted):
            try:
                stream = self._stream(audio, int(info["index"]), rate, channels)
            except (OSError, ValueError) as error:
                codes = [item for item in error.args if isinstance(item, int)]
                problem = (codes[0] if codes else 0, str(error))
                if problem[0] in WRONG_FORMAT:
                    continue
                break
            name = target.description if target else str(info["name"])
            return stream, {"device": name, "rate": rate, "channels": channels}
        raise OverError(*refusal(self.side, *problem))

    def _stream(self, audio: Any, index: int, rate: int, channels: int) -> Any:
        self._width = 2 * channels
        form = {"format": self._pyaudio.paInt16, "channels": channels, "rate": rate, "start": False}
        form["frames_per_buffer"] = round(float(self.asked["block"]) * rate)
        if self.side == "microphone":
            return audio.open(**form, input=True, input_device_index=index, stream_callback=self._recorded)
        stream = audio.open(**form, output=True, output_device_index=index, stream_callback=self._wanted)
        self._latency = float(stream.get_output_latency())
        return stream

    # ------------------------------------------------------------ sound, on PortAudio's thread

    def _recorded(self, samples: bytes, count: int, times: dict[str, float], flags: int) -> tuple[None, int]:
        self._count(flags)
        if self._blocks.full():
            self._gaps += 1
            self._blocks.get_nowait()
        self._blocks.put_nowait((time.time(), samples))
        return None, int(self._pyaudio.paContinue)

    def _wanted(self, _: None, count: int, times: dict[str, float], flags: int) -> tuple[bytes, int]:
        self._count(flags)
        until = times["output_buffer_dac_time"] - times["current_time"]
        if not 0.0 < until < 5.0:  # not every driver knows
            until = self._latency
        self._send(b"w", struct.pack("<I", count), until)
        samples = self._source.read(count * self._width)
        if len(samples) < count * self._width:
            leave()  # nobody plays anything any more
        return samples, int(self._pyaudio.paContinue)

    def _count(self, flags: int) -> None:
        if self._called and flags & GAP_FLAGS:
            self._gaps += 1
        self._called = time.monotonic()

    # ------------------------------------------------------------ beside it

    def _pass_on(self) -> None:
        while True:
            ended, samples = self._blocks.get()
            self._send(b"s", samples, ended)

    def _send(self, kind: bytes, body: bytes, seconds: float = 0.0) -> None:
        try:
            with self._writing:
                self._sink.write(HEAD.pack(kind, seconds, len(body)) + body)
                self._sink.flush()
        except OSError:
            leave()

    def _watch_server(self) -> None:
        watcher = sound_server.changes()
        for _ in sound_server.device_changes(watcher) if watcher else ():
            plugged = sound_server.plugged(self.side)
            self._unplugged = plugged is not None and not self._choice.serves(plugged)

    def _watch(self, stream: Any) -> None:
        opened = told = time.monotonic()
        owner = os.getppid()
        while os.getppid() == owner:
            time.sleep(LOOK)
            now = time.monotonic()
            late = now - max(self._called, opened + AWAKE_WITHIN - NEXT_WITHIN) > NEXT_WITHIN
            if late or self._unplugged or not stream.is_active():
                raise OverError(*gone(self.side))
            if now - told >= GAPS_TOLD_EVERY:
                told, gaps, self._gaps = now, self._gaps, 0
                self._send(b"x", json.dumps(gaps if gaps >= GAPS else 0).encode())


def leave() -> NoReturn:
    """End at once, with what was started: closing a stream whose device is gone may hang."""
    if hasattr(os, "killpg") and os.getpgrp() == os.getpid():
        os.killpg(0, signal.SIGKILL)
    os._exit(0)


def main() -> None:
    """Serve one stream on the standard streams, or write the list of devices."""
    sink = os.fdopen(os.dup(1), "wb")
    os.dup2(2, 1)  # whatever a library prints must not land among the frames
    side, asked = sys.argv[1], json.loads(sys.argv[2])
    if side == "list":
        sink.write(json.dumps(_listing()).encode())
        sink.flush()
        leave()
    worker = Worker("microphone" if side == "microphone" else "loudspeaker", asked, sys.stdin.buffer, sink)
    try:
        worker.run()
    except OverError as error:
        worker.end(*error.args)
    except ImportError:
        worker.end("PyAudio is not installed", INSTALL)
    except Exception as error:
        what = f"the {side} failed ({type(error).__name__}: {error})"
        worker.end(what, "Choose another: alongside devices.")
    finally:
        leave()


def _listing() -> dict[str, Any]:
    try:
        import pyaudio
    except ImportError:
        return {"what": "PyAudio is not installed", "do": INSTALL}
    return listing(pyaudio.PyAudio())


if __name__ == "__main__":
    main()
