"""One act at a time on a robot's voice: our text said or our clips played there, and what of it was heard."""

from __future__ import annotations

import asyncio
import contextlib
from collections import deque
from collections.abc import Callable, Coroutine
from typing import Any, Literal

from alongside.messages import Act, VoiceClip
from alongside.murmurs import unasked
from embodiment.behaviour.situation import seconds_to_say
from embodiment.robot import Manner, Robot, RobotLostError

Status = Literal["started", "finished", "interrupted", "failed"]
Tell = Callable[[str, Status, str], None]
"""(act_id, what became of it, the words that were audible)."""
DROPPED = 16
MOST_HELD = 3.0
"""Seconds after which something held back is said after all: whoever asked for it may be gone."""


class Speaking:
    """Says acts. A newer act takes the place of the one that sounds; one that was cut off does not go on."""

    def __init__(self, robot: Robot, tell: Tell) -> None:
        self.robot = robot
        self.act_id = ""
        self._tell = tell
        self._by_text = robot.card.speech == "text"
        self._work: asyncio.Task[None] | None = None
        self._dropped: deque[str] = deque(maxlen=DROPPED)
        self._clips: asyncio.Queue[VoiceClip] = asyncio.Queue()
        self._said: list[str] = []  # what was audible whole
        self._sounding: Act | VoiceClip | None = None
        self._since: float | None = None  # when it became audible
        self._reported = 0  # words the robot told of
        self._begun = False
        self._talked_over = False  # the robot may still say what a newer act took the place of
        self._may_sound = asyncio.Event()
        self._may_sound.set()
        robot.told.started, robot.told.word = self._started, self._word

    def act(self, act: Act) -> None:
        """An act is decided: where the robot has the words from us, it begins to say them."""
        if act.kind == "backchannel" and not act.text:
            return
        if unasked(act.act_id):
            if self._by_text:  # a robot's own voice begins too late for a murmur: a nod stands in
                self._tell(act.act_id, "failed", "")
            return
        self._make_room(act.act_id)
        if self._by_text and act.text.strip():
            self._begin(act.act_id, self._say(act))

    def clip(self, clip: VoiceClip) -> None:
        """A clause is there as sound: played after those before it, where the robot has the sound from us."""
        if self._by_text or clip.act_id in self._dropped:
            return
        if unasked(clip.act_id) and self.act_id:
            self._tell(clip.act_id, "failed", "")
            return
        if self.act_id != clip.act_id:
            self._make_room(clip.act_id)
            self._clips = asyncio.Queue()
            self._begin(clip.act_id, self._play(clip.act_id, self._clips))
        self._clips.put_nowait(clip)

    def cut(self, act_id: str = "", *, lost: bool = False) -> None:
        """Fall silent, if this act (or any, without a name) sounds; tell what was heard of it."""
        if act_id:
            self._dropped.append(act_id)
        if not self.act_id or act_id not in ("", self.act_id):
            return
        heard, act_id, begun = self._heard(), self.act_id, self._begun
        self._end()
        self._dropped.append(act_id)
        if begun:
            self._tell(act_id, "interrupted", heard)
        elif lost:
            self._tell(act_id, "failed", "")

    def hold(self, back: bool) -> None:
        """Let nothing more begin to sound (for a while), or let it."""
        if back:
            self._may_sound.clear()
        else:
            self._may_sound.set()

    # ------------------------------------------------------------ the work

    def _make_room(self, act_id: str) -> None:
        """Cut another act that sounds; before anything else is said, the robot is to fall silent."""
        if self.act_id and self.act_id != act_id:
            self.cut()
            self._talked_over = True

    def _begin(self, act_id: str, work: Coroutine[Any, Any, None]) -> None:
        self.act_id, self._said, self._begun = act_id, [], False
        self._work = asyncio.create_task(self._guarded(work))

    def _end(self) -> None:
        work, self._work = self._work, None
        self.act_id, self._sounding, self._since = "", None, None
        if work is not None and work is not asyncio.current_task():
            work.cancel()

    async def _guarded(self, work: Coroutine[Any, Any, None]) -> None:
        try:
            if self._talked_over:
                await self.robot.hush()
                self._talked_over = False
            await work
        except RobotLostError as error:
            self.robot.told.lost(str(error))
        finally:
            work.close()  # cut while the robot was hushed, it never began

    async def _say(self, act: Act) -> None:
        await self._wait(act.pause_before)
        self._sound(act)
        await self.robot.say(act.text, Manner(act.rate, act.volume))
        self._finish(act.act_id, act.text)

    async def _play(self, act_id: str, clips: asyncio.Queue[VoiceClip]) -> None:
        while True:
            clip = await clips.get()
            if clip.samples:
                await self._wait(clip.pause_before)
                self._sound(clip)
                await self.robot.play(clip.samples, clip.rate)
            self._said.append(clip.text)
            self._sounding = self._since = None
            if clip.last:
                self._finish(act_id, " ".join(filter(None, self._said)))
                return

    async def _wait(self, pause: float) -> None:
        """The pause before it, and no longer than MOST_HELD for somebody who has begun to speak."""
        await asyncio.sleep(pause)
        with contextlib.suppress(asyncio.TimeoutError):
            await asyncio.wait_for(self._may_sound.wait(), MOST_HELD)
        self._may_sound.set()

    def _sound(self, what: Act | VoiceClip) -> None:
        self._sounding, self._since, self._reported = what, None, 0

    def _finish(self, act_id: str, text: str) -> None:
        if act_id != self.act_id:
            return  # it was cut in the same moment in which the robot fell silent
        self._audible()
        self._end()
        self._tell(act_id, "finished", text)

    # ------------------------------------------------------------ what was heard

    def _started(self) -> None:
        if self._sounding is not None:  # else it is what was said before that the robot tells of
            self._audible()

    def _audible(self) -> None:
        if self._since is None:
            self._since = asyncio.get_running_loop().time()
        if not self._begun and self.act_id:
            self._begun = True
            self._tell(self.act_id, "started", "")

    def _word(self, word: str) -> None:
        if self._sounding is not None:
            self._audible()
            self._reported += len(word.split())

    def _heard(self) -> str:
        """The words that were audible: told by the robot, else by the voice's timing, else by a calm pace."""
        heard = list(self._said)
        if self._sounding is not None and self._since is not None:
            lasted = asyncio.get_running_loop().time() - self._since
            heard += self._part(self._sounding, lasted)
        return " ".join(filter(None, heard))

    def _part(self, what: Act | VoiceClip, lasted: float) -> list[str]:
        words = what.text.split()
        if self._reported:
            return words[: self._reported]
        if isinstance(what, VoiceClip) and what.words:
            return [word.text for word in what.words if (word.start + word.end) / 2 <= lasted]
        whole = len(what.samples) / 2 / what.rate if isinstance(what, VoiceClip) else seconds_to_say(what)
        return words[: round(len(words) * min(1.0, lasted / max(0.1, whole)))]
