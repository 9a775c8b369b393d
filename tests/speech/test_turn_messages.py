"""The listener, somebody who answers, a loudspeaker, and a person who does as they like: at message level.

Time is counted in frames; words and answers come when chance has it. Whatever happens, nothing is heard of a
turn that is not committed or that goes on, no turn gets two answers, and the person is not talked over.
"""

from __future__ import annotations

import asyncio
import itertools
from collections import defaultdict
from collections.abc import Callable
from pathlib import Path
from typing import Any

import numpy as np
from hypothesis import HealthCheck, settings
from hypothesis import strategies as st
from hypothesis.stateful import RuleBasedStateMachine, initialize, precondition, rule

from alongside.component import Component, Context
from alongside.local import LocalTransport
from alongside.messages import (
    Act,
    AudioChunk,
    Control,
    Health,
    Hold,
    Interruption,
    PartialSpeech,
    Patience,
    Prepare,
    ProvisionalTurn,
    SpeechActivity,
    Spoken,
    Stop,
    Turn,
    VoiceClip,
)
from speech.audio import FRAME, FRAME_SECONDS, RATE, Samples
from speech.barge_in import BargeInTiming
from speech.front_end import FrontEnd
from speech.heard import Heard
from speech.listener import Listener
from speech.playback import Playback
from speech.turn_taking import Timing

HARDLY = round((Timing().barely + BargeInTiming().backchannel) / FRAME_SECONDS)
"""Frames of an answer that came too soon: who goes on within its first moments calls it back once it is clear
what they say, and an "okay" that lasts is longest in doubt."""
HELD_WITHIN = 6
"""Frames of voice, 192 ms, after which nothing is heard of an act that it was spoken over."""


class Detector:
    """A voice is what is loud."""

    def probability(self, frame: Samples) -> float:
        return 0.95 if float(np.abs(frame).max()) > 0.05 else 0.02


class Reader:
    """A recogniser that answers when it is told to, or never."""

    def __init__(self) -> None:
        self.words = "I like it."
        self.waiting: list[asyncio.Future[Heard | None]] = []  # None: the words that are in the sound
        self.slow = False
        self.busy = False

    def words_in(self, samples: Samples) -> str:
        return self.words

    async def final(self, samples: Samples, wanted: Any) -> Heard:
        wanted()
        answer: asyncio.Future[Heard | None] = asyncio.get_running_loop().create_future()
        self.waiting.append(answer)
        told = await answer
        return Heard(text=self.words_in(samples), confidence=0.9) if told is None else told

    async def passing(self, samples: Samples, most_tokens: int = 0, wanted: Any = None) -> str:
        while self.slow:  # noqa: ASYNC110
            await asyncio.sleep(0)
        return self.words_in(samples)

    def close(self) -> None: ...


QUIET = 4000
"""The level of a voice, to which the number of its frame is added: so it can be read what was heard."""


class Ears(Listener):
    """The listener with the doubles in the place of networks."""

    reader_type = Reader

    async def start(self) -> None:
        self._vad = Detector()  # type: ignore[assignment]
        self.reader = self.reader_type()
        self._decoder = self.reader  # type: ignore[assignment]
        self._front_end = FrontEnd("off", "off", False, lambda detail: None)

    async def stop(self) -> None:
        await self._background.stop()


class Answerer(Component):
    """Prepares an answer to what may be a turn, and answers turns when it is let."""

    hears = (Turn, ProvisionalTurn)
    says = (Act, Prepare)

    def __init__(self, context: Context) -> None:
        super().__init__("answerer", {}, context)
        self.turns: list[Turn] = []
        self.waiting: list[Turn] = []

    async def on_turn(self, turn: Turn) -> None:
        self.turns.append(turn)
        self.waiting = [turn]

    async def on_provisional_turn(self, turn: ProvisionalTurn) -> None:
        self.waiting = [item for item in self.waiting if item.turn_id != turn.turn_id]
        if turn.text:
            self.say(Prepare(turn_id=turn.turn_id, revision=turn.revision, text="I see."))

    def answer(self) -> None:
        turn = self.waiting.pop(0)
        act_id = f"{turn.turn_id}/{turn.revision}"
        self.say(Act(act_id=act_id, turn_id=turn.turn_id, revision=turn.revision, kind="ask", text="What?"))


