"""From frames to messages: sound with its time, pictures, typed turns; nothing that is off or not agreed."""

from __future__ import annotations

import time
from collections.abc import Callable

from alongside.messages import AudioChunk, CameraFrame, Consent, Control, Message, Stop, Turn, new_id
from embodiment.screen.protocol import Audio, Incoming, Picture, Typed

RATE = 16000
CHUNK_BYTES = 1024
CHUNK_SECONDS = CHUNK_BYTES / 2 / RATE
PAUSE = 0.5
"""Seconds; a chunk later than this came after a pause of the sound, not of the connection."""
DRIFT = 0.02
"""Share of its lateness by which each chunk corrects the clock: two clocks that differ, or lost
chunks, are followed within 2 s, a burst after a stall hardly moves it."""
SOURCE = "page"


class SoundClock:
    """When each chunk was heard, told from when it arrived: never later than that, never backwards."""

    def __init__(self) -> None:
        self._last = 0.0

    def stamp(self, arrival: float) -> float:
        """The time of the first sample of a chunk that arrived at `arrival` (seconds)."""
        latest = arrival - CHUNK_SECONDS
        late = latest - (self._last + CHUNK_SECONDS)
        if late > PAUSE:
            self._last = latest
        elif late >= 0:
            self._last += CHUNK_SECONDS + DRIFT * late
        else:
            self._last = max(latest, self._last + 0.001)
        return self._last


class Intake:
    """Turns what one session's pages send into messages.

    The switches are honoured here too, so that a page which goes on sending is not heard.
    """

    def __init__(self, locale: str, clock: Callable[[], float] = time.time) -> None:
        self.locale = locale
        self._clock = clock
        self._sound = SoundClock()
        self._waiting = b""
        self._off: set[str] = set()
        self._refused: set[str] = set()  # what may not be captured

    def switch(self, message: Consent | Control | Stop) -> None:
        """Follow a switch that anyone used, and what was agreed to."""
        if isinstance(message, Consent):
            self._refused = {"audio", "video"} - set(message.live)
        elif isinstance(message, Stop):
            self._off.add("session")
        elif message.name in ("microphone", "camera"):
            (self._off.add if message.value == "off" else self._off.discard)(message.name)
        elif message.name == "pause":
            (self._off.add if message.value == "on" else self._off.discard)("pause")
        elif message.name == "session":
            (self._off.add if message.value == "end" else self._off.discard)("session")
            self._off.discard("pause")
        if self._deaf:
            self._waiting = b""

    @property
    def _deaf(self) -> bool:
        return bool(self._off & {"microphone", "session", "pause"}) or "audio" in self._refused

    def new_page(self) -> None:
        """Forget the half chunk of a page that is gone."""
        self._waiting = b""

    def messages(self, frame: Incoming) -> tuple[Message, ...]:
        """What `frame` says, as messages; none for sound or pictures that are switched off."""
        if isinstance(frame, Audio):
            return () if self._deaf else self._chunks(frame.samples)
        if isinstance(frame, Picture):
            if self._off & {"camera", "session", "pause"} or "video" in self._refused:
                return ()
            return (CameraFrame(stamp=self._clock(), data=frame.jpeg),)
        if isinstance(frame, Typed):
            now = self._clock()
            turn = Turn(
                turn_id=new_id(), text=frame.text, channel="typed", start=now, end=now, locale=self.locale
            )
            return (turn,)
        return (frame,)

    def _chunks(self, samples: bytes) -> tuple[AudioChunk, ...]:
        """Whole chunks of 512 samples; the rest waits for the next frame."""
        data = self._waiting + samples
        whole = len(data) - len(data) % CHUNK_BYTES
        self._waiting = data[whole:]
        # The newest chunk has just arrived, those before it one chunk earlier each.
        newest = self._clock() - len(self._waiting) / 2 / RATE
        return tuple(
            AudioChunk(
                stamp=self._sound.stamp(newest - (whole - at - CHUNK_BYTES) / 2 / RATE),
                samples=data[at : at + CHUNK_BYTES],
                rate=RATE,
                source=SOURCE,
            )
            for at in range(0, whole, CHUNK_BYTES)
        )
