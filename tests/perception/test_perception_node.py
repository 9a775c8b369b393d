"""The ROS4HRI face and person topics, and standing down for a robot that has its own."""

import asyncio
from pathlib import Path

import pytest
from hri_msgs.msg import (
    EngagementLevel,
    Expression,
    FacialActionUnits,
    IdsList,
    NormalizedRegionOfInterest2D,
)
from std_msgs.msg import String

from alongside.component import Component, Context
from alongside.messages import Affect, FaceSeen
from alongside.records import ActionUnit
from perception.node import attach, engagement, ros_name
from tests.ros_doubles import Operator, graph, operator, own_graph, until

__all__ = ["operator", "own_graph"]
CONTEXT = Context(Path("unused"), transport="ros")
SEEN = FaceSeen(
    stamp=1_795_000_000.5,
    present=True,
    face_id="1a-b",
    xmin=0.25,
    ymin=0.5,
    xmax=0.75,
    ymax=1.0,
    attending=0.9,
    action_units=(ActionUnit(code=12, intensity=0.5, confidence=0.75),),
)


class Face(Component):
    says = (FaceSeen, Affect)

    def __init__(self) -> None:
        super().__init__("face", {}, CONTEXT)


async def test_a_face_is_published_as_ros4hri_has_it_and_goes_again(operator: Operator) -> None:
    face = Face()
    roi = operator.hear(NormalizedRegionOfInterest2D, "humans/faces/f1a_b/roi")
    expression = operator.hear(Expression, "humans/faces/f1a_b/expression")
    facs = operator.hear(FacialActionUnits, "humans/faces/f1a_b/facs")
    level = operator.hear(EngagementLevel, "humans/persons/f1a_b/engagement_status")
    async with graph(face) as transport:
        attach(transport.node_of("face"), face, transport)
        tracked = operator.hear(IdsList, "humans/faces/tracked", latched=True)
        persons = operator.hear(IdsList, "humans/persons/tracked", latched=True)
        face_id = operator.hear(String, "humans/persons/f1a_b/face_id", latched=True)
        face.say(SEEN)
        await asyncio.sleep(0.5)  # the topics of a face are new: let them be found
        face.say(SEEN)
        face.say(Affect(source="face", valence=-0.5, arousal=0.25, confidence=0.75, expression="sad"))
        await until(lambda: roi and expression and facs and level and tracked and face_id)
        face.say(FaceSeen(present=False))
        await until(lambda: len(tracked) == 2 and len(persons) == 2)
    box = roi[-1]
    assert (box.xmin, box.ymin, box.xmax, box.ymax) == (0.25, 0.5, 0.75, 1.0)
    assert (box.header.stamp.sec, box.header.stamp.nanosec) == (1_795_000_000, 500_000_000)
    assert (facs[-1].intensity[12], facs[-1].confidence[12], facs[-1].confidence[4]) == (0.5, 0.75, 0.0)
    felt = expression[-1]
    assert (felt.expression, felt.valence, felt.arousal, felt.confidence) == ("sad", -0.5, 0.25, 0.75)
    assert level[-1].level == EngagementLevel.ENGAGED
    assert [list(message.ids) for message in tracked] == [["f1a_b"], []]
    assert face_id[0].data == "f1a_b"


async def test_it_stands_down_where_another_node_publishes_faces(
    operator: Operator, caplog: pytest.LogCaptureFixture
) -> None:
    caplog.set_level("INFO")
    operator.node.create_publisher(IdsList, "humans/faces/tracked", 10)
    roi = operator.hear(NormalizedRegionOfInterest2D, "humans/faces/f1a_b/roi")
    face = Face()
    async with graph(face) as transport:
        attach(transport.node_of("face"), face, transport)
        for _ in range(5):
            face.say(SEEN)
            await asyncio.sleep(0.1)
    assert not roi
    told = [record.getMessage() for record in caplog.records if "left to it" in record.getMessage()]
    assert told == ["operator publishes faces already, so humans/ is left to it"]


@pytest.mark.parametrize(
    ("present", "attending", "level"),
    [
        (False, 0.9, EngagementLevel.DISENGAGED),
        (True, 0.0, EngagementLevel.DISENGAGED),
        (True, 0.3, EngagementLevel.ENGAGING),
        (True, 0.8, EngagementLevel.ENGAGED),
        (True, 0.5, EngagementLevel.DISENGAGING),
    ],
)
def test_attention_as_engagement(present: bool, attending: float, level: int) -> None:
    assert engagement(FaceSeen(present=present, attending=attending)) == level


@pytest.mark.parametrize(("given", "name"), [("a1", "a1"), ("1a", "f1a"), ("a-b/c", "a_b_c"), ("é", "f_")])
def test_any_identifier_becomes_a_topic_name(given: str, name: str) -> None:
    assert ros_name(given) == name
