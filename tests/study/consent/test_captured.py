"""What captures stops by itself: pictures, recordings, a robot heard by topic and one by its own line."""

from __future__ import annotations

import asyncio
import json
from pathlib import Path

import numpy as np
from PIL import Image

from alongside.component import Component, Context
from alongside.consent import KEEPER
from alongside.local import LocalTransport
from alongside.messages import Answer, AudioChunk, CameraFrame, Message
from embodiment.robot import Robot
from hardware.robot_body import RobotBody
from hardware.robots import robot_class
from perception.picture_source import PictureSource
from speech.robot_sound import RobotMicrophone
from speech.wav_source import WavSource
from study.consent.keeper import SHEET, ConsentKeeper
from tests.recordings import write_wav

GRAPH = json.dumps({"nodes": [{"name": "consent", "component": KEEPER}]})

STRICT = """---
text: strict
version: "1"
language: en
title: Strict
streams:
  audio: {line: Sound}
  video: {line: Pictures}
---
Nothing is captured without a yes.
"""


class Hearing(Robot):
    """A robot that is there and hears."""

    card = robot_class("reachy_mini").card

    async def open(self) -> None:
        """It is there."""

    async def close(self) -> None:
        """It was there."""

    async def hush(self) -> None:
        """It is silent."""

    async def freeze(self) -> None:
        """It is still."""


class Witness(Component):
    """Counts what is captured, by where it comes from; and touches the page."""

    hears = (AudioChunk, CameraFrame)
    says = (Answer,)

    def __init__(self, context: Context) -> None:
        super().__init__("witness", {}, context)
        self.from_where: set[str] = set()

    async def on_audio_chunk(self, chunk: AudioChunk) -> None:
        self.from_where.add(chunk.source)

    async def on_camera_frame(self, frame: CameraFrame) -> None:
        self.from_where.add("picture")

    def touch(self, message: Message) -> None:
        self.say(message)


async def test_what_captures_follows_consent_at_once(tmp_path: Path) -> None:
    picture, sound = tmp_path / "face.png", tmp_path / "voice.wav"
    Image.fromarray(np.full((64, 64, 3), 128, np.uint8)).save(picture)
    write_wav(sound, np.full(16000, 0.1, np.float32))
    text = tmp_path / "strict.md"
    text.write_text(STRICT, encoding="utf-8")
    context = Context(session=tmp_path, graph=GRAPH)
    witness, robot = Witness(context), Hearing()
    heard = RobotMicrophone("robot_microphone", {}, context)
    transport = LocalTransport(
        [
            PictureSource("pictures", {"path": str(picture), "rate": 30}, context),
            WavSource("recording", {"path": str(sound), "loop": True, "delay": 0.0}, context),
            heard,
            RobotBody("robot", {"robot": "reachy_mini", "listens": True}, context, robot),
            ConsentKeeper("consent", {"text": str(text)}, context),
            witness,
        ]
    )
    await transport.start()

    async def captured() -> set[str]:
        """What comes in a third of a second from now on."""
        await transport.settle()
        witness.from_where.clear()
        for _ in range(10):
            heard.recorded(bytes(3200), 16000, 1)
            robot.told.sound(bytes(1024), 16000)
            await asyncio.sleep(0.03)
        return set(witness.from_where)

    sounds = {"recording", "robot_microphone", "robot"}
    assert await captured() == set()
    witness.touch(Answer(sheet=SHEET, value=json.dumps({"audio": True, "video": True})))
    assert await captured() == {*sounds, "picture"}
    witness.touch(Answer(sheet=SHEET, field="video", move="edit", value="no"))
    assert await captured() == sounds
    witness.touch(Answer(sheet=SHEET, field="audio", move="edit", value="no"))
    assert await captured() == set()
    await transport.stop()
