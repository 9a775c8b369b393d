"""What the behaviour planner decides, as a robot can show it: gaze in metres, what stands in for what."""

from __future__ import annotations

import math
from collections.abc import Callable

from alongside.messages import FacePose
from embodiment.interface import Capability
from embodiment.robot import Face, Point, Robot

PERSON_M = 1.2
"""Metres between the robot's eyes and the person's where nobody measured (social distance, Hall 1966)."""
SIDE_DEG, UP_DEG = 30.0, 20.0
"""Degrees that a gaze of 1 lies beside and above the person."""
NOD_M = 0.12
"""How far below the person a gaze dips that stands in for a nod."""
SMALL = {"brows": 0.4, "beat": 0.3}
"""What only a drawn face has, as a share of a nod."""
COLOURS = {"glad": (255, 170, 60), "calm": (120, 170, 255), "low": (90, 90, 200), "tense": (255, 110, 90)}


def place(x: float, y: float) -> Point:
    """The point of a gaze in -1..1: (0, 0) is at the person, x to the person's right, y down."""
    side, down = math.radians(SIDE_DEG * x), math.radians(UP_DEG * y)
    return Point(PERSON_M, round(PERSON_M * math.tan(side), 4), round(PERSON_M * math.tan(-down), 4))


def colour(valence: float, arousal: float) -> tuple[int, int, int]:
    """A light that stands in for a face: warm where glad, blue where low or calm, red where tense."""
    name = "glad" if valence > 0.25 else "calm"
    if valence < -0.25:
        name = "tense" if arousal > 0.25 else "low"
    return COLOURS[name]


class Looking:
    """Shows poses: what changed, the newest if the robot is slow. `note` is told once of what stands in."""

    def __init__(self, robot: Robot, note: Callable[[str], None]) -> None:
        self.robot = robot
        self._note = note
        self._noted: set[Capability] = set()
        self._face: Face | None = None
        self._at: Point | None = None

    def forget(self) -> None:
        """The robot is new, or was stilled: what it showed is not known any more."""
        self._face = self._at = None

    async def show(self, pose: FacePose) -> None:
        """Bring the robot to this pose. Raises RobotLostError."""
        face = Face(pose.expression, round(pose.valence, 1), round(pose.arousal, 1))
        if face != self._face:
            self._face = face
            await self._express(face)
        at = place(pose.gaze_x, pose.gaze_y)
        if at != self._at and self._way(Capability.GAZE) is Capability.GAZE:
            self._at = at
            await self.robot.gaze(at)
        if pose.gesture:
            await self._gesture(pose.gesture, pose.strength, at)

    async def _express(self, face: Face) -> None:
        way = self._way(Capability.EXPRESSION)
        if way is Capability.EXPRESSION:
            await self.robot.express(face)
        elif way is Capability.LIGHT:
            await self.robot.light(*colour(face.valence, face.arousal))

    async def _gesture(self, name: str, strength: float, at: Point) -> None:
        if name in self.robot.card.gestures:
            await self.robot.gesture(name, strength)
        elif name in SMALL and "nod" in self.robot.card.gestures:
            await self.robot.gesture("nod", round(strength * SMALL[name], 2))
        elif "nod" in name and self._way(Capability.GAZE) is Capability.GAZE:
            self._say_once(Capability.GESTURE, Capability.GAZE)
            await self.robot.gaze(Point(at.x, at.y, at.z - NOD_M * strength))
            self._at = None  # back up with the next pose

    def _way(self, capability: Capability) -> Capability | None:
        way = self.robot.card.way(capability)
        if way is not capability:
            self._say_once(capability, way)
        return way

    def _say_once(self, capability: Capability, way: Capability | None) -> None:
        if capability not in self._noted:
            self._noted.add(capability)
            instead = f"{way.value} stands in" if way else "nothing stands in"
            self._note(f"{self.robot.card.title} has no {capability.value}: {instead}")
