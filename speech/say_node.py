"""The `say` action: a goal becomes an act like any other, so all that guards acts guards it."""

from __future__ import annotations

import asyncio
import contextlib
import time
from collections.abc import Callable
from typing import Any

from alongside_msgs.action import Say

from alongside.component import Component
from alongside.messages import Act, Interruption, Message, Spoken, VoiceClip, new_id
from alongside.ros import RosTransport

PATIENCE, SLOWEST = 15.0, 0.2
"""Seconds within which speech must begin, and the longest it may take per character."""
LAST_WORD = 1.0
"""Seconds within which the player tells what was audible of a cancelled act."""


class _Saying:
    """What is known of the act that is being said."""

    def __init__(self) -> None:
        loop = asyncio.get_running_loop()
        self.act_id = new_id()
        self.clips: asyncio.Queue[VoiceClip] = asyncio.Queue()
        self.started: asyncio.Future[float] = loop.create_future()  # seconds since the epoch
        self.ended: asyncio.Future[Spoken] = loop.create_future()


class Sayer:
    """Runs the action for a voice. `say` is called with one goal at a time."""

    def __init__(self, component: Component, transport: RosTransport) -> None:
        self._component = component
        self._act = transport.outlet(component.name, Act)
        self._interrupt = transport.outlet(component.name, Interruption)
        self._now: _Saying | None = None
        transport.observe(component.name, self._on_said)
        transport.listen(component.name, Spoken, self._on_spoken)

    def _on_said(self, message: Message) -> None:
        if isinstance(message, VoiceClip) and self._now and message.act_id == self._now.act_id:
            self._now.clips.put_nowait(message)

    def _on_spoken(self, spoken: Spoken) -> None:
        now = self._now
        if now is None or spoken.act_id != now.act_id:
            return
        if not now.started.done():
            now.started.set_result(spoken.stamp)
        if spoken.status != "started" and not now.ended.done():
            now.ended.set_result(spoken)

    async def say(self, goal: Any, feedback: Callable[[Any], None]) -> Any:
        """Say the goal's text. The result holds what was audible of it."""
        if problem := self._problem(goal):
            return Say.Result(error=problem)
        now = self._now = _Saying()
        words = asyncio.create_task(_tell_words(now, feedback))
        self._act(
            Act(
                act_id=now.act_id,
                turn_id="",
                kind="inform",
                text=goal.text,
                reasons=("asked for by the ROS action say",),
                interruptible=goal.interruptible,
            )
        )
        try:
            limit = PATIENCE + SLOWEST * len(goal.text)
            return _result(goal.text, await asyncio.wait_for(asyncio.shield(now.ended), limit))
        except asyncio.TimeoutError:
            return Say.Result(error="nothing played it to its end: open the page, or add a speaker")
        except asyncio.CancelledError:
            self._interrupt(Interruption(act_id=now.act_id, cause="stop"))
            with contextlib.suppress(asyncio.TimeoutError):
                return _result(goal.text, await asyncio.wait_for(now.ended, LAST_WORD))
            return Say.Result(error="interrupted")
        finally:
            words.cancel()
            self._now = None

    def _problem(self, goal: Any) -> str:
        if not goal.text.strip():
            return "there is no text"
        if goal.voice:
            return "there is one voice: leave `voice` empty, and set the voice in the profile"
        spoken = self._component.settings.language
        if goal.locale and goal.locale.replace("-", "_").partition("_")[0].lower() != spoken:
            return f"the voice speaks {spoken!r}: set its voice and language in the profile"
        return ""


def _result(text: str, spoken: Spoken) -> Any:
    if spoken.status == "finished":
        return Say.Result(text=spoken.heard or text)
    problem = "it could not be spoken" if spoken.status == "failed" else "interrupted"
    return Say.Result(text=spoken.heard, error=problem)


async def _tell_words(now: _Saying, feedback: Callable[[Any], None]) -> None:
    """Tell each word when it sounds: from the clips' word times, and the moment the first began."""
    begins = await now.started
    while True:
        clip = await now.clips.get()
        if clip.index:  # the pause before the first clip is over when it has started
            begins += clip.pause_before
        for word in clip.words:
            await asyncio.sleep(max(0.0, begins + word.start - time.time()))
            feedback(Say.Feedback(word=word.text))
        begins += len(clip.samples) / 2 / clip.rate