class Loudspeaker(Component):
    """Plays each act as a second and a half of tone after a short pause, by the real playback."""

    hears = (Act, Prepare, Hold, Interruption, Stop)
    says = (Spoken,)

    def __init__(self, context: Context) -> None:
        super().__init__("loudspeaker", {}, context)
        self.playback = Playback(self.tell)

    def tell(self, act_id: str, status: Any, heard: str) -> None:
        self.say(Spoken(act_id=act_id, status=status, heard=heard))

    async def on_act(self, act: Act) -> None:
        tone = np.full(3 * RATE // 2, 9000, "<i2").tobytes()
        self.playback.add(
            VoiceClip(
                act_id=act.act_id,
                index=0,
                last=True,
                text=act.text,
                samples=tone,
                rate=RATE,
                pause_before=0.3,
            )
        )

    async def on_prepare(self, prepare: Prepare) -> None:
        """Silent."""

    async def on_hold(self, hold: Hold) -> None:
        self.playback.hold(hold.act_id if hold.hold else "")

    async def on_interruption(self, interruption: Interruption) -> None:
        self.playback.interrupt(interruption.act_id)

    async def on_stop(self, stop: Stop) -> None:
        self.playback.interrupt()


class Log(Component):
    """Hears what the listener says, and speaks for everybody else."""

    hears = (Turn, ProvisionalTurn, PartialSpeech, SpeechActivity, Interruption, Health)
    says = (AudioChunk, Control, Patience, Stop)

    def __init__(self, context: Context) -> None:
        super().__init__("log", {}, context)
        self.newest: dict[str, int] = defaultdict(lambda: -1)  # revision of each turn
        self.provisional: set[tuple[str, int]] = set()
        self.committed: dict[tuple[str, int], int] = defaultdict(int)
        self.speaking = False
        self.troubles: list[str] = []
        self.texts: list[str] = []  # of turns, provisional ones and partials

    async def on_turn(self, turn: Turn) -> None:
        self.texts.append(turn.text)
        self.newest[turn.turn_id] = max(self.newest[turn.turn_id], turn.revision)
        self.committed[turn.turn_id, turn.revision] += 1

    async def on_provisional_turn(self, turn: ProvisionalTurn) -> None:
        self.newest[turn.turn_id] = max(self.newest[turn.turn_id], turn.revision)
        self.texts.append(turn.text)
        if turn.text:
            assert (turn.turn_id, turn.revision) not in self.committed, "provisional after release"

    async def on_partial_speech(self, part: PartialSpeech) -> None:
        self.texts.append(part.text)
        self.newest[part.turn_id] = max(self.newest[part.turn_id], part.revision)

    async def on_speech_activity(self, activity: SpeechActivity) -> None:
        self.speaking = activity.speaking

    async def on_interruption(self, interruption: Interruption) -> None: ...

    async def on_health(self, health: Health) -> None:
        if health.status == "degraded" and "does not answer" not in health.detail:
            self.troubles.append(health.detail)


class Conversation(RuleBasedStateMachine):
    """Anything in any order."""

    ears_type: type[Ears] = Ears
    allows_trouble = False

    @initialize(patience=st.sampled_from([0.4, 0.7, 1.5]))
    def begin(self, patience: float) -> None:
        self.loop = asyncio.new_event_loop()
        context = Context(Path("/nonexistent"))
        self.ears = self.ears_type("listener", {"patience": patience}, context)
        self.answerer, self.speaker, self.log = Answerer(context), Loudspeaker(context), Log(context)
        self.transport = LocalTransport([self.ears, self.answerer, self.speaker, self.log])
        self.loop.run_until_complete(self.transport.start())
        self.voiced = 0  # frames of voice on end
        self.heard: dict[str, dict[str, int]] = defaultdict(dict)  # frames of each act, by turn
        self.number = itertools.count()

    @rule(frames=st.integers(1, 50))
    def speak(self, frames: int) -> None:
        self.pass_(frames, loud=True)

    @rule(frames=st.integers(1, 70))
    def be_silent(self, frames: int) -> None:
        self.pass_(frames, loud=False)

    @rule(words=st.sampled_from(["I like it.", "Okay.", "mm-hm", "No, wait.", "and", ""]))
    def have_words(self, words: str) -> None:
        self.ears.reader.words = words

    @rule(slow=st.booleans())
    def be_slow(self, slow: bool) -> None:
        self.ears.reader.slow = slow

    @rule(
        words=st.sampled_from(["I like it.", "No, wait.", "Okay."]),
        after=st.integers(0, 20),
        then=st.none() | st.tuples(st.sampled_from([0, 3, 5, 8, 20, 35]), st.sampled_from([2, 8, 20, 40])),
    )
    def say_all_of_it(self, words: str, after: int, then: tuple[int, int] | None) -> None:
        """A turn as it mostly goes: said, read, over, answered; they may speak before or over the answer."""
        self.ears.reader.words = words
        self.pass_(20, loud=True)
        self.pass_(6, loud=False)
        while self.ears.reader.waiting:
            self.recognise_one(0)
        self.pass_(8 + after, loud=False)
        if then and self.answerer.waiting:
            self.settle(self.answerer.answer)
            self.pass_(then[0], loud=False)
            self.pass_(then[1], loud=True)

    @rule(number=st.integers(0, 9))
    @precondition(lambda self: self.ears.reader.waiting)
    def recognise(self, number: int) -> None:
        self.recognise_one(number)

    def recognise_one(self, number: int) -> None:
        waiting = self.ears.reader.waiting
        answer = waiting.pop(number % len(waiting))
        self.settle(lambda: answer.set_result(None))

    @rule(number=st.integers(0, 9))
    @precondition(lambda self: self.ears.reader.waiting)
    def never_recognise(self, number: int) -> None:
        waiting = self.ears.reader.waiting
        waiting.pop(number % len(waiting))

    @rule()
    @precondition(lambda self: self.answerer.waiting)
    def answer(self) -> None:
        self.settle(self.answerer.answer)

    @rule(frames=st.integers(1, 40), pause=st.integers(0, 80))
    def speak_with_the_key_down(self, frames: int, pause: int) -> None:
        self.settle(lambda: self.log.say(Control(name="talk", value="down")))
        self.pass_(frames, loud=True)
        self.pass_(pause, loud=False)
        self.settle(lambda: self.log.say(Control(name="talk", value="up")))

    @rule(frames=st.integers(0, 40))
    def switch_the_microphone_off_and_on(self, frames: int) -> None:
        self.settle(lambda: self.log.say(Control(name="microphone", value="off")))
        self.voiced = 0
        self.pass_(frames, loud=True)
        self.settle(lambda: self.log.say(Control(name="microphone", value="on")))

    @rule()
    def stop(self) -> None:
        self.answerer.waiting.clear()
        self.settle(lambda: self.log.say(Stop()))
        self.voiced = 0

    # ------------------------------------------------------------ a frame, and what must hold in it

    def pass_(self, frames: int, *, loud: bool) -> None:
        for _ in range(frames):
            number = next(self.number)
            level = QUIET + number if loud else 3
            wave = (level * np.sign(np.sin(np.arange(FRAME)))).astype("<i2").tobytes()
            chunk = AudioChunk(samples=wave, stamp=1000.0 + number * FRAME / RATE)
            self.settle(lambda: self.log.say(chunk))  # noqa: B023
            self.voiced = self.voiced + 1 if loud and not any(self.ears.closed.values()) else 0
            act_id = self.speaker.playback.act_id
            played = bytearray()
            self.settle(lambda: played.extend(self.speaker.playback.read(FRAME, RATE)))  # noqa: B023
            sound = np.frombuffer(bytes(played), "<i2")
            # The last 20 ms of what is cut off fade out: only what sounds to the frame's end is being said.
            if abs(int(sound[-1])) > 0:
                self.audible(act_id)

    def audible(self, act_id: str) -> None:
        turn_id, revision = act_id.split("/")
        assert (turn_id, int(revision)) in self.log.committed, "heard before it was committed"
        assert self.log.newest[turn_id] == int(revision), "heard, though they went on"
        frames = self.heard[turn_id]
        assert act_id in frames or not frames or max(frames.values()) <= HARDLY, "two answers to one turn"
        assert list(frames)[-1:] in ([], [act_id]) or act_id not in frames, "an answer that was called back"
        frames[act_id] = frames.get(act_id, 0) + 1
        if self.ears.reader.words == "No, wait.":
            assert self.voiced <= HELD_WITHIN, "talked over"

    def settle(self, do: Callable[[], object] = lambda: None) -> None:
        async def turn_over() -> None:
            do()
            for _ in range(12):
                await asyncio.sleep(0)

        self.loop.run_until_complete(turn_over())
        assert self.allows_trouble or self.log.troubles == []
        assert all(count == 1 for count in self.log.committed.values()), "a turn released twice"

    def teardown(self) -> None:
        if not hasattr(self, "loop"):
            return
        self.ears.reader.slow = False
        try:
            self.pass_(round((Timing().late_at_all + 1.0) * RATE / FRAME), loud=False)
            assert not self.log.speaking
            assert self.ears._taking.turn_id == "", "a turn that never ends"
        finally:
            self.loop.run_until_complete(self.transport.stop())
            self.loop.close()


TestConversation = Conversation.TestCase
TestConversation.settings = settings(
    max_examples=60, stateful_step_count=10, deadline=None, suppress_health_check=[HealthCheck.too_slow]
)
