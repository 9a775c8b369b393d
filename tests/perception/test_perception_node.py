"""The ROS4HRI face and person topics, and standing down for a robot that has its own."""

import asyncio
import itertools
from collections.abc import Callable
from pathlib import Path

import numpy as np
import pytest
from hri_msgs.msg import (
    EngagementLevel,
    Expression,
    FacialActionUnits,
    FacialLandmarks,
    IdsList,
    NormalizedRegionOfInterest2D,
)
from std_msgs.msg import Bool, String

from alongside.component import Component, Context
from alongside.messages import Affect, FaceSeen
from alongside.records import ActionUnit
from perception.covered import Shows
from perception.engaged import Engaged, Level
from perception.landmarks import Landmarker
from perception.look import Look
from perception.node import attach, ros_name
from perception.pictures import from_jpeg, to_jpeg
from tests.ros_doubles import Operator, graph, operator, own_graph, until

__all__ = ["operator", "own_graph"]
WITH_US = Engaged(Level.ENGAGED)
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
        self.look: Look | None = None


async def test_a_face_is_published_as_ros4hri_has_it_and_goes_again(
    operator: Operator, landmarker: Landmarker, photo: np.ndarray
) -> None:
    found = landmarker.read(from_jpeg(to_jpeg(photo)), 0.0)
    assert found is not None
    face = Face()
    roi = operator.hear(NormalizedRegionOfInterest2D, "humans/faces/f1a_b/roi")
    expression = operator.hear(Expression, "humans/faces/f1a_b/expression")
    facs = operator.hear(FacialActionUnits, "humans/faces/f1a_b/facs")
    points = operator.hear(FacialLandmarks, "humans/faces/f1a_b/landmarks")
    level = operator.hear(EngagementLevel, "humans/persons/f1a_b/engagement_status")
    async with graph(face) as transport:
        attach(transport.node_of("face"), face, transport)
        tracked = operator.hear(IdsList, "humans/faces/tracked", latched=True)
        persons = operator.hear(IdsList, "humans/persons/tracked", latched=True)
        face_id = operator.hear(String, "humans/persons/f1a_b/face_id", latched=True)
        shown = Shows(mouth=0.0)
        face.look = Look(
            SEEN, outline=found.outline, size=(512, 512), trust=0.5, parts=shown, engaged=WITH_US
        )
        face.say(SEEN)
        await asyncio.sleep(0.5)  # the topics of a face are new: let them be found
        face.say(SEEN)
        face.say(Affect(source="face", valence=-0.5, arousal=0.25, confidence=0.75, expression="sad"))
        await until(lambda: roi and expression and facs and points and level and tracked and face_id)
        face.say(FaceSeen(present=False))
        await until(lambda: not tracked[-1].ids and not persons[-1].ids)
    box = roi[-1]
    assert (box.xmin, box.ymin, box.xmax, box.ymax) == (0.25, 0.5, 0.75, 1.0)
    assert (box.header.stamp.sec, box.header.stamp.nanosec) == (1_795_000_000, 500_000_000)
    assert (facs[-1].intensity[12], facs[-1].confidence[12], facs[-1].confidence[4]) == (0.5, 0.75, 0.0)
    _are_in_their_places(points[-1])
    felt = expression[-1]
    assert (felt.expression, felt.valence, felt.arousal, felt.confidence) == ("sad", -0.5, 0.25, 0.75)
    assert level[-1].level == EngagementLevel.ENGAGED
    told = [list(message.ids) for message in tracked]
    assert [ids for ids, _ in itertools.groupby(told)] == [["f1a_b"], []]
    assert face_id[0].data == "f1a_b"


