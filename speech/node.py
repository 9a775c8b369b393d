"""What only ROS has of speech: the ROS4HRI voice topics, and the `say` action."""

from __future__ import annotations

import time
from typing import Any

from alongside_msgs.action import Say
from hri_msgs.msg import IdsList, LiveSpeech
from rclpy.qos import DurabilityPolicy, QoSProfile
from std_msgs.msg import Bool

from alongside.component import Component
from alongside.conversion import to_time
from alongside.messages import Message, PartialSpeech, SpeechActivity, Turn, VoiceClip
from alongside.ros import RosTransport
from alongside.ros_actions import serve_action
from speech.say_node import Sayer
from speech.theirs_node import follow_others

VOICE = "anonymous_speaker"
"""The voice's identifier while nobody knows whose it is (REP-155)."""
LATCHED = QoSProfile(depth=1, durability=DurabilityPolicy.TRANSIENT_LOCAL)


def attach(node: Any, component: Component, transport: RosTransport) -> None:
    """Add the topics to a listener, the action to a voice."""
    if PartialSpeech in component.says:
        topics = LiveTopics(node)
        transport.observe(component.name, topics.on_said)
        settings = component.settings
        if getattr(settings, "perception", "ours") != "ours" and settings.mode == "open":
            follow_others(node, component, transport, topics.leave)
    if VoiceClip in component.says:
        serve_action(transport, node, Say, "say", Sayer(component, transport).say)


def _header(stamp: float) -> Any:
    header = LiveSpeech().header
    header.stamp = to_time(stamp)
    return header


class LiveTopics:
    """`humans/voices/...` from what the listener says."""

    def __init__(self, node: Any) -> None:
        prefix = f"humans/voices/{VOICE}"
        self._speech = node.create_publisher(LiveSpeech, f"{prefix}/speech", 10)
        self._speaking = node.create_publisher(Bool, f"{prefix}/is_speaking", LATCHED)
        self._tracked = node.create_publisher(IdsList, "humans/voices/tracked", LATCHED)
        self._was_speaking: bool | None = None
        self._left = False
        self.leave(False)

    def leave(self, left: bool) -> None:
        """Publish nothing, for what the listener says is what another published; or publish again."""
        self._left = left
        self._tracked.publish(IdsList(header=_header(time.time()), ids=[] if left else [VOICE]))

    def on_said(self, message: Message) -> None:
        """Translate one message of the listener."""
        if self._left:
            return
        if isinstance(message, PartialSpeech):
            self._speech.publish(LiveSpeech(header=_header(message.stamp), incremental=message.text))
        elif isinstance(message, Turn):
            self._speech.publish(
                LiveSpeech(
                    header=_header(message.stamp),
                    final=message.text,
                    confidence=float(message.confidence),
                    locale=message.locale,
                )
            )
        elif isinstance(message, SpeechActivity) and message.speaking != self._was_speaking:
            self._was_speaking = message.speaking
            self._speaking.publish(Bool(data=message.speaking))
