"""NAO and Pepper by `qi`: the services of NAOqi over its own TCP protocol.

Nothing here waits for the robot on the event loop: calls are begun, and answer on qi's own threads. Angles
are radians: yaw to its left, pitch downwards.
"""

from __future__ import annotations

import asyncio
import contextlib
import dataclasses
import math
from collections.abc import Callable, Mapping
from pathlib import Path
from typing import Any

import numpy as np
import qi

from embodiment.card import load_card
from embodiment.robot import Manner, Point, Robot, RobotLostError

PORT, TLS_PORT = 9559, 9503
PATIENCE_S = 3.0
"""Seconds it may take to connect, and a short call to answer."""
LONGEST_S = 60.0
"""Seconds after which something said counts as over, though nothing told so."""
SIDE, UP, DOWN = math.radians(60.0), math.radians(24.0), math.radians(17.0)
"""Up to 60 degrees to a side the head may be raised and lowered so far (joint tables of NAO; Pepper more)."""
HEAD = ("HeadYaw", "HeadPitch")
SPEED = 0.15
"""Share of the head's top speed."""
NOD, NOD_S = 0.17, 0.35
"""Radians of a full nod, and half its time in seconds."""
FADE_S = 0.3
RATES = (16000, 22050, 44100, 48000)
"""What its loudspeakers can be given, in samples a second; always two channels."""
CHUNK_S, LEAD_S = 0.05, 0.15
"""Seconds of sound sent at a time (its limit is 16,384 samples), and how far ahead of what is heard."""
PARTS = {
    "FrontTactilTouched": "head front",
    "MiddleTactilTouched": "head middle",
    "RearTactilTouched": "head rear",
}

qi.logging.setLevel(qi.logging.ERROR)


class _Login:
    """What qi asks for the user's name and password (NAOqi 2.9 and later)."""

    def __init__(self, user: str, password: str) -> None:
        self._who = {"user": user, "token": password}

    def newAuthenticator(self) -> _Login:  # noqa: N802 (qi's name)
        return self

    def initialAuthData(self) -> dict[str, str]:  # noqa: N802 (qi's name)
        return self._who


