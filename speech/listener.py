"""The listener: audio in, turns out. Thin: what it decides is decided in the modules it joins."""

from __future__ import annotations

import asyncio
import time
from typing import Any

from alongside.component import Component, Context, where_from
from alongside.errors import AlongsideError
from alongside.messages import (
    Act,
    Affect,
    AudioChunk,
    Control,
    Health,
    Hold,
    Interruption,
    Message,
    PartialSpeech,
    Patience,
    PlayedAudio,
    ProvisionalTurn,
    SpeechActivity,
    Spoken,
    Stop,
    Turn,
)
from alongside.messages import Event as MessageEvent
from alongside.weights import find
from speech.attention import Attention
from speech.audio import FRAME, FRAME_SECONDS, Framer, level_db, to_float
from speech.background import Background
from speech.bystanders import Bystanders
from speech.decoder import Decoder
from speech.echo import EchoGate
from speech.end_of_turn import EndOfTurn, SmartTurn, completeness, english_only
from speech.front_end import FrontEnd
from speech.guards import plain
from speech.heard import Heard
from speech.listener_settings import ListenerSettings
from speech.manner import Manner
from speech.overlap import Overlap
from speech.partials import StablePrefix
from speech.trail import Trail
from speech.turn_events import Began, Event, Provisional, Released, Transcribe, WentOn
from speech.turn_taking import TurnTaking
from speech.turns import make_turn, provisional
from speech.voice_activity import VoiceActivity
from speech.voice_report import VoiceReport

LOST = 1.0
"""Seconds without audio after which a source counts as gone, and its silence as silence."""
GLIMPSE_TOKENS = 8
EARLY = 2
"""Frames of silence after which what was said is read once more: at the soft end its words are there."""
UNLIKELY = 0.3
"""Completeness by words alone below which no work begins on an early reading."""


