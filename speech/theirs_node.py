"""The ROS4HRI topics of a robot's own recogniser, passed on to `speech.standing_down`."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from hri_msgs.msg import LiveSpeech
from std_msgs.msg import Bool

from alongside.messages import Act, Patience, Spoken, Stop
from alongside.ros import RosTransport
from alongside.ros_humans import OthersTopics
from speech.standing_down import TheirVoice


def follow_others(
    node: Any, component: Any, transport: RosTransport, changed: Callable[[bool], None]
) -> None:
    """Let the listener stand down for whoever publishes speech, as it is set."""
    settings = component.settings
    theirs = TheirVoice(component, settings.perception, settings.patience, changed)
    for kind, hear in (
        (Patience, theirs.patience),
        (Act, theirs.act),
        (Spoken, theirs.spoken),
        (Stop, theirs.stop),
    ):
        transport.listen(component.name, kind, hear)

    def heard(voice: str, said: Any) -> None:
        # `language` until hri_msgs 2.1, `locale` since
        locale = getattr(said, "locale", getattr(said, "language", ""))
        theirs.heard(voice, said.incremental, said.final, said.confidence, locale)

    wanted = {
        "voices/*/speech": (LiveSpeech, heard),
        "voices/*/is_speaking": (Bool, lambda voice, said: theirs.speaking(voice, said.data)),
    }
    OthersTopics(node, transport.call, wanted, theirs.looked)
