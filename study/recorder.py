"""The recorder: keeps everything that is said in the graph, and destroys it when it is told to.

Where the graph asks for consent, only what was agreed to is kept (`study.consent.permit`), from the first
message on; what is withdrawn ends with the message that says so. `events.jsonl` holds what matters for the
account of a session (deliveries record and state, and Affect), `signals.mcap` holds every message, sound and
pictures included. Sound and pictures are kept only while a session is on. The record closes when the session
has ended and the goodbye was said.
"""

from __future__ import annotations

import asyncio
import hashlib
import time
from dataclasses import dataclass
from typing import Any

from alongside.component import Component, Context, handler_name
from alongside.consent import consent_needed
from alongside.errors import AlongsideError
from alongside.eventlog import EventLog, canonical, plain_event, read_events
from alongside.messages import (
    MESSAGES,
    Act,
    Affect,
    Answer,
    AudioChunk,
    CameraFrame,
    Consent,
    Control,
    Event,
    Health,
    Message,
    Spoken,
    Stop,
    Turn,
    VoiceClip,
)
from alongside.settings import setting
from study.consent.permit import kept
from study.deletion import destroy, was_deleted
from study.manifest import close_manifest, open_manifest, reopen_manifest
from study.room import MIB, Level, Room
from study.senders import sender_of
from study.signals import SignalWriter, recover
from study.vault.note import is_sealed

GOODBYE = 20.0
"""Seconds that a goodbye may take before the record is closed without its end."""
UNVOICED = 6.0
"""Seconds after which a goodbye that has no sound yet is taken to be a silent one."""
QUIET = 1.0
"""Seconds from the last word to the closing, for what still travels."""
LOOKS = 5.0
"""Seconds between two looks at the room on the disk."""
COMPLAINTS = 30.0
"""Seconds between two complaints about the same trouble."""


@dataclass(frozen=True)
class RecorderSettings:
    """What is kept, and how surely."""

    signals: bool = setting(True, "Keep every message in signals.mcap, not only the events.")
    sound: bool = setting(True, "Keep the microphone's sound in signals.mcap.")
    pictures: bool = setting(True, "Keep the camera's pictures in signals.mcap.")
    fsync: bool = setting(False, "Write each event through to the disk, so that it survives a power cut too.")
    room: int = setting(
        1000,
        "MiB of the disk below which it is told that there is little; at half of it sound and pictures "
        "are no longer kept, at a quarter only the events are. 0: do not look.",
    )
    report: bool = setting(True, "Write report.html when the session ends.")
    seed: int = setting(0, "The seed the companion runs with, for the manifest.")


