"""The voice: acts in, clips out, a clause at a time."""

from __future__ import annotations

import asyncio
from dataclasses import dataclass
from typing import Any

import numpy as np

from alongside.component import Component, Context, where_from
from alongside.errors import AlongsideError
from alongside.messages import Act, Interruption, Spoken, Stop, VoiceClip
from alongside.settings import setting
from alongside.weights import find
from speech.audio import to_bytes, to_float
from speech.clauses import clauses, ends_sentence
from speech.synthesis import Remembering, Synthesis, Synthesiser
from speech.visemes import visemes
from speech.voice_client import VoiceClient
from speech.word_times import word_times

HEADROOM = 0.8
"""Piper fills the whole range; a gentle voice does not."""


@dataclass(frozen=True)
class VoiceSettings:
    """What can be set on a voice."""

    path: str = setting("", "folder of another Piper voice (.onnx and .onnx.json)")
    pace: float = setting(
        0.65, "pace of the voice for an act of rate 1; 1 is the voice's own", low=0.5, high=2
    )
    clause_pause: float = setting(0.25, "seconds of silence after a clause", low=0, high=2)
    sentence_pause: float = setting(0.55, "seconds of silence after a sentence", low=0, high=3)


class Voice(Component):
    """Says each act as clips with mouth shapes; a newer act, an interruption or a stop ends the old one."""

    hears = (Act, Interruption, Stop)
    says = (VoiceClip, Spoken)
    Settings = VoiceSettings

    def __init__(
        self, name: str, settings: dict[str, Any], context: Context, engine: Synthesiser | None = None
    ) -> None:
        super().__init__(name, settings, context)
        self._engine = engine
        self._speaking: asyncio.Task[None] | None = None
        self._act_id = ""
        self._late: asyncio.Task[None] | None = None
        self._told = ""  # what is wrong, as last reported

    async def start(self) -> None:
        """Start the engine. Without one the session goes on, in writing."""
        try:
            if self._engine is None:
                self._engine = VoiceClient(find("voice-joe", self.settings.path))
            self._engine = Remembering(self._engine)
            await self._engine.start()
        except AlongsideError as error:
            # Told once we are ready, or "ready" would be the last that is known of us.
            self._late = asyncio.create_task(self._tell_wrong(f"there is no voice, only text: {error}"))

    async def stop(self) -> None:
        """Fall silent and end the engine."""
        self._fall_silent()
        if self._engine:
            await self._engine.close()

    async def on_act(self, act: Act) -> None:
        """Begin to say an act; what was still to be said of the one before is dropped."""
        if act.kind == "backchannel" and not act.text:
            return  # a nod does not interrupt
        self._fall_silent()
        if act.text.strip():
            self._act_id = act.act_id
            self._speaking = asyncio.create_task(self._speak(act))

    async def on_interruption(self, interruption: Interruption) -> None:
        """Drop what is left of the act."""
        if interruption.act_id in ("", self._act_id):
            self._fall_silent()

    async def on_stop(self, stop: Stop) -> None:
        """Drop everything."""
        self._fall_silent()

    def _fall_silent(self) -> None:
        if self._speaking:
            self._speaking.cancel()
            self._speaking = None

    async def _tell_wrong(self, detail: str) -> None:
        """Report what is wrong, once, not with every act."""
        if detail != self._told:
            self._told = detail
            self.report("degraded", detail)

    async def _speak(self, act: Act) -> None:
        pieces = clauses(act.text)
        pause = act.pause_before
        for index, text in enumerate(pieces):
            try:
                made = await self._made(text, self.settings.pace * act.rate)
            except Exception as error:
                await self._fail(act, index, error)
                return
            last = index == len(pieces) - 1
            self.say(self._clip(act, index, text, made, pause, last))
            after = self.settings.sentence_pause if ends_sentence(text) else self.settings.clause_pause
            pause = after / act.rate
        if self._told:
            self._told = ""
            self.report("ready", "the voice is back")

    async def _made(self, text: str, pace: float) -> Synthesis:
        if self._engine is None:
            raise AlongsideError(self._told)
        return await self._engine.synthesise(text, pace)

    async def _fail(self, act: Act, index: int, error: Exception) -> None:
        if index:  # the player waits for a last clip
            self.say(VoiceClip(act_id=act.act_id, index=index, last=True, text="", samples=b""))
        self.say(Spoken(act_id=act.act_id, status="failed"))
        if self._engine is not None:
            known = isinstance(error, AlongsideError)
            await self._tell_wrong(str(error) if known else f"the voice failed: {where_from(error)}")

    @staticmethod
    def _clip(act: Act, index: int, text: str, made: Synthesis, pause: float, last: bool) -> VoiceClip:
        samples = to_bytes(to_float(made.samples) * np.float32(HEADROOM * min(1.25, max(0.0, act.volume))))
        return VoiceClip(
            act_id=act.act_id,
            index=index,
            last=last,
            text=text,
            samples=samples,
            rate=made.rate,
            pause_before=pause,
            visemes=visemes(made.phonemes, made.rate),
            words=word_times(text, made.phonemes, made.rate),
        )
