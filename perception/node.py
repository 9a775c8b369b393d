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
    FacialLandmarks,
    IdsList,
    NormalizedPointOfInterest2D,
    NormalizedRegionOfInterest2D,
)
from rclpy.qos import DurabilityPolicy, QoSProfile
from std_msgs.msg import Bool, Header, String

from alongside.component import Component
from alongside.conversion import to_time
from alongside.messages import Affect, FaceSeen, Message
from alongside.ros import RosTransport
from perception.landmarks import Points
from perception.look import Look
from perception.seventy import seventy, surely
from perception.theirs_node import follow_others

LATCHED = QoSProfile(depth=1, durability=DurabilityPolicy.TRANSIENT_LOCAL)
LOOK_AGAIN = 2.0
"""Seconds between looks for another publisher of the face topics."""
AGAIN = 1.0
"""Seconds after which the lists are told again: ROS4HRI's own listener (libhri) asks for no latched ones, and
may come late."""


def attach(node: Any, component: Component, transport: RosTransport) -> None:
    """Publish what the face component says under `humans/`, or let it say what a robot publishes there."""
    topics = FaceTopics(node, component)
    transport.observe(component.name, topics.on_said)
    if getattr(component.settings, "perception", "ours") != "ours":
        follow_others(node, component, transport, topics.leave)


def ros_name(face_id: str) -> str:
    """`face_id` as a part of a topic name."""
    name = re.sub(r"\W", "_", face_id, flags=re.ASCII)
    return name if name[:1].isalpha() else f"f{name}"


class FaceTopics:
    """One face and its person at a time; topics are made when a face comes and removed when it goes."""

    def __init__(self, node: Any, component: Component) -> None:
        self._node = node
        self._log = component.log
        self._component = component
        self._faces = node.create_publisher(IdsList, "humans/faces/tracked", LATCHED)
        self._persons = node.create_publisher(IdsList, "humans/persons/tracked", LATCHED)
        self._known = node.create_publisher(IdsList, "humans/persons/known", LATCHED)
        self._listed_at = float("-inf")
        self._face = ""
        self._topics: dict[str, Any] = {}
        self._looked = 0.0
        self._standing_down = False
        self._left = False

    def leave(self, left: bool) -> None:
        """Publish nothing, for what the component says is what another published; or publish again."""
        self._left = left
        self._follow("", time.time())

    def on_said(self, message: Message) -> None:
        """Translate one message of the face component."""
        if self._left or self._stands_down():
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
            if time.monotonic() - self._listed_at >= AGAIN:
                self._list(stamp)
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
                "landmarks": make(FacialLandmarks, f"{prefix}/landmarks", 10),
                "facs": make(FacialActionUnits, f"{prefix}/facs", 10),
                "engagement": make(EngagementLevel, f"{person}/engagement_status", LATCHED),
                "anonymous": make(Bool, f"{person}/anonymous", LATCHED),
                "face_id": make(String, f"{person}/face_id", LATCHED),
            }
            self._topics["face_id"].publish(String(data=face))
            self._topics["anonymous"].publish(Bool(data=True))
        self._list(stamp)

    def _list(self, stamp: float) -> None:
        """Who is there. Nobody is recognised, so nobody is known beyond their being there."""
        self._listed_at = time.monotonic()
        here = IdsList(header=_header(stamp), ids=[self._face] if self._face else [])
        for publisher in (self._faces, self._persons, self._known):
            publisher.publish(here)

    def _seen(self, seen: FaceSeen) -> None:
        if not seen.present:
            return
        header = _header(seen.stamp)
        box = {name: float(getattr(seen, name)) for name in ("xmin", "ymin", "xmax", "ymax")}
        self._topics["roi"].publish(NormalizedRegionOfInterest2D(header=header, c=1.0, **box))
        units = FacialActionUnits(header=header)
        for unit in seen.action_units:
            units.intensity[unit.code] = unit.intensity
            units.confidence[unit.code] = unit.confidence
        self._topics["facs"].publish(units)
        look: Look | None = getattr(self._component, "look", None)
        if look is None:
            return
        level = EngagementLevel(header=header, level=int(look.engaged.level))
        self._topics["engagement"].publish(level)
        if look.outline is not None:
            self._topics["landmarks"].publish(_landmarks(look, look.outline, header))

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


def _landmarks(look: Look, outline: Points, header: Any) -> FacialLandmarks:
    height, width = look.size
    points = [
        NormalizedPointOfInterest2D(x=float(x), y=float(y), c=float(sure))
        for (x, y), sure in zip(seventy(outline), surely(look.trust, look.parts), strict=True)
    ]
    return FacialLandmarks(header=header, landmarks=points, height=height, width=width)


def _header(stamp: float) -> Any:
    return Header(stamp=to_time(stamp))
