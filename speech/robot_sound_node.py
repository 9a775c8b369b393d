"""Joins a robot's microphones and loudspeaker to their ROS topics."""

from __future__ import annotations

import array
from typing import Any

from audio_common_msgs.msg import AudioData, AudioDataStamped, AudioInfo
from naoqi_bridge_msgs.msg import AudioBuffer
from rclpy.qos import DurabilityPolicy, QoSProfile, qos_profile_sensor_data

from alongside.component import Component
from alongside.conversion import to_time
from alongside.ros import RosTransport
from speech.robot_sound import RobotMicrophone, RobotSpeaker

DEPTH = 50
"""Messages kept while a process is busy."""
LATCHED = QoSProfile(depth=1, durability=DurabilityPolicy.TRANSIENT_LOCAL)
ARRIVING = QoSProfile(depth=DEPTH, reliability=qos_profile_sensor_data.reliability)
RAW = ("S16LE", "s16le", "")


def attach(node: Any, component: Component, transport: RosTransport) -> None:
    """Subscribe for a RobotMicrophone; publish for a RobotSpeaker."""
    if isinstance(component, RobotMicrophone):
        Ears(node, component, transport)
    elif isinstance(component, RobotSpeaker):
        component.attach(Mouth(node, component).send)


class Ears:
    """Messages of a robot's microphones, as sound."""

    def __init__(self, node: Any, component: RobotMicrophone, transport: RosTransport) -> None:
        self._component, self._transport = component, transport
        settings = component.settings
        self._rate, self._channels = settings.rate, settings.channels
        self._problem = ""
        kinds = {"AudioData": AudioData, "AudioDataStamped": AudioDataStamped, "AudioBuffer": AudioBuffer}
        node.create_subscription(kinds[settings.message], settings.topic, self._arrived, ARRIVING)
        if settings.info_topic:
            for qos in (LATCHED, 10):  # some publish it once and keep it, some again and again
                node.create_subscription(AudioInfo, settings.info_topic, self._informed, qos)

    def _arrived(self, message: Any) -> None:
        """On the executor's thread."""
        if self._problem:
            self._transport.call(self._component.refuse, self._problem)
            return
        rate, channels = self._rate, self._channels
        if isinstance(message, AudioBuffer):
            rate, channels, data = message.frequency, len(message.channel_map) or channels, message.data
        else:
            data = message.data if isinstance(message, AudioData) else message.audio.data
        self._transport.call(self._component.recorded, bytes(data.tobytes()), rate, channels)

    def _informed(self, info: Any) -> None:
        raw = info.coding_format in ("wave", "") and info.sample_format in RAW
        self._problem = (
            ""
            if raw
            else f"the robot sends {info.coding_format} {info.sample_format}, which is not heard here. "
            "Set its driver to wave, S16LE."
        )
        self._rate, self._channels = info.sample_rate or self._rate, info.channels or self._channels


class Mouth:
    """Sound as messages for a robot's loudspeaker."""

    def __init__(self, node: Any, component: RobotSpeaker) -> None:
        settings = component.settings
        self._stamped = settings.message == "AudioDataStamped"
        kind = AudioDataStamped if self._stamped else AudioData
        self._out = node.create_publisher(kind, settings.topic, DEPTH)
        self._info = node.create_publisher(AudioInfo, settings.info_topic, LATCHED)
        self._info.publish(
            AudioInfo(
                channels=1,
                sample_rate=settings.rate,
                sample_format="S16LE",
                bitrate=16 * settings.rate,
                coding_format="wave",
            )
        )

    def send(self, sound: bytes, stamp: float) -> None:
        """Publish 16-bit mono sound said at `stamp` (seconds since the epoch)."""
        data = AudioData(data=array.array("B", sound))
        if not self._stamped:
            self._out.publish(data)
            return
        message = AudioDataStamped(audio=data)
        message.header.stamp = to_time(stamp)
        self._out.publish(message)
