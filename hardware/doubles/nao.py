"""A NAO that is not there: services of NAOqi that a companion uses, over real qi.

python -m hardware.doubles.nao [--port 9559]
"""

from __future__ import annotations

import asyncio
import base64
import contextlib
import json
import math
import re
import sys
from collections.abc import Awaitable, Callable
from dataclasses import dataclass, field
from typing import Any

from embodiment.interface import Capability
from hardware.doubles.double import Double, rehearse

WORD_S = 0.3
"""Seconds a word takes in its own voice."""
UP_S = 30.0
"""Seconds its services may take to come up."""
TRIES = 3
"""How often they are started: libqi has been seen to crash while they register."""
TAG = re.compile(r"\\[^\\]*\\")


@dataclass
class NaoDouble(Double):
    """A NAO whose services `hardware.doubles.naoqi` offers. `refusing`: it is up, but NAOqi is not."""

    head: dict[str, float] = field(default_factory=lambda: {"HeadYaw": 0.0, "HeadPitch": 0.0})
    tags: list[str] = field(default_factory=list)  # of what it said last
    aware: bool = True
    _rate: int = 22050
    _ends: float = 0.0  # when its loudspeakers have sounded what they were sent
    _hushed: asyncio.Event = field(default_factory=asyncio.Event)
    _naoqi: asyncio.subprocess.Process | None = None
    _tasks: set[asyncio.Task[None]] = field(default_factory=set)

    @property
    def address(self) -> str:
        """Host and port."""
        return f"127.0.0.1:{self.port}"

    async def start(self) -> None:
        """Listen."""
        for _ in range(TRIES):
            self._naoqi = naoqi = await asyncio.create_subprocess_exec(
                *(sys.executable, "-m", "hardware.doubles.naoqi", str(self.port)),
                *(["--bare"] if self.refusing else []),
                stdin=asyncio.subprocess.PIPE,
                stdout=asyncio.subprocess.PIPE,
                limit=2**24,
            )
            if said := await asyncio.wait_for(_read(naoqi), UP_S):
                self.port = json.loads(said)
                self._do(self._answer(naoqi))
                return
        raise OSError(f"NAOqi's services do not come up at port {self.port}")

    async def drop(self) -> None:
        """Break every line; it is reachable again at once."""
        await self.stop()
        await self.start()

    async def stop(self) -> None:
        """Be gone."""
        naoqi, self._naoqi = self._naoqi, None
        if naoqi is not None:
            with contextlib.suppress(ProcessLookupError):
                naoqi.kill()
            await naoqi.wait()
        for task in self._tasks:
            task.cancel()
        self._quiet()

    async def touch(self) -> None:
        """Be touched on the front of the head, and let go."""
        for value in (1.0, 0.0):
            self.tell("FrontTactilTouched", value)

    def tell(self, event: str, value: Any) -> None:
        """Raise an event of ALMemory."""
        self._write([event, value])

    # ------------------------------------------------------------ the line

    def _write(self, what: list[Any]) -> None:
        if self._naoqi is not None and self._naoqi.stdin is not None:
            self._naoqi.stdin.write(json.dumps(what).encode() + b"\n")

    def _do(self, what: Any) -> None:
        task = asyncio.create_task(what)
        self._tasks.add(task)
        task.add_done_callback(self._tasks.discard)

    async def _answer(self, naoqi: asyncio.subprocess.Process) -> None:
        """Every call on its own: `say` answers when it is said."""
        calls = self._calls()
        while said := await _read(naoqi):
            number, what, content = json.loads(said)
            self._do(self._call(number, calls[what], content))

    async def _call(self, number: int, call: Callable[..., Awaitable[Any]], content: list[Any]) -> None:
        if self.late:
            await asyncio.sleep(self.late)
        self._write([number, await call(*content)])

    def _calls(self) -> dict[str, Callable[..., Awaitable[Any]]]:
        return {
            "ALTextToSpeech.say": self._say,
            "ALTextToSpeech.stopAll": self._stop_all,
            "ALAudioDevice.setParameter": self._set_rate,
            "ALAudioDevice.sendRemoteBufferToOutput": self._sound,
            "ALAudioDevice.flushAudioOutputs": self._flush,
            "ALMotion.setStiffnesses": self._nothing,
            "ALMotion.setAngles": self._turn,
            "ALMotion.getAngles": self._angles,
            "ALMotion.stopMove": self._stop_move,
            "ALLeds.fadeRGB": self._light,
            "ALBasicAwareness.isEnabled": self._is_aware,
            "ALBasicAwareness.setEnabled": self._be_aware,
        }

    async def _nothing(self, *_: Any) -> None:
        return None

    # ------------------------------------------------------------ voice

    async def _say(self, text: str) -> None:
        """Word by word."""
        self._hushed.set()
        self._hushed = hushed = asyncio.Event()
        plain, self.tags = TAG.sub("", text), TAG.findall(text)
        self.note(Capability.TEXT, plain)
        self.speaking = True
        self.tell("ALTextToSpeech/TextStarted", 1)
        for word in plain.split():
            self.tell("ALTextToSpeech/CurrentWord", word)
            with contextlib.suppress(asyncio.TimeoutError):
                await asyncio.wait_for(hushed.wait(), WORD_S)
                self.tell("ALTextToSpeech/TextInterrupted", 1)
                return
        self.speaking = False
        self.tell("ALTextToSpeech/TextDone", 1)

    async def _stop_all(self) -> None:
        self.note("hush")
        self._quiet()

    async def _set_rate(self, name: str, value: int) -> None:
        self._rate = value

    async def _sound(self, frames: int, buffer: str) -> bool:
        """Its loudspeakers sound what they were sent, one piece after the other."""
        sound = base64.b64decode(buffer)
        mono = b"".join(sound[at : at + 2] for at in range(0, len(sound), 4))
        self.note(Capability.AUDIO, (mono, self._rate))
        now = asyncio.get_running_loop().time()
        self._ends = max(self._ends, now) + frames / self._rate
        self.speaking = True
        self._do(self._sounded(self._ends))
        return len(sound) == 4 * frames

    async def _sounded(self, ends: float) -> None:
        await asyncio.sleep(ends - asyncio.get_running_loop().time())
        if self._ends == ends:
            self._quiet()

    async def _flush(self) -> None:
        self._quiet()

    def _quiet(self) -> None:
        """Whatever sounds ends."""
        self._hushed.set()
        self._ends, self.speaking = 0.0, False

    # ------------------------------------------------------------ body

    async def _turn(self, names: list[str], angles: list[float], fraction: float) -> None:
        """The head is where it was last sent."""
        self.head.update(zip(names, angles, strict=True))
        yaw, down = self.head["HeadYaw"], self.head["HeadPitch"]
        self.note(Capability.GAZE, (math.cos(down) * math.cos(yaw), math.sin(yaw), -math.sin(down)))
        self.note(Capability.GESTURE, "head")

    async def _angles(self, names: list[str], use_sensors: bool) -> list[float]:
        return [self.head[name] for name in names]

    async def _stop_move(self) -> None:
        self.note("freeze")

    async def _light(self, name: str, colour: int, seconds: float) -> None:
        self.note(Capability.LIGHT, (colour >> 16 & 255, colour >> 8 & 255, colour & 255))

    async def _is_aware(self) -> bool:
        return self.aware

    async def _be_aware(self, aware: bool) -> None:
        self.aware = aware


async def _read(naoqi: asyncio.subprocess.Process) -> bytes:
    """A line; nothing where it has ended."""
    assert naoqi.stdout is not None
    return await naoqi.stdout.readline()


DOUBLE = NaoDouble

if __name__ == "__main__":
    rehearse(DOUBLE)