def _are_in_their_places(told: FacialLandmarks) -> None:
    """By the names that the message gives them, on a face that looks into the camera."""

    def at(name: str) -> np.ndarray:
        point = told.landmarks[getattr(FacialLandmarks, name)]
        return np.array([point.x, point.y])

    sure = {
        name: told.landmarks[getattr(FacialLandmarks, name)].c for name in ("MOUTH_INNER_LEFT", "LEFT_PUPIL")
    }
    assert sure == {"MOUTH_INNER_LEFT": 0.0, "LEFT_PUPIL": 0.5}  # the mouth is covered
    assert (len(told.landmarks), told.height, told.width) == (70, 512, 512)
    across = ("RIGHT_EAR", "RIGHT_EYE_OUTSIDE", "RIGHT_PUPIL", "RIGHT_EYE_INSIDE", "SELLION")
    across += ("LEFT_EYE_INSIDE", "LEFT_PUPIL", "LEFT_EYE_OUTSIDE", "LEFT_EAR")
    assert np.all(np.diff([at(name)[0] for name in across]) > 0)  # their right is the picture's left
    lips = ("MOUTH_OUTER_RIGHT", "MOUTH_INNER_RIGHT", "MOUTH_INNER_LEFT", "MOUTH_OUTER_LEFT")
    assert np.all(np.diff([at(name)[0] for name in lips]) > 0)
    down = ("RIGHT_EYEBROW_2", "RIGHT_EYE_TOP_1", "RIGHT_PUPIL", "RIGHT_EYE_BOTTOM_1", "NOSE", "NOSTRIL_3")
    down += (
        "MOUTH_OUTER_TOP_3",
        "MOUTH_INNER_TOP_2",
        "MOUTH_INNER_BOTTOM_2",
        "MOUTH_OUTER_BOTTOM_3",
        "MENTON",
    )
    assert np.all(np.diff([at(name)[1] for name in down]) > 0)


async def test_a_listener_that_comes_late_finds_the_face_and_its_person(
    operator: Operator, landmarker: Landmarker, photo: np.ndarray
) -> None:
    """It hears as ROS4HRI's own listener does: the lists and the face's topics with ROS's default quality of
    service (nothing latched), and latched, whose face a person has and whether they are anonymous."""
    found = landmarker.read(from_jpeg(to_jpeg(photo)), 0.0)
    assert found is not None
    face, heard = Face(), {}
    face.look = Look(SEEN, outline=found.outline, size=(512, 512), trust=0.5, engaged=WITH_US)

    async def saying(so: Callable[[], object]) -> None:
        for _ in range(100):
            if so():
                return
            face.say(SEEN)
            face.say(Affect(source="face", valence=0.5, arousal=0.25, confidence=0.4, expression="happy"))
            await asyncio.sleep(0.05)
        raise AssertionError({name: len(got) for name, got in heard.items()})

    async with graph(face) as transport:
        attach(transport.node_of("face"), face, transport)
        face.say(SEEN)
        await asyncio.sleep(0.3)
        for name in ("faces/tracked", "persons/tracked", "persons/known"):
            heard[name] = operator.hear(IdsList, f"humans/{name}")
        await saying(lambda: all(heard.values()))
        assert {tuple(got[-1].ids) for got in heard.values()} == {("f1a_b",)}
        about, person = "humans/faces/f1a_b", "humans/persons/f1a_b"
        kinds = {"roi": NormalizedRegionOfInterest2D, "landmarks": FacialLandmarks}
        kinds |= {"facs": FacialActionUnits, "expression": Expression}
        heard |= {name: operator.hear(kind, f"{about}/{name}") for name, kind in kinds.items()}
        heard["level"] = operator.hear(EngagementLevel, f"{person}/engagement_status")
        heard["face_id"] = operator.hear(String, f"{person}/face_id", latched=True)
        heard["anonymous"] = operator.hear(Bool, f"{person}/anonymous", latched=True)
        await saying(lambda: all(heard.values()))
    assert heard["face_id"][-1].data == "f1a_b"
    assert heard["anonymous"][-1].data is True
    assert heard["expression"][-1].expression == "happy"
    assert heard["level"][-1].level == EngagementLevel.ENGAGED


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


def test_the_levels_are_those_of_the_message() -> None:
    theirs = {name: getattr(EngagementLevel, name) for name in Level.__members__}
    assert theirs == {name: int(level) for name, level in Level.__members__.items()}


@pytest.mark.parametrize(("given", "name"), [("a1", "a1"), ("1a", "f1a"), ("a-b/c", "a_b_c"), ("é", "f_")])
def test_any_identifier_becomes_a_topic_name(given: str, name: str) -> None:
    assert ros_name(given) == name
