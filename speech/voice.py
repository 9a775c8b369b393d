"""The voice: acts in, clips out, a clause at a time."""

from __future__ import annotations

import asyncio
import contextlib
from pathlib import Path
from typing import Any

from alongside.component import Component, Context, where_from
from alongside.errors import AlongsideError
from alongside.messages import (
    Act,
    Event,
    Hold,
    Interruption,
    Prepare,
    SheetView,
    SpeechActivity,
    Spoken,
    Stop,
    VoiceClip,
)
from alongside.murmurs import is_murmur
from alongside.weights import cache_folder
from speech import murmurs
from speech.ahead import Ahead
from speech.clips import clip
from speech.edges import trimmed
from speech.engines import TEXT_ONLY, Chain, fallbacks
from speech.lead import Lead
from speech.own_sound import OwnVoiceReport
from speech.plan import USUAL_RATE, Piece, plan
from speech.remembering import Remembering
from speech.synthesis import Synthesis, Synthesiser
from speech.voice_settings import VoiceSettings


class Voice(Component):
    """Says each act as clips with mouth shapes; a newer act, an interruption or a stop ends the old one.

    A listener's murmur ("mm-hm", an act of kind "backchannel") ends nothing: it is said softly, at once, or
    not at all.
    """

    hears = (Act, Hold, Interruption, Prepare, SheetView, SpeechActivity, Stop)
    says = (VoiceClip, Spoken, Event)
    Settings = VoiceSettings

    def __init__(
        self, name: str, settings: dict[str, Any], context: Context, engine: Synthesiser | None = None
    ) -> None:
        super().__init__(name, settings, context)
        self._given = engine
        self._chain: Chain | None = None
        self._engine: Remembering | None = None
        self._speaking: asyncio.Task[None] | None = None
        self._murmuring: asyncio.Task[None] | None = None
        self._murmur_id = ""
        self._preparing: asyncio.Task[None] | None = None
        self._act_id = ""
        self._lead = Lead()
        self._late: asyncio.Task[None] | None = None
        self._changed: asyncio.Task[None] | None = None
        self._told = ""  # what is wrong, as last reported
        self._ahead = Ahead(self._made, lambda: self._engine is not None and not self._busy)
        self._choice = murmurs.Choice()
        self._loudness = murmurs.Loudness()
        self._own = OwnVoiceReport(self.say)

    async def start(self) -> None:
        """Start the engine. Without one the session goes on, in writing."""
        if self.settings.engine == TEXT_ONLY and self._given is None:
            self._told = "there is no voice, by choice"
            return
        try:
            fixed = self._fixed_lines()
            self._chain = Chain(self.settings.wish, self._engines(), self._tell_change)
            folder = cache_folder().parent / "voice" if self.settings.keep else None
            remembering = Remembering(
                self._given or self._chain,
                folder=folder,
                identity=lambda: f"{self._spoken_by} {self.settings.wish}",
            )
            await remembering.start()
        except AlongsideError as error:
            # Told once we are ready, or "ready" would be the last that is known of us.
            self._tell_later(f"there is no voice, only text: {error}")
            return
        self._engine = remembering
        self._have_ready([*murmurs.SOUNDS, *fixed], fixed=True)

    async def stop(self) -> None:
        """Fall silent and end the engine."""
        self._ahead.clear()
        self._fall_silent()
        self._leave_ready()
        if self._murmuring:
            self._murmuring.cancel()
        await self._own.close()
        if self._engine:
            await self._engine.close()

    # ------------------------------------------------------------ what it hears

    async def on_act(self, act: Act) -> None:
        """Begin to say an act; what was still to be said of the one before is dropped."""
        if act.kind == "backchannel" and not act.text.strip():
            return  # a nod makes no sound
        if is_murmur(act):
            if act.turn_id:  # it answers: what is left of the act before is out of place
                self._fall_silent()
            self._murmur_id = act.act_id
            self._murmuring = asyncio.create_task(self._murmur(act))
            return
        self._fall_silent()
        self._leave_ready()
        if act.text.strip():
            self._act_id, self._lead = act.act_id, Lead()
            self._speaking = asyncio.create_task(self._speak(act))
            self._ahead.yield_()

    async def on_hold(self, hold: Hold) -> None:
        """The act pauses or goes on: nothing is made for what is not heard."""
        self._lead.hold(hold.hold)

    async def on_prepare(self, prepare: Prepare) -> None:
        """Have the first clause of what may be said next at hand; it stays silent."""
        self._leave_ready()
        act = Act(act_id="", turn_id=prepare.turn_id, kind="reflect", text=prepare.text, rate=prepare.rate)
        if first := plan(act, self.settings.pace, self.settings.pauses)[:1]:
            self._preparing = asyncio.create_task(self._make_ready(first[0]))
            self._ahead.yield_()

    async def on_interruption(self, interruption: Interruption) -> None:
        """Drop what is left of the act, or the murmur that does not sound yet."""
        if self._murmuring and interruption.act_id == self._murmur_id:
            self._murmuring.cancel()
        if interruption.act_id in ("", self._act_id):
            self._fall_silent()

    async def on_stop(self, stop: Stop) -> None:
        """Drop everything."""
        self._fall_silent()

    async def on_sheet_view(self, view: SheetView) -> None:
        """Have the questions of the worksheet on the table ready, in memory: they may quote an answer."""
        waiting = [field.prompt for field in view.fields if field.status == "waiting" and field.prompt]
        if view.status == "open" and self._engine:
            self._have_ready(waiting)

    async def on_speech_activity(self, activity: SpeechActivity) -> None:
        """Know whether the person speaks up."""
        self._loudness.hear(activity)

    # ------------------------------------------------------------ speaking

    @property
    def _busy(self) -> bool:
        return self._speaking is not None and not self._speaking.done()

    def _fall_silent(self) -> None:
        self._lead = Lead()
        if self._speaking:
            self._speaking.cancel()
            self._speaking = None

    def _leave_ready(self) -> None:
        """Stop preparing; what is wanted after all is taken up where it is (`Remembering`)."""
        if self._preparing:
            self._preparing.cancel()
            self._preparing = None

    async def _make_ready(self, piece: Piece) -> None:
        with contextlib.suppress(Exception):  # what is wrong is told when it is to be said
            await self._made(piece.spoken, piece.pace)

    async def _speak(self, act: Act) -> None:
        pieces = plan(act, self.settings.pace, self.settings.pauses)
        lead = self._lead
        for index, piece in enumerate(pieces):
            await lead.room(piece.sentence)
            try:
                made = await self._made(piece.spoken, piece.pace)
            except Exception as error:
                self._fail(act, index, error)
                return
            self._send(act, index, piece, made, index == len(pieces) - 1)
        if self._told:
            self._told = ""
            self.report("ready", "the voice is back")

    def _send(self, act: Act, index: int, piece: Piece, made: Synthesis, last: bool) -> None:
        said = clip(
            act.act_id, piece.text, made, index=index, last=last, pause=piece.pause, volume=act.volume
        )
        self._lead.sent(piece.sentence, said.pause_before, len(said.samples) / 2 / max(1, said.rate))
        self.say(said)
        self._own.clip(said)

    async def _made(self, text: str, pace: float) -> Synthesis:
        if self._engine is None:
            raise AlongsideError(self._told)
        return await self._engine.synthesise(text, pace)

    def _fail(self, act: Act, index: int, error: Exception) -> None:
        if index:  # the player waits for a last clip
            self.say(VoiceClip(act_id=act.act_id, index=index, last=True, text="", samples=b""))
        self.say(Spoken(act_id=act.act_id, status="failed"))
        if self._engine is not None:
            known = isinstance(error, AlongsideError)
            self._tell_wrong(str(error) if known else f"the voice failed: {where_from(error)}")

    # ------------------------------------------------------------ murmurs

    async def _murmur(self, act: Act) -> None:
        """Say a listener's murmur, unless something of ours sounds or the person speaks up."""
        waited = 0.0
        while self._loudness.loud and waited < murmurs.DIP_WITHIN:
            await asyncio.sleep(0.03)
            waited += 0.03
        variant = self._choice.of(act.text)
        if self._loudness.loud or self._busy or self._lead.ahead > 0:
            self.say(Spoken(act_id=act.act_id, status="failed"))
            return
        try:
            made = await self._made(*self._murmur_line(act.text, variant))
        except Exception as error:
            self._fail(act, 0, error)
            return
        made = murmurs.shifted(trimmed(made), variant.pitch, murmurs.rise(act.text))
        self.say(clip(act.act_id, act.text, made, volume=act.volume * variant.volume))

    def _murmur_line(self, text: str, variant: murmurs.Variant) -> tuple[str, float]:
        spoken = murmurs.engine_text(text, self._spoken_by)
        return spoken, self.settings.pace * murmurs.OWN_PACE * variant.pace

    # ------------------------------------------------------------ made ahead

    @property
    def ready_lines(self) -> int:
        """Lines that were made ahead so far."""
        return self._ahead.made

    def _have_ready(self, lines: list[str], *, fixed: bool = False) -> None:
        assert self._engine
        made: list[tuple[str, float]] = []
        for line in lines:
            if line in murmurs.SOUNDS:
                made += [self._murmur_line(line, variant) for variant in murmurs.VARIANTS]
                continue
            act = Act(act_id="", turn_id="", kind="ask", text=line, rate=USUAL_RATE)
            made += [
                (piece.spoken, piece.pace) for piece in plan(act, self.settings.pace, self.settings.pauses)
            ]
        if fixed:
            self._engine.fixed(text for text, _ in made)
        self._ahead.add(made)

    def _fixed_lines(self) -> list[str]:
        if not self.settings.lines:
            return []
        path = Path(self.settings.lines).expanduser()
        try:
            return [line.strip() for line in path.read_text("utf-8").splitlines() if line.strip()]
        except (OSError, UnicodeDecodeError):
            raise AlongsideError(f"the fixed lines {path} cannot be read", "Check the path.") from None

    # ------------------------------------------------------------ how it is

    def _engines(self) -> tuple[str, ...]:
        name = self.settings.engine
        return (name, *fallbacks(name)) if self.settings.fallback else (name,)

    @property
    def _spoken_by(self) -> str:
        return self._chain.name if self._chain else ""

    def _tell_change(self, detail: str) -> None:
        self._changed = asyncio.create_task(self._report_change(detail))

    async def _report_change(self, detail: str) -> None:
        self.report("degraded", detail)

    def _tell_later(self, detail: str) -> None:
        self._late = asyncio.create_task(self._tell_soon(detail))

    async def _tell_soon(self, detail: str) -> None:
        self._tell_wrong(detail)

    def _tell_wrong(self, detail: str) -> None:
        """Report what is wrong, once, not with every act."""
        if detail != self._told:
            self._told = detail
            self.report("degraded", detail)
