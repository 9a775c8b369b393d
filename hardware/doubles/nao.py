"""A NAO that is not there: services of NAOqi that a companion uses, over real qi.

python -m hardware.doubles.nao [--port 9559]
"""

from __future__ import annotations

import ast
import asyncio
import math
import re
import threading
import time
from dataclasses import dataclass, field
from typing import Any

import qi

from embodiment.interface import Capability
from hardware.doubles.double import Double, rehearse

WORD_S = 0.3
"""Seconds a word takes in its own voice."""
TAG = re.compile(r"\\[^\\]*\\")

qi.logging.setLevel(qi.logging.ERROR)


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

    @qi.nobind  # type: ignore[untyped-decorator]
    def tell(self, event: str, value: Any) -> None:
        """Raise an event."""
        self.subscriber(event).signal(value)


@qi.multiThreaded()
class TextToSpeech:
    """ALTextToSpeech: `say` lasts as long as it sounds."""

    def __init__(self, robot: NaoDouble) -> None:
        self._robot = robot
        self._stop = threading.Event()

    def say(self, text: str) -> None:
        """Say it word by word."""
        robot, tell = self._robot, self._robot.memory.tell
        if robot.tarry():
            return
        plain = TAG.sub("", text)
        robot.keep(Capability.TEXT, plain)
        robot.tags = TAG.findall(text)
        self._stop.set()
        self._stop = stop = threading.Event()
        robot.speaking = True
        tell("ALTextToSpeech/TextStarted", 1)
        for word in plain.split():
            tell("ALTextToSpeech/CurrentWord", word)
            if stop.wait(WORD_S):
                tell("ALTextToSpeech/TextInterrupted", 1)
                return
        robot.speaking = False
        tell("ALTextToSpeech/TextDone", 1)

    def stopAll(self) -> None:  # noqa: N802 (NAOqi's name)
        """Fall silent."""
        if self._robot.tarry():
            return
        self._robot.keep("hush")
        self.quiet()

    @qi.nobind  # type: ignore[untyped-decorator]
    def quiet(self) -> None:
        """Whatever sounds ends."""
        self._stop.set()
        self._robot.speaking = False


@qi.multiThreaded()
class AudioDevice:
    """ALAudioDevice: its loudspeakers sound what they were sent, one piece after the other."""

    def __init__(self, robot: NaoDouble) -> None:
        self._robot = robot
        self._rate = 22050
        self._ends = 0.0
        self._timer: threading.Timer | None = None

    def setParameter(self, name: str, value: int) -> None:  # noqa: N802 (NAOqi's name)
        """Change the rate."""
        self._rate = value

    def sendRemoteBufferToOutput(self, frames: int, buffer: Any) -> bool:  # noqa: N802 (NAOqi's name)
        """Sound so many samples of two channels."""
        if self._robot.tarry():
            return False
        sound = read_bytes(buffer)
        mono = b"".join(sound[at : at + 2] for at in range(0, len(sound), 4))
        self._robot.keep(Capability.AUDIO, (mono, self._rate))
        now = time.monotonic()
        self._ends = max(self._ends, now) + frames / self._rate
        self._robot.speaking = True
        self._wait(self._ends - now)
        return len(sound) == 4 * frames

    def flushAudioOutputs(self) -> None:  # noqa: N802 (NAOqi's name)
        """Drop what has not sounded yet."""
        if not self._robot.tarry():
            self.quiet()

    @qi.nobind  # type: ignore[untyped-decorator]
    def quiet(self) -> None:
        """Whatever sounds ends."""
        self._ends = 0.0
        self._robot.speaking = False

    def _wait(self, seconds: float) -> None:
        if self._timer is not None:
            self._timer.cancel()
        self._timer = threading.Timer(seconds, self.quiet)
        self._timer.daemon = True
        self._timer.start()


def read_bytes(value: Any) -> bytes:
    """Bytes as qi hands them to Python: as text where they are some, else as text that spells them."""
    text = str(value)
    return bytes(ast.literal_eval(text)) if text.startswith(("b'", 'b"')) else text.encode()