class Recorder(Component):
    """Hears every message. Asks for those said before it came, and keeps each one once."""

    hears = MESSAGES
    says = (Health,)
    Settings = RecorderSettings
    replays = True
    settings: RecorderSettings

    def __init__(self, name: str, settings: dict[str, Any], context: Context) -> None:
        super().__init__(name, settings, context)
        self.session = context.session
        self._log: EventLog | None = None
        self._signals: SignalWriter | None = None
        self._known: set[bytes] = set()
        self._streams: tuple[str, ...] | None = () if consent_needed(context) else None  # None: all
        self._on = False  # whether a session is on: from its start, or the first word, to its closing
        self._closed = False
        self._deleted = False
        self._ending = False
        self._farewell = ""  # the act that says goodbye
        self._closer: asyncio.Task[None] | None = None  # waits for the moment to close
        self._closing: asyncio.Task[None] | None = None  # closes
        self._complained = -COMPLAINTS
        self._room = Room(self.session, self.settings.room)
        self._looking: asyncio.Task[None] | None = None

    async def start(self) -> None:
        """Open the record; one that a crash left behind is continued."""
        self._deleted = was_deleted(self.session)
        if not self._deleted:
            await asyncio.to_thread(self._open)
            if self.settings.room:
                self._looking = asyncio.create_task(self._look_at_the_room())

    def _open(self) -> None:
        if is_sealed(self.session):
            raise AlongsideError(f"the session {self.session.name} is over and sealed", "Begin another.")
        self._log = EventLog(self.session, fsync=self.settings.fsync)
        for event in read_events(self.session):
            self._on = self._on or _begins(event.message)
            if isinstance(event.message, Consent):
                self._streams = event.message.streams
            if event.message.delivery in ("record", "state"):
                self._known.add(_fingerprint(event.message))
        open_manifest(self.session, self._log, self.context, self.settings.seed)
        if self.settings.signals:
            recover(self.session)
        self._open_signals()

    async def _look_at_the_room(self) -> None:
        while not self._deleted:
            if await asyncio.to_thread(self._room.look):
                self._make_do()
                self._tell_of_the_room()
            await asyncio.sleep(LOOKS)

    def _tell_of_the_room(self) -> None:
        """To everybody, and in the record: what it lacks from here on is known."""
        level, told = self._room.level, self._room.told()
        self.report("degraded" if level else "ready", told)
        data = canonical({"level": level.name.lower(), "free_mib": self._room.free // MIB}).decode()
        self._event(Event(kind="record_room", data=data, stamp=time.time()))

    def _make_do(self) -> None:
        """Do without signals while there is no room for them; what was written is finished in time."""
        try:
            if self._room.level == Level.NO_SIGNALS and self._signals:
                signals, self._signals = self._signals, None
                signals.close()
            elif self._room.level < Level.NO_SIGNALS and not self._signals and not self._closed:
                self._open_signals()
        except AlongsideError as error:
            self._complain(error)

    def _open_signals(self) -> None:
        if self.settings.signals and self._room.level < Level.NO_SIGNALS:
            self._signals = SignalWriter(self.session, self.context.namespace)

    async def stop(self) -> None:
        """Close the record, if the end of the session has not."""
        if self._looking:
            self._looking.cancel()
        self._close_in(None)
        if self._closing:
            await self._closing
        if self._deleted:
            await asyncio.to_thread(destroy, self.session)
        elif self._log and not self._closed:
            await self._close()
        if self._log:
            self._log.close()

    async def on_any(self, message: Message) -> None:
        """Keep one message."""
        if self._deleted or self._log is None:
            return
        if isinstance(message, Control) and (message.name, message.value) == ("record", "delete"):
            await self._delete(message)
            return
        if self._closed and not self._goes_on(message):
            return
        self._on = self._on or _begins(message)
        if isinstance(message, Consent):
            self._streams = message.streams
        permitted = message if self._streams is None else kept(message, self._streams)
        try:
            if permitted is not None:
                self._keep(permitted)
        except AlongsideError as error:
            self._complain(error)
        self._watch_for_the_end(message)

    def _keep(self, message: Message) -> None:
        if isinstance(message, Affect):
            self._event(message)
        elif message.delivery in ("record", "state"):
            mark = _fingerprint(message)
            if mark in self._known:
                return  # handed over again to a recorder that came back
            self._event(message)
            self._known.add(mark)
        if self._signals and self._may_keep(message):
            self._signals.write(message)

    def _event(self, message: Message) -> None:
        if self._log:
            try:
                self._log.append(message, sender_of(message))
            except AlongsideError as error:
                if not self._room.give_up():
                    raise
                self._log.append(message, sender_of(message))
                self._complain(error)

    def _may_keep(self, message: Message) -> bool:
        if self._room.level >= Level.NO_SOUND and isinstance(message, (AudioChunk, CameraFrame, VoiceClip)):
            return False
        if isinstance(message, AudioChunk):
            return self._on and self.settings.sound
        if isinstance(message, CameraFrame):
            return self._on and self.settings.pictures
        return True

    def _goes_on(self, message: Message) -> bool:
        """Whether a closed record is opened again: a new start, or a person who still says something."""
        if not _begins(message) or _fingerprint(message) in self._known:
            return False
        reopen_manifest(self.session)
        self._open_signals()
        self._closed = False
        if not isinstance(message, Control):
            self._close_in(GOODBYE)
        return True

    def _watch_for_the_end(self, message: Message) -> None:
        """Plan the closing: when the goodbye was said, at the latest a while after the end, or on a stop."""
        if isinstance(message, Control) and message.name == "session":
            self._ending = message.value == "end"
            self._close_in(GOODBYE if self._ending else None)
        elif isinstance(message, Stop):
            self._close_in(QUIET)
        elif isinstance(message, Act) and message.kind == "goodbye":
            self._farewell = message.act_id
            if self._ending:
                self._close_in(UNVOICED)
        elif self._ending and isinstance(message, (VoiceClip, Spoken)) and message.act_id == self._farewell:
            over = isinstance(message, Spoken) and message.status != "started"
            self._close_in(QUIET if over else GOODBYE)

    def _close_in(self, seconds: float | None) -> None:
        """Close after `seconds` instead of when it was planned; None: not yet."""
        if self._closer:
            self._closer.cancel()
        self._closer = asyncio.create_task(self._close_later(seconds)) if seconds is not None else None

    async def _close_later(self, seconds: float) -> None:
        await asyncio.sleep(seconds)
        self._closer = None
        self._closing = asyncio.create_task(self._close())

    async def _close(self) -> None:
        """Finish the signals, note the end in the manifest, and write the report."""
        self._closed = True
        self._on = self._ending = False
        self._farewell = ""
        self._room.give_up()
        try:
            if self._signals:
                self._signals.close()
            if self._log:
                close_manifest(self.session, self._log)
            if self.settings.report and self._known:
                # Imported here, for it brings the plotting library, and no session should wait for that.
                from study.report import write_report

                await asyncio.to_thread(write_report, self.session)
        except (AlongsideError, OSError) as error:
            self._complain(error)

    async def _delete(self, asked: Control) -> None:
        self._deleted = True
        self._close_in(None)
        if self._closing:
            await self._closing
        if self._signals:
            self._signals.close()
        if self._log:
            self._log.close()
        await asyncio.to_thread(destroy, self.session, asked.by)
        self.report("stopped", "The record was deleted; a receipt is in its place.")

    def _complain(self, error: Exception) -> None:
        """Tell of trouble, but not for every message: a full disk would flood everyone."""
        if time.monotonic() - self._complained >= COMPLAINTS:
            self._complained = time.monotonic()
            self.report("degraded", str(error))


for _kind in MESSAGES:
    setattr(Recorder, handler_name(_kind), Recorder.on_any)


def _begins(message: Message) -> bool:
    """Whether someone has begun: a start, words, an answer."""
    started = isinstance(message, Control) and (message.name, message.value) == ("session", "start")
    return started or isinstance(message, (Turn, Act, Answer))


def _fingerprint(message: Message) -> bytes:
    plain = {"type": type(message).__name__, **plain_event(message)}
    return hashlib.sha256(canonical(plain)).digest()
