"""The screen component: serves the page to the person's browser and speaks with it.

The browser is microphone, camera, loudspeaker, face and worksheet at once. One page at a time
holds the session; when it goes and comes back it finds everything as it stands.
"""

from __future__ import annotations

import time
from dataclasses import dataclass
from typing import Any, Literal

from starlette.websockets import WebSocket

from alongside import __version__
from alongside.component import Component, Context, where_from
from alongside.consent import consent_needed
from alongside.contacts import read_contacts
from alongside.errors import AlongsideError
from alongside.messages import (
    Act,
    Answer,
    AudioChunk,
    CameraFrame,
    Consent,
    Control,
    FacePose,
    FaceSeen,
    Health,
    Hold,
    Interruption,
    Message,
    PartialSpeech,
    Risk,
    SheetView,
    SpeechActivity,
    Spoken,
    State,
    Stop,
    Turn,
    VoiceClip,
)
from alongside.murmurs import unasked
from alongside.settings import setting
from embodiment.interface import SCREEN_BODY, CapabilityCard
from embodiment.screen.avatar import ADDRESS, find_avatar
from embodiment.screen.guard import Guard, is_loopback
from embodiment.screen.hub import Page, Seat, attend
from embodiment.screen.intake import Intake
from embodiment.screen.latest import Latest, remember
from embodiment.screen.missing import Missing
from embodiment.screen.playback import Playback
from embodiment.screen.protocol import Incoming, pack_hello
from embodiment.screen.serve import WebServer, listen
from embodiment.screen.web import make_app

SHORTEST_TOKEN = 16
GOING_AWAY = 1001


PARTS = ("face", "voice", "microphone", "camera", "talk")
"""What a page can be without. Without `talk` there are questions or a sheet, and nobody to type to."""
OUT_OF_ORDER = ("degraded", "failed", "stopped")
"""How a component is that cannot sound the voice."""


@dataclass(frozen=True)
class ScreenSettings:
    """What can be set of the screen."""

    host: str = setting("127.0.0.1", "address to listen on; any but this computer's own needs a token")
    port: int = setting(8420, "port of the page; 0 takes any that is free", low=0, high=65535)
    token: str = setting("", "secret in the address of the page, 16 characters or more; empty: none asked")
    title: str = setting("Alongside", "title of the page")
    companion_name: str = setting("Alongside", "what the companion is called on the page")
    contacts: tuple[str, ...] = setting(
        ("Emergency services | 112 | day and night",),
        "crisis contacts to show, each `who | how to reach them | when`",
    )
    also_goes_to: str = setting(
        "", "who else gets what is said, told to the participant (a language model on another machine)"
    )
    language: str = setting("en", "language of the page and of what is typed, as a BCP 47 tag")
    captures: bool = setting(True, "use the page's microphone and camera; without, others hear and see")
    without: tuple[str, ...] = setting(
        (), "what the page neither shows nor offers: any of face, voice, microphone, camera, talk"
    )
    talk_key: bool = setting(
        False, "a button to hold while one talks; for a listener whose mode is push_to_talk"
    )
    avatar: str = setting(
        "", "a VRM model (.vrm file) to show instead of the drawn face; empty: the drawn face"
    )
    plays: Literal["always", "never", "stands_in"] = setting(
        "always", "whether the page sounds the voice; stands_in: only while those it stands in for cannot"
    )
    stands_in_for: tuple[str, ...] = setting(
        ("robot", "speaker"), "components whose sound the page takes over"
    )