@qi.multiThreaded()
class Motion:
    """ALMotion: the head is where it was last sent."""

    def __init__(self, robot: NaoDouble) -> None:
        self._robot = robot

    def setStiffnesses(self, names: Any, stiffnesses: Any) -> None:  # noqa: N802 (NAOqi's name)
        """Hold joints."""
        self._robot.tarry()

    def setAngles(self, names: Any, angles: Any, fraction: float) -> None:  # noqa: N802 (NAOqi's name)
        """Turn joints."""
        if self._robot.tarry():
            return
        self._robot.head.update(zip(names, angles, strict=True))
        yaw, down = self._robot.head["HeadYaw"], self._robot.head["HeadPitch"]
        self._robot.keep(Capability.GAZE, (math.cos(down) * math.cos(yaw), math.sin(yaw), -math.sin(down)))
        self._robot.keep(Capability.GESTURE, "head")

    def getAngles(self, names: Any, use_sensors: bool) -> list[float]:  # noqa: N802 (NAOqi's name)
        """Where joints are."""
        self._robot.tarry()
        return [self._robot.head[name] for name in names]

    def stopMove(self) -> None:  # noqa: N802 (NAOqi's name)
        """Stop walking."""
        self._robot.tarry()
        self._robot.keep("freeze")


@qi.multiThreaded()
class Leds:
    """ALLeds: the eyes."""

    def __init__(self, robot: NaoDouble) -> None:
        self._robot = robot

    def fadeRGB(self, name: str, colour: int, seconds: float) -> None:  # noqa: N802 (NAOqi's name)
        """Fade to a colour, 0x00RRGGBB."""
        self._robot.tarry()
        self._robot.keep(Capability.LIGHT, (colour >> 16 & 255, colour >> 8 & 255, colour & 255))


@qi.multiThreaded()
class Awareness:
    """ALBasicAwareness: its own life."""

    def __init__(self, robot: NaoDouble) -> None:
        self._robot = robot

    def isEnabled(self) -> bool:  # noqa: N802 (NAOqi's name)
        """Whether it turns to people by itself."""
        return self._robot.aware

    def setEnabled(self, enabled: bool) -> None:  # noqa: N802 (NAOqi's name)
        """Let it."""
        self._robot.aware = enabled


@dataclass
class NaoDouble(Double):
    """A NAO's services on threads of qi's own. `refusing`: it is up, but NAOqi is not."""

    memory: Memory = field(default_factory=Memory)
    head: dict[str, float] = field(default_factory=lambda: {"HeadYaw": 0.0, "HeadPitch": 0.0})
    tags: list[str] = field(default_factory=list)  # of what it said last
    aware: bool = True
    _session: Any = None
    _voice: TextToSpeech | None = None
    _loop: asyncio.AbstractEventLoop | None = None
    _gone: threading.Event = field(default_factory=threading.Event)

    @property
    def address(self) -> str:
        """Host and port."""
        return f"127.0.0.1:{self.port}"

    async def start(self) -> None:
        """Listen."""
        self._loop = asyncio.get_running_loop()
        self._gone = threading.Event()
        await asyncio.to_thread(self._start)

    def _start(self) -> None:
        self.memory = Memory()
        self._voice = TextToSpeech(self)
        self._session = qi.Session()
        self._session.listenStandalone(f"tcp://127.0.0.1:{self.port}")
        self.port = int(self._session.endpoints()[0].rpartition(":")[2])
        if self.refusing:
            return
        self._session.registerService("ALMemory", self.memory)
        self._session.registerService("ALTextToSpeech", self._voice)
        self._session.registerService("ALAudioDevice", AudioDevice(self))
        self._session.registerService("ALMotion", Motion(self))
        self._session.registerService("ALLeds", Leds(self))
        self._session.registerService("ALBasicAwareness", Awareness(self))

    async def drop(self) -> None:
        """Break every line; it is reachable again at once."""
        await self.stop()
        await self.start()

    async def stop(self) -> None:
        """Be gone."""
        self._gone.set()
        session, self._session = self._session, None
        if session is not None:
            await asyncio.to_thread(session.close)
        if self._voice is not None:
            self._voice.quiet()  # only now: what is cut off never answers

    async def touch(self) -> None:
        """Be touched on the front of the head, and let go."""
        for value in (1.0, 0.0):
            await asyncio.to_thread(self.memory.tell, "FrontTactilTouched", value)

    # ------------------------------------------------------------ from qi's threads

    def tarry(self) -> bool:
        """Be late; whether it is gone meanwhile."""
        return self._gone.wait(self.late) if self.late else self._gone.is_set()

    def keep(self, what: Capability | str, content: Any = None) -> None:
        """Note what was asked, on the loop that reads the notes."""
        if self._loop is not None and not self._loop.is_closed():
            self._loop.call_soon_threadsafe(self.note, what, content)


DOUBLE = NaoDouble

if __name__ == "__main__":
    rehearse(DOUBLE)
