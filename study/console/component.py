"""The console's end in a session's graph: tells whoever watches, and says what they decide.

Several may watch at once. What is shown of a person is what they agreed may be used (`Consent.live`); safety,
stops and how the parts are, are shown always. It runs in a process of its own: Stop works when others hang.
"""

from __future__ import annotations

import json
import secrets
import time
from dataclasses import dataclass
from typing import Any

from fastapi import FastAPI
from starlette.websockets import WebSocket

from alongside import __version__
from alongside.codec import to_plain
from alongside.component import Component, Context, where_from
from alongside.consent import consent_needed
from alongside.contacts import read_contacts
from alongside.errors import AlongsideError
from alongside.messages import (
    Act,
    Affect,
    AudioChunk,
    Consent,
    Control,
    Decision,
    Event,
    Health,
    Interruption,
    Message,
    Note,
    PartialSpeech,
    Proposed,
    Relationship,
    Risk,
    SheetView,
    SpeechActivity,
    Spoken,
    State,
    Stop,
    Turn,
)
from alongside.settings import setting
from embodiment.screen.guard import Guard
from embodiment.screen.hub import Page
from embodiment.screen.serve import WebServer, listen
from study.consent.permit import kept
from study.console.history import NOT_SHOWN, History, remember, shown
from study.console.level import Level
from study.console.place import forget_place, tell_place
from study.console.protocol import Incoming, pack_hello, pack_level, pack_past, unpack

COOKIE = "alongside_console"
SHORTEST_TOKEN = 16
GOING_AWAY = 1001
AFFECT_EVERY = 0.5
"""Seconds between two affects of one source that are passed on."""


@dataclass(frozen=True)
class ConsoleSettings:
    """What can be set of a session's end of the console."""

    host: str = setting("127.0.0.1", "address to listen on; another computer's console needs one it reaches")
    port: int = setting(0, "port to listen on; 0 takes any that is free", low=0, high=65535)
    token: str = setting("", "secret of the address, 16 characters or more; empty: a new one at each start")
    called: str = setting("", "what operators call the session; empty: whom it remembers, or its folder")
    contacts: tuple[str, ...] = setting((), "crisis contacts to show, each `who | how to reach them | when`")


class Console(Component):
    """Serves `/ws` to consoles."""

    hears = (
        Turn, PartialSpeech, SpeechActivity, AudioChunk, Act, Proposed, Decision, Spoken, State, Affect, Risk,
        Relationship, SheetView, Control, Consent, Stop, Health, Event, Note,
    )  # fmt: skip
    says = (Stop, Interruption, Control, Decision, Note)
    Settings = ConsoleSettings
    replays = True
    settings: ConsoleSettings

    def __init__(self, name: str, settings: dict[str, Any], context: Context) -> None:
        super().__init__(name, settings, context)
        self._contacts = read_contacts(self.settings.contacts)
        self._token = self.settings.token or secrets.token_urlsafe(24)
        self._pages: set[Page] = set()
        self._history = History()
        self._known: set[tuple[type[Message], float]] = set()  # of the record: it is handed over again
        self._live: tuple[str, ...] | None = () if consent_needed(context) else None  # None: all
        self._level = Level()
        self._affect_at: dict[str, float] = {}
        self._web: WebServer | None = None

    async def start(self) -> None:
        """Serve. AlongsideError if the port is taken or the token too short."""
        if len(self._token) < SHORTEST_TOKEN:
            raise AlongsideError(
                "The console's token is too short",
                f"Set console.token to {SHORTEST_TOKEN} characters or more.",
            )
        self._history = remember(self.context.session)
        self._known = {(type(message), message.stamp) for message in self._history}
        app = FastAPI(openapi_url=None, docs_url=None, redoc_url=None)
        app.add_api_websocket_route("/ws", self._attend)
        host = self.settings.host
        self._web = WebServer(Guard(app, host, self._token, COOKIE), listen(host, self.settings.port))
        await self._web.start()
        tell_place(self.context.session, host, self._web.port, self._token)

    async def stop(self) -> None:
        """Close every page's connection and the server."""
        forget_place(self.context.session)
        for page in list(self._pages):
            await page.close(GOING_AWAY, "the session's graph was ended")
        if self._web is not None:
            await self._web.stop()

    @property
    def port(self) -> int:
        """Where it listens, once started."""
        return self._web.port if self._web is not None else 0

    @property
    def token(self) -> str:
        """What a console shows at the door."""
        return self._token

    # ------------------------------------------------------------ to the pages

    async def on_any(self, message: Message) -> None:
        """Show it, as far as it may be used; what lasts is kept for a page that comes later."""
        if isinstance(message, Consent):
            self._live = message.live
        permitted = message if self._live is None else kept(message, self._live)
        if permitted is None or (type(message), message.stamp) in self._known:
            return
        self._show(shown(permitted))

    async def on_audio_chunk(self, chunk: AudioChunk) -> None:
        """Nothing of the sound is passed on but how loud it is."""
        if self._live is not None and "audio" not in self._live:
            return
        peaks = self._level.add(chunk.samples)
        if peaks is not None and self._pages:
            frame = pack_level(peaks)
            for page in self._pages:
                page.put_frame(frame)

    async def on_affect(self, affect: Affect) -> None:
        """As for any, a few times a second at most."""
        if abs(affect.stamp - self._affect_at.get(affect.source, 0.0)) >= AFFECT_EVERY:
            self._affect_at[affect.source] = affect.stamp
            await self.on_any(affect)

    async def on_event(self, event: Event) -> None:
        """As for any, but for those by the second."""
        if event.kind not in NOT_SHOWN:
            await self.on_any(event)

    on_turn = on_partial_speech = on_speech_activity = on_act = on_proposed = on_decision = on_any
    on_spoken = on_state = on_risk = on_relationship = on_sheet_view = on_any
    on_control = on_consent = on_stop = on_health = on_note = on_any

    def _show(self, message: Message) -> None:
        self._history.keep(message)
        for page in self._pages:
            page.put(message)

    # ------------------------------------------------------------ from the pages

    async def _attend(self, socket: WebSocket) -> None:
        await socket.accept()
        page = Page(socket, unpack)
        try:
            page.put_frame(self._hello())
            page.put_frame(pack_past(self._history))
            self._pages.add(page)
            await page.run(self._take)
        except Exception as error:
            self.log.error("a console's connection ended: %s", where_from(error))
            self.report("degraded", f"{type(error).__name__} while serving a console; reload it")
        finally:
            self._pages.discard(page)

    def _hello(self) -> str:
        graph = json.loads(self.context.graph) if self.context.graph else {}
        nodes = {node["name"]: node.get("settings", {}) for node in graph.get("nodes", [])}
        companion = nodes.get("companion", {})
        name = self.context.session.name
        return pack_hello(
            session=name,
            called=self.settings.called or str(companion.get("person") or name),
            title=str(graph.get("title", self.context.profile)),
            version=__version__,
            approval=bool(companion.get("approval", False)),
            contacts=to_plain(self._contacts),
            began=self._history.began or time.time(),
        )

    def _take(self, message: Incoming) -> None:
        """What a page asks for is said at once; it is not handed back to us, so it is shown here too."""
        self.say(message)
        if isinstance(message, Control) and (message.name, message.value) == ("pause", "on"):
            self.say(Interruption(cause="stop"))
        self._show(message)
