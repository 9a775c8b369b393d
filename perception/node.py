"""What only ROS has of perception: the ROS4HRI face and person topics (REP-155).

A robot may bring a face detector of its own that publishes them already; then we do not.
"""

from __future__ import annotations

import re
import time
from typing import Any

from hri_msgs.msg import (
    EngagementLevel,
    Expression,
    FacialActionUnits,
    IdsList,
    NormalizedRegionOfInterest2D,
)
from rclpy.qos import DurabilityPolicy, QoSProfile
from std_msgs.msg import Header, String

from alongside.component import Component
from alongside.conversion import to_time
from alongside.messages import Affect, FaceSeen, Message
from alongside.ros import RosTransport

LATCHED = QoSProfile(depth=1, durability=DurabilityPolicy.TRANSIENT_LOCAL)
LOOK_AGAIN = 2.0
"""Seconds between looks for another publisher of the face topics."""
HELD, TURNING = 0.5, 0.1
"""`FaceSeen.attending`: exactly the first while attention is held but not renewed; above the
second while the person begins to look."""


def attach(node: Any, component: Component, transport: RosTransport) -> None:
    """Publish what the face component says under `humans/`."""
    transport.observe(component.name, FaceTopics(node, component).on_said)


def ros_name(face_id: str) -> str:
    """`face_id` as a part of a topic name."""
    name = re.sub(r"\W", "_", face_id, flags=re.ASCII)
    return name if name[:1].isalpha() else f"f{name}"


def engagement(seen: FaceSeen) -> int:
    """The engagement level that a belief of attention stands for."""
    if not seen.present or seen.attending <= TURNING:
        return int(EngagementLevel.DISENGAGED)
    if seen.attending < HELD:
        return int(EngagementLevel.ENGAGING)
    return int(EngagementLevel.ENGAGED if seen.attending > HELD else EngagementLevel.DISENGAGING)


class FaceTopics:
    """One face and its person at a time; topics are made when a face comes and removed when it goes."""

    def __init__(self, node: Any, component: Component) -> None:
        self._node = node
        self._log = component.log
        self._faces = node.create_publisher(IdsList, "humans/faces/tracked", LATCHED)
        self._persons = node.create_publisher(IdsList, "humans/persons/tracked", LATCHED)
        self._face = ""
        self._topics: dict[str, Any] = {}
        self._looked = 0.0
        self._standing_down = False

    def on_said(self, message: Message) -> None:
        """Translate one message of the face component."""
        if self._stands_down():
            return
        if isinstance(message, FaceSeen):
            self._follow(ros_name(message.face_id) if message.present else "", message.stamp)
            self._seen(message)
        elif isinstance(message, Affect) and self._face:
            self._felt(message)

    def _stands_down(self) -> bool:
        now = time.monotonic()
        if now - self._looked >= LOOK_AGAIN:
            self._looked = now
            own = (self._node.get_name(), self._node.get_namespace())
            others = [
                info.node_name
                for info in self._node.get_publishers_info_by_topic(self._faces.topic_name)
                if (info.node_name, info.node_namespace) != own
            ]
            if others and not self._standing_down:
                self._log.info("%s publishes faces already, so humans/ is left to it", others[0])
                self._follow("", time.time())
            self._standing_down = bool(others)
        return self._standing_down

    def _follow(self, face: str, stamp: float) -> None:
        """Make the topics of a face that came, remove those of the one that went."""
        if face == self._face:
            return
        for publisher in self._topics.values():
            self._node.destroy_publisher(publisher)
        self._topics = {}
        self._face = face
        if face:
            prefix, person = f"humans/faces/{face}", f"humans/persons/{face}"
            make = self._node.create_publisher
            self._topics = {
                "roi": make(NormalizedRegionOfInterest2D, f"{prefix}/roi", 10),
                "expression": make(Expression, f"{prefix}/expression", 10),
                "facs": make(FacialActionUnits, f"{prefix}/facs", 10),
                "engagement": make(EngagementLevel, f"{person}/engagement_status", LATCHED),
                "face_id": make(String, f"{person}/face_id", LATCHED),
            }
            self._topics["face_id"].publish(String(data=face))
        tracked = IdsList(header=_header(stamp), ids=[face] if face else [])
        self._faces.publish(tracked)
        self._persons.publish(tracked)

    def _seen(self, seen: FaceSeen) -> None:
        if not seen.present:
            return
        header = _header(seen.stamp)
        box = {name: float(getattr(seen, name)) for name in ("xmin", "ymin", "xmax", "ymax")}
        self._topics["roi"].publish(NormalizedRegionOfInterest2D(header=header, c=1.0, **box))
        self._topics["engagement"].publish(EngagementLevel(header=header, level=engagement(seen)))
        units = FacialActionUnits(header=header)
        for unit in seen.action_units:
            units.intensity[unit.code] = unit.intensity
            units.confidence[unit.code] = unit.confidence
        self._topics["facs"].publish(units)

    def _felt(self, affect: Affect) -> None:
        self._topics["expression"].publish(
            Expression(
                header=_header(affect.stamp),
                expression=affect.expression,
                valence=float(affect.valence),
                arousal=float(affect.arousal),
                confidence=float(affect.confidence),
            )
        )


def _header(stamp: float) -> Any:
    return Header(stamp=to_time(stamp))
