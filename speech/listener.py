"""The listener: audio in, turns out. Thin: what it decides is decided in the modules it joins."""

from __future__ import annotations

import asyncio
import time
from collections.abc import Coroutine
from dataclasses import dataclass
from typing import Any, Literal

from alongside.component import Component, Context, where_from
from alongside.errors import AlongsideError
from alongside.messages import (
    Act,
    Affect,
    AudioChunk,
    Control,
    Hold,
    Interruption,
    PartialSpeech,
    Patience,
    SpeechActivity,
    Spoken,
    Stop,
    Turn,
)
from alongside.settings import setting
from alongside.weights import find
from speech import barge_in
from speech.arousal import Arousal
from speech.audio import FRAME, FRAME_SECONDS, Framer, level_db, to_float
from speech.decoder import Decoder
from speech.echo import EchoGate, repeats_act
from speech.end_of_turn import SmartTurn, completeness
from speech.heard import Heard
from speech.partials import StablePrefix
from speech.recogniser import Recogniser
from speech.trail import Trail
from speech.turn_taking import Began, Empty, Event, Released, Transcribe, TurnTaking, WentOn
from speech.turns import make_turn
from speech.voice_activity import VoiceActivity

FAINT_DB = -55.0
"""dBFS; a fainter voice than this is someone in the next room, and interrupts nobody."""
ANSWER_WITHIN = 1.0
"""Seconds before an act's end within which "yeah" is an answer and not a listener's signal."""
LOST = 1.0
"""Seconds without audio after which a source counts as gone, and its silence as silence."""
GLIMPSE_TOKENS = 8


@dataclass(frozen=True)
class ListenerSettings:
    """What can be set on a listener."""

    recogniser: Literal["whisper-base", "whisper-tiny"] = setting("whisper-base", "speech recogniser")
    recogniser_path: str = setting("", "folder of another Whisper model in CTranslate2 form")
    threads: int = setting(2, "processor threads of the recogniser", low=1, high=16)
    language: str = setting("en", "language spoken, as an ISO 639-1 code")
    patience: float = setting(
        0.7, "seconds of silence that end a turn, until told otherwise", low=0.2, high=10
    )
    partial_every: float = setting(0.4, "seconds between readings while the person speaks", low=0.2, high=5)
    turn_model: bool = setting(True, "use the smart-turn network to tell a pause from an end")
    echo_gate: bool = setting(False, "distrust the microphone while an act sounds (no echo cancellation)")
    echo_margin_db: float = setting(12.0, "how much louder than the echo a person is, in dB", low=3, high=40)


