"""A robot that reads faces itself is heard instead of our camera, until it goes."""

from pathlib import Path

import numpy as np
from hri_msgs.msg import (
    EngagementLevel,
    Expression,
    FacialActionUnits,
    IdsList,
    NormalizedRegionOfInterest2D,
)
from rclpy.qos import DurabilityPolicy, HistoryPolicy, QoSProfile, ReliabilityPolicy
from std_msgs.msg import String

from alongside.component import Context
from alongside.messages import Affect, CameraFrame, Event, FaceSeen
from perception.face import Face
from perception.node import attach
from perception.pictures import to_jpeg
from tests.perception.ear import Ear
from tests.ros_doubles import Operator, graph, own_graph, until

__all__ = ["own_graph"]
SENSOR = QoSProfile(
    history=HistoryPolicy.KEEP_LAST,
    depth=5,
    reliability=ReliabilityPolicy.BEST_EFFORT,
    durability=DurabilityPolicy.VOLATILE,
)
LATCHED = QoSProfile(depth=1, durability=DurabilityPolicy.TRANSIENT_LOCAL)


class Robot(Operator):
    """Stands for a robot's social perception: each topic with the quality of service it has there."""

    def __init__(self) -> None:
        super().__init__("hri_face_detect")
        make = self.node.create_publisher
        self.tracked = make(IdsList, "humans/faces/tracked", 10)
        self.roi = make(NormalizedRegionOfInterest2D, "humans/faces/f7/roi", SENSOR)
        self.expression = make(Expression, "humans/faces/f7/expression", SENSOR)
        self.facs = make(FacialActionUnits, "humans/faces/f7/facs", 10)
        self.face_id = make(String, "humans/persons/p3/face_id", LATCHED)
        self.level = make(EngagementLevel, "humans/persons/p3/engagement_status", LATCHED)
        self.face_id.publish(String(data="f7"))  # said once, before anyone listens
        self.level.publish(EngagementLevel(level=EngagementLevel.ENGAGED))
        self.node.create_timer(0.2, self.see)

    def see(self) -> None:
        """A picture of its own."""
        self.tracked.publish(IdsList(ids=["f7"]))
        self.roi.publish(NormalizedRegionOfInterest2D(xmin=0.25, ymin=0.25, xmax=0.5, ymax=0.75, c=1.0))
        self.expression.publish(Expression(expression="sad", valence=-0.5, arousal=-0.25, confidence=0.8))
        units = FacialActionUnits()
        units.intensity[4], units.confidence[4] = 0.5, 1.0
        self.facs.publish(units)


async def test_a_robots_own_perception_is_consumed_and_ours_returns_when_it_goes(
    tmp_path: Path, photo: np.ndarray
) -> None:
    context = Context(tmp_path, transport="ros")
    face, ear = Face("face", {}, context), Ear(tmp_path)
    picture = CameraFrame(data=to_jpeg(photo))

    def seen() -> FaceSeen:
        return (ear.all(FaceSeen) or [FaceSeen(present=False)])[-1]

    async with graph(ear, face) as transport:
        attach(transport.node_of("face"), face, transport)

        def ours() -> bool:
            ear.say(picture)
            return seen().present and seen().face_id not in ("", "f7")

        await until(ours)
        robot = Robot()
        try:
            await until(lambda: seen().face_id == "f7" and seen().attending == 1.0)
            await until(lambda: seen().action_units)
            ear.say(picture)
            await until(lambda: [felt for felt in ear.all(Affect) if felt.expression == "sad"])
            mine = robot.hear(IdsList, "humans/faces/tracked")
            await until(lambda: len(mine) > 3)
            assert {tuple(message.ids) for message in mine} == {("f7",)}, "what is theirs is not told again"
        finally:
            robot.close()
        told = [event.data for event in ear.all(Event) if event.kind == "faces_read_by"]
        assert told == ['{"by": "theirs"}']
        ear.heard.clear()
        await until(ours)
