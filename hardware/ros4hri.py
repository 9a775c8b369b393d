"""Robots that speak ROS4HRI (REP-155 and PAL Robotics' interfaces): ARI, TIAGo Pro and their like.

| what | how |
|---|---|
| speech | action `/tts_engine/tts`, tts_msgs/TTS: words as feedback, cancelled to be silent |
| face | topic `/robot_face/expression`, hri_msgs/Expression |
| gaze | topic `/look_at`, geometry_msgs/PointStamped |
| lights | action `/led_manager_node/do_effect`, pal_device_msgs/DoTimedLedEffect |
"""

from __future__ import annotations

import asyncio
import contextlib
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from alongside.errors import AlongsideError
from embodiment.card import load_card
from embodiment.robot import Face, Manner, Point, Robot, RobotLostError
from hardware.ros_line import NEWEST, RosLine, read_domain

try:
    from action_msgs.msg import GoalStatus
    from geometry_msgs.msg import PointStamped
    from hri_msgs.msg import Expression
    from pal_device_msgs.action import DoTimedLedEffect
    from pal_device_msgs.msg import LedEffectParams
    from rclpy.action import ActionClient
    from tts_msgs.action import TTS
except ImportError as error:
    raise AlongsideError(
        f"this robot needs ROS 2 and its messages, and {error.name} is missing",
        "Install it with `make setup`.",
    ) from None

PATIENCE_S = 3.0
"""Seconds until the robot must have been discovered."""
FACE_S = 0.5
"""Seconds more for the face and gaze of a robot whose speech was discovered."""
UNTOLD_S = 1.0
"""Seconds after which something said counts as audible, though no word of it was told."""
LONGEST_S = 60.0
"""Seconds after which something said counts as over, though nothing told so."""
PRIORITY = 100
"""Of our lights: above the robot's own decoration, below its warnings (0 to 255)."""
FELT = 0.15
"""Valence or arousal from which a face without a name is shown."""


@dataclass
class _Saying:
    over: asyncio.Event = field(default_factory=asyncio.Event)
    handle: Any = None
    audible: bool = False
    problem: str = ""