class Listener(Component):
    """Hears audio and says when the person speaks, what they say, and when they interrupt."""

    hears = (AudioChunk, Patience, Act, Spoken, Control, Stop)
    says = (SpeechActivity, PartialSpeech, Turn, Hold, Interruption, Affect)
    Settings = ListenerSettings

    def __init__(self, name: str, settings: dict[str, Any], context: Context) -> None:
        super().__init__(name, settings, context)
        self._taking = TurnTaking()
        self._taking.patience = self.settings.patience
        self._barge = barge_in.BargeIn()
        self._gate = EchoGate(self.settings.echo_margin_db) if self.settings.echo_gate else None
        self._arousal = Arousal()
        self._framer = Framer()
        self._trail = Trail()
        self._prefix = StablePrefix()
        self._earlier: dict[int, str] = {}  # text of the open turn's segments
        self._held = ""  # the act that pauses because the person may have begun to speak
        self._act_text = ""
        self._firm = ""  # the act that is to be heard out
        self._over_act = ""  # the act that sounded when the open turn began
        self._signal: tuple[Turn, str] | None = None  # a listener's signal, and the act it was said over
        self._closed = {"microphone": False, "session": False}
        self._told = (False, 0)
        self._last_reading = 0
        self._last_chunk = time.monotonic()
        self._tasks: set[asyncio.Task[None]] = set()
        self._decoder: Decoder | None = None

    async def start(self) -> None:
        """Load the models. Raises AlongsideError, naming the command, for those it cannot do without."""
        folder = find(self.settings.recogniser, self.settings.recogniser_path)
        self._vad = VoiceActivity(find("silero-vad"))
        recogniser = await asyncio.to_thread(
            Recogniser, folder, threads=self.settings.threads, language=self.settings.language
        )
        self._decoder = Decoder(recogniser)
        self._smart_turn: SmartTurn | None = None
        if self.settings.turn_model:
            try:
                self._smart_turn = SmartTurn(find("smart-turn"))
            except AlongsideError as error:
                self._spawn(self._report_later(f"turns end by silence and words alone: {error}"))
        self._spawn(self._watch())

    async def stop(self) -> None:
        """End the work in progress."""
        for task in list(self._tasks):
            task.cancel()
        await asyncio.gather(*self._tasks, return_exceptions=True)
        if self._decoder:
            await asyncio.to_thread(self._decoder.close)

    # ------------------------------------------------------------ what it hears

    async def on_audio_chunk(self, chunk: AudioChunk) -> None:
        """Take in sound of any rate and length."""
        self._last_chunk = time.monotonic()
        if any(self._closed.values()):
            return
        for number, frame in enumerate(self._framer.push(chunk.samples, chunk.rate)):
            self._frame(frame, chunk.stamp + number * FRAME_SECONDS)

    async def on_patience(self, patience: Patience) -> None:
        """Wait this long from now on."""
        self._taking.patience = patience.seconds

    async def on_act(self, act: Act) -> None:
        """Remember what the companion is about to say, to know its echo."""
        self._act_text = act.text or self._act_text
        if not act.interruptible:
            self._firm = act.act_id

    async def on_spoken(self, spoken: Spoken) -> None:
        """Follow whether the companion can be interrupted."""
        if spoken.status == "started":
            if spoken.act_id != self._firm:
                self._barge.sounding(spoken.act_id)
            return
        self._barge.silent(spoken.act_id)
        if self._signal and spoken.act_id == self._signal[1]:
            turn, self._signal = self._signal[0], None
            if spoken.status == "finished" and spoken.stamp - turn.end < ANSWER_WITHIN:
                self.say(turn)

    async def on_control(self, control: Control) -> None:
        """Microphone and session switch hearing on and off; push-to-talk holds a turn open."""
        if control.name in ("microphone", "session"):
            self._closed[control.name] = control.value in ("off", "end")
            self._drop()
        elif control.name == "talk":
            if control.value == "down":
                self._taking.held = True
            else:
                self._follow_all(self._taking.hurry())

    async def on_stop(self, stop: Stop) -> None:
        """Forget what was being said."""
        self._drop()
        self._barge.silent()

    # ------------------------------------------------------------ a frame

    def _frame(self, pcm: bytes, stamp: float) -> None:
        frame = to_float(pcm)
        level, probability = level_db(frame), self._vad.probability(frame)
        if self._gate and not self._gate.passes(level, bool(self._barge.act_id)):
            probability = 0.0
        self._trail.append(frame, stamp)
        self._follow_all(self._taking.frame(probability))
        step = self._barge.frame(probability >= self._taking.timing.speech and level > FAINT_DB)
        if step == "interrupt":
            self._interrupt()
        elif step == "look" and self._taking.speaking:
            self._spawn(self._look(self._barge.act_id))
        self._tell_hold()
        self._tell_activity(probability, level)
        if probability >= self._taking.timing.silence:
            self._read_in_passing()
        self._trail.forget(self._taking.needed_from)

    def _tell_activity(self, probability: float, level: float) -> None:
        speaking, last = self._taking.speaking, self._taking.frames
        if speaking != self._told[0] or last - self._told[1] >= 3:
            self._told = (speaking, last)
            self.say(SpeechActivity(speaking=speaking, probability=probability, level_db=level))

    def _read_in_passing(self) -> None:
        due = (self._taking.frames - self._last_reading) * FRAME_SECONDS >= self.settings.partial_every
        if due and self._taking.speaking and self._decoder and not self._decoder.busy:
            self._last_reading = self._taking.frames
            self._spawn(self._partial(self._taking.turn_id, self._taking.revision))

    # ------------------------------------------------------------ what follows

    def _follow_all(self, events: list[Event]) -> None:
        for event in events:
            self._follow(event)

    def _follow(self, event: Event) -> None:
        if isinstance(event, Began):
            self._prefix, self._earlier = StablePrefix(), {}
            self._over_act, self._signal = self._barge.act_id, None
            self._last_reading = self._taking.frames
        elif isinstance(event, Transcribe):
            self._spawn(self._final(event))
        elif isinstance(event, Released):
            self._release(event)
        elif not isinstance(event, (WentOn, Empty)):
            raise TypeError(type(event).__name__)

    def _release(self, event: Released) -> None:
        turn = make_turn(event, self._trail.time, self.settings.language)
        for _, heard in event.parts:
            if heard.sound:
                self._arousal.learn(heard.sound, len(heard.words))
        if self._over_act and self._gate and repeats_act(turn.text, self._act_text):
            return
        sounding = self._over_act and self._over_act == self._barge.act_id
        if sounding and barge_in.is_backchannel(turn.text):
            self._signal = (turn, self._over_act)
            return
        self.say(turn)

    def _tell_hold(self) -> None:
        held = self._barge.held
        if held != self._held and self._held:
            self.say(Hold(act_id=self._held, hold=False))
        if held != self._held and held:
            self.say(Hold(act_id=held, hold=True))
        self._held = held

    def _interrupt(self) -> None:
        self._held = ""
        self.say(Interruption(act_id=self._barge.act_id, cause="barge_in"))
        self._barge.silent()

    def _drop(self) -> None:
        self._taking.drop()
        self._taking.held = False
        self._framer.clear()
        self._signal = None
        self._barge.hush()
        self._tell_hold()
        if self._told[0]:
            self._told = (False, self._taking.frames)
            self.say(SpeechActivity(speaking=False))

    # ------------------------------------------------------------ work beside the frames

    async def _final(self, asked: Transcribe) -> None:
        """Find out what was said up to a soft end, and whether it sounds complete."""
        samples = self._trail.span(asked.start, asked.end)
        judged = asyncio.create_task(self._judge(asked, samples)) if asked.soft_end else None
        try:
            heard = await self._decode(samples)
            sound = await judged if judged else 0.5
        finally:
            if judged:
                judged.cancel()
        if not self._taking.wants(asked):
            return
        self._earlier[asked.segment] = heard.text
        if asked.soft_end and asked.revision == self._taking.revision:
            self._tell_words(asked.segment, heard.text)
            self._tell_arousal(heard)
            self._taking.judge(asked, completeness(sound, heard.text))
            if self._barge.read(heard.text) == "interrupt":
                self._interrupt()
        self._follow_all(self._taking.transcribed(asked, heard))

    async def _decode(self, samples: Any) -> Heard:
        assert self._decoder
        try:
            return await self._decoder.final(samples)
        except Exception as error:
            # What the last partial held is better than a turn that never ends. No words in the log.
            self.report("degraded", f"the recogniser failed: {where_from(error)}")
            return Heard(text=self._prefix.text, confidence=0.1)

    async def _judge(self, asked: Transcribe, samples: Any) -> float:
        if self._smart_turn is None:
            return 0.5
        sound = await asyncio.to_thread(self._smart_turn.probability, samples)
        self._taking.judge(asked, sound)
        return sound

    def _tell_words(self, segment: int, reading: str) -> None:
        parts = [self._earlier[number] for number in sorted(self._earlier) if number < segment]
        text, stable = self._prefix.update(" ".join(filter(None, [*parts, reading])))
        turn_id, revision = self._taking.turn_id, self._taking.revision
        self.say(PartialSpeech(turn_id=turn_id, revision=revision, text=text, stable=stable))

    def _tell_arousal(self, heard: Heard) -> None:
        if heard.sound:
            arousal, confidence = self._arousal.estimate(heard.sound, len(heard.words))
            if confidence > 0:
                # Valence is in the words: from a voice alone it is not to be had.
                self.say(Affect(source="voice", valence=0.0, arousal=arousal, confidence=confidence))

    async def _partial(self, turn_id: str, revision: int) -> None:
        assert self._decoder
        start, end = self._taking.span
        text = await self._decoder.passing(self._trail.span(start, end))
        if (self._taking.turn_id, self._taking.revision) == (turn_id, revision) and self._taking.speaking:
            self._tell_words(self._taking.segment, text)

    async def _look(self, act_id: str) -> None:
        """Read the first words spoken over an act: are they a listener's signal?"""
        assert self._decoder
        turn_id = self._taking.turn_id
        text = await self._decoder.passing(self._trail.span(*self._taking.span), GLIMPSE_TOKENS)
        same = self._taking.turn_id == turn_id and self._barge.act_id == act_id
        if same and self._barge.read(text) == "interrupt":
            self._interrupt()
        self._tell_hold()

    async def _watch(self) -> None:
        """A source that is gone leaves silence: let an open turn end by it."""
        while True:
            await asyncio.sleep(LOST / 4)
            if self._taking.turn_id and time.monotonic() - self._last_chunk > LOST:
                for _ in range(round(LOST / 4 / FRAME_SECONDS)):
                    self._frame(bytes(2 * FRAME), time.time())

    async def _report_later(self, detail: str) -> None:
        self.report("degraded", detail)

    def _spawn(self, work: Coroutine[Any, Any, None]) -> None:
        task = asyncio.create_task(self._guarded(work))
        self._tasks.add(task)
        task.add_done_callback(self._tasks.discard)

    async def _guarded(self, work: Coroutine[Any, Any, None]) -> None:
        try:
            await work
        except Exception as error:
            self.report("degraded", f"hearing was disturbed: {where_from(error)}")
