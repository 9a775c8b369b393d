"""A robot that recognises speech itself is heard instead of our microphone, until it goes."""

import asyncio
import json
from pathlib import Path
from typing import Any

from hri_msgs.msg import LiveSpeech
from std_msgs.msg import Bool

from alongside.component import Component, Context
from alongside.messages import Control, Event, PartialSpeech, Patience, SpeechActivity, Turn
from speech.listener import Listener
from speech.node import attach
from tests.ros_doubles import Operator, graph, own_graph, until

__all__ = ["own_graph"]


class Companion(Component):
    """Hears what a companion hears of the person, and sets the patience."""

    hears = (PartialSpeech, SpeechActivity, Turn, Event)
    says = (Patience, Control)

    def __init__(self, context: Context) -> None:
        super().__init__("companion", {}, context)
        self.heard: list[Any] = []

    async def _keep(self, message: Any) -> None:
        self.heard.append(message)

    on_partial_speech = on_speech_activity = on_turn = on_event = _keep

    def of(self, kind: type) -> list[Any]:
        return [message for message in self.heard if isinstance(message, kind)]


class Robot(Operator):
    """Stands for a robot's speech recognition."""

    def __init__(self) -> None:
        super().__init__("asr_vosk")
        self.speech = self.node.create_publisher(LiveSpeech, "humans/voices/anonymous_speaker/speech", 10)
        self.speaking = self.node.create_publisher(Bool, "humans/voices/anonymous_speaker/is_speaking", 10)

    def say(self, text: str) -> None:
        """Words, then the same settled."""
        self.speaking.publish(Bool(data=True))
        self.speech.publish(LiveSpeech(incremental=text))
        self.speaking.publish(Bool(data=False))
        self.speech.publish(LiveSpeech(final=text, confidence=0.75, locale="en_GB"))


async def test_a_robots_own_recogniser_is_heard_and_our_ears_return_when_it_goes(tmp_path: Path) -> None:
    context = Context(tmp_path, transport="ros")
    settings = {"perception": "auto", "recogniser": "whisper-tiny", "turn_model": False}
    listener, companion = Listener("listener", settings, context), Companion(context)
    async with graph(companion, listener) as transport:
        attach(transport.node_of("listener"), listener, transport)
        assert not any(listener.closed.values())
        robot = Robot()
        try:
            await until(lambda: listener.closed.get("theirs"))
            companion.say(Patience(seconds=1.0))
            await asyncio.sleep(0.2)
            republished = robot.hear(LiveSpeech, "humans/voices/anonymous_speaker/speech")
            robot.say("I had a row with my sister")
            await until(lambda: companion.of(Turn))
            companion.say(Control(name="microphone", value="off"))
            await until(lambda: listener.closed["microphone"])
            robot.say("this is not for you")
            await asyncio.sleep(1.5)
        finally:
            robot.close()
        await until(lambda: not listener.closed["theirs"] and len(companion.of(Event)) == 2)
    assert [json.loads(event.data)["by"] for event in companion.of(Event)] == ["theirs", "ours"]
    [turn] = companion.of(Turn)
    assert (turn.text, turn.confidence, turn.locale) == ("I had a row with my sister", 0.75, "en")
    assert companion.of(SpeechActivity)[-1].speaking is False
    assert {each.text for each in companion.of(PartialSpeech)} == {"I had a row with my sister"}
    finals = [said.final for said in republished if said.final]
    assert finals == ["I had a row with my sister", "this is not for you"], "what is theirs is not told again"
