"""What the listener does beside the frames: it reads what was said, and judges whether that was the end."""

from __future__ import annotations

import asyncio
from abc import abstractmethod
from typing import Any

from alongside.component import Component, Context, where_from
from alongside.messages import PartialSpeech
from speech.attention import Attention
from speech.audio import FRAME_SECONDS, Samples
from speech.background import Background
from speech.bystanders import Bystanders
from speech.captions import Captions
from speech.decoder import Decoder
from speech.end_of_turn import EndOfTurn, completeness
from speech.heard import Heard
from speech.manner import Manner
from speech.overlap import Overlap
from speech.readings import AHEAD, FADED, Cadence, Faint, FinalReadings
from speech.trail import Trail
from speech.turn_events import Event, Transcribe
from speech.turn_taking import TurnTaking

GLIMPSE_TOKENS = 8


class Reading(Component):
    """The parts that reading needs, and the work itself. What follows from it is for `_follow_all`."""

    def __init__(self, name: str, settings: dict[str, Any], context: Context) -> None:
        super().__init__(name, settings, context)
        given = self.settings
        self._taking = TurnTaking()
        self._taking.patience = given.patience
        self._attention = Attention(given.mode, given.wake_phrase, given.asleep_after, self._woke)
        self._overlap = Overlap(self.say, self._goes_on)
        self._manner = Manner()
        self._bystanders = Bystanders(given.speaker_check, self._tell_later)
        self._trail = Trail()
        self._captions = Captions()
        self._cadence = Cadence(given.partial_every)
        self._finals = FinalReadings()
        self._faint = Faint()
        self._background = Background(lambda detail: self.report("degraded", detail))
        self._decoder: Decoder | None = None
        self._end_of_turn: EndOfTurn | None = None

    @abstractmethod
    def _woke(self, awake: bool) -> None:
        """It woke up, or fell asleep."""

    @abstractmethod
    def _goes_on(self) -> bool:
        """Whether who speaks over an act goes on with the turn that it answers."""

    @abstractmethod
    def _follow_all(self, events: list[Event]) -> None:
        """Do what follows."""

    # ------------------------------------------------------------ when to read

    def _read_ahead(self) -> None:
        """At the first silence that may be the end, begin to read: at the soft end the words are there."""
        if self._quiet == 0 and not self._faint.frames:
            self._finals.went_on()
        due = self._quiet == AHEAD or (self._quiet == 1 and self._faint.frames >= FADED)
        covered = self._finals.cover(self._taking.frames - self._quiet)
        if due and not covered and self._taking.speaking and self._decoder:
            self._cadence.began(self._taking.frames)  # it counts as a reading in passing
            self._background.spawn(self._ahead_of_the_end(self._taking.turn_id, self._taking.segment))

    @property
    def _quiet(self) -> int:
        """Frames since the last voice of the open turn."""
        return round(self._taking.silence / FRAME_SECONDS)

    def _read_in_passing(self) -> None:
        undecided = self._overlap.over_act and self._overlap.act_id  # its first words are read by themselves
        if not self._taking.speaking or not self._decoder or undecided or self._faint.frames:
            return
        if self._cadence.due(self._taking.frames, self._decoder.busy):
            self._background.spawn(self._partial(self._taking.turn_id, self._taking.segment))

    # ------------------------------------------------------------ the work

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
        self._captions.settle(asked.segment, heard.text)
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
            return await self._finals.of(self._decoder, asked, samples, lambda: self._taking.wants(asked))
        except Exception as error:
            # What the last partial held is better than a turn that never ends. No words in the log.
            self.report("degraded", f"the recogniser failed: {where_from(error)}")
            return Heard(text=self._captions.of(asked.segment), confidence=0.1)

    async def _judge(self, asked: Transcribe, samples: Samples) -> float:
        if self._end_of_turn is None:
            return 0.5
        sound = await self._end_of_turn.probability(samples)
        self._taking.judge(asked, sound)
        return sound

    def _tell_words(self, segment: int, reading: str) -> None:
        text, stable = self._captions.read(segment, reading)
        self._attention.read(text)
        turn_id, revision = self._taking.turn_id, self._taking.revision
        self.say(PartialSpeech(turn_id=turn_id, revision=revision, text=text, stable=stable))

    async def _partial(self, turn_id: str, segment: int) -> None:
        assert self._decoder
        samples = self._trail.span(*self._taking.span)
        self._passed(turn_id, segment, await self._decoder.passing(samples, wanted=self._still_speaking))

    async def _ahead_of_the_end(self, turn_id: str, segment: int) -> None:
        assert self._decoder
        span = self._taking.span
        heard = await self._finals.ahead(self._decoder, span, self._trail.span(*span))
        if heard:
            self._passed(turn_id, segment, heard.text)

    def _still_speaking(self) -> bool:
        """Whether a reading in passing is worth while: at a silence a reading of all of it is to come."""
        return self._quiet == 0 and self._faint.frames < AHEAD

    def _passed(self, turn_id: str, segment: int, text: str) -> None:
        """Show what was read in passing. A pause since takes nothing back of what was said."""
        same = (self._taking.turn_id, self._taking.segment) == (turn_id, segment)
        if text and same and self._taking.speaking:
            self._taking.glimpsed(text)
            self._tell_words(segment, text)

    async def _look(self, act_id: str) -> None:
        """Read the first words spoken over an act: are they a listener's signal?"""
        assert self._decoder
        turn_id = self._taking.turn_id
        text = await self._decoder.passing(self._trail.span(*self._taking.span), GLIMPSE_TOKENS)
        if self._taking.turn_id == turn_id and self._overlap.act_id == act_id:
            self._overlap.read(text)
        self._overlap.settle()

    def _tell_later(self, detail: str) -> None:
        """Report once we are ready, or "ready" would be the last that is known of us."""
        self._background.spawn(self._report_later(detail))

    async def _report_later(self, detail: str) -> None:
        self.report("degraded", detail)
