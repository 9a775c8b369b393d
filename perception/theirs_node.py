"""The ROS4HRI topics of a robot's own perception of faces, passed on to `perception.standing_down`."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from hri_msgs.msg import (
    EngagementLevel,
    Expression,
    FacialActionUnits,
    IdsList,
    NormalizedRegionOfInterest2D,
)
from std_msgs.msg import String

from alongside.ros import RosTransport
from alongside.ros_humans import OthersTopics
from perception.standing_down import Theirs


def follow_others(
    node: Any, component: Any, transport: RosTransport, changed: Callable[[bool], None]
) -> None:
    """Let the face component stand down for whoever publishes faces, as it is set."""
    settings = component.settings
    theirs = Theirs(component, settings.perception, (settings.rate, settings.affect_rate), changed)
    wanted = {
        "faces/tracked": (IdsList, lambda name, said: theirs.tracked(name, list(said.ids))),
        "faces/*/roi": (
            NormalizedRegionOfInterest2D,
            lambda name, said: theirs.box(name, (said.xmin, said.ymin, said.xmax, said.ymax)),
        ),
        "faces/*/facs": (
            FacialActionUnits,
            lambda name, said: theirs.units(name, said.intensity, said.confidence),
        ),
        "faces/*/expression": (
            Expression,
            lambda name, said: theirs.feels(
                name, said.expression, said.valence, said.arousal, said.confidence
            ),
        ),
        "persons/*/engagement_status": (
            EngagementLevel,
            lambda name, said: theirs.engaged(name, said.level),
        ),
        "persons/*/face_id": (String, lambda name, said: theirs.belongs(name, said.data)),
    }
    OthersTopics(node, transport.call, wanted, theirs.looked)