class Ros4hri(Robot):
    """One ROS4HRI robot."""

    card = load_card(Path(__file__).with_suffix(".yaml"))
    _line: RosLine | None = None
    _tts: Any = None
    _leds: Any = None
    _face: Any = None
    _eyes: Any = None
    _watch: asyncio.Task[None] | None = None
    _saying: _Saying | None = None
    _shine: Any = None
    _shown: int = 0

    async def open(self) -> None:
        """Join the robot's ROS domain and wait until its speech is there."""
        domain = read_domain(self.address)
        self._number("eyes", 1.5)
        self._line = RosLine("alongside_body", domain)
        try:
            await self._line.join(self._build)
            found = await self._discovered(self._tts.server_is_ready, PATIENCE_S)
        except BaseException:
            await self.close()
            raise
        if not found:
            await self.close()
            where = "this ROS domain" if domain is None else f"ROS domain {domain}"
            raise RobotLostError(
                f"no ROS4HRI robot answers in {where}",
                "Check ROS_DOMAIN_ID on both computers, the network, and the name of its speech action.",
            )
        await self._discovered(
            lambda: all(p.get_subscription_count() for p in (self._face, self._eyes)), FACE_S
        )
        self._watch = asyncio.create_task(self._keep_watch())

    async def close(self) -> None:
        """Leave its domain."""
        watch, self._watch = self._watch, None
        if watch is not None and watch is not asyncio.current_task():
            watch.cancel()
        line, self._line = self._line, None
        if line is not None:
            with contextlib.suppress(Exception):
                await line.leave()
        self._tts = self._leds = self._face = self._eyes = self._shine = None
        self._end()

    # ------------------------------------------------------------ speech

    async def say(self, text: str, manner: Manner) -> None:
        """Say it with the robot's voice, word by word reported."""
        line = self._connected()
        self._end()
        saying = self._saying = _Saying()
        goal = TTS.Goal(
            input=text.replace("<", " ").replace(">", " "),  # these robots read markup
            locale=self.options.get("locale", ""),
            voice=self.options.get("voice", ""),
        )
        asked = self._tts.send_goal_async(
            goal, lambda told: line.tell(self._word, saying, told.feedback.word)
        )
        asked.add_done_callback(lambda future: line.tell(self._answered, saying, future.result()))
        with contextlib.suppress(asyncio.TimeoutError):
            await asyncio.wait_for(saying.over.wait(), LONGEST_S)
        if saying.problem:
            raise RobotLostError(saying.problem, "See what else speaks on the robot.")

    async def hush(self) -> None:
        """Cancel what is being said."""
        self._end()

    def _answered(self, saying: _Saying, handle: Any) -> None:
        if not handle.accepted:
            saying.problem = "the robot does not want to speak now"
            saying.over.set()
            return
        saying.handle = handle
        if saying.over.is_set():  # hushed meanwhile
            handle.cancel_goal_async()
            return
        line = self._connected()
        handle.get_result_async().add_done_callback(
            lambda future: line.tell(self._done, saying, future.result())
        )
        asyncio.get_running_loop().call_later(UNTOLD_S, self._audible, saying)

    def _audible(self, saying: _Saying) -> None:
        if not saying.audible and not saying.over.is_set():
            saying.audible = True
            self.told.started()

    def _word(self, saying: _Saying, word: str) -> None:
        if saying is self._saying:
            self._audible(saying)
            self.told.word(word)

    def _done(self, saying: _Saying, answer: Any) -> None:
        if saying.over.is_set():
            return
        if answer.status != GoalStatus.STATUS_SUCCEEDED:
            saying.problem = (
                f"the robot broke off what it said ({answer.result.error_msg or 'it does not say why'})"
            )
        saying.over.set()

    def _end(self) -> None:
        saying, self._saying = self._saying, None
        if saying is None or saying.over.is_set():
            return
        saying.over.set()
        if saying.handle is not None and self._line is not None:
            saying.handle.cancel_goal_async()

    # ------------------------------------------------------------ the face

    async def gaze(self, at: Point) -> None:
        """Look there: eyes first, then the head, as its gaze manager does it."""
        line = self._connected()
        message = PointStamped()
        message.header.frame_id = self.options.get("frame", "base_link")
        message.header.stamp = line.node.get_clock().now().to_msg()
        message.point.x, message.point.y = at.x, at.y
        message.point.z = at.z + self._number("eyes", 1.5)
        self._eyes.publish(message)

    async def express(self, face: Face) -> None:
        """By name; by valence and arousal where the face is nameless."""
        line = self._connected()
        nameless = face.name == "neutral" and max(abs(face.valence), abs(face.arousal)) >= FELT
        message = Expression(
            expression="" if nameless else face.name,
            valence=face.valence,
            arousal=face.arousal,
            confidence=1.0,
        )
        message.header.stamp = line.node.get_clock().now().to_msg()
        self._face.publish(message)

    async def light(self, red: int, green: int, blue: int) -> None:
        """One colour on its lights until another is asked for."""
        line = self._connected()
        if not self._leds.server_is_ready():
            return  # not every such robot has lights
        goal = DoTimedLedEffect.Goal(devices=self._lights(), priority=PRIORITY)
        goal.params.effect_type = LedEffectParams.FIXED_COLOR
        colour = goal.params.fixed_color.color
        colour.r, colour.g, colour.b, colour.a = red / 255, green / 255, blue / 255, 1.0
        self._shown += 1
        asked = self._leds.send_goal_async(goal)
        asked.add_done_callback(lambda future: line.tell(self._shines, self._shown, future.result()))

    def _shines(self, which: int, handle: Any) -> None:
        """The older colour goes when the newer one is there: between them the robot's own would show."""
        if not handle.accepted:
            return
        older, self._shine = self._shine, handle
        if older is not None:
            older.cancel_goal_async()

    async def freeze(self) -> None:
        """A plain face. Its gaze stays where it is: it ends a movement by itself, and is sent no other."""
        with contextlib.suppress(RobotLostError):
            await self.express(Face())

    # ------------------------------------------------------------ the line

    def _build(self, node: Any) -> None:
        self._tts = ActionClient(node, TTS, self.options.get("tts", "/tts_engine/tts"))
        self._leds = ActionClient(node, DoTimedLedEffect, "/led_manager_node/do_effect")
        self._face = node.create_publisher(Expression, "/robot_face/expression", NEWEST)
        self._eyes = node.create_publisher(PointStamped, "/look_at", NEWEST)

    async def _discovered(self, there: Any, seconds: float) -> bool:
        end = asyncio.get_running_loop().time() + seconds
        while not there():
            if asyncio.get_running_loop().time() > end:
                return False
            await asyncio.sleep(0.02)
        return True

    async def _keep_watch(self) -> None:
        every = self._number("ask_every", 1.0)
        while True:
            await asyncio.sleep(every)
            if not self._tts.server_is_ready():
                break
        self.told.lost("its speech left the ROS graph")

    def _connected(self) -> RosLine:
        if self._line is None:
            raise RobotLostError("the robot is not connected", "Check its power and network.")
        return self._line

    def _number(self, option: str, usual: float) -> float:
        try:
            return float(self.options.get(option, usual))
        except ValueError:
            raise AlongsideError(
                f"the robot's option {option} is no number", f"Write {option}={usual}."
            ) from None

    def _lights(self) -> list[int]:
        try:
            return [int(item) for item in self.options.get("lights", "0,1,2").split(",") if item.strip()]
        except ValueError:
            raise AlongsideError(
                "the robot's option lights is no list of numbers", "Write lights=0,1,2."
            ) from None


ROBOT = Ros4hri
