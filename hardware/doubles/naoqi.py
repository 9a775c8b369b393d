"""NAOqi's services over real qi, without a thought of their own: who started this process answers every call.

A process of its own because libqi's server, now and then, takes its process down when a line breaks. Out
goes a line of JSON for each call, `[number, "Service.method", arguments]`; in come its answer,
`[number, answer]`, and events to raise, `["name", value]`. It ends with what it reads.

python -m hardware.doubles.naoqi PORT [--bare]
"""

from __future__ import annotations

import argparse
import ast
import base64
import itertools
import json
import os
import sys
import threading
from queue import SimpleQueue
from typing import Any

import qi

qi.logging.setLevel(qi.logging.FATAL)


class Line:
    """To the process that answers. Calls come from many threads of qi's."""

    def __init__(self) -> None:
        self._numbers = itertools.count()
        self._waiting: dict[int, SimpleQueue[Any]] = {}
        self._one_at_a_time = threading.Lock()

    def ask(self, what: str, *content: Any) -> Any:
        """Ask, and wait for the answer."""
        number, answer = next(self._numbers), SimpleQueue[Any]()
        self._waiting[number] = answer
        self.say([number, what, content])
        return answer.get()

    def say(self, what: Any) -> None:
        """One line out."""
        with self._one_at_a_time:
            print(json.dumps(what), flush=True)

    def answer(self, number: int, answer: Any) -> None:
        """Hand an answer to who waits for it."""
        self._waiting.pop(number).put(answer)


class Service:
    """One of NAOqi's, on the line."""

    def __init__(self, line: Line) -> None:
        self._line = line


class Subscriber:
    """What ALMemory gives to who listens to an event."""

    def __init__(self) -> None:
        self.signal = qi.Signal("(m)")


@qi.multiThreaded()
class Memory:
    """ALMemory: events by name."""

    def __init__(self) -> None:
        self._events: dict[str, Subscriber] = {}

    def subscriber(self, event: str) -> Subscriber:
        """The signal of an event."""
        return self._events.setdefault(event, Subscriber())


@qi.multiThreaded()
class TextToSpeech(Service):
    """ALTextToSpeech."""

    def say(self, text: str) -> None:
        """Say it; answers when it is said."""
        self._line.ask("ALTextToSpeech.say", text)

    def stopAll(self) -> None:  # noqa: N802 (NAOqi's name)
        """Fall silent."""
        self._line.ask("ALTextToSpeech.stopAll")


@qi.multiThreaded()
class AudioDevice(Service):
    """ALAudioDevice."""

    def setParameter(self, name: str, value: int) -> None:  # noqa: N802 (NAOqi's name)
        """Change the rate."""
        self._line.ask("ALAudioDevice.setParameter", name, value)

    def sendRemoteBufferToOutput(self, frames: int, buffer: Any) -> bool:  # noqa: N802 (NAOqi's name)
        """Sound so many samples of two channels."""
        sound = base64.b64encode(read_bytes(buffer)).decode()
        return bool(self._line.ask("ALAudioDevice.sendRemoteBufferToOutput", frames, sound))

    def flushAudioOutputs(self) -> None:  # noqa: N802 (NAOqi's name)
        """Drop what has not sounded yet."""
        self._line.ask("ALAudioDevice.flushAudioOutputs")


@qi.multiThreaded()
class Motion(Service):
    """ALMotion."""

    def setStiffnesses(self, names: Any, stiffnesses: Any) -> None:  # noqa: N802 (NAOqi's name)
        """Hold joints."""
        self._line.ask("ALMotion.setStiffnesses", names, stiffnesses)

    def setAngles(self, names: Any, angles: Any, fraction: float) -> None:  # noqa: N802 (NAOqi's name)
        """Turn joints."""
        self._line.ask("ALMotion.setAngles", names, angles, fraction)

    def getAngles(self, names: Any, use_sensors: bool) -> list[float]:  # noqa: N802 (NAOqi's name)
        """Where joints are."""
        return [float(angle) for angle in self._line.ask("ALMotion.getAngles", names, use_sensors)]

    def stopMove(self) -> None:  # noqa: N802 (NAOqi's name)
        """Stop walking."""
        self._line.ask("ALMotion.stopMove")


@qi.multiThreaded()
class Leds(Service):
    """ALLeds: the eyes."""

    def fadeRGB(self, name: str, colour: int, seconds: float) -> None:  # noqa: N802 (NAOqi's name)
        """Fade to a colour, 0x00RRGGBB."""
        self._line.ask("ALLeds.fadeRGB", name, colour, seconds)


@qi.multiThreaded()
class Awareness(Service):
    """ALBasicAwareness: its own life."""

    def isEnabled(self) -> bool:  # noqa: N802 (NAOqi's name)
        """Whether it turns to people by itself."""
        return bool(self._line.ask("ALBasicAwareness.isEnabled"))

    def setEnabled(self, enabled: bool) -> None:  # noqa: N802 (NAOqi's name)
        """Let it."""
        self._line.ask("ALBasicAwareness.setEnabled", enabled)


def read_bytes(value: Any) -> bytes:
    """Bytes as qi hands them to Python: as text where they are some, else as text that spells them."""
    text = str(value)
    return bytes(ast.literal_eval(text)) if text.startswith(("b'", 'b"')) else text.encode()


def serve(port: int, bare: bool) -> None:
    """Be there until nothing more is to be read. The first line out is the port."""
    line, memory, session = Line(), Memory(), qi.Session()
    session.listenStandalone(f"tcp://127.0.0.1:{port}")
    if not bare:
        session.registerService("ALMemory", memory)
        session.registerService("ALTextToSpeech", TextToSpeech(line))
        session.registerService("ALAudioDevice", AudioDevice(line))
        session.registerService("ALMotion", Motion(line))
        session.registerService("ALLeds", Leds(line))
        session.registerService("ALBasicAwareness", Awareness(line))
    line.say(int(session.endpoints()[0].rpartition(":")[2]))
    for said in sys.stdin:
        to, content = json.loads(said)
        if isinstance(to, int):
            line.answer(to, content)
        else:
            memory.subscriber(to).signal(content)


if __name__ == "__main__":
    asked = argparse.ArgumentParser(description="NAOqi's services, answered by who starts this")
    asked.add_argument("port", type=int, help="where it listens; 0 takes a free one")
    asked.add_argument("--bare", action="store_true", help="be up without any service, as a robot that boots")
    given = asked.parse_args()
    serve(given.port, given.bare)
    os._exit(0)  # qi's threads do not survive an interpreter that tidies up
