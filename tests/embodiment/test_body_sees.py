"""From a photograph to a smile: camera, MediaPipe, fusion and body together, in real time."""

from __future__ import annotations

import asyncio
import time
from collections.abc import Callable
from pathlib import Path
from typing import Any

from alongside.component import Component, Context
from alongside.local import LocalTransport
from alongside.messages import Affect, Control, FacePose, FaceSeen, Message
from embodiment.behaviour.echo import FRIENDLY
from embodiment.body import Body
from perception.face import Face
from perception.fusion import Fusion
from perception.picture_source import PictureSource
from tests.recordings import face_picture


class Onlooker(Component):
    """Keeps what is said."""

    hears = (FacePose, FaceSeen, Affect)
    says = (Control,)

    def __init__(self, context: Context) -> None:
        super().__init__("onlooker", {}, context)
        self.heard: list[Message] = []

    async def _keep(self, message: Message) -> None:
        self.heard.append(message)

    on_face_pose = on_face_seen = on_affect = _keep

    def of(self, kind: type[Any]) -> list[Any]:
        return [message for message in self.heard if isinstance(message, kind)]

    def smiled(self) -> bool:
        return any(pose.valence > FRIENDLY + 0.1 for pose in self.of(FacePose))


async def until(what: Callable[[], bool]) -> None:
    end = time.monotonic() + 20
    while not what():
        assert time.monotonic() < end
        await asyncio.sleep(0.05)


async def test_a_person_who_smiles_is_smiled_at_until_the_camera_goes_off(tmp_path: Path) -> None:
    context = Context(session=tmp_path)
    onlooker = Onlooker(context)
    graph = LocalTransport(
        [
            onlooker,
            PictureSource("camera", {"path": str(face_picture())}, context),
            Face("face", {}, context),
            Fusion("fusion", {}, context),
            Body("body", {}, context),
        ]
    )
    await graph.start()
    await until(onlooker.smiled)
    onlooker.say(Control(name="camera", value="off"))
    await until(lambda: not onlooker.of(FaceSeen)[-1].present)
    await graph.stop()
    affects = onlooker.of(Affect)
    assert {m.source for m in affects} == {"face", "fused"}
    fused = [m for m in affects if m.source == "fused"][-1]
    assert fused.valence > 0.1
    assert fused.expression == "happy"
