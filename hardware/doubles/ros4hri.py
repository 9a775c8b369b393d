"""A ROS4HRI robot that is not there: a node with the actions and topics of one, whose speech takes its time.

python -m hardware.doubles.ros4hri [--port ROS_DOMAIN_ID]
"""

from __future__ import annotations

import asyncio
import os
from dataclasses import dataclass, field
from typing import Any

from geometry_msgs.msg import PointStamped
from hri_msgs.msg import Expression
from pal_device_msgs.action import DoTimedLedEffect
from rclpy.action import ActionServer, CancelResponse, GoalResponse
from rclpy.task import Future
from tts_msgs.action import TTS

from embodiment.interface import Capability
from hardware.doubles.double import Double, rehearse
from hardware.ros_line import NEWEST, RosLine

WORD_S = 0.2
"""Seconds a word takes."""
EYES_M = 1.5
"""Metres of its eyes above base_link."""
AWAY_S = 0.6
"""Seconds a broken line takes to come back."""


@dataclass
class Ros4hriDouble(Double):
    """`port` is its ROS domain; 0 takes one that other programs of this computer hardly have."""

    _line: RosLine | None = None
    _speech: asyncio.Task[None] | None = None
    _says: Any = None  # the goal it speaks for
    _lit: list[tuple[Any, Any]] = field(default_factory=list)

    @property
    def lit(self) -> list[tuple[int, int, int]]:
        """The colours that are asked for now."""
        return [_colour(handle) for handle, _ in self._lit]

    @property
    def address(self) -> str:
        """Its ROS domain."""
        return str(self.port)

    async def start(self) -> None:
        """Join the graph."""
        self.port = self.port or 20 + os.getpid() % 80
        self._line = RosLine("robot", self.port)
        await self._line.join(self._build)

    async def stop(self) -> None:
        """Leave the graph."""
        self._hush()
        self._lit.clear()
        line, self._line = self._line, None
        if line is not None:
            await line.leave()

    async def drop(self) -> None:
        """Out of the graph, and back in it."""
        await self.reboot(AWAY_S)

    def _build(self, node: Any) -> None:
        speech, lights = "/tts_engine/tts", "/led_manager_node/do_effect"
        allowed: dict[str, Any] = {"goal_callback": self._allow, "cancel_callback": self._cancelled}
        ActionServer(node, TTS, speech, self._speak_goal, **allowed)
        ActionServer(node, DoTimedLedEffect, lights, self._light_goal, **allowed)
        node.create_subscription(Expression, "/robot_face/expression", self._face, NEWEST)
        node.create_subscription(PointStamped, "/look_at", self._eyes, NEWEST)

    # ------------------------------------------------------------ on the thread of ROS

    def _allow(self, goal: Any) -> Any:
        return GoalResponse.REJECT if self.refusing else GoalResponse.ACCEPT

    def _cancelled(self, handle: Any) -> Any:
        self._tell(self._end_goal, handle)
        return CancelResponse.ACCEPT

    async def _speak_goal(self, handle: Any) -> Any:
        uttered = await self._until_over(self._begin, handle)
        return TTS.Result(text=uttered)

    async def _light_goal(self, handle: Any) -> Any:
        await self._until_over(self._shine, handle)
        return DoTimedLedEffect.Result()

    async def _until_over(self, begin: Any, handle: Any) -> Any:
        over: Future[Any] = Future(executor=self._line.executor if self._line else None)
        self._tell(begin, handle, over)
        result = await over
        if self._line is None:
            handle.abort()  # unplugged: whatever can still be heard of it is no success
        elif handle.is_cancel_requested:
            handle.canceled()
        else:
            handle.succeed()
        return result

    def _face(self, message: Any) -> None:
        content = (message.expression, round(message.valence, 2), round(message.arousal, 2))
        self._tell(self.note, Capability.EXPRESSION, content)

    def _eyes(self, message: Any) -> None:
        at = message.point
        self._tell(self.note, Capability.GAZE, (at.x, at.y, round(at.z - EYES_M, 4)))

    def _tell(self, function: Any, *arguments: Any) -> None:
        if self._line is not None:
            self._line.tell(function, *arguments)

    # ------------------------------------------------------------ on the event loop

    def _begin(self, handle: Any, over: Any) -> None:
        self._hush()
        self._says = handle
        self._speech = asyncio.ensure_future(self._speak(handle, over))

    async def _speak(self, handle: Any, over: Any) -> None:
        said = self.sounded = []
        try:
            await asyncio.sleep(self.late)
            self.note(Capability.TEXT, handle.request.input)
            self.speaking = True
            for word in handle.request.input.split():
                handle.publish_feedback(TTS.Feedback(word=word))
                said.append(word)
                await asyncio.sleep(WORD_S)
        finally:
            self.speaking = False
            self._over(over, " ".join(said))

    def _shine(self, handle: Any, over: Any) -> None:
        self.note(Capability.LIGHT, _colour(handle))
        self._lit.append((handle, over))

    def _end_goal(self, handle: Any) -> None:
        for lit in [item for item in self._lit if item[0].goal_id == handle.goal_id]:
            self._lit.remove(lit)
            self._over(lit[1], None)
            return
        asyncio.get_running_loop().call_later(self.late, self._hush, handle)
        self.note("hush")

    def _hush(self, only: Any = None) -> None:
        """End what is being said; with a goal, only if it is that: the next may have begun meanwhile."""
        if only is not None and only.goal_id != self._says.goal_id:
            return
        speech, self._speech = self._speech, None
        if speech is not None:
            speech.cancel()
        self.speaking = False

    def _over(self, over: Any, result: Any) -> None:
        executor = self._line.executor if self._line is not None else None
        if executor is not None:
            over.set_result(result)
            executor.wake()  # nothing else tells it to look at its coroutines again


def _colour(handle: Any) -> tuple[int, int, int]:
    colour = handle.request.params.fixed_color.color
    return round(255 * colour.r), round(255 * colour.g), round(255 * colour.b)


DOUBLE = Ros4hriDouble

if __name__ == "__main__":
    rehearse(DOUBLE)
