"""The listener: audio in, turns out. Thin: what it decides is decided in the modules it joins."""

from __future__ import annotations

import asyncio
import time
from typing import Any

from alongside.component import Context
from alongside.consent import consent_needed
from alongside.errors import AlongsideError
from alongside.messages import (
    Act,
    Affect,
    AudioChunk,
    Consent,
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
from speech.audio import FRAME, FRAME_SECONDS, Framer, level_db, to_float
from speech.decoder import Decoder
from speech.echo import EchoGate
from speech.end_of_turn import EndOfTurn, SmartTurn, english_only
from speech.front_end import FrontEnd
from speech.guards import plain
from speech.listener_settings import ListenerSettings
from speech.reading import Reading
from speech.turn_events import Began, Event, Provisional, Released, Transcribe, WentOn
from speech.turns import make_turn, provisional
from speech.voice_activity import VoiceActivity
from speech.voice_report import VoiceReport

LOOK, GONE = 0.25, 4
"""Seconds between looks at the source, and those in a row that found no new sound, after which it counts as
gone and its silence as silence. Looks are counted, not seconds: a computer that was held up for seconds finds
the sound waiting, and has lost none."""


class Listener(Reading):
    """Hears audio and says when the person speaks, what they say, and when they interrupt."""

    hears = (AudioChunk, PlayedAudio, Patience, Act, Spoken, Control, Consent, Stop)
    says = (SpeechActivity, PartialSpeech, ProvisionalTurn, Turn, Hold, Interruption, Affect, MessageEvent)
    Settings = ListenerSettings

    def __init__(self, name: str, settings: dict[str, Any], context: Context) -> None:
        super().__init__(name, settings, context)
        if self.settings.echo == "gate":
            self._overlap.echoes(EchoGate(self.settings.echo_margin_db))
        self._framer = Framer()
        self._ahead = ""  # the turn that others may be working on already
        self.closed = {
            "microphone": False,
            "session": False,
            "pause": False,
            "consent": consent_needed(context),
        }
        self._report = VoiceReport(self.say)
        self._unheard = 0  # looks in a row that found no sound

    async def start(self) -> None:
        """Load the models. Raises AlongsideError, naming the command, for those it cannot do without."""
        if self.settings.mode == "wake_phrase" and not plain(self.settings.wake_phrase):
            raise AlongsideError(
                "the listener's wake_phrase holds no words: it would never wake",
                'Set it to two or more, such as "hello alongside", or its mode to open.',
            )
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
        if self._unheard > GONE:
            self._taking.answered()  # whoever speaks after a source was away begins a turn of their own
        self._unheard = 0
        if any(self.closed.values()):
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
            self._taking.answered(self._overlap.answered_by(spoken.act_id))
        self._overlap.spoken(spoken)
        self._manner.spoken(spoken)

    async def on_control(self, control: Control) -> None:
        """Microphone, session and pause switch hearing on and off; push-to-talk holds a turn open."""
        self._bystanders.follow(control)
        if control.name == "pause":
            self.closed["pause"] = control.value == "on"
            self.drop()
        elif control.name in ("microphone", "session"):
            self.closed[control.name] = control.value in ("off", "end")
            self.closed["pause"] = self.closed["pause"] and control.name != "session"
            self.drop()
        elif control.name == "talk":
            self._attention.talk(control.value == "down")
            if control.value == "down":
                self._taking.held = True
            else:
                self._follow_all(self._taking.hurry())

    async def on_consent(self, consent: Consent) -> None:
        """Hear nothing where nobody agreed to be heard."""
        self.closed["consent"] = not {"audio", "transcript"} <= set(consent.live)
        if self.closed["consent"]:
            self.drop()

    async def on_stop(self, stop: Stop) -> None:
        """Forget what was being said."""
        self.drop()
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
        self._faint.frame(level, probability >= self._taking.timing.silence)
        self._trail.append(sound.words, stamp - self._front_end.delay)
        self._follow_all(self._taking.frame(probability))
        self._read_ahead()
        step = self._overlap.frame(probability >= self._taking.timing.speech, level)
        if step == "look" and self._taking.speaking:
            self._background.spawn(self._look(self._overlap.act_id))
        self._overlap.settle()
        self._report.frame(self._taking.frames, self._taking.speaking, probability, level, sound.words)
        if probability >= self._taking.timing.silence:
            self._read_in_passing()
        self._trail.forget(self._taking.needed_from)

    # ------------------------------------------------------------ what follows

    def _follow_all(self, events: list[Event]) -> None:
        for event in events:
            self._follow(event)

    def _follow(self, event: Event) -> None:
        if isinstance(event, Began):
            self._captions.began()
            self._overlap.began()
            self._cadence.began(self._taking.frames)
        elif isinstance(event, Transcribe):
            self._background.spawn(self._final(event))
        elif isinstance(event, WentOn):
            if event.reopened:
                self._ahead = event.turn_id
            self._void(event.revision)
            if event.reopened:
                self._overlap.reopened(event.turn_id, event.revision)
        elif isinstance(event, Provisional):
            if self._bystanders.are_one(event.parts):
                self._void(event.revision)
                return
            self._ahead = event.turn_id
            self.say(provisional(self._turn(event)))
        elif isinstance(event, Released):
            self._release(event)
        else:
            self._account_for(event.whole)

    def _release(self, event: Released) -> None:
        self._account_for(event.whole)
        if self._bystanders.are_one(event.parts):
            self._refuse(event)
            return
        self._bystanders.let_through(event.parts, echo=self._overlap.over_act)
        self._ahead = event.turn_id
        turn = self._turn(event)
        self._attention.read(turn.text)
        self._attention.stir()
        if self._attention.awake:
            self._manner.learn(event, turn.prosody)
            self._overlap.release(turn)

    def _goes_on(self) -> bool:
        """Whether who speaks over an act goes on with the turn that it answers: that is open again, then."""
        new, shown = self._taking.turn_id, self._captions.text
        events = self._taking.go_on_after_all()
        if not events:
            return False
        if self._ahead == new:
            self.say(ProvisionalTurn(turn_id=new, text=""))
        if shown:
            self.say(PartialSpeech(turn_id=new, revision=0, text=""))
        self._captions.belong_to_the_last()
        self._follow_all(events)
        self._tell_words(self._taking.segment, self._captions.of(self._taking.segment))
        return True

    def _refuse(self, event: Released) -> None:
        """Somebody else spoke: what was shown or begun of it is void, and what comes next is another turn."""
        self._void(event.revision)
        self._taking.answered()
        self.say(PartialSpeech(turn_id=event.turn_id, revision=event.revision, text=""))
        self.say(MessageEvent(kind="bystander"))
        self._bystanders.refused()

    def _turn(self, event: Released | Provisional) -> Turn:
        prosody = self._manner.of(event, self._trail.time)
        return make_turn(event, self._trail.time, self.settings.language, prosody)

    def _void(self, revision: int) -> None:
        """Tell those who may have begun to work that they go on."""
        if self._ahead and self._ahead == self._taking.turn_id:
            self.say(ProvisionalTurn(turn_id=self._ahead, revision=revision, text=""))
        self._ahead = ""

    def _account_for(self, whole: bool) -> None:
        if not whole:
            self.report("degraded", "the recogniser does not answer: turns end with what was read in passing")

    def drop(self) -> None:
        """Forget what was being said."""
        self._void(self._taking.revision + 1)
        self._taking.drop()
        self._taking.held = False
        self._framer.clear()
        self._overlap.drop()
        self._report.drop(self._taking.frames)

    # ------------------------------------------------------------ when the source is gone

    async def _watch(self) -> None:
        """A source that is gone leaves silence: let an open turn end by it."""
        while True:
            await asyncio.sleep(LOOK)
            self._unheard += 1
            if self._taking.turn_id and self._unheard > GONE:
                for _ in range(round(LOOK / FRAME_SECONDS)):
                    self._frame(bytes(2 * FRAME), time.time())
