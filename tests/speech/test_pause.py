"""A robot's microphone in a pause, without a robot: its sound comes, and nothing of it is passed on."""

from __future__ import annotations

from pathlib import Path

from alongside.component import Component, Context
from alongside.messages import AudioChunk, Control, Message
from speech.robot_sound import RobotMicrophone


class Port:
    """Keeps what is said."""

    def __init__(self) -> None:
        self.said: list[Message] = []

    def send(self, sender: Component, message: Message) -> None:
        self.said.append(message)


async def test_a_pause_closes_a_robots_ears_until_it_is_over_or_a_session_begins(tmp_path: Path) -> None:
    ears, port = RobotMicrophone("ears", {"topic": "ear"}, Context(tmp_path)), Port()
    ears.bind(port)

    def heard() -> int:
        ears.recorded(bytes(3200), 16000, 1)
        return len([message for message in port.said if isinstance(message, AudioChunk)])

    assert (before := heard()) > 0
    await ears.on_control(Control(name="pause", value="on", by="operator"))
    assert heard() == before
    await ears.on_control(Control(name="pause", value="off", by="operator"))
    assert (after := heard()) > before
    await ears.on_control(Control(name="pause", value="on", by="operator"))
    await ears.on_control(Control(name="session", value="start"))
    assert heard() > after