class Listener(Component):
    """Hears audio and says when the person speaks, what they say, and when they interrupt."""

    hears = (AudioChunk, PlayedAudio, Patience, Act, Spoken, Control, Stop)
    says = (SpeechActivity, PartialSpeech, ProvisionalTurn, Turn, Hold, Interruption, Affect, MessageEvent)
    Settings = ListenerSettings

    def __init__(self, name: str, settings: dict[str, Any], context: Context) -> None:
        super().__init__(name, settings, context)
        self._taking = TurnTaking()
        self._taking.patience = self.settings.patience
        given = self.settings
        self._attention = Attention(given.mode, given.wake_phrase, given.asleep_after, self._woke)
        self._overlap = Overlap(self.say)
        if self.settings.echo == "gate":
            self._overlap.echoes(EchoGate(self.settings.echo_margin_db))
        self._manner = Manner()
        self._bystanders = Bystanders(given.speaker_check, self._tell_later)
        self._framer = Framer()
        self._trail = Trail()
        self._prefix = StablePrefix()
        self._earlier: dict[int, str] = {}  # text of the open turn's segments
        self._ahead = ""  # the turn that others may be working on already
        self._guess = ""  # and the words that they were given
        self._closed = {"microphone": False, "session": False}
        self._report = VoiceReport(self.say)
        self._last_reading = 0
        self._last_chunk = time.monotonic()
        self._background = Background(lambda detail: self.report("degraded", detail))
        self._decoder: Decoder | None = None
        self._end_of_turn: EndOfTurn | None = None

    async def start(self) -> None:
        """Load the models. Raises AlongsideError, naming the command, for those it cannot do without."""
        self._vad = VoiceActivity(find("silero-vad"))
        self._decoder = await Decoder.open(self.settings, self._bystanders.load())
        if self.settings.language != "en":
            self._tell_later(english_only(self.settings.language))
        options = self.settings
        self._front_end = FrontEnd(options.echo, options.noise, options.level, self._tell_later)
        if self.settings.turn_model:
            try:
                self._end_of_turn = EndOfTurn(SmartTurn(find("smart-turn")))
            except AlongsideError as error:
                self._tell_later(f"turns end by silence and words alone: {error}")
        self._background.watch(self._watch())

    async def stop(self) -> None:
        """End the work in progress."""
        await self._background.stop()
        for thread in (self._decoder, self._end_of_turn):
            if thread:
                await asyncio.to_thread(thread.close)

    def say(self, message: Message) -> None:
        """Send a message; asleep, nothing that was heard is said to anyone."""
        if self._attention.awake or isinstance(message, (Health, MessageEvent)):
            super().say(message)

    def _woke(self, awake: bool) -> None:
        self.say(MessageEvent(kind="listener_awake" if awake else "listener_asleep"))

    @property
    def busy(self) -> bool:
        """Whether words are still being sought."""
        return self._background.busy

    # ------------------------------------------------------------ what it hears

    async def on_audio_chunk(self, chunk: AudioChunk) -> None:
        """Take in sound of any rate and length."""
        before, self._last_chunk = self._last_chunk, time.monotonic()
        if self._last_chunk - before > LOST:
            self._taking.answered()  # whoever speaks after a source was away begins a turn of their own
        if any(self._closed.values()):
            return
        began = chunk.stamp - self._framer.waiting
        for number, frame in enumerate(self._framer.push(chunk.samples, chunk.rate)):
            self._frame(frame, began + number * FRAME_SECONDS)

    async def on_played_audio(self, sound: PlayedAudio) -> None:
        """A loudspeaker plays: its echo is taken out of what comes in, or distrusted where that cannot be."""
        self._front_end.played(sound.samples, sound.rate, sound.stamp)
        if self.settings.echo == "cancel" and not self._overlap.has_echo:
            gate = None if self._front_end.cancels else EchoGate(self.settings.echo_margin_db)
            self._overlap.echoes(gate)

    async def on_patience(self, patience: Patience) -> None:
        """Wait this long from now on."""
        self._taking.patience = patience.seconds

    async def on_act(self, act: Act) -> None:
        """Remember what the companion is about to say, to know its echo."""
        self._overlap.expect(act)

    async def on_spoken(self, spoken: Spoken) -> None:
        """Follow whether the companion can be interrupted."""
        self._attention.stir()
        if self._overlap.answers(spoken):
            self._taking.answered()
        self._overlap.spoken(spoken)
        self._manner.spoken(spoken)

    async def on_control(self, control: Control) -> None:
        """Microphone and session switch hearing on and off; push-to-talk holds a turn open."""
        self._bystanders.follow(control)
        if control.name in ("microphone", "session"):
            self._closed[control.name] = control.value in ("off", "end")
            self._drop()
        elif control.name == "talk":
            self._attention.talk(control.value == "down")
            if control.value == "down":
                self._taking.held = True
            else:
                self._follow_all(self._taking.hurry())

    async def on_stop(self, stop: Stop) -> None:
        """Forget what was being said."""
        self._drop()
        self._overlap.stopped()

    # ------------------------------------------------------------ a frame

    def _frame(self, pcm: bytes, stamp: float) -> None:
        sound = self._front_end.frame(to_float(pcm), stamp)
        level, probability = level_db(sound.words), self._vad.probability(sound.voice)
        self._attention.frame()
        if self._taking.speaking:
            self._attention.stir()
        if sound.echo or not self._attention.listens or not self._overlap.believes(level):
            probability = 0.0
        self._trail.append(sound.words, stamp - self._front_end.delay)
        self._follow_all(self._taking.frame(probability))
        self._early_end()
        step = self._overlap.frame(probability >= self._taking.timing.speech, level)
        if step == "look" and self._taking.speaking:
            self._background.spawn(self._look(self._overlap.act_id))
        self._overlap.settle()
        self._report.frame(self._taking.frames, self._taking.speaking, probability, level)
        if probability >= self._taking.timing.silence:
            self._read_in_passing()
        self._trail.forget(self._taking.needed_from)

    def _early_end(self) -> None:
        """At the first silence that may be the end, read what was said: work may begin before it is sure."""
        quiet = round(self._taking.silence / FRAME_SECONDS)
        if not self._taking.speaking or self._overlap.act_id:
            return
        if quiet == EARLY and self._decoder and not self._decoder.busy:
            self._background.spawn(self._early(self._taking.turn_id, self._taking.revision))
        elif quiet == 0 and self._guess:
            self._guess = ""
            self._void(self._taking.revision)

    def _read_in_passing(self) -> None:
        due = (self._taking.frames - self._last_reading) * FRAME_SECONDS >= self.settings.partial_every
        if due and self._taking.speaking and self._decoder and not self._decoder.busy:
            self._last_reading = self._taking.frames
            self._background.spawn(self._partial(self._taking.turn_id, self._taking.revision))

    # ------------------------------------------------------------ what follows

    def _follow_all(self, events: list[Event]) -> None:
        for event in events:
            self._follow(event)

    def _follow(self, event: Event) -> None:
        if isinstance(event, Began):
            self._prefix, self._earlier = StablePrefix(), {}
            self._overlap.began()
            self._last_reading = self._taking.frames
        elif isinstance(event, Transcribe):
            self._background.spawn(self._final(event))
        elif isinstance(event, WentOn):
            self._void(event.revision)
            if event.reopened:
                self._overlap.reopened(event.turn_id, event.revision)
        elif isinstance(event, Provisional):
            if self._bystanders.are_one(event.parts):
                self._call_back(event)
                return
            self._ahead = event.turn_id
            turn = self._turn(event)
            if plain(turn.text) != self._guess:
                self.say(provisional(turn))
            self._guess = plain(turn.text)
        elif isinstance(event, Released):
            self._release(event)
        else:
            self._account_for(event.whole)
            if self._guess:  # what was read early were no words after all
                self._ahead, self._guess = "", ""
                self.say(ProvisionalTurn(turn_id=event.turn_id, text=""))

    def _release(self, event: Released) -> None:
        self._account_for(event.whole)
        if self._bystanders.are_one(event.parts):
            self._refuse(event)
            return
        self._bystanders.let_through(event.parts, echo=self._overlap.over_act)
        self._ahead, self._guess = event.turn_id, ""
        turn = self._turn(event)
        self._attention.read(turn.text)
        self._attention.stir()
        if self._attention.awake:
            self._manner.learn(event, turn.prosody)
            self._overlap.release(turn)

    def _refuse(self, event: Released) -> None:
        """Somebody else spoke: what was shown or begun of it is void, and what comes next is another turn."""
        self._call_back(event)
        self._taking.answered()
        self.say(PartialSpeech(turn_id=event.turn_id, revision=event.revision, text=""))
        self.say(MessageEvent(kind="bystander"))
        self._bystanders.refused()

    def _call_back(self, event: Released | Provisional) -> None:
        self._guess = ""
        self._void(event.revision)

    def _turn(self, event: Released | Provisional) -> Turn:
        prosody = self._manner.of(event, self._trail.time)
        return make_turn(event, self._trail.time, self.settings.language, prosody)

    def _void(self, revision: int) -> None:
        """Tell those who may have begun to work that they go on."""
        self._guess = ""
        if self._ahead and self._ahead == self._taking.turn_id:
            self.say(ProvisionalTurn(turn_id=self._ahead, revision=revision, text=""))
        self._ahead = ""

    def _account_for(self, whole: bool) -> None:
        if not whole:
            self.report("degraded", "the recogniser does not answer: turns end with what was read in passing")

    def _drop(self) -> None:
        self._void(self._taking.revision + 1)
        self._taking.drop()
        self._taking.held = False
        self._framer.clear()
        self._overlap.drop()
        self._report.drop(self._taking.frames)

    # ------------------------------------------------------------ work beside the frames

    async def _final(self, asked: Transcribe) -> None:
        """Find out what was said up to a soft end, and whether it sounds complete."""
        samples = self._trail.span(asked.start, asked.end)
        judged = asyncio.create_task(self._judge(asked, samples)) if asked.soft_end else None
        try:
            heard = await self._decode(asked, samples)
            sound = await judged if judged else 0.5
        finally:
            if judged:
                judged.cancel()
        if not self._taking.wants(asked):
            return
        self._earlier[asked.segment] = heard.text
        if asked.soft_end and asked.revision == self._taking.revision:
            self._tell_words(asked.segment, heard.text)
            stranger = self._bystanders.are_one([(asked.start, heard)])
            if not stranger and (affect := self._manner.estimate(heard)):
                self.say(affect)
            self._taking.judge(asked, completeness(sound, heard.text, self.settings.language))
            self._overlap.read(heard.text)
        self._follow_all(self._taking.transcribed(asked, heard))

    async def _decode(self, asked: Transcribe, samples: Any) -> Heard:
        assert self._decoder
        try:
            return await self._decoder.final(samples, lambda: self._taking.wants(asked))
        except Exception as error:
            # What the last partial held is better than a turn that never ends. No words in the log.
            self.report("degraded", f"the recogniser failed: {where_from(error)}")
            return Heard(text=self._prefix.text, confidence=0.1)

    async def _judge(self, asked: Transcribe, samples: Any) -> float:
        if self._end_of_turn is None:
            return 0.5
        sound = await self._end_of_turn.probability(samples)
        self._taking.judge(asked, sound)
        return sound

    def _tell_words(self, segment: int, reading: str) -> None:
        parts = [self._earlier[number] for number in sorted(self._earlier) if number < segment]
        text, stable = self._prefix.update(" ".join(filter(None, [*parts, reading])))
        self._attention.read(text)
        turn_id, revision = self._taking.turn_id, self._taking.revision
        self.say(PartialSpeech(turn_id=turn_id, revision=revision, text=text, stable=stable))

    async def _partial(self, turn_id: str, revision: int) -> None:
        assert self._decoder
        start, end = self._taking.span
        text = await self._decoder.passing(self._trail.span(start, end))
        if (self._taking.turn_id, self._taking.revision) == (turn_id, revision) and self._taking.speaking:
            self._taking.glimpsed(text)
            self._tell_words(self._taking.segment, text)

    async def _early(self, turn_id: str, revision: int) -> None:
        assert self._decoder
        start, end = self._taking.span
        heard = Heard(text=await self._decoder.passing(self._trail.span(start, end)))
        same = (self._taking.turn_id, self._taking.revision) == (turn_id, revision)
        if not same or self._taking.silence < EARLY * FRAME_SECONDS or self._guess:
            return
        if self._taking.speaking:
            self._taking.glimpsed(heard.text)
        text = " ".join(filter(None, [*(self._earlier[n] for n in sorted(self._earlier)), heard.fluent]))
        if completeness(0.5, text, self.settings.language) < UNLIKELY:
            return
        self._ahead, self._guess = turn_id, plain(text)
        begun, ended = self._trail.time(start), self._trail.time(end - EARLY)
        early = ProvisionalTurn(turn_id=turn_id, revision=revision, text=text, start=begun, end=ended)
        self.say(early)

    async def _look(self, act_id: str) -> None:
        """Read the first words spoken over an act: are they a listener's signal?"""
        assert self._decoder
        turn_id = self._taking.turn_id
        text = await self._decoder.passing(self._trail.span(*self._taking.span), GLIMPSE_TOKENS)
        if self._taking.turn_id == turn_id and self._overlap.act_id == act_id:
            self._overlap.read(text)
        self._overlap.settle()

    async def _watch(self) -> None:
        """A source that is gone leaves silence: let an open turn end by it."""
        while True:
            await asyncio.sleep(LOST / 4)
            if self._taking.turn_id and time.monotonic() - self._last_chunk > LOST:
                for _ in range(round(LOST / 4 / FRAME_SECONDS)):
                    self._frame(bytes(2 * FRAME), time.time())

    def _tell_later(self, detail: str) -> None:
        """Report once we are ready, or "ready" would be the last that is known of us."""
        self._background.spawn(self._report_later(detail))

    async def _report_later(self, detail: str) -> None:
        self.report("degraded", detail)
