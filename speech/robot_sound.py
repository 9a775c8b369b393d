"""A robot's microphones and loudspeaker, where they are topics of ROS. No ROS is needed here.

`speech.robot_sound_node` joins them to their topics. Without ROS nothing comes, and they say so.
"""

from __future__ import annotations

import asyncio
import time
from collections.abc import Callable
from dataclasses import dataclass, replace
from typing import Any, Literal

from alongside.component import Component, Context
from alongside.consent import consent_needed
from alongside.messages import AudioChunk, Consent, Control, VoiceClip
from alongside.settings import setting
from speech.audio import resampled
from speech.capture import Capture
from speech.player import BLOCK, Player
from speech.sample_clock import SampleClock

SILENT_AFTER = 3.0
"""Seconds without a message after which a robot's microphone counts as gone."""

Send = Callable[[bytes, float], None]
"""Called with 16-bit mono sound and the moment (seconds since the epoch) it is said."""


@dataclass(frozen=True)
class RobotMicrophoneSettings:
    """What can be set on a robot's microphone."""

    topic: str = setting("audio_in", "the topic, e.g. /humans/voices/anonymous_speaker/audio")
    message: Literal["AudioData", "AudioDataStamped", "AudioBuffer"] = setting(
        "AudioData", "its type: of audio_common_msgs, or AudioBuffer (NAO, Pepper)"
    )
    info_topic: str = setting("", "topic of audio_common_msgs/AudioInfo, if the robot has one")
    rate: int = setting(16000, "samples a second, if no message says", low=4000, high=192000)
    channels: int = setting(1, "channels, if no message says", low=1, high=64)
    channel: int = setting(0, "the channel to listen to, from 1; 0 is the mean of all", low=0, high=64)


class RobotMicrophone(Component):
    """Says what comes on a topic, in frames of 32 ms."""

    hears = (Control, Consent)
    says = (AudioChunk,)
    Settings = RobotMicrophoneSettings

    def __init__(self, name: str, settings: dict[str, Any], context: Context) -> None:
        super().__init__(name, settings, context)
        self._off: set[str] = set()  # what switched it off: microphone, session, consent
        if consent_needed(context):
            self._off.add("consent")
        self._form = (0, 0)
        self._last = 0.0  # when sound last came
        self._problem = ""
        self._task: asyncio.Task[None] | None = None

    async def start(self) -> None:
        """Begin to watch whether sound comes."""
        self._last = time.monotonic()
        self._task = asyncio.create_task(self._watch())

    async def stop(self) -> None:
        """Watch no longer."""
        if self._task:
            self._task.cancel()
            await asyncio.gather(self._task, return_exceptions=True)

    async def on_control(self, control: Control) -> None:
        """Off, in a pause, and after the session, nothing is passed on."""
        if control.name == "pause":
            (self._off.add if control.value == "on" else self._off.discard)("pause")
        elif control.name in ("microphone", "session"):
            self._off.discard("pause" if control.name == "session" else "")
            off = control.value in ("off", "end")
            (self._off.add if off else self._off.discard)(control.name)

    async def on_consent(self, consent: Consent) -> None:
        """Pass nothing on where nobody agreed to it."""
        (self._off.discard if "audio" in consent.live else self._off.add)("consent")

    def recorded(self, pcm: bytes, rate: int, channels: int) -> None:
        """16-bit interleaved sound has come, whose last sample was heard about now. On the event loop."""
        self._last = time.monotonic()
        if self._problem:
            self._problem = ""
            self.report("ready", f"{self.settings.topic}, {rate} Hz, {channels} ch")
        if self._off or rate <= 0 or channels <= 0:
            return
        if (rate, channels) != self._form:
            self._form = (rate, channels)
            self._capture = Capture(rate, channels, self.settings.channel)
            self._clock = SampleClock(rate)
        count = len(pcm) // (2 * channels)
        # When it came is what is known for sure: a robot's clock may be another.
        begun = self._clock.stamp(time.time() - count / rate, count)
        for frame, stamp in self._capture.frames(pcm, begun + count / rate):
            self.say(AudioChunk(samples=frame, source=self.name, stamp=stamp))

    def refuse(self, problem: str) -> None:
        """What comes cannot be used."""
        self._last = time.monotonic()
        self._tell(problem)

    async def _watch(self) -> None:
        while True:
            await asyncio.sleep(SILENT_AFTER / 3)
            if time.monotonic() - self._last > SILENT_AFTER:
                where = self.settings.topic if self.context.transport == "ros" else "a topic: there is no ROS"
                self._tell(f"no sound comes from {where}. Is the robot's driver running?")

    def _tell(self, problem: str) -> None:
        if problem != self._problem:
            self._problem = problem
            self.report("degraded", problem)


@dataclass(frozen=True)
class RobotSpeakerSettings:
    """What can be set on a robot's loudspeaker."""

    topic: str = setting("audio_out", "the topic to say the voice on")
    message: Literal["AudioData", "AudioDataStamped"] = setting("AudioData", "its type, of audio_common_msgs")
    info_topic: str = setting("audio_out_info", "the topic that says rate and channels (AudioInfo)")
    rate: int = setting(16000, "samples a second that the robot plays", low=8000, high=192000)
    ahead: float = setting(0.1, "seconds sent ahead, so that a late message leaves no gap", low=0.02, high=2)
    latency: float = setting(0.1, "seconds from a message's arrival to its sound", low=0, high=5)


class RobotSpeaker(Player):
    """Says the voice on a topic, as fast as it is to sound; nothing while there is nothing to play."""

    Settings = RobotSpeakerSettings

    def __init__(self, name: str, settings: dict[str, Any], context: Context) -> None:
        super().__init__(name, settings, context)
        self._send: Send | None = None
        self._task: asyncio.Task[None] | None = None

    def attach(self, send: Send) -> None:
        """Where sound goes."""
        self._send = send

    async def start(self) -> None:
        """Begin to play."""
        await super().start()
        self.begin_at(self.settings.rate)
        self._task = asyncio.create_task(self._run())

    async def stop(self) -> None:
        """Play no longer."""
        if self._task:
            self._task.cancel()
            await asyncio.gather(self._task, return_exceptions=True)

    async def play(self, clip: VoiceClip) -> None:
        """Take a clip, at the robot's rate; without ROS, refuse its act."""
        if self._send is None:
            self.report("degraded", "there is no ROS to say it on. Start with --transport ros.")
            self.fail(clip.act_id)
            return
        samples = await asyncio.to_thread(resampled, clip.samples, clip.rate, self.settings.rate)
        self.playback.add(replace(clip, samples=samples, rate=self.settings.rate))

    async def _run(self) -> None:
        count = round(BLOCK * self.settings.rate)
        latency = self.settings.ahead + self.settings.latency
        due = time.monotonic()
        while True:
            await asyncio.sleep(max(0.0, due - self.settings.ahead - time.monotonic()))
            due = max(due, time.monotonic()) + BLOCK
            sound = self.take(count, latency)
            if self._send and sound.strip(b"\0"):
                self._send(sound, time.time())
