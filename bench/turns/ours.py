"""Our side, in a process of its own: `python -m bench.turns.ours PLAN`.

The listener, the voice and the playback of the product, wired in one process. In the companion's place is
a scripted replier that takes as long as a language model does and keeps to the same contract: it may think
ahead about a provisional turn, begins anew where other words are committed, and says nothing before.
"""

from __future__ import annotations

import asyncio
import sys
import tempfile
from pathlib import Path
from typing import Any

from alongside.component import Component, Context
from alongside.local import LocalTransport
from alongside.messages import (
    Act,
    AudioChunk,
    Hold,
    Interruption,
    PartialSpeech,
    Prepare,
    ProvisionalTurn,
    SpeechActivity,
    Spoken,
    Turn,
    VoiceClip,
    new_id,
)
from bench.turns.examiner import Diary, examine
from bench.turns.line import FRAME_OUT, Line
from bench.turns.plan import read
from bench.turns.replies import Replies, seconds
from speech.guards import plain
from speech.listener import Listener
from speech.playback import Playback
from speech.voice import Voice


class Ends(Component):
    """Both ends of the line: a microphone that is fed, and a loudspeaker that is pulled."""

    hears = (VoiceClip, Hold, Interruption)
    says = (AudioChunk, Spoken)

    def __init__(self, context: Context) -> None:
        super().__init__("ends", {}, context)
        self.playback = Playback(self._happened)

    async def start(self) -> None:
        """Remember the loop that messages go through."""
        self._loop = asyncio.get_running_loop()

    def feed(self, pcm: bytes) -> None:
        """20 ms from the line's thread."""
        self._loop.call_soon_threadsafe(self.say, AudioChunk(samples=pcm))

    def pull(self) -> bytes:
        """20 ms for the line's thread."""
        return self.playback.read(FRAME_OUT)

    async def on_voice_clip(self, clip: VoiceClip) -> None:
        """Play it."""
        self.playback.add(clip)

    async def on_hold(self, hold: Hold) -> None:
        """Pause, or go on."""
        self.playback.hold(hold.act_id if hold.hold else "")

    async def on_interruption(self, interruption: Interruption) -> None:
        """Fall silent."""
        self.playback.interrupt(interruption.act_id)

    def _happened(self, act_id: str, status: Any, heard: str) -> None:
        told = Spoken(act_id=act_id, status=status, heard=heard)
        self._loop.call_soon_threadsafe(self.say, told)


class Replier(Component):
    """Answers every turn with the next sentence of the script, thought about ahead where it may be."""

    hears = (ProvisionalTurn, Turn)
    says = (Prepare, Act)

    def __init__(self, context: Context, replies: Replies, diary: Diary) -> None:
        super().__init__("companion", {}, context)
        self._replies, self._diary = replies, diary
        self._ahead: tuple[tuple[str, int, str], asyncio.Task[str]] | None = None
        self._answering: tuple[str, asyncio.Task[None]] | None = None

    async def on_provisional_turn(self, turn: ProvisionalTurn) -> None:
        """Think ahead."""
        self._leave(turn.turn_id)
        self._diary.note("provisional" if turn.text else "went on", str(turn.revision))
        key = (turn.turn_id, turn.revision, plain(turn.text))
        if self._ahead and self._ahead[0] == key:
            return
        self._drop()
        if turn.text:
            self._ahead = key, asyncio.create_task(self._write(key))

    async def on_turn(self, turn: Turn) -> None:
        """Answer."""
        self._diary.note("released", turn.turn_id)
        self._leave(turn.turn_id)
        key = (turn.turn_id, turn.revision, plain(turn.text))
        if self._ahead is None or self._ahead[0] != key:
            self._drop()
            self._ahead = key, asyncio.create_task(self._write(key))
        writing, self._ahead = self._ahead[1], None
        self._answering = turn.turn_id, asyncio.create_task(self._answer(turn, writing))

    async def _write(self, key: tuple[str, int, str]) -> str:
        text = self._replies.next()
        await asyncio.sleep(seconds(text))
        self.say(Prepare(turn_id=key[0], revision=key[1], text=text))
        return text

    async def _answer(self, turn: Turn, writing: asyncio.Task[str]) -> None:
        text = await writing
        self._diary.note("replied")
        act = Act(act_id=new_id(), turn_id=turn.turn_id, revision=turn.revision, kind="reflect", text=text)
        self.say(act)

    def _leave(self, turn_id: str) -> None:
        """A turn that was released goes on: what was not said of its answer is not said."""
        if self._answering and self._answering[0] == turn_id:
            self._answering[1].cancel()

    def _drop(self) -> None:
        if self._ahead:
            self._ahead[1].cancel()
            self._ahead = None


class Watcher(Component):
    """Writes down what passes."""

    hears = (SpeechActivity, PartialSpeech, Prepare, VoiceClip, Hold, Interruption, Spoken)

    def __init__(self, context: Context, diary: Diary) -> None:
        super().__init__("watcher", {}, context)
        self._diary, self._speaking = diary, False

    async def on_speech_activity(self, activity: SpeechActivity) -> None:
        if activity.speaking != self._speaking:
            self._speaking = activity.speaking
            self._diary.note("speech" if activity.speaking else "soft end")

    async def on_partial_speech(self, partial: PartialSpeech) -> None:
        self._diary.note("words", str(partial.revision))

    async def on_prepare(self, prepare: Prepare) -> None:
        self._diary.note("prepare")

    async def on_voice_clip(self, clip: VoiceClip) -> None:
        self._diary.note("clip", str(clip.index))

    async def on_hold(self, hold: Hold) -> None:
        self._diary.note("hold" if hold.hold else "go on")

    async def on_interruption(self, interruption: Interruption) -> None:
        self._diary.note("interrupted")

    async def on_spoken(self, spoken: Spoken) -> None:
        self._diary.note("act " + spoken.status)


async def main() -> None:
    """Be examined."""
    items, replies, diary = read(Path(sys.argv[1])), Replies(), Diary()
    with tempfile.TemporaryDirectory() as folder:
        context = Context(Path(folder))
        ends = Ends(context)
        transport = LocalTransport(
            [
                ends,
                Listener("listener", {}, context),
                Replier(context, replies, diary),
                # The voice's own pace, as pipecat plays it: ours is slower by default.
                Voice("voice", {"pace": 1.0}, context),
                Watcher(context, diary),
            ]
        )
        await transport.start()
        line = Line(ends.feed, ends.pull)
        line.start()
        await examine(items, line, replies, diary)
        line.close()
        await transport.stop()


if __name__ == "__main__":
    asyncio.run(main())