class Screen(Component):
    """Page server and everything the page is to the others."""

    hears = (
        Act,
        State,
        VoiceClip,
        Hold,
        Interruption,
        Stop,
        PartialSpeech,
        Turn,
        FacePose,
        SheetView,
        Risk,
        Health,
        SpeechActivity,
        FaceSeen,
        Control,
        Consent,
    )
    says = (AudioChunk, CameraFrame, Answer, Turn, Control, Spoken, Stop, Interruption)
    Settings = ScreenSettings
    replays = True  # a page is to know what failed before we were there
    settings: ScreenSettings
    card: CapabilityCard = SCREEN_BODY

    def __init__(self, name: str, settings: dict[str, Any], context: Context) -> None:
        super().__init__(name, settings, context)
        self._contacts = read_contacts(self.settings.contacts)
        if odd := set(self.settings.without) - set(PARTS):
            raise AlongsideError(
                f"{name}: without names {min(odd)!r}", f"A page can be without {', '.join(PARTS)}."
            )
        self._latest = Latest()
        self._intake = Intake(self.settings.language)
        self._consenting = consent_needed(context)
        if self._consenting:
            self._intake.switch(Consent(status="asked"))  # nothing before anybody has answered
        self._playback = Playback(self._say_lost)
        self._key_down = False  # the talk key of the page
        self._seat = Seat()
        self._missing = Missing(self._say_missing)
        self._web: WebServer | None = None
        self._since = 0.0

    @property
    def address(self) -> str:
        """Where the page is, once started."""
        if self._web is None:
            return ""
        host = self.settings.host
        return f"http://{f'[{host}]' if ':' in host else host}:{self._web.port}/"

    async def start(self) -> None:
        """Serve the page. Raises AlongsideError if the port is taken or the settings do not allow it."""
        host, token = self.settings.host, self.settings.token
        if not is_loopback(host) and len(token) < SHORTEST_TOKEN:
            raise AlongsideError(
                f"Other machines could reach the screen on {host}",
                f"Set screen.host to 127.0.0.1, or screen.token to {SHORTEST_TOKEN} characters or more.",
            )
        self._since = time.time()
        self._latest = remember(self.context.session)
        self._set_switches()
        app = make_app(
            self.context.session,
            self.settings.language,
            sheet=lambda: self._latest.sheet,
            health=self._health,
            attend=self._attend,
            avatar=find_avatar(self.settings.avatar),
        )
        self._web = WebServer(Guard(app, host, token), listen(host, self.settings.port))
        await self._web.start()

    async def stop(self) -> None:
        """Close the page's connection and the server."""
        self._playback.close()
        self._missing.close()
        web, self._web = self._web, None
        if self._seat.page is not None:
            await self._seat.page.close(GOING_AWAY, "the companion was ended")
        if web is not None:
            await web.stop()

    def report(self, status: Any, detail: str = "") -> None:
        """As every component, with the page's address when ready."""
        super().report(status, detail or (self.address if status == "ready" else ""))

    # ------------------------------------------------------------ to the page

    async def hear(self, message: Message) -> None:
        """As every component; but a stop or interruption from before we were there cuts nothing now."""
        if isinstance(message, (Stop, Interruption)) and message.stamp < self._since:
            self._latest.keep(message)
            self._set_switches()
        else:
            await super().hear(message)

    async def _pass_on(self, message: Message) -> None:
        """Show it; what lasts is kept for a page that comes later."""
        self._show(message)

    async def on_act(self, message: Act) -> None:
        """Show it. A murmur is heard and not read: the words that stand there stay."""
        if not unasked(message.act_id):
            self._show(message)

    on_state = on_risk = on_sheet_view = on_face_pose = on_health = _pass_on
    on_hold = on_turn = on_partial_speech = on_speech_activity = on_face_seen = _pass_on

    async def on_control(self, message: Control) -> None:
        """Follow a switch that someone else used, and show it."""
        self._show(message)
        self._set_switches()

    async def on_consent(self, message: Consent) -> None:
        """Take in only what is agreed to, from now on, and show what holds."""
        self._show(message)
        self._set_switches()

    async def on_interruption(self, message: Interruption) -> None:
        """Let no more of that act's sound leave."""
        self._cut(message.act_id)
        self._show(message)

    async def on_stop(self, message: Stop) -> None:
        """Let no more sound leave, and hear and see nothing more."""
        self._cut("")
        self._show(message)
        self._set_switches()

    async def on_voice_clip(self, message: VoiceClip) -> None:
        """Hand it to the page; without a page, tell that the act failed, so that nobody waits."""
        if not self._plays() or not self._playback.wants(message):
            return
        page = self._seat.page
        if page is None or not page.put(message):
            self._playback.fail(message.act_id)
        else:
            self._playback.sent(message)

    def _plays(self) -> bool:
        """Whether the voice is the page's to sound now: a robot or a loudspeaker that is there has it."""
        if self.settings.plays != "stands_in":
            return self.settings.plays == "always"
        health = self._latest.health()
        return any(
            name in health and health[name].status in OUT_OF_ORDER for name in self.settings.stands_in_for
        )

    def _show(self, message: Message) -> None:
        self._latest.keep(message)
        if self._seat.page is not None:
            self._seat.page.put(message)

    def _set_switches(self) -> None:
        """By their time, not by the order in which they came: an old one may be handed to us late."""
        for message in self._latest:
            if isinstance(message, (Consent, Control, Stop)):
                self._intake.switch(message)

    def _cut(self, act_id: str) -> None:
        self._playback.cut(act_id)
        if self._seat.page is not None:
            self._seat.page.drop_act(act_id)

    def _say_lost(self, act_id: str, heard: str | None) -> None:
        status: Any = "failed" if heard is None else "interrupted"
        self.say(Spoken(act_id=act_id, status=status, heard=heard or ""))

    def _say_missing(self, gone: bool) -> None:
        if gone:
            self.report("degraded", f"the page is gone: open {self.address} again.")
        else:
            self.report("ready")

    # ------------------------------------------------------------ from the page

    async def _attend(self, socket: WebSocket) -> None:
        try:
            await attend(socket, self._seat, self._greet, self._take, self._gone)
        except Exception as error:
            self.log.error("a page's connection ended: %s", where_from(error))
            self.report("degraded", f"{type(error).__name__} while serving the page; reload it")

    def _greet(self, page: Page) -> None:
        self._missing.page_came()
        self._intake.new_page()
        page.put_frame(
            pack_hello(
                title=self.settings.title,
                session=self.context.session.name,
                version=__version__,
                companion_name=self.settings.companion_name,
                contacts=self._contacts,
                resumed=self._latest.under_way,
                keeps=self._keeps(),
                captures=self.settings.captures,
                without=self.settings.without,
                talk_key=self.settings.talk_key,
                avatar=ADDRESS if self.settings.avatar else "",
                consent=self._consenting,
            )
        )
        for message in self._latest:
            page.put(message)

    def _keeps(self) -> str:
        if self._consenting:
            return f"What you agreed to is written to {self.context.session} on this computer."
        written = f"What you say is written to {self.context.session} on this computer"
        also = self.settings.also_goes_to
        return f"{written}, and goes to {also}." if also else f"{written} and nowhere else."

    def _take(self, frame: Incoming) -> None:
        for message in self._intake.messages(frame):
            if isinstance(message, Spoken) and not self._playback.told(message):
                continue
            self._follow(message)
            self.say(message)

    def _follow(self, message: Message) -> None:
        """What the page says is not handed back to us: follow it here as if it were."""
        self._latest.keep(message)
        if isinstance(message, Control) and message.name == "talk":
            self._key_down = message.value == "down"
        if isinstance(message, (Control, Stop)):
            self._set_switches()
        if isinstance(message, Stop):
            self._cut("")
        if isinstance(message, Interruption):
            self._cut(message.act_id)

    def _gone(self, page: Page) -> None:
        if page.refused:
            self.log.warning("refused %d frames of a page", page.refused)
        self._playback.page_gone()
        if self._web is not None:  # else it is we who end
            self._missing.page_gone(self._latest.under_way)
        if self._key_down:  # nobody is left to let it go
            self._key_down = False
            self.say(Control(name="talk", value="up"))

    # ------------------------------------------------------------ how it is

    def _health(self) -> dict[str, Any]:
        parts = {
            name: {"status": each.status, "detail": each.detail}
            for name, each in self._latest.health().items()
        }
        body = {"name": self.card.name, "capabilities": sorted(self.card.capabilities)}
        return {
            "status": "ready",
            "version": __version__,
            "page": self._seat.page is not None,
            "under_way": self._latest.under_way,
            "body": body,
            "components": parts,
        }