class Nao(Robot):
    """One NAO or Pepper."""

    card = load_card(Path(__file__).with_suffix(".yaml"))
    _session: Any = None
    _loop: asyncio.AbstractEventLoop
    _services: dict[str, Any]
    _signals: list[tuple[Any, Any]]  # what is listened to; qi forgets what nobody holds
    _over: asyncio.Event | None = None
    _moving: asyncio.Task[None] | None = None
    _aware: bool = False
    _aim: tuple[float, float] = (0.0, 0.0)
    _rate: int = 0  # of its loudspeakers, once it was given sound

    def __init__(self, address: str = "", options: Mapping[str, str] | None = None) -> None:
        super().__init__(address, options or {})
        if self.options.get("sound") == "ours":
            self.__dict__["card"] = dataclasses.replace(self.card, speech="audio")

    async def open(self) -> None:
        """Connect, take the head over from the robot's own life, and hear what it tells."""
        self._loop, self._services, self._signals = asyncio.get_running_loop(), {}, []
        self._session = session = qi.Session()
        host, _, port = self.address.partition(":")
        if "password" in self.options:
            login = _Login(self.options.get("user", "nao"), self.options["password"])
            session.setClientAuthenticatorFactory(login)
            url = f"tcps://{host}:{port or TLS_PORT}"
        else:
            url = f"tcp://{host}:{port or PORT}"
        try:
            await self._done(session.connect(url, _async=True))
            for name in ("ALTextToSpeech", "ALMotion", "ALLeds", "ALMemory"):
                self._services[name] = await self._done(session.service(name, _async=True))
            await self._ask("ALMotion", "setStiffnesses", "Head", 1.0)
            await self._listen("ALTextToSpeech/TextStarted", self._started)
            await self._listen("ALTextToSpeech/CurrentWord", self._word)
            for event, part in PARTS.items():
                await self._listen(event, self._touch(part))
        except (RuntimeError, asyncio.TimeoutError, RobotLostError):
            await self.close()
            raise RobotLostError(
                f"no NAOqi answers at {url}",
                "Check the robot's address and power; NAOqi 2.9 and later want the option password.",
            ) from None
        self._aim = (0.0, 0.0)
        session.disconnected.connect(self._gone(session))
        await self._take_head()

    async def close(self) -> None:
        """Let the robot have its life back, and hang up."""
        self._still()
        with contextlib.suppress(Exception):
            if self._aware:
                await self._ask("ALBasicAwareness", "setEnabled", True)
        session, self._session = self._session, None
        if session is not None:
            self._signals, self._services = [], {}
            with contextlib.suppress(Exception):
                await asyncio.wait_for(asyncio.to_thread(session.close), 1.0)
        self._aware, self._rate = False, 0
        self._end()

    # ------------------------------------------------------------ speech

    async def say(self, text: str, manner: Manner) -> None:
        """Say it with the robot's own voice; the call answers when it is said or stopped."""
        self._end()
        over = self._over = asyncio.Event()
        said = self._begin("ALTextToSpeech", "say", in_manner(text, manner))
        said.addCallback(lambda _: self._soon(over.set))
        with contextlib.suppress(asyncio.TimeoutError):
            await asyncio.wait_for(over.wait(), LONGEST_S)
        if self._over is over and said.isFinished() and said.hasError():
            raise RobotLostError("NAOqi broke off what it said", "Check the robot's power and network.")

    async def play(self, samples: bytes, rate: int) -> None:
        """Our voice from its loudspeakers, sent a little ahead of what is heard: little is to be hushed."""
        self._end()
        over = self._over = asyncio.Event()
        if rate not in RATES:
            samples, rate = at_rate(samples, rate, RATES[-1]), RATES[-1]
        try:
            await self._loudspeakers(rate)
            lasts, step, heard_from = len(samples) / 2 / rate, 2 * round(CHUNK_S * rate), 0.0
            for start in range(0, len(samples), step):
                part = samples[start : start + step]
                sent = self._begin("ALAudioDevice", "sendRemoteBufferToOutput", len(part) // 2, stereo(part))
                if not start:
                    await self._done(sent)
                    heard_from = self._loop.time()
                    self.told.started()
                if await _set_by(over, heard_from + (start + step) / 2 / rate - LEAD_S):
                    return
            await _set_by(over, heard_from + lasts)
        except (RuntimeError, asyncio.TimeoutError):
            raise RobotLostError("NAOqi does not take our sound", "Take away the option sound.") from None

    async def _loudspeakers(self, rate: int) -> None:
        if not self._rate:
            name = "ALAudioDevice"
            self._services[name] = await self._done(self._session.service(name, _async=True))
        if rate != self._rate:
            await self._ask("ALAudioDevice", "setParameter", "outputSampleRate", rate)
            self._rate = rate

    async def hush(self) -> None:
        """Stop whatever it says."""
        self._end()
        with contextlib.suppress(RobotLostError):
            self._begin("ALTextToSpeech", "stopAll")
            if self._rate:
                self._begin("ALAudioDevice", "flushAudioOutputs")

    def _started(self, value: Any) -> None:
        if value and self._over is not None:
            self.told.started()

    def _word(self, value: Any) -> None:
        if self._over is not None and str(value).strip():
            self.told.word(str(value).strip())

    def _touch(self, part: str) -> Callable[[Any], None]:
        def told(value: Any) -> None:
            if value:
                self.told.touched(part)

        return told

    def _end(self) -> None:
        over, self._over = self._over, None
        if over is not None:
            over.set()

    # ------------------------------------------------------------ body

    async def gesture(self, name: str, strength: float) -> None:
        """Nods, made with the head: its neck has no way to tilt."""
        self._still()
        self._moving = asyncio.create_task(self._nod(name, strength))

    async def gaze(self, at: Point) -> None:
        """Turn the head: it has no eyes to move."""
        self._still()
        self._aim = (math.atan2(at.y, at.x), -math.atan2(at.z, math.hypot(at.x, at.y)))
        self._turn(*self._aim)

    async def light(self, red: int, green: int, blue: int) -> None:
        """The rings of its eyes."""
        self._begin("ALLeds", "fadeRGB", "FaceLeds", (red << 16) | (green << 8) | blue, FADE_S)

    async def freeze(self) -> None:
        """Hold the head where it is, and stop walking."""
        self._still()
        with contextlib.suppress(RobotLostError, RuntimeError, asyncio.TimeoutError):
            self._begin("ALMotion", "stopMove")
            where = await self._ask("ALMotion", "getAngles", list(HEAD), True)
            self._turn(*where)

    async def _nod(self, name: str, strength: float) -> None:
        (yaw, pitch), half = self._aim, NOD_S * (2 if name == "slow_nod" else 1)
        try:
            for _ in range(2 if name == "double_nod" else 1):
                self._turn(yaw, pitch + NOD * strength)
                await asyncio.sleep(half)
                self._turn(yaw, pitch)
                await asyncio.sleep(half)
        except RobotLostError as error:
            self.told.lost(str(error))

    def _turn(self, yaw: float, pitch: float) -> None:
        held = [max(-SIDE, min(SIDE, yaw)), max(-UP, min(DOWN, pitch))]
        self._begin("ALMotion", "setAngles", list(HEAD), held, SPEED)

    def _still(self) -> None:
        moving, self._moving = self._moving, None
        if moving is not None and moving is not asyncio.current_task():
            moving.cancel()

    async def _take_head(self) -> None:
        """Its own awareness turns the head to sounds and people; where it has that, it pauses."""
        with contextlib.suppress(RuntimeError, asyncio.TimeoutError, RobotLostError):
            name = "ALBasicAwareness"
            self._services[name] = await self._done(self._session.service(name, _async=True))
            self._aware = bool(await self._ask(name, "isEnabled"))
            if self._aware:
                await self._ask(name, "setEnabled", False)

    # ------------------------------------------------------------ the line

    def _begin(self, service: str, method: str, *content: Any) -> Any:
        """Begin a call; the answer is a qi future. Raises RobotLostError where there is no line."""
        found = self._services.get(service) if self._session is not None else None
        if found is None or not self._session.isConnected():
            raise RobotLostError("NAOqi is not connected", "Check the robot's power and network.")
        return getattr(found, method)(*content, _async=True)

    async def _ask(self, service: str, method: str, *content: Any) -> Any:
        return await self._done(self._begin(service, method, *content))

    async def _done(self, future: Any) -> Any:
        """The value of a qi future. Raises RuntimeError, as qi does, or asyncio.TimeoutError."""
        over = asyncio.Event()
        future.addCallback(lambda _: self._soon(over.set))
        await asyncio.wait_for(over.wait(), PATIENCE_S)
        return future.value()

    async def _listen(self, event: str, heard: Callable[[Any], None]) -> None:
        subscriber = await self._ask("ALMemory", "subscriber", event)
        subscriber.signal.connect(lambda value: self._soon(heard, value))
        self._signals.append((subscriber, heard))

    def _gone(self, session: Any) -> Callable[[Any], None]:
        def told(_: Any) -> None:
            self._soon(self._lost, session)

        return told

    def _lost(self, session: Any) -> None:
        if self._session is session:
            self.told.lost("the line broke")
            self._end()

    def _soon(self, do: Callable[..., Any], *content: Any) -> None:
        """On the event loop, from a thread of qi's."""
        with contextlib.suppress(RuntimeError):  # the loop has ended
            self._loop.call_soon_threadsafe(do, *content)


def at_rate(mono: bytes, rate: int, to: int) -> bytes:
    """The same sound with `to` samples a second, between the given ones in a straight line."""
    given = np.frombuffer(mono, "<i2")
    at = np.arange(len(given) * to // rate) * (rate / to)
    return bytes(np.interp(at, np.arange(len(given)), given).round().astype("<i2").tobytes())


def stereo(mono: bytes) -> bytes:
    """16-bit samples, each for both loudspeakers."""
    return b"".join(mono[at : at + 2] * 2 for at in range(0, len(mono), 2))


async def _set_by(over: asyncio.Event, due: float) -> bool:
    """Wait until then for it to be over; whether it is."""
    with contextlib.suppress(asyncio.TimeoutError):
        await asyncio.wait_for(over.wait(), max(0.0, due - asyncio.get_running_loop().time()))
    return over.is_set()


def in_manner(text: str, manner: Manner) -> str:
    """Text with the tags of its voice: pace in per cent (50 to 400) and volume (0 to 100, 80 is plain)."""
    plain = text.replace("\\", " ")
    tags = ""
    if manner.rate != 1.0:
        tags += f"\\rspd={round(max(50.0, min(400.0, 100 * manner.rate)))}\\"
    if manner.volume != 1.0:
        tags += f"\\vol={round(max(0.0, min(100.0, 80 * manner.volume)))}\\"
    return f"{tags}{plain}\\rst\\" if tags else plain


ROBOT = Nao
